// An immutable value that many may hold: a copy costs a pointer, the default value nothing at all.
// For the rare or repeated parts of a model with tens of thousands of objects. Compares by value.
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace evenkeel {

template <typename T>
class Shared {
 public:
  Shared() = default;
  // Implicit: it stands for the value. The constraint keeps copies and moves out of the second.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Shared(T value) : value_(value == T{} ? nullptr : std::make_shared<const T>(std::move(value))) {}
  template <typename U>
  requires(!std::same_as<std::remove_cvref_t<U>, Shared> &&
           !std::same_as<std::remove_cvref_t<U>, T> && std::constructible_from<T, U>)
      // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
      Shared(U&& value)
      : Shared(T(std::forward<U>(value))) {}

  const T& operator*() const {
    static const T kDefault{};
    return value_ ? *value_ : kDefault;
  }
  bool is_default() const { return value_ == nullptr; }
  const T* operator->() const { return &**this; }

  friend bool operator==(const Shared& a, const Shared& b) {
    return a.value_ == b.value_ || *a == *b;
  }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace evenkeel
