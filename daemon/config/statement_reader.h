// Lines to statements, one at a time, whatever the size of the file. Used by the interpreter.
#pragma once

#include <vector>

#include "daemon/config/lexer.h"
#include "daemon/config/line_reader.h"
#include "daemon/config/tokens.h"

namespace evenkeel::config {

class StatementReader {
 public:
  StatementReader(LineReader& lines, Diagnostics& diagnostics)
      : lines_(lines), diagnostics_(diagnostics) {}

  // Kind::end at the end of everything, for ever. An opening brace may stand on a later line than
  // the words it belongs to.
  Statement next();

 private:
  bool have_token();
  Position place(const Token& token) const;
  void take_words(Statement& statement);
  void drop_last_backslash(Statement& statement);

  LineReader& lines_;
  Diagnostics& diagnostics_;
  LineReader::Line line_;
  std::vector<Token> tokens_;
  std::size_t used_ = 0;
};

}  // namespace evenkeel::config
