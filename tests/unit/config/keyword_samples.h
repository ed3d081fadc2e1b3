// Sample configurations of each keyword, made from the tables: what surrounds it, and statements
// that say it. The tests of the printer, of the documentation and of generated texts share them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/keyword_index.h"

namespace evenkeel::config {

// A whole configuration in which `body` stands in `block`.
std::string frame(Block block, std::string_view body);

// What must stand beside `row` so that it means something; the word of `around` for a whole text
// of its own, with '%' in the keyword's place.
struct Surroundings {
  std::string context;
  std::string around;
};
Surroundings surroundings(Block block, const Row& row);

// With `statement`, or without it, in everything that `row` needs around itself.
std::string sample(Block block, const Row& row, std::string_view statement);

// Statements of this keyword, of which at least one is not the default. Empty: a text of its own is
// needed here and missing.
std::vector<std::string> statements(Block block, const Row& row);

}  // namespace evenkeel::config
