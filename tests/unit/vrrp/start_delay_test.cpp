#include "vrrp/protocol/start_delay.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

TEST(StartDelay, WithoutOneThereIsNone) {
  EXPECT_EQ(start_delay({}, StartKind::first, 1s), Duration(0));
  EXPECT_EQ(start_delay({.delay = 0s, .after_boot = 60s}, StartKind::first, 1s), Duration(0));
}

TEST(StartDelay, CountsAtTheFirstStartOnly) {
  EXPECT_EQ(start_delay({.delay = 5s, .after_boot = {}}, StartKind::first, 1000h), 5s);
  EXPECT_EQ(start_delay({.delay = 5s, .after_boot = {}}, StartKind::succession, 1s), Duration(0));
}

TEST(StartDelay, AfterBootLimitsItToAMachineThatIsNewlyUp) {
  const StartDelay settings{.delay = 5s, .after_boot = 60s};
  EXPECT_EQ(start_delay(settings, StartKind::first, 0s), 5s);
  EXPECT_EQ(start_delay(settings, StartKind::first, 60s - 1us), 5s);
  EXPECT_EQ(start_delay(settings, StartKind::first, 60s), Duration(0));
  EXPECT_EQ(start_delay(settings, StartKind::succession, 0s), Duration(0));
}

}  // namespace
}  // namespace evenkeel::vrrp
