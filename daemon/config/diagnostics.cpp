// Pure.
#include "daemon/config/diagnostics.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "daemon/config/limits.h"

namespace evenkeel::config {

void Diagnostics::add(Note note) {
  auto& count = note.severity == FindingSeverity::error ? errors_ : warnings_;
  if (++count <= kMaxFindings) notes_.push_back(std::move(note));
}

void Diagnostics::error(const Position& at, std::string text, std::string suggestion) {
  add({FindingSeverity::error, at, std::move(text), std::move(suggestion), std::nullopt});
}

void Diagnostics::warning(const Position& at, std::string text, std::string suggestion) {
  add({FindingSeverity::warning, at, std::move(text), std::move(suggestion), std::nullopt});
}

void Diagnostics::clash(const Position& at, const Position& first, std::string text) {
  add({FindingSeverity::error, at, std::move(text), {}, first});
}

void Diagnostics::warn_once(const Position& at, const std::string& text) {
  const auto found = repeated_.find(text);
  if (found != repeated_.end()) {
    ++found->second.more;
    return;
  }
  if (warnings_ >= kMaxFindings) return;
  warning(at, text);
  repeated_.emplace(text, Repeated{notes_.size() - 1, 0});
}

bool Diagnostics::is_full() const { return errors_ >= kMaxFindings; }

namespace {

auto place(const Note& note) { return std::tie(note.at.order, note.at.column); }

std::string to_string(const Position& at, const std::vector<SourceText>& files) {
  return files[at.file].path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

// Source lines are looked up walking forward through each file, so that many findings cost one
// pass; included text may be visited again, then from its beginning.
class LineFinder {
 public:
  explicit LineFinder(const std::vector<SourceText>& files) : files_(files), marks_(files.size()) {}

  std::string line(const Position& at) {
    const std::string_view text = files_[at.file].text;
    Mark& mark = marks_[at.file];
    if (at.line < mark.line) mark = {};
    while (mark.line < at.line) {
      const auto end = text.find('\n', mark.offset);
      if (end == std::string_view::npos) return {};
      mark.offset = end + 1;
      ++mark.line;
    }
    auto found = text.substr(mark.offset, text.find('\n', mark.offset) - mark.offset);
    found = found.substr(0, kLongestLine);
    std::string shown(found);
    if (const auto secret = found.find(kSecretWord); secret != std::string_view::npos) {
      shown = shown.substr(0, secret + kSecretWord.size()) + " …";
    }
    for (auto& c : shown) {
      if (c == '\0' || c == '\r') c = ' ';
    }
    while (!shown.empty() && shown.back() == ' ') shown.pop_back();
    return shown;
  }

 private:
  static constexpr std::size_t kLongestLine = 400;
  struct Mark {
    std::uint32_t line = 1;
    std::size_t offset = 0;
  };
  const std::vector<SourceText>& files_;
  std::vector<Mark> marks_;
};

bool says_the_same(const Note& a, const Note& b) {
  return place(a) == place(b) && a.text == b.text && a.severity == b.severity;
}

Finding overflow(std::size_t errors, std::size_t warnings) {
  Finding finding;
  finding.severity = FindingSeverity::warning;
  finding.text = "not shown: " + std::to_string(errors) + " more errors and " +
                 std::to_string(warnings) + " more warnings";
  return finding;
}

}  // namespace

std::vector<Finding> Diagnostics::finish(const std::vector<SourceText>& files) {
  for (const auto& [text, repeated] : repeated_) {
    if (repeated.more == 0) continue;
    notes_[repeated.index].text += "; also at " + std::to_string(repeated.more) + " more place" +
                                   (repeated.more == 1 ? "" : "s");
  }
  repeated_.clear();
  std::stable_sort(notes_.begin(), notes_.end(),
                   [](const Note& a, const Note& b) { return place(a) < place(b); });
  notes_.erase(std::unique(notes_.begin(), notes_.end(), says_the_same), notes_.end());
  std::vector<Finding> findings;
  findings.reserve(notes_.size());
  LineFinder lines(files);
  for (auto& note : notes_) {
    Finding finding;
    finding.severity = note.severity;
    finding.file = files[note.at.file].path;
    finding.line = note.at.line;
    finding.column = note.at.column;
    finding.text = std::move(note.text);
    finding.suggestion = std::move(note.suggestion);
    if (note.other_place) finding.other_place = to_string(*note.other_place, files);
    if (note.at.line != 0) finding.source_line = lines.line(note.at);
    findings.push_back(std::move(finding));
  }
  const auto errors = errors_ - std::min(errors_, kMaxFindings);
  const auto warnings = warnings_ - std::min(warnings_, kMaxFindings);
  if (errors + warnings > 0) {
    findings.push_back(overflow(errors, warnings));
    findings.back().file = files.empty() ? "" : files.front().path;
  }
  return findings;
}

std::string quoted(std::string_view text) {
  std::string shown = "'";
  for (const char c : text.substr(0, kMaxQuotedText)) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20U || c == 0x7f;
    shown += is_control ? '?' : c;
  }
  return shown + (text.size() > kMaxQuotedText ? "…'" : "'");
}

}  // namespace evenkeel::config
