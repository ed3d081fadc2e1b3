// ~SEQ, ~SEQx and ~LST: the values a line is repeated with. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/result.h"

namespace evenkeel::config {

class Repetition {
 public:
  // `text` begins with "~", references within it already replaced up to the closing parenthesis.
  static Result<Repetition> parse(std::string_view text);

  std::size_t count() const { return count_; }
  // What the variable stands for in the given round.
  std::optional<std::string> value(std::string_view variable, std::size_t round) const;
  // The line to repeat, as it stands after the parenthesis.
  const std::string& body() const { return body_; }

 private:
  static Result<Repetition> parse_sequence(std::vector<std::string> arguments);
  static Result<Repetition> parse_list(const std::vector<std::string>& arguments);

  std::vector<std::string> variables_;
  std::vector<std::vector<std::string>> rows_;  // ~LST
  std::int64_t start_ = 0;                      // ~SEQ
  std::int64_t step_ = 0;
  bool hexadecimal_ = false;
  std::size_t count_ = 0;
  std::string body_;
};

// The length of "~SEQ(…)" or "~LST(…)" at the beginning of the text; 0 when it is neither.
std::size_t repetition_length(std::string_view text);

}  // namespace evenkeel::config
