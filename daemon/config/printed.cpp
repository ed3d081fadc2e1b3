// Pure. Quoting is the inverse of lexer, references and script_string.
#include "daemon/config/printed.h"

#include <algorithm>
#include <array>

#include "daemon/config/keyword_index.h"
#include "daemon/config/limits.h"
#include "daemon/config/references.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

bool is_plain(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool is_digit = c >= '0' && c <= '9';
  constexpr std::string_view kOthers = "_-./:+,*%=<>[]()&?;^";
  return is_letter || is_digit || kOthers.find(c) != std::string_view::npos;
}

bool is_plain_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_plain);
}

// An optional value that is a keyword would be taken for one, unless in quotes.
bool is_keyword(std::string_view text) {
  for (std::size_t block = 0; block < static_cast<std::size_t>(Block::none); ++block) {
    if (keyword_index().find(static_cast<Block>(block), text) != nullptr) return true;
  }
  return false;
}

// Predefined names alone are replaced in a text that defines nothing else.
std::string without_references(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto reference = text[i] == '$' ? reference_at(text, i) : std::nullopt;
    const bool is_predefined = reference && reference->name.starts_with('_');
    out += is_predefined ? std::string(kDollarReference) : std::string(1, text[i]);
  }
  return out;
}

// One argument within a command string in double quotes.
std::string argument(std::string_view text) {
  if (is_plain_text(text)) return std::string(text);
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::string_view kEscaped = "\\'\"$";
  std::string out = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20U || byte == 0x7fU || kEscaped.find(c) != std::string_view::npos) {
      out += "\\x";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string owner_of(const Script& script) {
  // make_script takes one colon off a group.
  const std::string colon = script.group.starts_with(':') ? ":" : "";
  if (script.user.empty()) {
    return script.group.empty() ? "" : " " + word(":" + colon + script.group);
  }
  std::string out = " " + word(script.user);
  if (!script.group.empty()) out += " " + word(colon + script.group);
  return out;
}

}  // namespace

std::string word(std::string_view text) {
  if (is_plain_text(text) && !is_keyword(text)) return std::string(text);
  return '"' + without_references(text) + '"';
}

std::string number(std::int64_t value) { return std::to_string(value); }
std::string on_off(bool value) { return value ? "on" : "off"; }

void put(PrintedBlock& block, std::string_view keyword, std::string values) {
  block.push_back({std::string(keyword), std::move(values), std::nullopt});
}

void put_time(PrintedBlock& block, std::string_view keyword, Duration time) {
  put(block, keyword, format_seconds(time));
}

void put_text(PrintedBlock& block, std::string_view keyword, std::string_view text) {
  if (!text.empty()) put(block, keyword, word(text));
}

void put_script(PrintedBlock& block, std::string_view keyword, const Script& script) {
  if (!script.is_set()) return;
  std::string command;
  for (const auto& text : script.argv) command += (command.empty() ? "" : " ") + argument(text);
  put(block, keyword, '"' + command + '"' + owner_of(script));
}

PrintedBlock& open(PrintedBlock& block, std::string_view keyword, std::string values) {
  put(block, keyword, std::move(values));
  return block.back().block.emplace();
}

bool is_secret(const Printed& statement) { return is_one_of(statement.keyword, kSecretWords); }

namespace {

void render_level(const PrintedBlock& block, Secrets secrets, std::size_t depth, std::string& out) {
  for (const auto& statement : block) {
    out.append(2 * depth, ' ');
    out += statement.keyword;
    if (is_secret(statement) && secrets == Secrets::hidden) {
      out += "  # hidden\n";
      continue;
    }
    if (!statement.keyword.empty() && !statement.values.empty()) out += ' ';
    out += statement.values;
    if (statement.block) {
      out += " {\n";
      render_level(*statement.block, secrets, depth + 1, out);
      out.append(2 * depth, ' ') += '}';
    }
    out += '\n';
  }
}

}  // namespace

void render(const PrintedBlock& block, Secrets secrets, std::string& out) {
  render_level(block, secrets, 0, out);
}

}  // namespace evenkeel::config
