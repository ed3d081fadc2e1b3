// The include family of LineReader. Reference: rules 29–31 of the language.
#include <cerrno>

#include "daemon/config/limits.h"
#include "daemon/config/line_reader.h"

namespace evenkeel::config {
namespace {

// What a failing include means, by its letter: plain and "r" forgive a missing file, and so on.
FindingSeverity severity(char letter, std::string_view strict_letters) {
  const bool is_strict = letter == 'a' || strict_letters.find(letter) != std::string_view::npos;
  return is_strict ? FindingSeverity::error : FindingSeverity::warning;
}
constexpr std::string_view kUnreadable = "rmwb";
constexpr std::string_view kMissingFile = "mw";
constexpr std::string_view kMissingWildcard = "w";
constexpr std::string_view kMissingAlternative = "b";

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
    include(letter, std::string(pattern));
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

void LineReader::include(char strictness, const std::string& pattern) {
  const auto alternatives = brace_alternatives(pattern);
  if (alternatives.empty()) {
    diagnostics_.error(last_, "too many alternatives to include: " + quoted(pattern));
    return;
  }
  included_.clear();
  bool any_missing = false;
  for (const auto& alternative : alternatives) {
    any_missing = !include_matches(strictness, alternative) || any_missing;
  }
  if (any_missing && alternatives.size() > 1 &&
      severity(strictness, kMissingAlternative) == FindingSeverity::error) {
    diagnostics_.error(last_, "an alternative of the include has no match: " + quoted(pattern));
  }
  for (auto frame = included_.rbegin(); frame != included_.rend(); ++frame) {
    frames_.push_back(std::move(*frame));
  }
}

// False when nothing matches.
bool LineReader::include_matches(char strictness, const std::string& pattern) {
  const auto& from = sources_.texts()[last_.file].path;
  const bool is_absolute = pattern.starts_with('/') || from.find('/') == std::string::npos;
  const auto paths = reader_.glob(is_absolute ? pattern : directory_of(from) + "/" + pattern);
  for (const auto& path : paths) include_file(strictness, path);
  if (!paths.empty()) return true;
  const bool is_wild = pattern.find_first_of("*?[") != std::string::npos;
  if (is_wild) {
    if (severity(strictness, kMissingWildcard) == FindingSeverity::error) {
      diagnostics_.error(last_, "no file to include matches " + quoted(pattern));
    }
  } else {
    complain(severity(strictness, kMissingFile), "no file to include: " + quoted(pattern));
  }
  return false;
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

void LineReader::include_file(char strictness, const std::string& path) {
  const auto file = sources_.open(path);
  if (!file) {
    const bool is_limit = file.error().code == EMFILE || file.error().code == EFBIG;
    complain(is_limit ? FindingSeverity::error : severity(strictness, kUnreadable),
             file.error().what);
  } else if (file->executable) {
    complain(severity(strictness, kUnreadable),
             "an executable file is not included: " + quoted(path));
  } else if (!can_include(file->index)) {
    diagnostics_.error(last_, "the file includes itself, or too deep: " + quoted(path));
  } else {
    included_.emplace_back().file = file->index;
  }
}

}  // namespace evenkeel::config
