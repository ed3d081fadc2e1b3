#include "vrrp/protocol/timers.h"

#include <gtest/gtest.h>

#include <set>

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

TEST(VrrpTimers, AdvertsOfAllInstancesShareTenMomentsOfAnInterval) {
  for (const Duration interval : {10ms, 30ms, 100ms, 1000ms, 255000ms}) {
    std::set<Duration> moments;
    for (int i = 0; i < 5000; ++i) {
      const TimePoint last = TimePoint{} + 77777777us + interval * i / 3777;
      const TimePoint next = next_advert(last, interval);
      moments.insert(std::chrono::duration_cast<Duration>(next.time_since_epoch()) % interval);
      // Never late, once early, and then as regular as asked for.
      EXPECT_LE(next, last + interval);
      EXPECT_GE(next, last + interval / 23);
      EXPECT_EQ(next_advert(next, interval), next + interval);
    }
    EXPECT_EQ(moments.size(), 10U);
    EXPECT_EQ(*moments.begin(), 0us);
    EXPECT_EQ(*moments.rbegin(), interval / 200 * 9);
  }
}

}  // namespace
}  // namespace evenkeel::vrrp
