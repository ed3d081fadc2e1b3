// Files to plain lines: comments gone, @conditions decided, definitions replaced, repetitions and
// includes unfolded. Used by StatementReader. Line oriented as the language is.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config_parser.h"
#include "daemon/config/diagnostics.h"
#include "daemon/config/lexer.h"
#include "daemon/config/references.h"
#include "daemon/config/repetition.h"
#include "daemon/config/sources.h"

namespace evenkeel::config {

// What an include must find for all to be well; else it is passed over with a warning.
struct IncludeChecks {
  bool readable = false;  // a match that cannot be read, or is executable
  bool match = false;     // no match of a name
  bool wildcard = false;  // no match of a pattern
  bool brace = false;     // no match of one of {a,b}
};

class LineReader {
 public:
  LineReader(SourceReader& reader, const ParseOptions& options, Diagnostics& diagnostics);

  // Begins with the main file; a pattern may name several.
  Result<void> open(const std::string& path);

  struct Line {
    PlainLine plain;
    Position at;  // column 1
  };
  // The next line that has any word; false at the end of everything.
  bool next(Line& line);

  const Sources& sources() const { return sources_; }
  Position end() const { return last_; }

 private:
  // What lines come from: a file, a multi-line definition, or a repeated line.
  struct Frame {
    std::uint32_t file = 0;
    std::size_t offset = 0;
    std::uint32_t line = 0;
    std::shared_ptr<const std::string> generated;  // null: the file's own text
    std::optional<Repetition> repetition;          // its body is `generated`
    std::size_t round = 0;
    Position at;  // of generated lines
    std::size_t column = 0;
    IncludeChecks checks_after;  // of an included file: in force again when it ends
  };

  std::optional<std::string_view> raw_line();
  std::string_view file_line(Frame& frame);
  PlainLine plain_line(std::string_view raw);
  bool process(PlainLine& plain, std::string_view raw);
  bool take_include(std::string_view raw);
  bool take_definition(std::string_view text);
  bool continue_definition(const std::string& text);
  bool condition_holds(PlainLine& plain);
  bool take_repetition(const PlainLine& plain);
  bool take_multi_line(const PlainLine& plain);
  void take_include_check(std::string_view text);
  void take_own_words(std::string_view text);
  void include(const IncludeChecks& checks, const std::string& pattern);
  void report_no_match(const IncludeChecks& checks, const std::string& pattern);
  bool include_matches(const IncludeChecks& checks, const std::string& pattern);
  void include_file(const IncludeChecks& checks, const std::string& path);
  void end_frame();
  void complain(FindingSeverity severity, std::string text);
  bool push_generated(Frame frame);
  void report_too_many();
  std::optional<std::string> look_up(const Reference& reference) const;
  std::optional<std::string> predefined(const Reference& reference) const;
  bool can_include(std::uint32_t file) const;

  SourceReader& reader_;
  const ParseOptions& options_;
  Diagnostics& diagnostics_;
  Sources sources_;
  std::vector<Frame> frames_;
  std::vector<Frame> included_;  // files of the current include line, last first
  std::map<std::string, std::shared_ptr<const std::string>, std::less<>> definitions_;
  std::optional<std::string> open_definition_;  // its name, while its lines come
  std::string open_value_;
  std::string config_id_;
  IncludeChecks include_checks_;
  Position last_;
  std::size_t generated_lines_ = 0;
  std::string instance_name_;
  mutable std::uint32_t random_;
  Lookup lookup_;
};

}  // namespace evenkeel::config
