// What the tables cannot say of a keyword, and how evenkeel differs from keepalived on purpose: the
// one place for it. Used by pages.h and by the tests of the tables. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "daemon/config/keyword.h"

namespace evenkeel::config {

// Why a word in force stores nothing: what it asks for happens anyway, or while files are read.
std::optional<std::string_view> always_so(std::string_view keyword);

// The feature that is missing, of a block that nothing in force opens.
std::optional<std::string_view> why_idle(Block block);

// What one of our own words does, for its reader.
std::optional<std::string_view> meaning(std::string_view own_word);

// What stands in a file beside keywords.
struct LineForm {
  std::string_view form;
  std::string_view meaning;
};
std::span<const LineForm> line_forms();

struct Difference {
  std::string_view subject;
  std::string_view keepalived;
  std::string_view evenkeel;
  std::string_view reason;
};
std::span<const Difference> differences();

}  // namespace evenkeel::config
