// What the configuration's reader has to say to the operator. Used by the supervisor (--check,
// start, reload). A finding is told once, and its text never holds a position, so that two runs can
// be compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel {

enum class FindingSeverity : std::uint8_t { warning, error };
std::string_view to_string(FindingSeverity severity);  // "warning", "error"

struct Finding {
  FindingSeverity severity = FindingSeverity::error;
  std::string file;
  std::uint32_t line = 0;  // from 1; 0: the file as a whole
  std::uint32_t column = 0;
  std::string text;
  std::string suggestion;   // "did you mean 'priority'?"; empty: none
  std::string other_place;  // "FILE:LINE:COLUMN" of the first of two that clash; empty: none
  std::string source_line;  // for the caret
  bool operator==(const Finding&) const = default;
};

// "file:line:column: error: text (first at …); did you mean …?"
std::string to_string(const Finding& finding);

// With the source line and a caret below each finding, for a terminal.
enum class Caret : std::uint8_t { hidden, shown };
std::string render(const std::vector<Finding>& findings, Caret caret);

bool has_errors(const std::vector<Finding>& findings);

// The errors that the running configuration does not have, compared without their positions.
std::vector<Finding> new_errors(const std::vector<Finding>& running,
                                const std::vector<Finding>& proposed);

}  // namespace evenkeel
