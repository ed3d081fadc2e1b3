// What the interpreter says of words and braces that do not fit. Pure.
#include <algorithm>

#include "daemon/config/interpreter.h"

namespace evenkeel::config {
namespace {

// Typed by a word processor or copied from a web page; nobody sees the difference.
std::string invisible_mistake(std::string_view text) {
  if (text.find("\u00a0") != std::string_view::npos) {
    return "there is a no-break space (U+00A0) in it; write a plain one";
  }
  if (text.find("\u3000") != std::string_view::npos) {
    return "there is a wide space (U+3000) in it; write a plain one";
  }
  if (text.find("\u200b") != std::string_view::npos ||
      text.find("\ufeff") != std::string_view::npos) {
    return "there is a character without width in it; type the word anew";
  }
  if (text.find("\u201c") != std::string_view::npos ||
      text.find("\u201d") != std::string_view::npos) {
    return "write plain quotation marks";
  }
  return {};
}

// Of another language.
std::string foreign_sign(std::string_view text) {
  if (text.starts_with("//") || text.starts_with("/*")) return "a comment begins with # or !";
  if (text == ";") return "a statement ends with its line, without ';'";
  return {};
}

bool opens_a_block(const Row* row) {
  return row != nullptr && (row->shape.form == Form::block || row->shape.form == Form::lines);
}

}  // namespace

void Interpreter::report_surplus(const Row& row, std::span<const Word> words) {
  if (is_secret(row.name)) {
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
  const std::string text = "unknown word " + quoted(word.text) + draft_.context();
  std::string advice = invisible_mistake(word.text);
  if (advice.empty()) advice = foreign_sign(word.text);
  if (word.text.starts_with("include")) {
    advice = "'include' must begin a line";
  } else if (advice.empty() && diagnostics_.is_news(word.at, text)) {
    advice = index_.advice(draft_.block, word.text);
  }
  diagnostics_.error(word.at, text, std::move(advice));
}

void Interpreter::report_open(const Frame& frame, const std::string& how) {
  const auto name = frame.row == nullptr ? "" : " of '" + std::string(frame.row->name) + "'";
  diagnostics_.error(frame.opened, "the '{'" + name + " " + how);
}

bool Interpreter::is_within_idle_block() const {
  return std::any_of(frames_.begin(), frames_.end(), [](const Frame& frame) {
    return frame.row != nullptr && frame.row->status.kind == Status::Kind::without_effect;
  });
}

// A feature that does not exist is one warning, with all the words and blocks that belong to it.
void Interpreter::report_status(const Row& row, const Position& at) {
  const auto& status = row.status;
  if (status.kind == Status::Kind::without_effect && !is_within_idle_block()) {
    const std::string feature(status.note);
    auto text = quoted(row.name) + " is accepted, without effect yet (" + feature + ")";
    if (!status.successor.empty()) text += "; it is deprecated: write " + quoted(status.successor);
    const bool is_error = status.severity == FindingSeverity::error;
    diagnostics_.once(status.severity, at, is_error ? text : feature, text);
  }
  if (status.kind == Status::Kind::deprecated) {
    const auto text = quoted(row.name) + " is deprecated: write " + quoted(status.note);
    diagnostics_.once(status.severity, at, text, text);
  }
}

// As in keepalived: a script given again is not used; of most other words the last one counts.
bool Interpreter::may_repeat(const Row& row, const Position& at) {
  if (row.repeats == Repeats::yes || row.shape.form == Form::flag) return true;
  auto& given = frames_.back().given;
  const auto known = std::find_if(given.begin(), given.end(),
                                  [&row](const auto& word) { return word.first == &row; });
  if (known == given.end()) {
    given.emplace_back(&row, at);
    return true;
  }
  const bool first_counts = row.shape.form == Form::script || row.repeats == Repeats::first_counts;
  diagnostics_.clash(first_counts ? FindingSeverity::error : FindingSeverity::warning, at,
                     known->second,
                     quoted(row.name) + " is given twice" + draft_.context() +
                         (first_counts ? "; the first one counts" : "; the last one counts"));
  return !first_counts;
}

// A block's head that fits only further out, and stands no deeper than what is open, tells that a
// '}' is missing before it. One that is indented is in the wrong place instead.
void Interpreter::close_what_was_left_open(const Statement& statement) {
  if (!statement.opens_block || statement.words.empty() || statement.words.front().quoted) return;
  if (frames_.back().mode == Mode::pass_over) return;
  const auto& word = statement.words.front();
  auto kept = frames_.size();
  while (kept > 0) {
    const auto& frame = frames_[kept - 1];
    if (frame.mode == Mode::keywords && opens_a_block(index_.find(frame.block, word.text))) break;
    --kept;
  }
  if (kept == 0 || kept == frames_.size()) return;
  if (statement.at.column > frames_[kept].opened.column) return;
  while (frames_.size() > kept) {
    report_open(frames_.back(), "is not closed before " + quoted(word.text));
    ++presumed_closed_;
    pop();
  }
}

}  // namespace evenkeel::config
