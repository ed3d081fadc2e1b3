// Pure.
#include "daemon/config/diagnostics.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "daemon/config/keyword_index.h"
#include "daemon/config/limits.h"
#include "daemon/config/values.h"

namespace evenkeel::config {

namespace {

std::string identity(const Position& at, const std::string& text) {
  return std::to_string(at.file) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
         ":" + text;
}

}  // namespace

void Diagnostics::add(Note note) {
  auto id = identity(note.at, note.text);
  if (told_.contains(id)) return;
  auto& count = note.severity == FindingSeverity::error ? errors_ : warnings_;
  if (++count > kMaxFindings) return;
  told_.insert(std::move(id));
  notes_.push_back(std::move(note));
}

void Diagnostics::error(const Position& at, std::string text, std::string suggestion) {
  add({FindingSeverity::error, at, std::move(text), std::move(suggestion), std::nullopt});
}

void Diagnostics::warning(const Position& at, std::string text, std::string suggestion) {
  add({FindingSeverity::warning, at, std::move(text), std::move(suggestion), std::nullopt});
}

void Diagnostics::clash(FindingSeverity severity, const Position& at, const Position& first,
                        std::string text) {
  add({severity, at, std::move(text), {}, first});
}

void Diagnostics::once(FindingSeverity severity, const Position& at, const std::string& key,
                       const std::string& text) {
  const auto found = repeated_.find(key);
  if (found != repeated_.end()) {
    ++found->second.more;
    return;
  }
  const auto before = notes_.size();
  add({severity, at, text, {}, std::nullopt});
  if (notes_.size() > before) repeated_.emplace(key, Repeated{before, 0});
}

bool Diagnostics::is_news(const Position& at, const std::string& text) const {
  return errors_ < kMaxFindings && !told_.contains(identity(at, text));
}

bool is_secret(std::string_view keyword) {
  constexpr std::size_t kSlips = 2;
  if (is_one_of(keyword, kSecretWords)) return true;
  return keyword.size() > 6 && edit_distance(keyword, "auth_pass") <= kSlips;
}

namespace {

auto place(const Note& note) { return std::tie(note.at.order, note.at.column); }

std::string to_string(const Position& at, const std::vector<SourceText>& files) {
  return files[at.file].path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

// Where the word that a secret follows ends.
std::optional<std::size_t> secret_begin(std::string_view line) {
  constexpr std::string_view kSeparators = " \t{}\"";
  for (std::size_t i = 0; i < line.size();) {
    const auto begin = std::min(line.find_first_not_of(kSeparators, i), line.size());
    const auto end = std::min(line.find_first_of(kSeparators, begin), line.size());
    if (is_secret(line.substr(begin, end - begin))) return end;
    i = end;
  }
  return std::nullopt;
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
    if (const auto end = secret_begin(found)) shown = shown.substr(0, *end) + " …";
    for (auto& c : shown) {
      if (c == '\0' || c == '\r') c = ' ';
    }
    while (!shown.empty() && shown.back() == ' ') shown.pop_back();
    return printable(shown);
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

// Of sorted notes, those that say what another of the same place has said.
void drop_repeated(std::vector<Note>& notes) {
  std::vector<Note> kept;
  kept.reserve(notes.size());
  std::size_t first = 0;  // of the place
  for (auto& note : notes) {
    if (kept.size() > first && place(kept[first]) != place(note)) first = kept.size();
    const auto begin = kept.begin() + static_cast<std::ptrdiff_t>(first);
    const bool is_known = std::any_of(
        begin, kept.end(), [&note](const Note& known) { return says_the_same(known, note); });
    if (!is_known) kept.push_back(std::move(note));
  }
  notes = std::move(kept);
}

}  // namespace

std::vector<Finding> Diagnostics::finish(const std::vector<SourceText>& files) {
  for (const auto& [key, repeated] : repeated_) {
    if (repeated.more == 0) continue;
    notes_[repeated.index].text += "; also at " + std::to_string(repeated.more) + " more place" +
                                   (repeated.more == 1 ? "" : "s");
  }
  repeated_.clear();
  std::stable_sort(notes_.begin(), notes_.end(),
                   [](const Note& a, const Note& b) { return place(a) < place(b); });
  drop_repeated(notes_);
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

namespace {

// The length of the UTF-8 character that begins the text; 0 when it is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80U) return 1;
  const std::size_t length = first >= 0xf5U   ? 0
                             : first >= 0xf0U ? 4
                             : first >= 0xe0U ? 3
                             : first >= 0xc2U ? 2
                                              : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
  }
  const bool is_long = (first == 0xe0U && byte(1) < 0xa0U) || (first == 0xf0U && byte(1) < 0x90U);
  const bool is_surrogate = first == 0xedU && byte(1) >= 0xa0U;
  const bool is_beyond = first == 0xf4U && byte(1) >= 0x90U;
  return is_long || is_surrogate || is_beyond ? 0 : length;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto length = character_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    const bool is_control = (first < 0x20U && first != '\t') || first == 0x7fU;
    if (length == 0 || is_control) {
      shown += '?';
    } else {
      shown += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
}

std::string quoted(std::string_view text) {
  auto end = std::min(text.size(), kMaxQuotedText);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
    --end;
  }
  auto shown = "'" + printable(text.substr(0, end));
  std::replace(shown.begin(), shown.end(), '\t', '?');
  return shown + (end < text.size() ? "…'" : "'");
}

}  // namespace evenkeel::config
