// The files of one configuration: read once each, counted, hashed. Used by LineReader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/config/diagnostics.h"
#include "daemon/config/source_reader.h"
#include "evenkeel/result.h"

namespace evenkeel::config {

struct OpenedFile {
  std::uint32_t index = 0;  // into texts()
  bool executable = false;
};

class Sources {
 public:
  explicit Sources(SourceReader& reader) : reader_(reader) {}

  // A path that was read before gives the same bytes again: one configuration is one snapshot.
  Result<OpenedFile> open(const std::string& path);

  const std::vector<SourceText>& texts() const { return texts_; }
  // SHA-256 of all bytes in the order of reading, hexadecimal.
  std::string hash() const;

 private:
  SourceReader& reader_;
  std::vector<SourceText> texts_;
  std::unordered_map<std::string, OpenedFile> by_path_;
  std::size_t bytes_ = 0;
  std::size_t opened_ = 0;
};

std::string directory_of(const std::string& path);

// "a{b,c}d" → "abd", "acd"; nested braces too. Empty when there are too many.
std::vector<std::string> brace_alternatives(const std::string& pattern);

}  // namespace evenkeel::config
