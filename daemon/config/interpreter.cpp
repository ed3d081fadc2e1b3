// Pure. One statement at a time; a line's words are dealt to as many keywords as they hold.
#include "daemon/config/interpreter.h"

#include <utility>

#include "daemon/config/limits.h"
#include "daemon/config/script_string.h"
#include "daemon/config/values.h"

namespace evenkeel::config {

void Interpreter::run() {
  frames_ = {Frame{}};
  for (auto statement = statements_.next(); statement.kind != Statement::Kind::end;
       statement = statements_.next()) {
    take(statement);
  }
  while (frames_.size() > 1) {
    report_open(frames_.back(), "is never closed");
    frames_.back().depth = 0;
    pop();
  }
}

void Interpreter::take(const Statement& statement) {
  if (statement.kind == Statement::Kind::close) return take_close(statement);
  close_what_was_left_open(statement);
  switch (frames_.back().mode) {
    case Mode::keywords:
      return take_keywords(statement);
    case Mode::lines:
      return take_entry(statement);
    case Mode::pass_over:
      if (statement.opens_block) ++frames_.back().depth;
      return;
  }
}

void Interpreter::take_close(const Statement& statement) {
  if (frames_.size() > 1) {
    pop();
  } else if (presumed_closed_ > 0) {
    --presumed_closed_;
  } else {
    diagnostics_.error(statement.at, "a '}' without its '{'");
  }
}

void Interpreter::push(Frame frame, const Position& at) {
  frame.opened = at;
  if (frame.mode == Mode::keywords) draft_.block = frame.block;
  frames_.push_back(std::move(frame));
}

void Interpreter::pop() {
  auto& frame = frames_.back();
  if (frame.depth > 0) {
    --frame.depth;
    return;
  }
  if (frame.mode != Mode::pass_over && frame.row->close != nullptr) frame.row->close(draft_);
  frames_.pop_back();
  for (const auto& open : frames_) {
    if (open.mode == Mode::keywords) draft_.block = open.block;
  }
}

void Interpreter::take_entry(const Statement& statement) {
  if (statement.opens_block) {
    draft_.error(statement.at,
                 "an entry of '" + std::string(frames_.back().row->name) + "' takes no block");
    return push({Mode::pass_over}, statement.at);
  }
  Arguments arguments;
  arguments.keyword = frames_.back().row->name;
  arguments.at = statement.at;
  arguments.words = statement.words;
  const auto store = frames_.back().row->store;
  if (store != nullptr) store(draft_, arguments);
}

void Interpreter::take_keywords(const Statement& statement) {
  Frame next{Mode::pass_over};
  if (statement.words.empty() && statement.opens_block) {
    draft_.error(statement.at, "a '{' without a keyword before it");
  }
  std::span<const Word> words(statement.words);
  while (!words.empty()) {
    const Word& keyword = words.front();
    const Row* row = index_.find(draft_.block, keyword.text);
    if (row == nullptr) {
      report_unknown(keyword);
      next = {Mode::pass_over};
      break;
    }
    words = words.subspan(1);
    const auto count = count_values(*row, words);
    const auto values = words.first(count);
    words = words.subspan(count);
    std::size_t surplus = 0;
    while (surplus < words.size() &&
           (words[surplus].quoted || index_.find(draft_.block, words[surplus].text) == nullptr)) {
      ++surplus;
    }
    if (surplus > 0) report_surplus(*row, words.first(surplus));
    words = words.subspan(surplus);
    next = apply(*row, keyword, values, statement, words.empty() && statement.opens_block);
  }
  if (statement.opens_block) push(std::move(next), statement.at);
}

// A value beyond the least number is not taken when it is itself a keyword of this block.
std::size_t Interpreter::count_values(const Row& row, std::span<const Word> words) const {
  if (row.shape.form == Form::script && needs_raw_line(words)) return words.size();
  std::size_t count = 0;
  while (count < words.size() && count < row.shape.most_words) {
    const auto& word = words[count];
    const bool is_optional = count >= row.shape.least_words;
    if (is_optional && !word.quoted && index_.find(draft_.block, word.text) != nullptr) break;
    ++count;
  }
  return count;
}

Interpreter::Frame Interpreter::apply(const Row& row, const Word& keyword,
                                      std::span<const Word> values, const Statement& statement,
                                      bool opens) {
  const bool wants_block = row.shape.form == Form::block || row.shape.form == Form::lines;
  report_status(row, keyword.at);
  if (wants_block != opens) {
    draft_.error(keyword.at,
                 quoted(row.name) + (opens ? " takes no block" : " needs a block in braces"));
    if (!opens) return {Mode::pass_over};
  }
  Arguments arguments;
  arguments.keyword = row.name;
  arguments.at = keyword.at;
  arguments.words = values;
  if (!wants_block && !may_repeat(row, keyword.at)) return {Mode::pass_over};
  if (!read_values(row, statement, arguments)) return {Mode::pass_over};
  if (wants_block) return open(row, arguments);
  if (row.store != nullptr) row.store(draft_, arguments);
  return {Mode::pass_over};
}

Interpreter::Frame Interpreter::open(const Row& row, const Arguments& arguments) {
  if (row.open != nullptr && row.open(draft_, arguments) == Entered::no) return {Mode::pass_over};
  if (row.shape.form == Form::lines) return {Mode::lines, draft_.block, &row};
  return {Mode::keywords, row.shape.block, &row};
}

}  // namespace evenkeel::config
