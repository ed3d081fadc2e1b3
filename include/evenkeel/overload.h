// std::visit with one lambda an alternative.
#pragma once

namespace evenkeel {

template <typename... Handlers>
struct Overload : Handlers... {
  using Handlers::operator()...;
};
template <typename... Handlers>
Overload(Handlers...) -> Overload<Handlers...>;

}  // namespace evenkeel
