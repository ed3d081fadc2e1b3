// What the text is cut into: words with their places, gathered to statements. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace evenkeel::config {

// `order` counts lines as they are read across includes, so that findings can be sorted.
struct Position {
  std::uint32_t file = 0;  // index into the files read
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t order = 0;
};

struct Word {
  std::string text;
  Position at;
  std::size_t offset = 0;  // where it begins in Statement::raw
  bool quoted = false;     // never a keyword
};

// The words of one line up to a brace or the line's end; several keywords may still be among them.
// A closing brace and the end of everything are statements of their own.
struct Statement {
  enum class Kind : std::uint8_t { words, close, end };
  Kind kind = Kind::end;
  bool opens_block = false;
  std::vector<Word> words;  // may be empty before a stray "{"
  Position at;
  std::string raw;  // the text of the words, where needs_raw_line (script_string.h)
};

}  // namespace evenkeel::config
