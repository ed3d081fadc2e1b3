#include "checker/health/event_limit.h"

#include <gtest/gtest.h>

namespace evenkeel::checker {
namespace {

constexpr TimePoint kNow{100s};
using Verdict = EventLimit::Verdict;

TEST(EventLimit, ABurstIsToldAndTheRestCounted) {
  EventLimit limit(2, 1);
  EXPECT_EQ(limit.admit(Health::down, kNow), Verdict::tell);
  EXPECT_EQ(limit.admit(Health::down, kNow), Verdict::tell);
  EXPECT_EQ(limit.admit(Health::down, kNow), Verdict::suppress);
  EXPECT_EQ(limit.admit(Health::up, kNow), Verdict::suppress);
  EXPECT_EQ(limit.take_suppressed(), (EventLimit::Suppressed{.up = 1, .down = 1}));
  EXPECT_EQ(limit.take_suppressed(), std::nullopt);
}

TEST(EventLimit, TokensComeBackWithTimeUpToTheBurst) {
  EventLimit limit(2, 1);
  for (int i = 0; i < 3; ++i) limit.admit(Health::down, kNow);
  EXPECT_EQ(limit.admit(Health::down, kNow + 999ms), Verdict::suppress);
  EXPECT_EQ(limit.admit(Health::down, kNow + 1s), Verdict::tell);
  EXPECT_EQ(limit.admit(Health::down, kNow + 1s), Verdict::suppress);
  EXPECT_EQ(limit.admit(Health::down, kNow + 1h), Verdict::tell);
  EXPECT_EQ(limit.admit(Health::down, kNow + 1h), Verdict::tell);
  EXPECT_EQ(limit.admit(Health::down, kNow + 1h), Verdict::suppress);
}

}  // namespace
}  // namespace evenkeel::checker
