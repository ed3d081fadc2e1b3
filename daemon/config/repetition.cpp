// Pure. Reference: rule 28 of the language.
#include "daemon/config/repetition.h"

#include <cerrno>
#include <charconv>

#include "daemon/config/lexer.h"
#include "daemon/config/limits.h"
#include "daemon/config/references.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr std::uint64_t kLargestNumber = std::uint64_t{1} << 40U;

tl::unexpected<Error> bad(std::string what) { return failure(EINVAL, std::move(what)); }

// Commas within braces do not separate.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '{') ++depth;
    if (c == '}') --depth;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (auto& part : parts) part = std::string(trim(part));
  return parts;
}

std::vector<std::string> split_tuple(std::string_view text) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return {std::string(text)};
  return split(text.substr(1, text.size() - 2));
}

std::optional<std::int64_t> parse_bound(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const auto value = parse_unsigned(text.substr(is_negative ? 1 : 0));
  if (!value || *value > kLargestNumber) return std::nullopt;
  const auto number = static_cast<std::int64_t>(*value);
  return is_negative ? -number : number;
}

std::string hexadecimal(std::int64_t value) {
  std::string text(20, '\0');
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, 16).ptr;
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

}  // namespace

std::size_t repetition_length(std::string_view text) {
  for (const std::string_view name : {"~SEQ(", "~SEQx(", "~LST("}) {
    if (!text.starts_with(name)) continue;
    const auto close = text.find(')');
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  return 0;
}

Result<Repetition> Repetition::parse(std::string_view text) {
  const auto open = text.find('(');
  const auto close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos) {
    return bad("'~SEQ' and '~LST' need their values in parentheses on one line");
  }
  const auto name = text.substr(0, open);
  const auto arguments = split(text.substr(open + 1, close - open - 1));
  auto repetition = name == "~LST" ? parse_list(arguments) : parse_sequence(arguments);
  if (!repetition) return repetition;
  for (const auto& variable : repetition->variables_) {
    if (!is_definition_name(variable)) return bad("not a variable's name: '" + variable + "'");
  }
  if (repetition->count_ > kMaxGeneratedLines) return bad("more than a million repetitions");
  repetition->hexadecimal_ = name == "~SEQx";
  repetition->body_ = std::string(text.substr(close + 1));
  return repetition;
}

Result<Repetition> Repetition::parse_sequence(std::vector<std::string> arguments) {
  if (arguments.size() < 2 || arguments.size() > 4) {
    return bad("'~SEQ' is written ~SEQ(VARIABLE,[START,][STEP,]END)");
  }
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const auto number = parse_bound(arguments[i]);
    if (!number) return bad("not a number for '~SEQ': '" + arguments[i] + "'");
    numbers.push_back(*number);
  }
  Repetition repetition;
  repetition.variables_ = {std::move(arguments.front())};
  const auto end = numbers.back();
  repetition.start_ = numbers.size() > 1 ? numbers.front() : (end < 0 ? -1 : 1);
  const auto distance = end - repetition.start_;
  repetition.step_ = numbers.size() == 3 ? numbers[1] : (distance < 0 ? -1 : 1);
  if (repetition.step_ == 0 || (distance != 0 && (distance < 0) != (repetition.step_ < 0))) {
    return bad("the step of '~SEQ' never leads to its end");
  }
  repetition.count_ = static_cast<std::size_t>(distance / repetition.step_) + 1;
  return repetition;
}

Result<Repetition> Repetition::parse_list(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) return bad("'~LST' is written ~LST(VARIABLE,VALUE,…)");
  Repetition repetition;
  repetition.variables_ = split_tuple(arguments.front());
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    repetition.rows_.push_back(repetition.variables_.size() == 1 && !arguments[i].starts_with('{')
                                   ? std::vector<std::string>{arguments[i]}
                                   : split_tuple(arguments[i]));
  }
  repetition.count_ = repetition.rows_.size();
  return repetition;
}

std::optional<std::string> Repetition::value(std::string_view variable, std::size_t round) const {
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i] != variable) continue;
    if (rows_.empty()) {
      const auto number = start_ + step_ * static_cast<std::int64_t>(round);
      return hexadecimal_ ? hexadecimal(number) : std::to_string(number);
    }
    return i < rows_[round].size() ? rows_[round][i] : std::string();
  }
  return std::nullopt;
}

}  // namespace evenkeel::config
