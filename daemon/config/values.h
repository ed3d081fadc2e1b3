// Single values of the language as total, pure functions of their text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evenkeel/clock.h"

namespace evenkeel::config {

std::optional<std::int64_t> parse_integer(std::string_view text);
// As strtoul with base 0: "0x1f", "017", "31".
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<bool> parse_boolean(std::string_view text);

// "1", "0.5", ".5": a decimal number of seconds; digits beyond a microsecond are cut off.
std::optional<Duration> parse_seconds(std::string_view text);
std::string format_seconds(Duration duration);  // "0.5"

// True when `value` is one of "A|B|C".
bool is_one_of(std::string_view value, std::string_view alternatives);

std::string in_capitals(std::string_view text);  // ASCII

bool is_interface_name(std::string_view text);

// RT_SCOPE_*: global, site, link, host, nowhere, or 0–255.
std::optional<std::uint8_t> parse_scope(std::string_view text);

// "255.255.255.0" or "24" → 24.
std::optional<std::uint8_t> parse_mask(std::string_view text, std::uint8_t longest);

}  // namespace evenkeel::config
