// Advice for misspelt words, and the soundness of every table row.
#include "daemon/config/keyword_index.h"

#include <gtest/gtest.h>

#include <set>

namespace evenkeel::config {
namespace {

TEST(KeywordIndex, EditDistanceCountsASwapAsOne) {
  EXPECT_EQ(edit_distance("state", "state"), 0U);
  EXPECT_EQ(edit_distance("state", "satte"), 1U);
  EXPECT_EQ(edit_distance("state", "stat"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance(std::string(65, 'a'), "a"), 64U);
}

TEST(KeywordIndex, AdvisesTheNearestWordOfTheBlock) {
  const KeywordIndex index;
  EXPECT_EQ(index.advice(Block::vrrp_instance, "prioritty"), "did you mean 'priority'?");
  EXPECT_EQ(index.advice(Block::vrrp_instance, "virtual_router_ip"),
            "did you mean 'virtual_router_id'?");
  EXPECT_EQ(index.advice(Block::vrrp_instance, "xyzzyxyzzy"), "");
}

TEST(KeywordIndex, SaysWhereAWordBelongs) {
  const KeywordIndex index;
  EXPECT_EQ(index.advice(Block::vrrp_instance, "router_id"), "it belongs in global_defs");
  EXPECT_EQ(index.advice(Block::real_server, "virtual_server"),
            "it belongs in the outermost level");
  EXPECT_EQ(index.advice(Block::root, "digest"), "it belongs in url");
}

template <typename Visit>
void each_row(Visit visit) {
  for (const auto table :
       {root_rows(), global_rows(), alert_rows(), lvs_rows(), agent_rows(), process_rows(),
        network_rows(), link_rows(), vrrp_rows(), vrrp_timer_rows(), tracking_rows(),
        service_rows(), server_rows(), check_rows(), other_check_rows()}) {
    for (const Row& row : table) visit(row);
  }
}

TEST(KeywordTables, NoWordStandsTwiceInABlock) {
  std::set<std::pair<std::size_t, std::string_view>> known;
  each_row([&known](const Row& row) {
    for (std::size_t block = 0; block < static_cast<std::size_t>(Block::none); ++block) {
      if (!contains(row.blocks, static_cast<Block>(block))) continue;
      EXPECT_TRUE(known.emplace(block, row.name).second)
          << row.name << " in " << to_string(static_cast<Block>(block));
    }
  });
  EXPECT_GT(known.size(), 350U);
}

TEST(KeywordTables, EveryRowIsWhole) {
  each_row([](const Row& row) {
    EXPECT_FALSE(row.name.empty());
    EXPECT_NE(row.blocks, 0U) << row.name;
    EXPECT_LE(row.shape.least, row.shape.most) << row.name;
    EXPECT_LE(row.shape.least_words, row.shape.most_words) << row.name;
    const bool needs_a_note = row.status.kind == Status::Kind::without_effect ||
                              row.status.kind == Status::Kind::deprecated;
    EXPECT_EQ(row.status.note.empty(), !needs_a_note) << row.name;
    const bool has_block = row.shape.form == Form::block;
    EXPECT_EQ(row.shape.block != Block::none, has_block) << row.name;
  });
}

}  // namespace
}  // namespace evenkeel::config
