#include "daemon/runner/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

namespace evenkeel::runner {
namespace {

struct Ended {
  int status = 0;
  std::vector<std::string> lines;
};

Identity myself() {
  return {.user = ::geteuid(),
          .group = ::getegid(),
          .groups = {::getegid()},
          .name = "me",
          .home = "/nowhere"};
}

enum class Afterwards { wait, terminate };

Ended run(const std::vector<std::string>& argv, Afterwards afterwards = Afterwards::wait) {
  EventLoop loop;
  Ended ended;
  auto process =
      Process::start(loop, argv, myself(),
                     {.on_line = [&](std::string_view line) { ended.lines.emplace_back(line); },
                      .on_end =
                          [&](int status) {
                            ended.status = status;
                            loop.stop(0);
                          }});
  EXPECT_TRUE(process) << process.error().what;
  if (!process) return ended;
  if (afterwards == Afterwards::terminate) (*process)->signal(SIGTERM);
  loop.run();
  return ended;
}

TEST(Process, ReportsTheExitStatus) {
  EXPECT_EQ(run({"/bin/sh", "-c", "exit 0"}).status, 0);
  EXPECT_EQ(run({"/bin/sh", "-c", "exit 7"}).status, 7);
}

TEST(Process, ReportsASignalAsANegativeStatus) {
  EXPECT_EQ(run({"/bin/sh", "-c", "kill -9 $$"}).status, -9);
}

TEST(Process, ASignalReachesTheWholeGroup) {
  EXPECT_EQ(run({"/bin/sh", "-c", "sleep 60; exit 0"}, Afterwards::terminate).status, -SIGTERM);
}

TEST(Process, BothOutputsArriveByLineAlsoWithoutALastNewline) {
  const auto ended = run({"/bin/sh", "-c", "echo out; printf err >&2"});
  EXPECT_EQ(ended.lines, (std::vector<std::string>{"out", "err"}));
}

TEST(Process, OutputIsBoundedInLengthAndNumber) {
  const auto ended =
      run({"/bin/sh", "-c", "head -c 5000 /dev/zero | tr '\\0' x; echo; yes | head -n 500"});
  ASSERT_EQ(ended.lines.size(), 101U);
  EXPECT_EQ(ended.lines.front().size(), 1024U);
  EXPECT_EQ(ended.lines.back(), "(further output is not logged)");
}

TEST(Process, ArgumentsReachTheProgramUntouchedByAnyShell) {
  const auto ended = run({"/usr/bin/printf", "%s\n", "a b", "$HOME", ";id", ""});
  EXPECT_EQ(ended.lines, (std::vector<std::string>{"a b", "$HOME", ";id", ""}));
}

TEST(Process, TheEnvironmentIsCleanAndStandardInputEmpty) {
  ::setenv("SECRET", "x", 1);
  const auto ended = run({"/bin/sh", "-c", "echo \"$SECRET$HOME$USER\"; cat; pwd"});
  EXPECT_EQ(ended.lines, (std::vector<std::string>{"/nowhereme", "/"}));
}

TEST(Process, AProgramThatCannotRunIsAnErrorAndNotAProcess) {
  EventLoop loop;
  const auto process = Process::start(loop, {"/nonexistent/script"}, myself(), {});
  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().code, ENOENT);
  EXPECT_EQ(process.error().what, "execute for /nonexistent/script: No such file or directory");
}

}  // namespace
}  // namespace evenkeel::runner
