// Pure. One statement at a time; a line's words are dealt to as many keywords as they hold.
#include "daemon/config/interpreter.h"

#include <algorithm>
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
    const auto& frame = frames_.back();
    const std::string name =
        frame.row == nullptr ? "" : " of '" + std::string(frame.row->name) + "'";
    diagnostics_.error(frame.opened, "the '{'" + name + " is never closed");
    frames_.back().depth = 0;
    pop();
  }
}

void Interpreter::take(const Statement& statement) {
  if (statement.kind == Statement::Kind::close) {
    if (frames_.size() == 1) {
      diagnostics_.error(statement.at, "a '}' without its '{'");
    } else {
      pop();
    }
    return;
  }
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

void Interpreter::push(Frame frame, const Position& at) {
  frame.opened = at;
  frames_.push_back(frame);
  if (frame.mode == Mode::keywords) draft_.block = frame.block;
}

void Interpreter::pop() {
  auto& frame = frames_.back();
  if (frame.depth > 0) {
    --frame.depth;
    return;
  }
  const auto closing = frame;
  if (closing.mode != Mode::pass_over && closing.row->close != nullptr) closing.row->close(draft_);
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
  if (statement.words.empty()) draft_.error(statement.at, "a '{' without a keyword before it");
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
  if (statement.opens_block) push(next, statement.at);
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

void Interpreter::report_surplus(const Row& row, std::span<const Word> words) {
  if (row.name == kSecretWord) {
    return draft_.warning(words.front().at,
                          "a password with blanks needs quotes; not used: the "
                          "words after the first");
  }
  std::string text;
  for (const auto& word : words.first(std::min<std::size_t>(words.size(), 5))) {
    text += (text.empty() ? "" : " ") + word.text;
  }
  std::string suggestion;
  if (const auto near = index_.nearest(draft_.block, words.front().text)) {
    suggestion = "did you mean '" + std::string(*near) + "'?";
  }
  diagnostics_.warning(
      words.front().at,
      "not used after '" + std::string(row.name) + "': " + quoted(text) + draft_.context(),
      std::move(suggestion));
}

void Interpreter::report_unknown(const Word& word) {
  std::string advice;
  if (word.text.starts_with("include")) {
    advice = "'include' must begin a line";
  } else if (!diagnostics_.is_full()) {
    advice = index_.advice(draft_.block, word.text);
  }
  draft_.error(word.at, "unknown word " + quoted(word.text), std::move(advice));
}

Interpreter::Frame Interpreter::apply(const Row& row, const Word& keyword,
                                      std::span<const Word> values, const Statement& statement,
                                      bool opens) {
  const bool wants_block = row.shape.form == Form::block || row.shape.form == Form::lines;
  if (row.status.kind == Status::Kind::without_effect && !is_within_idle_block()) {
    diagnostics_.warn_once(keyword.at, quoted(row.name) + " is accepted, without effect yet (" +
                                           std::string(row.status.note) + ")");
  }
  if (row.status.kind == Status::Kind::deprecated) {
    diagnostics_.warn_once(keyword.at,
                           quoted(row.name) + " is deprecated: write " + quoted(row.status.note));
  }
  if (wants_block != opens) {
    draft_.error(keyword.at,
                 quoted(row.name) + (opens ? " takes no block" : " needs a block in braces"));
    if (!opens) return {Mode::pass_over};
  }
  Arguments arguments;
  arguments.keyword = row.name;
  arguments.at = keyword.at;
  arguments.words = values;
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

// The block's own warning has said it.
bool Interpreter::is_within_idle_block() const {
  return std::any_of(frames_.begin(), frames_.end(), [](const Frame& frame) {
    return frame.row != nullptr && frame.row->status.kind == Status::Kind::without_effect;
  });
}

}  // namespace evenkeel::config
