// When a worker is started again.
#include "daemon/supervisor/restart_policy.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenkeel {
namespace {

const TimePoint kNow = TimePoint{} + 1h;

TEST(RestartPolicy, FirstDeathIsRestartedAtOnce) {
  EXPECT_EQ(restart_delay(std::vector{kNow}, kNow), Duration{0});
}

TEST(RestartPolicy, DelaysDoubleUpToTheLongest) {
  std::vector<TimePoint> exits{kNow};
  std::vector<Duration> delays;
  for (int i = 0; i < 12; ++i) {
    exits.push_back(kNow);
    delays.push_back(restart_delay(exits, kNow));
  }
  EXPECT_EQ(delays[0], kFirstBackoff);
  EXPECT_EQ(delays[1], 2 * kFirstBackoff);
  EXPECT_EQ(delays.back(), kLongestBackoff);
}

TEST(RestartPolicy, OldDeathsAreForgotten) {
  const std::vector exits{kNow - 2 * kExitMemory, kNow - kExitMemory, kNow};
  EXPECT_EQ(restart_delay(exits, kNow), Duration{0});
}

}  // namespace
}  // namespace evenkeel
