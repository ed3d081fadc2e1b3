// Pure. Reference: rules 3–12 of the language.
#include "daemon/config/lexer.h"

#include <algorithm>

namespace evenkeel::config {

std::size_t ColumnMap::column(std::size_t offset) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), offset,
      [](std::size_t wanted, const Piece& piece) { return wanted < piece.offset; });
  if (after == pieces_.begin()) return offset;
  const Piece& piece = *(after - 1);
  return piece.moves ? piece.column + (offset - piece.offset) : piece.column;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == '\n' || c == '\0';
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

namespace {

bool needs_thought(char c) { return c == '"' || c == '#' || c == '!' || c == '\\' || c == '\0'; }

}  // namespace

PlainLine strip_comment(std::string_view line) {
  PlainLine plain;
  bool in_quotes = false;
  const auto first = static_cast<std::size_t>(
      std::find_if(line.begin(), line.end(), needs_thought) - line.begin());
  plain.text.reserve(line.size());
  plain.text = line.substr(0, first);
  for (std::size_t i = first; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') in_quotes = !in_quotes;
    if (!in_quotes && (c == '#' || c == '!')) break;
    const bool escapes = !in_quotes && c == '\\' && i + 1 < line.size() &&
                         (line[i + 1] == '#' || line[i + 1] == '!');
    if (escapes) {
      ++i;
      plain.columns.copied(plain.text.size(), i);
    }
    plain.text += line[i] == '\0' ? ' ' : line[i];
  }
  while (!plain.text.empty() && is_blank(plain.text.back())) plain.text.pop_back();
  return plain;
}

namespace {

bool ends_word(char c) { return is_blank(c) || c == '"' || c == '{' || c == '}'; }

Token quoted_word(std::string_view line, std::size_t quote) {
  const auto end = std::min(line.find('"', quote + 1), line.size());
  return {Token::Kind::word, true, line.substr(quote + 1, end - quote - 1), quote};
}

}  // namespace

void cut_line(std::string_view line, std::vector<Token>& tokens) {
  std::size_t i = 0;
  while (i < line.size()) {
    const char c = line[i];
    if (is_blank(c)) {
      ++i;
    } else if (c == '{' || c == '}') {
      const auto kind = c == '{' ? Token::Kind::open : Token::Kind::close;
      tokens.push_back({kind, false, line.substr(i, 1), i});
      ++i;
    } else if (c == '"') {
      const auto word = quoted_word(line, i);
      i += word.text.size() + 2;
      if (i > line.size()) {
        tokens.push_back({Token::Kind::bad_quote, false, {}, word.offset});
      }
      tokens.push_back(word);
    } else {
      const auto begin = i;
      while (i < line.size() && !ends_word(line[i])) ++i;
      tokens.push_back({Token::Kind::word, false, line.substr(begin, i - begin), begin});
    }
  }
}

}  // namespace evenkeel::config
