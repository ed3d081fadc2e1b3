#include "daemon/runner/process_watch.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace evenkeel::runner {
namespace {

// Real processes, however this machine tells of them.
pid_t start_sleeper() {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::execl("/bin/sleep", "evenkeel-sleeper", "1000", nullptr);
  ::_exit(127);
}

void end(pid_t pid) {
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

TEST(ProcessWatch, TellsEachCountOnceAndAgainToWhoeverAsks) {
  TrackedProcess sleepers;
  sleepers.name = "sleepers";
  sleepers.command = "evenkeel-sleeper";
  sleepers.parameters = {"1000"};
  sleepers.match = ProcessMatch::exact;
  TrackedProcess none = sleepers;
  none.name = "none";
  none.parameters = {"7"};

  EventLoop loop;
  std::vector<std::uint32_t> counts, zeros;
  std::vector<std::string> fallbacks;
  ProcessWatch watch(loop,
                     {.on_count =
                          [&](const ProcessCount& counted) {
                            (counted.name == "none" ? zeros : counts).push_back(counted.count);
                          },
                      .on_fallback = [&](const std::string& why) { fallbacks.push_back(why); }});
  const pid_t first = start_sleeper();
  pid_t second = 0;
  int step = 0;
  const TimePoint deadline = loop.now() + 60s;
  std::unique_ptr<Timer> timer;
  timer = loop.make_timer([&] {
    if (loop.now() > deadline) return loop.stop(1);
    timer->arm(loop.now() + 20ms);
    if (step == 0) {
      watch.set({sleepers, none});
      step = 1;
    } else if (step == 1 && !counts.empty() && counts.back() == 1) {
      second = start_sleeper();
      step = 2;
    } else if (step == 2 && counts.back() == 2) {
      end(second);
      step = 3;
    } else if (step == 3 && counts.back() == 1) {
      counts.clear();
      watch.set({sleepers});
      step = 4;
    } else if (step == 4 && !counts.empty()) {
      loop.stop(0);
    }
  });
  timer->arm(loop.now());
  EXPECT_EQ(loop.run(), 0) << "step " << step;
  end(first);
  EXPECT_EQ(counts, std::vector<std::uint32_t>{1});
  EXPECT_EQ(zeros, std::vector<std::uint32_t>{0});
  EXPECT_LE(fallbacks.size(), 1U);
}

}  // namespace
}  // namespace evenkeel::runner
