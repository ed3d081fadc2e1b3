// The committed pages are what the tables say, and what they promise to be in force reaches the
// model: a row that is deleted or stores nothing fails by the keyword's name.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "daemon/config/docs/notes.h"
#include "daemon/config/docs/pages.h"
#include "unit/config/keyword_samples.h"
#include "unit/config/parse_text.h"

namespace evenkeel::config {
namespace {

std::string committed(const std::string& name) {
  std::ifstream stream(std::string(EVENKEEL_DOCS) + "/" + name);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(Documentation, TheCompatibilityPageIsWhatTheTablesSay) {
  EXPECT_TRUE(committed("keepalived-compatibility.md") == compatibility_page())
      << "keyword-docs compatibility > docs/keepalived-compatibility.md";
}

TEST(Documentation, TheManualPageIsWhatTheTablesSay) {
  EXPECT_TRUE(committed("man/evenkeel.conf.5") == manual_page())
      << "keyword-docs manual > docs/man/evenkeel.conf.5";
}

TEST(Documentation, EachOwnWordHasItsMeaning) {
  for (const auto* row : keyword_index().all()) {
    EXPECT_EQ(meaning(row->name).has_value(), row->status.kind == Status::Kind::ours) << row->name;
  }
}

TEST(Documentation, AWordThatStoresNothingSaysWhy) {
  for (const auto* row : keyword_index().all()) {
    const bool is_block = row->shape.form == Form::block || row->shape.form == Form::lines;
    if (row->status.kind != Status::Kind::in_force || is_block || row->store != nullptr) continue;
    EXPECT_TRUE(always_so(row->name)) << row->name;
  }
}

struct Promise {
  std::string block;
  std::string keyword;
};

// For the test's name.
std::ostream& operator<<(std::ostream& out, const Promise& promise) {
  return out << promise.block << " " << promise.keyword;
}

// The rows of the committed page that end in "in force" or "in force; …".
std::vector<Promise> promises() {
  std::vector<Promise> found;
  std::istringstream lines(committed("keepalived-compatibility.md"));
  std::string block;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("### ")) block = line.substr(4);
    const bool promises =
        line.starts_with("| `") && !block.empty() &&
        (line.ends_with("| in force |") || line.find("| in force; ") != std::string::npos);
    if (promises) found.push_back({block, line.substr(3, line.find('`', 3) - 3)});
  }
  return found;
}

Block block_named(const std::string& name) {
  std::size_t index = 0;
  while (index < static_cast<std::size_t>(Block::none) &&
         to_string(static_cast<Block>(index)) != name) {
    ++index;
  }
  return static_cast<Block>(index);
}

class InForce : public testing::TestWithParam<Promise> {};

// Some statement of the keyword gives another model than its absence.
TEST_P(InForce, ReachesTheModel) {
  const auto block = block_named(GetParam().block);
  ASSERT_NE(block, Block::none);
  const auto* row = keyword_index().find(block, GetParam().keyword);
  ASSERT_NE(row, nullptr) << "not a keyword any more";
  const auto tried = statements(block, *row);
  ASSERT_FALSE(tried.empty()) << "keyword_samples.cpp must say how to write it";
  const auto without = parse_text(sample(block, *row, "")).config;
  bool is_changed = false;
  for (const auto& statement : tried) {
    is_changed = is_changed || !(parse_text(sample(block, *row, statement)).config == without);
  }
  EXPECT_TRUE(is_changed) << sample(block, *row, tried.front());
}

std::string test_name(const testing::TestParamInfo<Promise>& info) {
  std::string name = info.param.block + "_" + info.param.keyword;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Documented, InForce, testing::ValuesIn(promises()), test_name);

TEST(Documentation, PromisesEveryKeywordThatIsInForce) {
  std::size_t rows = 0;
  for (const auto* row : keyword_index().all()) {
    if (row->status.kind == Status::Kind::without_effect || always_so(row->name)) continue;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Block::none); ++i) {
      const auto block = static_cast<Block>(i);
      const bool counts = contains(row->blocks, block);
      if (counts && !why_idle(block)) ++rows;
    }
  }
  EXPECT_EQ(promises().size(), rows);
}

}  // namespace
}  // namespace evenkeel::config
