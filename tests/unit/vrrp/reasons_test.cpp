// Why the addresses stay where they are, in words.
#include "vrrp/protocol/reasons.h"

#include <gtest/gtest.h>

#include "unit/vrrp/fsm_steps.h"

namespace evenkeel::vrrp {
namespace {

State hearing(const Settings& with, std::uint8_t priority) {
  return step(with, backup(with), advert(priority, kLower), kStart + 1s).state;
}

TEST(WhyNotMaster, NamesTheRouterThatNopreemptLeavesAlone) {
  Settings with = settings(150);
  with.preempt = false;
  EXPECT_EQ(why_not_master(with, hearing(with, 100), kStart + 1s),
            "not preempting 192.0.2.1 (priority 100): nopreempt");
  EXPECT_EQ(why_not_master(with, hearing(with, 150), kStart + 1s), "");
  EXPECT_EQ(why_not_master(with, backup(with), kStart + 1s), "") << "nobody was heard";
}

TEST(WhyNotMaster, CountsWhatIsLeftOfThePreemptDelay) {
  Settings with = settings(150);
  with.preempt_delay = 60s;
  const State state = hearing(with, 100);
  EXPECT_EQ(why_not_master(with, state, kStart + 20s + 1us),
            "not preempting 192.0.2.1 (priority 100): preempt_delay, 40 s left");
  EXPECT_EQ(why_not_master(with, state, kStart + 60s), "");
}

TEST(WhyNotMaster, SaysThatItsSyncGroupIsWaitedFor) {
  Settings with = settings(150);
  with.is_grouped = true;
  const State listening = backup(with);
  EXPECT_EQ(why_not_master(with, listening, kStart + 1s), "");
  const State wanting = step(with, listening, DeadlineReached{}, listening.deadline).state;
  EXPECT_EQ(why_not_master(with, wanting, listening.deadline), "waiting for its sync group");
}

TEST(WhyNotMaster, IsNothingToAskWhereNothingIsHeldBack) {
  const Settings with = settings(150);
  EXPECT_EQ(why_not_master(with, hearing(with, 100), kStart + 1s), "");
  EXPECT_EQ(why_not_master(with, master(with), kStart + 4s), "");
}

}  // namespace
}  // namespace evenkeel::vrrp
