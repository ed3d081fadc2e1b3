// Short hands for the keyword tables. Not for others.
#pragma once

#include <limits>
#include <type_traits>

#include "daemon/config/draft.h"
#include "daemon/config/keyword.h"

namespace evenkeel::config {

// The row's range guarantees that the number fits.
template <typename Number>
Number as(const Arguments& arguments) {
  return static_cast<Number>(arguments.number);
}

// Handlers that put their value into one member of DaemonSettings, named by its path.
template <auto... Path>
auto& part(Draft& draft) {
  return (draft.global.daemon.*....*Path);
}
template <auto... Path>
void set_text(Draft& draft, const Arguments& arguments) {
  part<Path...>(draft) = arguments.words.empty() ? std::string() : arguments.words.front().text;
}
template <auto... Path>
void set_on(Draft& draft, const Arguments& arguments) {
  part<Path...>(draft) = arguments.on;
}
template <auto... Path>
void set_off(Draft& draft, const Arguments& arguments) {
  part<Path...>(draft) = !arguments.on;
}
template <auto... Path>
void set_time(Draft& draft, const Arguments& arguments) {
  part<Path...>(draft) = arguments.time;
}
template <auto... Path>
void set_script(Draft& draft, const Arguments& arguments) {
  part<Path...>(draft) = arguments.script;
}
template <typename T>
struct PlainNumber {
  using Type = T;
};
template <typename T>
struct PlainNumber<std::optional<T>> {
  using Type = T;
};
template <auto... Path>
void set_number(Draft& draft, const Arguments& arguments) {
  auto& member = part<Path...>(draft);
  using Number = typename PlainNumber<std::remove_reference_t<decltype(member)>>::Type;
  member = as<Number>(arguments);
}
template <auto... Path>
void set_microseconds(Draft& draft, const Arguments& arguments) {
  part<Path...>(draft) = Duration(arguments.number);
}

constexpr std::int64_t kMaxUint32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kMaxInt32 = std::numeric_limits<std::int32_t>::max();
constexpr Duration kDay = std::chrono::hours(24);
// Of what keepalived sets no bound to.
constexpr Duration kYear = 365 * kDay;

}  // namespace evenkeel::config
