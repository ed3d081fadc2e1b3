// When a worker is started again.
#include "daemon/supervisor/restart_policy.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenkeel {
namespace {

TEST(RestartPolicy, FirstDeathIsRestartedAtOnce) {
  EXPECT_EQ(restart_delay(count_early_deaths(0, 0s)), Duration{0});
  EXPECT_EQ(restart_delay(count_early_deaths(0, kSteadyLife)), Duration{0});
}

TEST(RestartPolicy, DelaysDoubleUpToTheLongest) {
  std::vector<Duration> delays;
  std::size_t early = count_early_deaths(0, 10ms);
  for (int i = 0; i < 12; ++i) {
    early = count_early_deaths(early, kSteadyLife - 1us);
    delays.push_back(restart_delay(early));
  }
  EXPECT_EQ(delays[0], kFirstBackoff);
  EXPECT_EQ(delays[1], 2 * kFirstBackoff);
  EXPECT_EQ(delays.back(), kLongestBackoff);
}

TEST(RestartPolicy, WhoLivedWellIsNoCrashLoopHoweverOftenItIsKilled) {
  std::size_t early = 5;
  for (int i = 0; i < 20; ++i) {
    early = count_early_deaths(early, kSteadyLife);
    EXPECT_EQ(restart_delay(early), Duration{0});
  }
}

}  // namespace
}  // namespace evenkeel
