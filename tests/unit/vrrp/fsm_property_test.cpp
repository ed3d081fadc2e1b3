// The state machine under random events.
#include "vrrp/protocol/fsm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "unit/vrrp/fsm_steps.h"

namespace evenkeel::vrrp {
namespace {

// Whatever happens in whatever order, the machine's own promises hold.
TEST(VrrpFsm, NoOrderOfEventsBreaksThePromises) {
  std::mt19937 random(7);  // NOLINT: the same orders in every run
  for (int run = 0; run < 300; ++run) {
    Settings with = settings(static_cast<std::uint8_t>(1 + random() % 255),
                             static_cast<std::uint8_t>(2 + random() % 2));
    with.preempt = random() % 3 != 0;
    with.preempt_delay = random() % 4 == 0 ? Duration(2s) : Duration(0);
    State state = start(with).state;
    bool holds = state.role == Role::master;
    TimePoint now = kStart;
    for (int i = 0; i < 200 && state.life != Life::ended; ++i) {
      now += std::chrono::milliseconds(random() % 900);
      const std::vector<vrrp::Event> events{
          DeadlineReached{},     advert(static_cast<std::uint8_t>(random()), kHigher),
          advert(0, kLower),     SourceLost{},
          InterfaceUp{kOwn},     InterfaceDown{"down"},
          DeadlineReached{},     advert(with.priority, kLower),
          SettingsChanged{with}, Suspended{Duration(random() % 8'000'000)}};
      const bool must_stop = i == 150;
      const auto event = must_stop ? vrrp::Event{Shutdown{}} : events[random() % events.size()];
      const Step result = step(with, state, event, now);
      for (const auto& action : result.actions) {
        if (std::holds_alternative<AcquireAddresses>(action)) holds = true;
        if (std::holds_alternative<ReleaseAddresses>(action)) holds = false;
      }
      state = result.state;
      EXPECT_EQ(holds, state.role == Role::master);
      const bool must_wait = state.role == Role::master || state.role == Role::backup;
      EXPECT_EQ(state.deadline != kNever, must_wait);
      if (must_wait && state.life == Life::running) {
        EXPECT_GE(state.timer, now - 4s);
      }
    }
    EXPECT_TRUE(state.life != Life::running);
  }
}

}  // namespace
}  // namespace evenkeel::vrrp
