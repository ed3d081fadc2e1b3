// Pure but for the reader below. Reference: rules 8–15 of the language.
#include "daemon/config/statement_reader.h"

#include <utility>

#include "daemon/config/script_string.h"

namespace evenkeel::config {

bool StatementReader::have_token() {
  while (used_ == tokens_.size()) {
    tokens_.clear();
    used_ = 0;
    if (!lines_.next(line_)) return false;
    cut_line(line_.plain.text, tokens_);
  }
  return true;
}

Position StatementReader::place(const Token& token) const {
  Position at = line_.at;
  at.column = static_cast<std::uint32_t>(line_.plain.columns.column(token.offset) + 1);
  return at;
}

void StatementReader::take_words(Statement& statement) {
  const auto begin = tokens_[used_].offset;
  auto end = begin;
  statement.words.reserve(tokens_.size() - used_);
  while (used_ < tokens_.size()) {
    const auto& token = tokens_[used_];
    if (token.kind == Token::Kind::open || token.kind == Token::Kind::close) break;
    ++used_;
    if (token.kind == Token::Kind::bad_quote) {
      diagnostics_.error(place(token), "a quotation mark without its partner on this line");
      continue;
    }
    end = token.offset + token.text.size() + (token.quoted ? 2U : 0U);
    statement.words.push_back(
        {std::string(token.text), place(token), token.offset - begin, token.quoted});
  }
  drop_last_backslash(statement);
  if (needs_raw_line(statement.words)) {
    statement.raw = line_.plain.text.substr(begin, end - begin);
  }
}

// Outside a definition a line ends where it ends; a backslash there would spoil its last word.
void StatementReader::drop_last_backslash(Statement& statement) {
  if (used_ != tokens_.size() || statement.words.empty()) return;
  auto& word = statement.words.back();
  if (word.quoted || !word.text.ends_with('\\')) return;
  diagnostics_.error(word.at, "a '\\' at the end of a line does not join it to the next",
                     "write the statement on one line");
  word.text.pop_back();
  if (word.text.empty()) statement.words.pop_back();
}

Statement StatementReader::next() {
  Statement statement;
  statement.at = lines_.end();
  if (!have_token()) return statement;
  statement.at = place(tokens_[used_]);
  if (tokens_[used_].kind == Token::Kind::close) {
    ++used_;
    statement.kind = Statement::Kind::close;
    return statement;
  }
  statement.kind = Statement::Kind::words;
  if (tokens_[used_].kind != Token::Kind::open) take_words(statement);
  if (have_token() && tokens_[used_].kind == Token::Kind::open) {
    ++used_;
    statement.opens_block = true;
  }
  return statement;
}

}  // namespace evenkeel::config
