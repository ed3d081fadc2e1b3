#include "vrrp/yielding_timers.h"

#include <gtest/gtest.h>

#include "tests/fakes/manual_timers.h"

namespace evenkeel::vrrp {
namespace {

TEST(VrrpYieldingTimers, DecideBeforeEveryCallback) {
  ManualTimers clock;
  std::string order;
  YieldingTimers timers(clock, [&] { order += "d"; });
  const auto timer = timers.make_timer([&] { order += "c"; });
  EXPECT_EQ(timers.now(), clock.now());
  timer->arm(timers.now() + 1s);
  clock.advance(500ms);
  EXPECT_EQ(order, "");
  clock.advance(500ms);
  EXPECT_EQ(order, "dc");
  timer->arm(timers.now());
  clock.advance(0s);
  EXPECT_EQ(order, "dcdc");
}

// What is decided may take the callback's work away.
TEST(VrrpYieldingTimers, ADecisionMayArmAnew) {
  ManualTimers clock;
  int calls = 0;
  std::unique_ptr<Timer> timer;
  YieldingTimers timers(clock, [&] { timer->arm(clock.now() + 10s); });
  timer = timers.make_timer([&] { ++calls; });
  timer->arm(clock.now() + 1s);
  clock.advance(1s);
  EXPECT_EQ(calls, 1);
  clock.advance(9s);
  EXPECT_EQ(calls, 1);
  clock.advance(1s);
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace evenkeel::vrrp
