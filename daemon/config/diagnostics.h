// Collects findings while reading, with positions in place of texts, and bounded: past the limit
// they are only counted. Used by every part of this folder.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "daemon/config/finding.h"
#include "daemon/config/tokens.h"

namespace evenkeel::config {

struct SourceText {
  std::string path;
  std::string text;
};

struct Note {
  FindingSeverity severity = FindingSeverity::error;
  Position at;
  std::string text;
  std::string suggestion;
  std::optional<Position> other_place;
};

class Diagnostics {
 public:
  void error(const Position& at, std::string text, std::string suggestion = {});
  void warning(const Position& at, std::string text, std::string suggestion = {});
  // Two places that clash.
  void clash(FindingSeverity severity, const Position& at, const Position& first, std::string text);
  void clash(const Position& at, const Position& first, std::string text) {
    clash(FindingSeverity::error, at, first, std::move(text));
  }
  // One finding for all places with the same key, at the first of them.
  void once(FindingSeverity severity, const Position& at, const std::string& key,
            const std::string& text);

  // False when this error has been told of this place already, or when no further one is kept:
  // callers may spare the work of a suggestion.
  bool is_news(const Position& at, const std::string& text) const;

  // In the source's order, each once.
  std::vector<Finding> finish(const std::vector<SourceText>& files);

 private:
  void add(Note note);

  struct Repeated {
    std::size_t index = 0;  // into notes_
    std::size_t more = 0;
  };
  std::vector<Note> notes_;
  std::unordered_set<std::string> told_;  // of notes_: a generated line may say one thing often
  std::map<std::string, Repeated> repeated_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

// A password or key follows this word, or one that is nearly it: never to be repeated.
bool is_secret(std::string_view keyword);

// Valid UTF-8 without control characters but tabs: what is neither becomes "?", a byte for a byte.
std::string printable(std::string_view text);

// 'text' in quotes for a message: cut when long, control characters replaced.
std::string quoted(std::string_view text);

}  // namespace evenkeel::config
