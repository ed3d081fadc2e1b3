// Pure.
#include "daemon/config/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "evenkeel/address.h"

namespace evenkeel::config {

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
  }
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value, base);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (is_one_of(text, "on|true|yes")) return true;
  if (is_one_of(text, "off|false|no")) return false;
  return std::nullopt;
}

std::optional<Duration> parse_seconds(std::string_view text) {
  constexpr std::int64_t kLargest = 1'000'000'000;
  const auto point = text.find('.');
  const auto whole_text = text.substr(0, point);
  std::int64_t whole = 0;
  if (!whole_text.empty()) {
    const auto parsed = parse_integer(whole_text);
    if (!parsed || *parsed < 0 || *parsed > kLargest) return std::nullopt;
    whole = *parsed;
  }
  std::int64_t fraction = 0;
  if (point == std::string_view::npos) {
    if (whole_text.empty()) return std::nullopt;
    return Duration(whole * 1'000'000);
  }
  const auto digits = text.substr(point + 1);
  if (digits.empty() && whole_text.empty()) return std::nullopt;
  std::int64_t unit = 100'000;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    fraction += unit * (c - '0');
    unit /= 10;
  }
  return Duration(whole * 1'000'000 + fraction);
}

std::string format_seconds(Duration duration) {
  auto text = std::to_string(duration.count() / 1'000'000);
  const auto microseconds = duration.count() % 1'000'000;
  if (microseconds == 0) return text;
  auto fraction = std::to_string(1'000'000 + microseconds).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (auto& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

bool is_one_of(std::string_view value, std::string_view alternatives) {
  while (true) {
    const auto bar = alternatives.find('|');
    if (alternatives.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    alternatives.remove_prefix(bar + 1);
  }
}

bool is_interface_name(std::string_view text) {
  if (text.empty() || text.size() > 15 || text == "." || text == "..") return false;
  // The kernel refuses a slash, a colon and blanks. With the others it is another word's slip.
  constexpr std::string_view kForeign = "/:;,\"'<>(){}=$";
  return std::all_of(text.begin(), text.end(), [&](const char c) {
    return c > ' ' && c <= '~' && kForeign.find(c) == std::string_view::npos;
  });
}

std::optional<std::uint8_t> parse_scope(std::string_view text) {
  struct Scope {
    std::string_view name;
    std::uint8_t value;
  };
  constexpr std::array kScopes{Scope{"global", 0}, Scope{"universe", 0}, Scope{"site", 200},
                               Scope{"link", 253}, Scope{"host", 254},   Scope{"nowhere", 255}};
  for (const auto& scope : kScopes) {
    if (scope.name == text) return scope.value;
  }
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > 255) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

std::optional<std::uint8_t> parse_mask(std::string_view text, std::uint8_t longest) {
  if (const auto length = parse_integer(text)) {
    if (*length < 0 || *length > longest) return std::nullopt;
    return static_cast<std::uint8_t>(*length);
  }
  const auto mask = parse_address(text);
  if (!mask || mask->family != Family::ipv4 || longest != 32) return std::nullopt;
  const auto bits = ipv4_value(*mask);
  const auto ones = std::countl_one(bits);
  if (std::popcount(bits) != ones) return std::nullopt;
  return static_cast<std::uint8_t>(ones);
}

}  // namespace evenkeel::config
