// Pure. Reference: rules 17–19 of the language.
#include "daemon/config/script_string.h"

#include <algorithm>

#include "daemon/config/lexer.h"

namespace evenkeel::config {
namespace {

int hexadecimal_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads what follows a backslash at text[i]; leaves i behind it.
char unescape(std::string_view text, std::size_t& i) {
  constexpr std::string_view kLetters = "abEfnrtv";
  constexpr std::string_view kMeanings = "\a\b\033\f\n\r\t\v";
  const char c = text[i++];
  if (const auto known = kLetters.find(c); known != std::string_view::npos) return kMeanings[known];
  if (c == 'c' && i < text.size()) return static_cast<char>(text[i++] & 0x1f);
  if (c == 'x' && i < text.size() && hexadecimal_digit(text[i]) >= 0) {
    int value = hexadecimal_digit(text[i++]);
    if (i < text.size() && hexadecimal_digit(text[i]) >= 0) {
      value = value * 16 + hexadecimal_digit(text[i++]);
    }
    return static_cast<char>(value);
  }
  if (c < '0' || c > '7') return c;
  int value = c - '0';
  for (int digits = 1; digits < 3 && i < text.size() && text[i] >= '0' && text[i] <= '7';
       ++digits) {
    value = value * 8 + (text[i++] - '0');
  }
  return static_cast<char>(value & 0xff);
}

}  // namespace

bool needs_raw_line(std::span<const Word> words) {
  return std::any_of(words.begin(), words.end(), [](const Word& word) {
    return word.quoted ? word.text.ends_with('\\') : word.text.starts_with('\'');
  });
}

namespace {

// The quotation mark that ends what began at `begin`: one after a backslash is a plain character,
// unless it is the last that there is.
std::size_t closing_quote(std::string_view line, std::size_t begin) {
  const char quote = line[begin];
  auto end = line.find(quote, begin + 1);
  while (end != std::string_view::npos && quote == '"' && line[end - 1] == '\\') {
    const auto next = line.find(quote, end + 1);
    if (next == std::string_view::npos) break;
    end = next;
  }
  return std::min(end, line.size());
}

}  // namespace

std::vector<std::string> cut_script_line(std::string_view line) {
  std::vector<std::string> words;
  std::size_t i = 0;
  while (i < line.size()) {
    const char c = line[i];
    if (is_blank(c)) {
      ++i;
      continue;
    }
    const auto begin = i;
    if (c == '"' || c == '\'') {
      const auto end = closing_quote(line, begin);
      words.emplace_back(line.substr(begin + 1, end - begin - 1));
      i = end + 1;
    } else {
      while (i < line.size() && !is_blank(line[i])) ++i;
      words.emplace_back(line.substr(begin, i - begin));
    }
  }
  return words;
}

std::vector<std::string> cut_command(std::string_view command) {
  std::vector<std::string> arguments;
  bool in_argument = false;
  char quote = '\0';
  for (std::size_t i = 0; i < command.size();) {
    const char c = command[i];
    if (quote == '\0' && is_blank(c)) {
      in_argument = false;
      ++i;
      continue;
    }
    if (!in_argument) {
      arguments.emplace_back();
      in_argument = true;
    }
    if (c == '\\' && i + 1 < command.size()) {
      ++i;
      // An argument cannot hold NUL.
      if (const char plain = unescape(command, i); plain != '\0') arguments.back() += plain;
      continue;
    }
    ++i;
    if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    } else {
      arguments.back() += c;
    }
  }
  return arguments;
}

Script make_script(const std::vector<std::string>& words) {
  Script script;
  if (words.empty()) return script;
  script.argv = cut_command(words.front());
  if (words.size() > 1) script.user = words[1];
  if (words.size() > 2) script.group = words[2];
  if (const auto colon = script.user.find(':'); colon != std::string::npos) {
    if (script.group.empty()) script.group = script.user.substr(colon + 1);
    script.user.erase(colon);
  }
  if (script.group.starts_with(':')) script.group.erase(0, 1);
  return script;
}

Script make_command(const std::vector<std::string>& words) {
  Script script;
  script.argv = cut_command(words.front());
  script.argv.insert(script.argv.end(), words.begin() + 1, words.end());
  return script;
}

}  // namespace evenkeel::config
