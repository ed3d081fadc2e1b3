#include "checker/pool/quorum.h"

#include <gtest/gtest.h>

namespace evenkeel::pool {
namespace {

TEST(Quorum, ReachedAtItsWeight) {
  EXPECT_EQ(next_quorum(Quorum::lost, {2, 0}, 1, 3), Quorum::lost);
  EXPECT_EQ(next_quorum(Quorum::lost, {2, 0}, 2, 3), Quorum::up);
}

TEST(Quorum, LostBelowItsWeight) {
  EXPECT_EQ(next_quorum(Quorum::up, {2, 0}, 2, 3), Quorum::up);
  EXPECT_EQ(next_quorum(Quorum::up, {2, 0}, 1, 3), Quorum::lost);
}

TEST(Quorum, NeverUpWithoutLiveWeight) {
  EXPECT_EQ(next_quorum(Quorum::lost, {0, 0}, 0, 0), Quorum::lost);
  EXPECT_EQ(next_quorum(Quorum::up, {3, 3}, 0, 10), Quorum::lost);
}

TEST(Quorum, HysteresisKeepsEitherStateBetweenItsThresholds) {
  const QuorumSettings settings{.quorum = 5, .hysteresis = 2};
  for (std::uint64_t weight = 3; weight <= 6; ++weight) {
    EXPECT_EQ(next_quorum(Quorum::up, settings, weight, 10), Quorum::up) << weight;
    EXPECT_EQ(next_quorum(Quorum::lost, settings, weight, 10), Quorum::lost) << weight;
  }
  EXPECT_EQ(next_quorum(Quorum::up, settings, 2, 10), Quorum::lost);
  EXPECT_EQ(next_quorum(Quorum::lost, settings, 7, 10), Quorum::up);
}

TEST(Quorum, IsClippedToTheTotalWeight) {
  EXPECT_EQ(next_quorum(Quorum::lost, {100, 0}, 3, 3), Quorum::up);
  EXPECT_EQ(next_quorum(Quorum::lost, {100, 0}, 2, 3), Quorum::lost);
  EXPECT_EQ(next_quorum(Quorum::lost, {3, 2}, 3, 3), Quorum::up);
}

TEST(Quorum, LargestWeightsDoNotOverflow) {
  const std::uint64_t weight = 2147483647ULL * 100000ULL;
  EXPECT_EQ(next_quorum(Quorum::up, {4294967295U, 4294967295U}, weight, weight), Quorum::up);
}

}  // namespace
}  // namespace evenkeel::pool
