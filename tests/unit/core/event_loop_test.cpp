// Timers and watches of the real loop.
#include "evenkeel/event_loop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace evenkeel {
namespace {

TEST(EventLoop, TimersFireInOrderOfTheirTime) {
  EventLoop loop;
  std::string order;
  auto second = loop.make_timer([&] {
    order += "b";
    loop.stop(0);
  });
  auto first = loop.make_timer([&] { order += "a"; });
  const auto now = loop.now();
  second->arm(now + 2ms);
  first->arm(now - 1s);
  loop.run();
  EXPECT_EQ(order, "ab");
}

TEST(EventLoop, RearmingReplacesTheEarlierTime) {
  EventLoop loop;
  int fired = 0;
  auto timer = loop.make_timer([&] { ++fired; });
  auto end = loop.make_timer([&] { loop.stop(0); });
  timer->arm(loop.now());
  timer->arm(loop.now() + 1ms);
  end->arm(loop.now() + 5ms);
  loop.run();
  EXPECT_EQ(fired, 1);
}

TEST(EventLoop, DestroyedTimerStaysSilentEvenInItsOwnCallback) {
  EventLoop loop;
  std::unique_ptr<Timer> timer;
  timer = loop.make_timer([&] {
    timer.reset();
    loop.stop(3);
  });
  auto other = loop.make_timer([] { FAIL(); });
  other->arm(loop.now());
  other.reset();
  timer->arm(loop.now());
  EXPECT_EQ(loop.run(), 3);
}

TEST(EventLoop, WatchIsLevelTriggered) {
  EventLoop loop;
  std::array<int, 2> fds{};
  ASSERT_EQ(::pipe(fds.data()), 0);
  ASSERT_EQ(::write(fds[1], "abc", 3), 3);
  std::string got;
  auto watch = loop.watch(fds[0], {.readable = true}, [&](Readiness ready) {
    EXPECT_TRUE(ready.readable);
    char c = 0;
    EXPECT_EQ(::read(fds[0], &c, 1), 1);
    got += c;
    if (got.size() == 3) loop.stop(0);
  });
  loop.run();
  EXPECT_EQ(got, "abc");
  watch.reset();
  ::close(fds[0]);
  ::close(fds[1]);
}

TEST(EventLoop, UnwantedReadinessIsNotReported) {
  EventLoop loop;
  std::array<int, 2> fds{};
  ASSERT_EQ(::pipe(fds.data()), 0);
  auto watch = loop.watch(fds[0], {}, [](Readiness) { FAIL(); });
  ASSERT_EQ(::write(fds[1], "x", 1), 1);
  auto end = loop.make_timer([&] { loop.stop(0); });
  end->arm(loop.now() + 3ms);
  loop.run();
  watch.reset();
  ::close(fds[0]);
  ::close(fds[1]);
}

TEST(EventLoop, SignalsArriveAsCallbacks) {
  EventLoop loop;
  loop.on_signal(SIGUSR2, [&] { loop.stop(9); });
  ::kill(::getpid(), SIGUSR2);
  EXPECT_EQ(loop.run(), 9);
}

}  // namespace
}  // namespace evenkeel
