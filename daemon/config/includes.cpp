// The include family of LineReader. Reference: rules 29–31 of the language.
#include <cerrno>

#include "daemon/config/limits.h"
#include "daemon/config/line_reader.h"

namespace evenkeel::config {
namespace {

// What each letter after "include" is strict about; without one, what include_check says.
IncludeChecks checks_of(char letter, const IncludeChecks& given) {
  constexpr bool kYes = true;
  switch (letter) {
    case 'r':
      return {.readable = kYes};
    case 'm':
      return {.readable = kYes, .match = kYes};
    case 'w':
      return {.readable = kYes, .match = kYes, .wildcard = kYes};
    case 'b':
      return {.readable = kYes, .brace = kYes};
    case 'a':
      return {kYes, kYes, kYes, kYes};
    default:
      return given;
  }
}

FindingSeverity severity(bool is_strict) {
  return is_strict ? FindingSeverity::error : FindingSeverity::warning;
}

bool is_wild(const std::string& pattern) {
  return pattern.find_first_of("*?[") != std::string::npos;
}

}  // namespace

bool LineReader::take_include(std::string_view raw) {
  auto text = trim(raw);
  if (!text.starts_with("include")) return false;
  text.remove_prefix(7);
  char letter = ' ';
  if (!text.empty() && std::string_view("rmwba").find(text.front()) != std::string_view::npos) {
    letter = text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) {
    diagnostics_.error(last_, "'include' needs the name of a file");
    return true;
  }
  if (!is_blank(text.front())) return false;
  last_.column = static_cast<std::uint32_t>(raw.find("include") + 1);
  const auto plain = strip_comment(text);
  auto pattern = trim(plain.text);
  if (pattern.size() > 1 && pattern.front() == '"' && pattern.back() == '"') {
    pattern = pattern.substr(1, pattern.size() - 2);
  }
  if (pattern.empty()) {
    diagnostics_.error(last_, "'include' needs the name of a file");
  } else {
    include(checks_of(letter, include_checks_), std::string(pattern));
  }
  return true;
}

void LineReader::complain(FindingSeverity severity, std::string text) {
  if (severity == FindingSeverity::error) {
    diagnostics_.error(last_, std::move(text));
  } else {
    diagnostics_.warning(last_, std::move(text));
  }
}

void LineReader::include(const IncludeChecks& checks, const std::string& pattern) {
  const auto alternatives = brace_alternatives(pattern);
  if (alternatives.empty()) {
    diagnostics_.error(last_, "too many alternatives to include: " + quoted(pattern));
    return;
  }
  included_.clear();
  std::vector<std::string> missing;
  for (const auto& alternative : alternatives) {
    if (!include_matches(checks, alternative)) missing.push_back(alternative);
  }
  if (missing.size() == alternatives.size()) {
    report_no_match(checks, pattern);
  } else {
    for (const auto& alternative : missing) {
      if (checks.brace || !is_wild(alternative)) {
        complain(severity(checks.brace), "no file to include: " + quoted(alternative));
      }
    }
  }
  for (auto frame = included_.rbegin(); frame != included_.rend(); ++frame) {
    frames_.push_back(std::move(*frame));
  }
}

void LineReader::report_no_match(const IncludeChecks& checks, const std::string& pattern) {
  if (is_wild(pattern)) {
    if (checks.wildcard) {
      diagnostics_.error(last_, "no file to include matches " + quoted(pattern));
    }
    return;
  }
  const bool has_name = pattern.find('$') != std::string::npos;
  complain(severity(checks.match),
           "no file to include: " + quoted(pattern) +
               (has_name ? "; definitions are not replaced on this line" : ""));
}

// False when nothing matches.
bool LineReader::include_matches(const IncludeChecks& checks, const std::string& pattern) {
  const auto& from = sources_.texts()[last_.file].path;
  const bool is_absolute = pattern.starts_with('/') || from.find('/') == std::string::npos;
  const auto paths = reader_.glob(is_absolute ? pattern : directory_of(from) + "/" + pattern);
  for (const auto& path : paths) include_file(checks, path);
  return !paths.empty();
}

// Frames that have begun form the chain of includes; the others wait for their turn.
bool LineReader::can_include(std::uint32_t file) const {
  std::size_t depth = 0;
  for (const auto& frame : frames_) {
    if (frame.generated || frame.line == 0) continue;
    if (frame.file == file || ++depth >= kMaxDepth) return false;
  }
  return true;
}

void LineReader::include_file(const IncludeChecks& checks, const std::string& path) {
  const auto file = sources_.open(path);
  if (!file) {
    const bool is_limit = file.error().code == EMFILE || file.error().code == EFBIG;
    complain(severity(is_limit || checks.readable), file.error().what);
  } else if (file->executable) {
    complain(severity(checks.readable), "an executable file is not included: " + quoted(path));
  } else if (!can_include(file->index)) {
    diagnostics_.error(last_, "the file includes itself, or too deep: " + quoted(path));
  } else {
    auto& frame = included_.emplace_back();
    frame.file = file->index;
    frame.checks_after = include_checks_;
  }
}

// The word holds for the includes of the very next line, so it is read here, before any statement.
void LineReader::take_include_check(std::string_view text) {
  constexpr std::string_view kWord = "include_check";
  const auto found = text.find(kWord);
  if (found == std::string_view::npos) return;
  text = text.substr(found + kWord.size());
  if (!text.empty() && !is_blank(text.front())) return;
  std::vector<Token> tokens;
  cut_line(text, tokens);
  if (tokens.empty() || tokens.front().kind != Token::Kind::word) {
    include_checks_ = checks_of('a', {});
    return;
  }
  bool is_first = true;
  for (const auto& token : tokens) {
    if (token.kind != Token::Kind::word) return;
    auto name = token.text;
    const bool adds = !name.starts_with('-');
    if (name.starts_with('+') || name.starts_with('-')) {
      name.remove_prefix(1);
    } else if (is_first) {
      include_checks_ = {};
    }
    is_first = false;
    if (name == "readable") include_checks_.readable = adds;
    if (name == "match") include_checks_.match = adds;
    if (name == "wildcard_match") include_checks_.wildcard = adds;
    if (name == "brace_match") include_checks_.brace = adds;
  }
}

}  // namespace evenkeel::config
