// The state machine under random events.
#include "vrrp/protocol/fsm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "unit/vrrp/fsm_steps.h"

namespace evenkeel::vrrp {
namespace {

class RandomRun {
 public:
  explicit RandomRun(unsigned seed) : random_(seed), with_(random_settings()) {
    take(Startup{.link = LinkUp{kOwn}, .adoption = {}});
  }

  void go_on() {
    now_ += std::chrono::milliseconds(random_() % 900);
    Settings changed = with_;
    changed.priority = priority();
    const Settings before = with_;
    const std::vector<vrrp::Event> events{
        DeadlineReached{},
        DeadlineReached{},
        DeadlineReached{},
        advert(static_cast<std::uint8_t>(random_()), kHigher),
        advert(255, kHigher),
        advert(with_.priority, kLower),
        advert(0, kLower),
        AddressClaimed{.address = kLower, .hardware = "02:00:00:00:00:09"},
        SourceLost{},
        InterfaceUp{kOwn},
        InterfaceDown{"down"},
        Suspended{Duration(random_() % 8'000'000)},
        SettingsChanged{before},
        HandOver{"why", Duration(random_() % 3'000'000)},
        MemberConflict{},
        GroupTakesOver{},
        GroupGivesWay{"sync group"}};
    const auto& event = events[random_() % events.size()];
    if (std::holds_alternative<SettingsChanged>(event)) with_ = changed;
    take(event);
  }

  void stop() { take(Shutdown{}); }

  // A virtual MAC is let go before the peer takes it.
  bool must_hold() const {
    const bool has_let_go = state_.handing_over && with_.leaving == Leaving::at_once;
    return state_.role == Role::master && !has_let_go;
  }
  bool holds() const { return holds_; }
  bool must_wait() const { return state_.role == Role::master || state_.role == Role::backup; }
  const State& state() const { return state_; }
  const Settings& settings() const { return with_; }
  TimePoint now() const { return now_; }
  const std::vector<Action>& actions() const { return actions_; }

 private:
  std::uint8_t priority() {
    return random_() % 5 == 0 ? kPriorityOwner : static_cast<std::uint8_t>(1 + random_() % 254);
  }

  Settings random_settings() {
    Settings with = vrrp::settings(priority(), static_cast<std::uint8_t>(2 + random_() % 2));
    with.preempt = random_() % 3 != 0;
    with.preempt_delay = random_() % 4 == 0 ? Duration(2s) : Duration(0);
    with.is_grouped = random_() % 3 == 0;
    with.leaving = random_() % 4 == 0 ? Leaving::at_once : Leaving::relieved;
    with.owner_ignores_adverts = random_() % 4 == 0;
    with.lower_priority_no_advert = random_() % 4 == 0;
    with.higher_priority_send_advert = random_() % 4 == 0;
    return with;
  }

  void take(const vrrp::Event& event) {
    Step result = step(with_, std::move(state_), event, now_);
    for (const auto& action : result.actions) {
      if (std::holds_alternative<AcquireAddresses>(action)) holds_ = true;
      if (std::holds_alternative<ReleaseAddresses>(action)) holds_ = false;
    }
    state_ = std::move(result.state);
    actions_ = std::move(result.actions);
  }

  std::mt19937 random_;
  Settings with_;
  State state_;
  TimePoint now_ = kStart;
  bool holds_ = false;
  std::vector<Action> actions_;
};

// Who serves says so: nobody but a master, and none that has given its place away, sends an advert
// of more than priority 0, save the last word of who yields.
bool is_honest(const RandomRun& run, Role before) {
  return std::all_of(run.actions().begin(), run.actions().end(), [&](const Action& action) {
    const auto* sent = std::get_if<SendAdvert>(&action);
    const bool is_plain = sent != nullptr && sent->priority != kPriorityResign;
    return !is_plain || run.state().role == Role::master ||
           (run.settings().higher_priority_send_advert && before == Role::master);
  });
}

// Whatever happens in whatever order, the machine's own promises hold.
TEST(VrrpFsm, NoOrderOfEventsBreaksThePromises) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    RandomRun run(seed);
    for (int i = 0; i < 200 && run.state().life != Life::ended; ++i) {
      const Role before = run.state().role;
      if (i == 150) {
        run.stop();
      } else {
        run.go_on();
      }
      ASSERT_EQ(run.holds(), run.must_hold()) << "seed " << seed << ", event " << i;
      ASSERT_TRUE(is_honest(run, before)) << "seed " << seed << ", event " << i;
      ASSERT_EQ(run.state().deadline != kNever, run.must_wait()) << "seed " << seed;
      if (run.state().wants_master) {
        ASSERT_EQ(run.state().role, Role::backup) << "seed " << seed << ", event " << i;
      }
      if (run.must_wait() && run.state().life == Life::running) {
        ASSERT_GE(run.state().timer, run.now() - 4s) << "seed " << seed << ", event " << i;
      }
    }
    EXPECT_TRUE(run.state().life != Life::running);
  }
}

}  // namespace
}  // namespace evenkeel::vrrp
