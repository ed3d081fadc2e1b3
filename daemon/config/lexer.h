// One line: comments off, words and braces apart. Pure; knows neither files nor definitions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel::config {

// Where a piece of a rewritten line stood in the file.
class ColumnMap {
 public:
  void clear() { pieces_.clear(); }
  // From `offset` on, the text was copied from `column` on (both from 0).
  void copied(std::size_t offset, std::size_t column) { pieces_.push_back({offset, column, true}); }
  // From `offset` on, the text replaces what stood at `column`.
  void replaced(std::size_t offset, std::size_t column) {
    pieces_.push_back({offset, column, false});
  }
  std::size_t column(std::size_t offset) const;

 private:
  struct Piece {
    std::size_t offset;
    std::size_t column;
    bool moves;
  };
  std::vector<Piece> pieces_;  // by offset; none: offsets are columns
};

struct PlainLine {
  std::string text;
  ColumnMap columns;
};

// "#" and "!" outside double quotes begin a comment; "\#" and "\!" are the plain characters. NUL
// bytes become blanks.
PlainLine strip_comment(std::string_view line);

struct Token {
  enum class Kind : std::uint8_t { word, open, close, bad_quote };
  Kind kind = Kind::word;
  bool quoted = false;
  std::string_view text;
  std::size_t offset = 0;
};

// Appends the tokens of a line without comments; bad_quote stands before a word whose quote is
// never closed.
void cut_line(std::string_view line, std::vector<Token>& tokens);

bool is_blank(char c);
std::string_view trim(std::string_view text);

}  // namespace evenkeel::config
