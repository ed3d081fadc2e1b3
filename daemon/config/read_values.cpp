// The interpreter's check of values against a row's shape. Pure.
#include <string>

#include "daemon/config/interpreter.h"
#include "daemon/config/keyword_index.h"
#include "daemon/config/script_string.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::string wanted(const Shape& shape) {
  switch (shape.form) {
    case Form::flag:
      return "nothing";
    case Form::boolean:
      return "on or off (or true, yes, false, no, in lower case)";
    case Form::number:
      return "a whole number from " + std::to_string(shape.least) + " to " +
             std::to_string(shape.most);
    case Form::seconds:
    case Form::whole_seconds:
      return std::string(shape.values) + " from " + format_seconds(Duration(shape.least)) + " to " +
             format_seconds(Duration(shape.most));
    case Form::choice:
    case Form::choice_in_any_case:
      return "one of " + std::string(shape.values);
    case Form::address:
      return "an IP address";
    case Form::text:
    case Form::script:
    case Form::block:
    case Form::lines:
      break;
  }
  return std::string(shape.values);
}

bool read_number(const Shape& shape, const Word& word, Arguments& arguments) {
  const auto number = parse_integer(word.text);
  if (!number || *number < shape.least || *number > shape.most) return false;
  arguments.number = *number;
  return true;
}

bool read_seconds(const Shape& shape, const Word& word, Arguments& arguments) {
  const auto time = parse_seconds(word.text);
  if (!time || time->count() < shape.least || time->count() > shape.most) return false;
  if (shape.form == Form::whole_seconds && *time % 1s != Duration{0}) return false;
  arguments.time = *time;
  return true;
}

bool read_boolean(const Word& word, Arguments& arguments) {
  const auto on = parse_boolean(word.text);
  arguments.on = on.value_or(true);
  return on.has_value();
}

bool read_address(const Word& word, Arguments& arguments) {
  const auto address = parse_address(word.text);
  if (address) arguments.address = *address;
  return address.has_value();
}

bool read_first(const Shape& shape, const Word& word, Arguments& arguments) {
  switch (shape.form) {
    case Form::boolean:
      return read_boolean(word, arguments);
    case Form::number:
      return read_number(shape, word, arguments);
    case Form::seconds:
    case Form::whole_seconds:
      return read_seconds(shape, word, arguments);
    case Form::choice:
      return is_one_of(word.text, shape.values);
    case Form::choice_in_any_case:
      return is_one_of(in_capitals(word.text), shape.values);
    case Form::address:
      return read_address(word, arguments);
    case Form::flag:
    case Form::text:
    case Form::script:
    case Form::block:
    case Form::lines:
      break;
  }
  return true;
}

bool has_finer_digits(std::string_view seconds) {
  constexpr std::size_t kDigits = 6;
  const auto point = seconds.find('.');
  if (point == std::string_view::npos || seconds.size() - point - 1 <= kDigits) return false;
  return seconds.find_first_not_of('0', point + 1 + kDigits) != std::string_view::npos;
}

std::string likely_slip(const Shape& shape, std::string_view text) {
  if (text.ends_with(';')) return "a statement ends with its line, without ';'";
  const bool is_choice = shape.form == Form::choice || shape.form == Form::choice_in_any_case;
  const auto near = is_choice                     ? nearest_of(shape.values, text)
                    : shape.form == Form::boolean ? nearest_of("on|off|true|false|yes|no", text)
                                                  : std::nullopt;
  return near ? "did you mean '" + std::string(*near) + "'?" : std::string();
}

}  // namespace

bool Interpreter::read_values(const Row& row, const Statement& statement, Arguments& arguments) {
  if (arguments.words.size() < row.shape.least_words) {
    draft_.error(arguments.at, quoted(row.name) + " needs a value: " + wanted(row.shape));
    return false;
  }
  if (arguments.words.empty()) return true;
  const Word& first = arguments.words.front();
  if (!read_first(row.shape, first, arguments)) {
    draft_.error(first.at,
                 quoted(row.name) + " takes " + wanted(row.shape) + ", not " + quoted(first.text),
                 likely_slip(row.shape, first.text));
    return false;
  }
  const bool is_time = row.shape.form == Form::seconds || row.shape.form == Form::whole_seconds;
  if (is_time && has_finer_digits(first.text)) {
    draft_.error(first.at, quoted(row.name) + " counts microseconds: " +
                               format_seconds(arguments.time) + " is used");
  }
  const bool is_idle = row.store == nullptr && row.status.kind == Status::Kind::without_effect;
  return row.shape.form != Form::script || is_idle || read_script(statement, arguments);
}

// A command named without a slash is looked up once, here. Whether what is named with one exists is
// asked where that decides what is in force (a vrrp_script), and otherwise when it is run.
bool Interpreter::read_script(const Statement& statement, Arguments& arguments) {
  const auto& words = arguments.words;
  std::vector<std::string> parts;
  if (needs_raw_line(words)) {
    parts = cut_script_line(std::string_view(statement.raw).substr(words.front().offset));
  } else {
    for (const auto& word : words) parts.push_back(word.text);
  }
  auto script = make_script(parts);
  if (!script.user.empty() && !draft_.reader.has_user(script.user)) {
    script = make_command(parts);
    draft_.warning(arguments.at, "there is no user " + quoted(parts[1]) +
                                     ": the words after the command are its arguments; a "
                                     "command of several words needs quotes");
  }
  if (script.argv.empty() || script.argv.front().empty()) {
    draft_.error(arguments.at, "'" + std::string(arguments.keyword) + "' names no command");
    return false;
  }
  for (const auto* account : {&script.user, &script.group}) {
    // Such a name could not be written again as it was read.
    const bool is_odd =
        account->find_first_of("\"' \t") != std::string::npos || account->ends_with('\\');
    if (!is_odd) continue;
    draft_.error(arguments.at, "nobody is named " + quoted(*account) + ": the script is not used");
    return false;
  }
  auto& command = script.argv.front();
  // vrrp_script may name a file to open in place of a command.
  if (arguments.keyword == "script" && command.starts_with("</")) {
    arguments.script = std::move(script);
    return true;
  }
  if (!command.starts_with('/')) {
    const bool is_bare = command.find('/') == std::string::npos;
    const auto found = is_bare ? draft_.reader.find_command(command) : std::nullopt;
    if (!found) {
      // What is tracked and checked must exist; a notification of nothing is none, as in
      // keepalived.
      const auto text =
          "no command " + quoted(command) + " in the system's PATH; write its absolute path";
      if (is_one_of(arguments.keyword, "script|misc_path")) {
        draft_.error(words.front().at, text);
      } else {
        draft_.warning(words.front().at, text + ": it is never run");
      }
      return false;
    }
    command = *found;
  }
  arguments.script = std::move(script);
  return true;
}

}  // namespace evenkeel::config
