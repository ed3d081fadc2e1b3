// Statements to Draft, driven by the keyword tables. Used by parse_config.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/draft.h"
#include "daemon/config/keyword_index.h"
#include "daemon/config/statement_reader.h"

namespace evenkeel::config {

class Interpreter {
 public:
  Interpreter(StatementReader& statements, Draft& draft)
      : statements_(statements),
        draft_(draft),
        diagnostics_(draft.diagnostics),
        index_(keyword_index()) {}

  void run();

 private:
  enum class Mode : std::uint8_t { keywords, lines, pass_over };
  struct Frame {
    Mode mode = Mode::keywords;
    Block block = Block::root;
    const Row* row = nullptr;
    Position opened;
    std::size_t depth = 0;                               // of blocks within one that is passed over
    std::vector<std::pair<const Row*, Position>> given;  // the words with one value so far
  };

  void take(const Statement& statement);
  void take_close(const Statement& statement);
  void close_what_was_left_open(const Statement& statement);
  void take_keywords(const Statement& statement);
  void take_entry(const Statement& statement);
  std::size_t count_values(const Row& row, std::span<const Word> words) const;
  void report_surplus(const Row& row, std::span<const Word> words);
  void report_unknown(const Word& word);
  void report_open(const Frame& frame, const std::string& how);
  void report_status(const Row& row, const Position& at);
  bool is_within_idle_block() const;
  bool may_repeat(const Row& row, const Position& at);
  // What becomes of the block that follows, if one does.
  Frame apply(const Row& row, const Word& keyword, std::span<const Word> values,
              const Statement& statement, bool opens);
  Frame open(const Row& row, const Arguments& arguments);
  bool read_values(const Row& row, const Statement& statement, Arguments& arguments);
  bool read_script(const Statement& statement, Arguments& arguments);
  void push(Frame frame, const Position& at);
  void pop();

  StatementReader& statements_;
  Draft& draft_;
  Diagnostics& diagnostics_;
  const KeywordIndex& index_;
  std::vector<Frame> frames_;
  std::size_t presumed_closed_ = 0;  // blocks that we closed where their '}' was missing
};

}  // namespace evenkeel::config
