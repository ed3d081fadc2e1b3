#include "vrrp/protocol/timers.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

TEST(VrrpTimers, SkewOfVersion2IsAFractionOfASecondWhateverTheInterval) {
  EXPECT_EQ(skew_time(2, 100, 1s), 609375us);
  EXPECT_EQ(skew_time(2, 100, 10s), 609375us);
  EXPECT_EQ(skew_time(2, 255, 1s), 3906us);
}

TEST(VrrpTimers, SkewOfVersion3IsAFractionOfTheMastersInterval) {
  EXPECT_EQ(skew_time(3, 100, 500ms), 304687us);
  EXPECT_EQ(skew_time(3, 150, 500ms), 207031us);
}

TEST(VrrpTimers, MasterDownIsSoManyIntervalsAndTheSkew) {
  EXPECT_EQ(master_down_time(2, 100, 1s, 3), 3609375us);
  EXPECT_EQ(master_down_time(3, 150, 500ms, 3), 1707031us);
  EXPECT_EQ(master_down_time(2, 100, 2s, 5), 10609375us);
}

TEST(VrrpTimers, LeastAndLongestSkewBoundEveryPriority) {
  EXPECT_EQ(least_skew(2, 1s), 3906us);
  EXPECT_EQ(least_skew(3, 10ms), 39us);
  EXPECT_EQ(longest_skew(2, 1s), 996093us);
  EXPECT_GE(longest_skew(3, 40950ms), skew_time(3, 2, 40950ms));
}

TEST(VrrpTimers, AdvertsOfAllInstancesFallOnTheFiftiethsOfAnInterval) {
  const TimePoint taken = TimePoint{} + 1234567us;
  EXPECT_EQ(next_advert(taken, 1s), TimePoint{} + 2220ms);
  EXPECT_EQ(next_advert(taken + 5433us, 1s), TimePoint{} + 2240ms);
  EXPECT_EQ(next_advert(taken, 10ms), TimePoint{} + 1244400us);
  EXPECT_EQ(next_advert(next_advert(taken, 30ms), 30ms), next_advert(taken, 30ms) + 30ms);
}

}  // namespace
}  // namespace evenkeel::vrrp
