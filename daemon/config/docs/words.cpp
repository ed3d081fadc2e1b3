// Pure.
#include "daemon/config/docs/words.h"

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::string range(std::int64_t least, std::int64_t most) {
  return std::to_string(least) + " to " + std::to_string(most);
}

std::string choice_words(std::string_view values) {
  std::string out;
  while (true) {
    const auto bar = values.find('|');
    out += values.substr(0, bar);
    if (bar == std::string_view::npos) return out;
    values.remove_prefix(bar + 1);
    out += values.find('|') == std::string_view::npos ? " or " : ", ";
  }
}

}  // namespace

std::string form_words(const Shape& shape) {
  std::string values(shape.values);
  switch (shape.form) {
    case Form::flag:
      return "nothing";
    case Form::boolean:
      return "on or off; nothing is on";
    case Form::number: {
      const auto words = "a number from " + range(shape.least, shape.most);
      const auto unit = values.empty() ? "" : " (" + values + ")";
      return words + unit + (shape.least_words == 0 ? ", or nothing" : "");
    }
    case Form::seconds:
    case Form::whole_seconds:
      return std::string(shape.values) + " from " + format_seconds(Duration(shape.least)) + " to " +
             format_seconds(Duration(shape.most));
    case Form::choice:
    case Form::choice_in_any_case:
      return choice_words(shape.values);
    case Form::text:
    case Form::script:
    case Form::address:
      return values;
    case Form::block:
      return values.empty() ? "a block" : values + ", and a block";
    case Form::lines:
      return values.empty() ? "a block of entries" : "a block of entries: " + values;
  }
  return values;
}

}  // namespace evenkeel::config
