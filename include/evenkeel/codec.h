// Values ⇄ bytes for the channels between our own processes. A struct takes part by a static
// `fields(self, visit)` that calls `visit` with its members. Decoding is total: any bytes give a
// value or nothing, and no allocation exceeds the input's size by more than a constant factor.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "evenkeel/shared.h"

namespace evenkeel {

class Encoder;
template <typename T>
concept Fielded = requires {
  &T::template fields<T, Encoder>;
};

template <typename T>
concept WideInteger = std::is_integral_v<T> &&(sizeof(T) > 1);

// Signed numbers are folded, so that a small negative one is small, too.
template <WideInteger T>
constexpr std::uint64_t zigzag(T value) {
  if constexpr (std::is_unsigned_v<T>) {
    return value;
  } else {
    const auto wide = static_cast<std::int64_t>(value);
    return (static_cast<std::uint64_t>(wide) << 1U) ^ static_cast<std::uint64_t>(wide >> 63);
  }
}
template <WideInteger T>
constexpr T unzigzag(std::uint64_t folded) {
  if constexpr (std::is_unsigned_v<T>) {
    return static_cast<T>(folded);
  } else {
    return static_cast<T>(static_cast<std::int64_t>((folded >> 1U) ^ (~(folded & 1U) + 1U)));
  }
}

class Encoder {
 public:
  // Seven bits a byte, the least first, the eighth says that more follow: most numbers are small,
  // and the supervisor keeps what it has encoded.
  template <WideInteger T>
  void put(const T& value) {
    auto rest = zigzag(value);
    for (; rest > 0x7f; rest >>= 7U) bytes_ += static_cast<char>((rest & 0x7fU) | 0x80U);
    bytes_ += static_cast<char>(rest);
  }
  template <typename T>
  requires(!WideInteger<T> &&
           (std::is_arithmetic_v<T> || std::is_enum_v<T>)) void put(const T& value) {
    const auto raw = std::bit_cast<std::array<char, sizeof(T)>>(value);
    bytes_.append(raw.data(), raw.size());
  }
  void put(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  template <typename T, std::size_t N>
  void put(const std::array<T, N>& values) {
    for (const auto& value : values) put(value);
  }
  template <typename Rep, typename Period>
  void put(const std::chrono::duration<Rep, Period>& duration) {
    put(duration.count());
  }
  template <typename C, typename D>
  void put(const std::chrono::time_point<C, D>& when) {
    put(when.time_since_epoch());
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <typename T>
  void put(const std::vector<T>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const auto& value : values) put(value);
  }
  template <typename... Ts>
  void put(const std::variant<Ts...>& value) {
    put(static_cast<std::uint8_t>(value.index()));
    std::visit([this](const auto& held) { put(held); }, value);
  }
  template <typename T>
  void put(const Shared<T>& value) {
    put(value.is_default());
    if (!value.is_default()) put(*value);
  }
  template <Fielded T>
  void put(const T& value) {
    T::fields(value, *this);
  }
  // For `fields`.
  template <typename... Ts>
  void operator()(const Ts&... members) {
    (put(members), ...);
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Decoder {
 public:
  explicit Decoder(std::span<const std::byte> bytes) : rest_(bytes) {}

  // False once anything failed; every later read then leaves its target default.
  bool is_ok() const { return ok_; }
  bool is_at_end() const { return rest_.empty(); }

  template <WideInteger T>
  void get(T& value) {
    std::uint64_t rest = 0;
    bool goes_on = true;
    for (unsigned shift = 0; goes_on && ok_; shift += 7) {
      std::array<std::byte, 1> raw{};
      if (!take(raw)) return;
      const auto bits = std::to_integer<std::uint64_t>(raw[0] & std::byte{0x7f});
      ok_ = shift < 64 && (bits << shift) >> shift == bits;
      if (ok_) rest |= bits << shift;
      goes_on = (raw[0] & std::byte{0x80}) != std::byte{0};
    }
    const T read = unzigzag<T>(rest);
    ok_ = ok_ && zigzag(read) == rest;
    if (ok_) value = read;
  }
  template <typename T>
  requires(!WideInteger<T> && (std::is_arithmetic_v<T> || std::is_enum_v<T>)) void get(T& value) {
    std::array<std::byte, sizeof(T)> raw{};
    if (!take(raw)) return;
    if constexpr (std::is_same_v<T, bool>) {
      value = raw[0] != std::byte{0};
    } else {
      value = std::bit_cast<T>(raw);
    }
  }
  void get(std::string& text) {
    const std::uint32_t size = count(1);
    text.assign(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
  }
  template <typename T, std::size_t N>
  void get(std::array<T, N>& values) {
    for (auto& value : values) get(value);
  }
  template <typename Rep, typename Period>
  void get(std::chrono::duration<Rep, Period>& duration) {
    Rep ticks{};
    get(ticks);
    duration = std::chrono::duration<Rep, Period>(ticks);
  }
  template <typename C, typename D>
  void get(std::chrono::time_point<C, D>& when) {
    D since_epoch{};
    get(since_epoch);
    when = std::chrono::time_point<C, D>(since_epoch);
  }
  template <typename T>
  void get(std::optional<T>& value) {
    bool has = false;
    get(has);
    value.reset();
    if (has && ok_) get(value.emplace());
  }
  template <typename T>
  void get(std::vector<T>& values) {
    const std::uint32_t size = count(1);
    values.clear();
    for (std::uint32_t i = 0; i < size && ok_; ++i) get(values.emplace_back());
  }
  template <typename... Ts>
  void get(std::variant<Ts...>& value) {
    std::uint8_t index = 0;
    get(index);
    if (index >= sizeof...(Ts)) ok_ = false;
    if (ok_) get_alternative(value, index, std::index_sequence_for<Ts...>{});
  }
  template <typename T>
  void get(Shared<T>& value) {
    bool is_default = false;
    get(is_default);
    T held{};
    if (ok_ && !is_default) get(held);
    value = Shared<T>(std::move(held));
  }
  template <Fielded T>
  void get(T& value) {
    T::fields(value, *this);
  }
  // For `fields`.
  template <typename... Ts>
  void operator()(Ts&... members) {
    (get(members), ...);
  }

 private:
  bool take(std::span<std::byte> into) {
    if (!ok_ || rest_.size() < into.size()) {
      ok_ = false;
      return false;
    }
    std::memcpy(into.data(), rest_.data(), into.size());
    rest_ = rest_.subspan(into.size());
    return true;
  }
  // An element takes at least one byte, so a count above the rest is a lie.
  std::uint32_t count(std::size_t least_size) {
    std::uint32_t size = 0;
    get(size);
    if (!ok_ || size > rest_.size() / least_size) {
      ok_ = false;
      return 0;
    }
    return size;
  }
  template <typename... Ts, std::size_t... Is>
  void get_alternative(std::variant<Ts...>& value, std::size_t index, std::index_sequence<Is...>) {
    ((index == Is ? get(value.template emplace<Is>()) : void()), ...);
  }

  std::span<const std::byte> rest_;
  bool ok_ = true;
};

template <typename T>
std::string encode(const T& value) {
  Encoder encoder;
  encoder.put(value);
  return encoder.take();
}

// Nothing when the bytes are short, malformed, or longer than the value.
template <typename T>
std::optional<T> decode(std::span<const std::byte> bytes) {
  Decoder decoder(bytes);
  T value{};
  decoder.get(value);
  if (!decoder.is_ok() || !decoder.is_at_end()) return std::nullopt;
  return value;
}

}  // namespace evenkeel
