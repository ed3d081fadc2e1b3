// Finds a word's row, or the row its writer may have meant. Used by the interpreter.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/config/keyword.h"

namespace evenkeel::config {

class KeywordIndex {
 public:
  KeywordIndex();

  const Row* find(Block block, std::string_view word) const;
  // "did you mean 'priority'?", "it belongs in global_defs", or empty.
  std::string advice(Block block, std::string_view word) const;
  // The nearest word of the block when it is near enough to be a slip.
  std::optional<std::string_view> nearest(Block block, std::string_view word) const;

  const std::vector<const Row*>& all() const { return all_; }  // in the order of the tables

 private:
  static constexpr std::size_t kBlocks = static_cast<std::size_t>(Block::none);
  std::array<std::unordered_map<std::string_view, const Row*>, kBlocks> rows_;
  std::vector<const Row*> all_;
};

// Of all tables; built at the first use and never changed.
const KeywordIndex& keyword_index();

// The nearest of "A|B|C" when it is near enough to be a slip, or differs in case alone.
std::optional<std::string_view> nearest_of(std::string_view alternatives, std::string_view word);

// The least number of single-letter changes (swapping neighbours is one) from one word to another;
// words beyond 64 letters are never near.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace evenkeel::config
