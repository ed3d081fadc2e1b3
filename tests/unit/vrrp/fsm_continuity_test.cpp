// The state machine across ends and pauses: a stop in order, a predecessor, time without a turn.
#include "vrrp/protocol/fsm.h"

#include <gtest/gtest.h>

#include "unit/vrrp/fsm_steps.h"
#include "vrrp/protocol/timers.h"

namespace evenkeel::vrrp {
namespace {

// After a master's last advert, by a peer of the highest priority: its own does not count.
constexpr Duration kEarliestTakeover = 3003906us;

TEST(VrrpFsm, AStoppingMasterResignsButForwardsUntilRelieved) {
  const Settings with = settings();
  const Step stopping = step(with, master(with), Shutdown{}, kStart + 4s);
  EXPECT_EQ(find<SendAdvert>(stopping)->priority, kPriorityResign);
  EXPECT_EQ(find<ReleaseAddresses>(stopping), nullptr);
  EXPECT_EQ(stopping.state.role, Role::master);
  EXPECT_EQ(stopping.state.deadline, kStart + 4s + 996093us + 100ms);
  const Step relieved = step(with, stopping.state, advert(50), kStart + 4300ms);
  EXPECT_NE(find<ReleaseAddresses>(relieved), nullptr);
  EXPECT_NE(find<Ended>(relieved), nullptr);
  EXPECT_EQ(relieved.state.role, Role::init);
}

TEST(VrrpFsm, AStoppingMasterThatNobodyRelievesEndsAfterTheLongestSkew) {
  const Settings with = settings();
  const State state = step(with, master(with), Shutdown{}, kStart + 4s).state;
  const Step early = step(with, state, DeadlineReached{}, state.deadline - 1us);
  EXPECT_EQ(early.state.life, Life::leaving);
  const Step ended = step(with, state, DeadlineReached{}, state.deadline);
  EXPECT_NE(find<ReleaseAddresses>(ended), nullptr);
  EXPECT_NE(find<Ended>(ended), nullptr);
  EXPECT_EQ(ended.state.deadline, kNever);
}

TEST(VrrpFsm, AStoppingMasterSendsNoFurtherAdvertAndAnnouncesNothing) {
  const Settings with = settings();
  State state = step(with, master(with), Shutdown{}, kStart + 4s).state;
  const Step resigned = step(with, state, advert(kPriorityResign), kStart + 4100ms);
  EXPECT_TRUE(resigned.actions.empty());
  EXPECT_EQ(resigned.state.announcements, AnnounceSchedule{});
}

TEST(VrrpFsm, TheReliefOfASlowVersion3MasterLastsAsLongAsItsBackupsMayWait) {
  Settings with = settings(100, 3);
  with.advert_interval = 40s;
  const State state = step(with, master(with), Shutdown{}, kStart + 200s).state;
  EXPECT_EQ(state.deadline, kStart + 200s + 39843750us + 100ms);
}

TEST(VrrpFsm, AStoppingMasterWithAVirtualMacLeavesAtOnce) {
  Settings with = settings();
  with.leaving = Leaving::at_once;
  const Step stopping = step(with, master(with), Shutdown{}, kStart + 4s);
  EXPECT_EQ(find<SendAdvert>(stopping)->priority, kPriorityResign);
  EXPECT_LT(place<SendAdvert>(stopping), place<ReleaseAddresses>(stopping));
  EXPECT_NE(find<Ended>(stopping), nullptr);
  EXPECT_EQ(stopping.state.life, Life::ended);
}

TEST(VrrpFsm, AVirtualMacLeavesAtOnceAndNothingElseDoes) {
  VrrpInstance config;
  EXPECT_EQ(settings_of(config).leaving, Leaving::relieved);
  config.link.kind = VirtualLinkKind::macvlan;
  EXPECT_EQ(settings_of(config).leaving, Leaving::at_once);
  config.link.kind = VirtualLinkKind::ipvlan;
  EXPECT_EQ(settings_of(config).leaving, Leaving::relieved);
}

TEST(VrrpFsm, ABackupStopsAtOnce) {
  const Settings with = settings();
  const Step result = step(with, backup(with), Shutdown{}, kStart);
  EXPECT_NE(find<Ended>(result), nullptr);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
}

TEST(VrrpFsm, NothingMovesAnEndedInstance) {
  const Settings with = settings();
  const State state = step(with, backup(with), Shutdown{}, kStart).state;
  EXPECT_TRUE(step(with, state, InterfaceUp{kOwn}, kStart + 1s).actions.empty());
  EXPECT_TRUE(step(with, state, DeadlineReached{}, kStart + 9s).actions.empty());
}

TEST(VrrpFsm, AFreshPredecessorIsResumedAsMaster) {
  const Settings with = settings();
  const Startup startup{.link = LinkUp{kOwn}, .adoption = Adoption{kStart - 400ms}};
  const Step result = step(with, {}, startup, kStart);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(result.state.deadline, next_advert(kStart - 400ms, 1s));
  EXPECT_NE(find<AcquireAddresses>(result), nullptr);
  EXPECT_EQ(find<ReleaseAddresses>(result), nullptr);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
  EXPECT_EQ(find<AnnounceRole>(result)->change, RoleChange::resumed);
}

TEST(VrrpFsm, AnOverdueAdvertOfThePredecessorIsSentAtOnce) {
  const Settings with = settings();
  const Startup startup{.link = LinkUp{kOwn}, .adoption = Adoption{kStart - 3s}};
  const State state = step(with, {}, startup, kStart).state;
  EXPECT_EQ(state.deadline, kStart);
  EXPECT_NE(find<SendAdvert>(step(with, state, DeadlineReached{}, kStart)), nullptr);
}

TEST(VrrpFsm, AStalePredecessorIsNotResumed) {
  const Settings with = settings();
  const Startup startup{.link = LinkUp{kOwn}, .adoption = Adoption{kStart - kEarliestTakeover}};
  const Step result = step(with, {}, startup, kStart);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
  EXPECT_EQ(result.state.deadline, kStart + 3609375us);
}

TEST(VrrpFsm, ABackupThatWasNotScheduledListensBeforeItTakesOver) {
  const Settings with = settings();
  const State state = backup(with);
  const TimePoint late = state.deadline + 3609375us;
  const Step result = step(with, state, DeadlineReached{}, late);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_EQ(result.state.deadline, late + 3609375us);
  EXPECT_EQ(find<Note>(result)->kind, NoteKind::stall);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
}

TEST(VrrpFsm, AMasterThatWasNotScheduledSendsNoStaleAdvert) {
  const Settings with = settings();
  const State state = master(with);
  const TimePoint last_advert = state.deadline - 1s;
  const Step just_in_time =
      step(with, state, DeadlineReached{}, last_advert + kEarliestTakeover - 1us);
  EXPECT_EQ(just_in_time.state.role, Role::master);
  const TimePoint late = last_advert + kEarliestTakeover;
  for (const vrrp::Event& event :
       {vrrp::Event{DeadlineReached{}}, vrrp::Event{advert(50)}, vrrp::Event{advert(0)}}) {
    const Step result = step(with, state, event, late);
    EXPECT_EQ(result.state.role, Role::backup);
    EXPECT_EQ(find<SendAdvert>(result), nullptr);
    EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
  }
}

TEST(VrrpFsm, AMasterThatIsLateHearsWhatWaitsBeforeItAdvertises) {
  const Settings with = settings();
  const State state = master(with);
  EXPECT_FALSE(must_hear_first(with, state, state.timer));
  EXPECT_FALSE(must_hear_first(with, state, state.timer + 1s - 1us));
  EXPECT_TRUE(must_hear_first(with, state, state.timer + 1s));
}

TEST(VrrpFsm, ABackupHearsWhatWaitsBeforeItTakesOver) {
  const Settings with = settings();
  const State state = backup(with);
  EXPECT_FALSE(must_hear_first(with, state, state.timer - 1us));
  EXPECT_TRUE(must_hear_first(with, state, state.timer));
  const State fault = step(with, state, InterfaceDown{"down"}, kStart).state;
  EXPECT_FALSE(must_hear_first(with, fault, state.timer));
  const State leaving = step(with, master(with), Shutdown{}, kStart + 4s).state;
  EXPECT_FALSE(must_hear_first(with, leaving, leaving.timer + 2s));
}

TEST(VrrpFsm, ASuspendedMachineListensFirst) {
  const Settings with = settings();
  const Step slept = step(with, master(with), Suspended{4s}, kStart + 4s);
  EXPECT_EQ(slept.state.role, Role::backup);
  EXPECT_EQ(find<SendAdvert>(slept), nullptr);
  EXPECT_EQ(find<Note>(slept)->text, "the machine was suspended for 4.000 s: listening first");
  EXPECT_EQ(step(with, master(with), Suspended{1s}, kStart + 4s).state.role, Role::master);
}

// Peers have waited from the last advert on, asleep or awake.
TEST(VrrpFsm, ASuspendedMasterCountsFromItsLastAdvert) {
  const Settings with = settings();
  const State state = master(with);
  const TimePoint last_advert = state.deadline - 1s;
  for (const Duration awake : {Duration(0), Duration(400ms), Duration(900ms)}) {
    const Duration bound = kEarliestTakeover - awake;
    const Step just = step(with, state, Suspended{bound - 1us}, last_advert + awake);
    EXPECT_EQ(just.state.role, Role::master);
    EXPECT_EQ(just.state.deadline, state.deadline);
    EXPECT_EQ(step(with, state, Suspended{bound}, last_advert + awake).state.role, Role::backup);
  }
}

// Its timer stood still as well: the master has as long as before to be heard.
TEST(VrrpFsm, ABackupIsPatientAfterASuspension) {
  const Settings with = settings();
  const State state = backup(with);
  const TimePoint now = state.deadline - 2s;
  EXPECT_EQ(step(with, state, Suspended{3s}, now).state.deadline, state.deadline);
  const Step slept = step(with, state, Suspended{4s}, now);
  EXPECT_EQ(slept.state.role, Role::backup);
  EXPECT_EQ(slept.state.deadline, now + 3609375us);
}

TEST(VrrpFsm, ASuspensionIsNothingToWhoHasNoRole) {
  const Settings with = settings();
  const State fault = step(with, backup(with), InterfaceDown{"down"}, kStart).state;
  const Step slept = step(with, fault, Suspended{100s}, kStart + 1s);
  EXPECT_EQ(slept.state.role, Role::fault);
  EXPECT_TRUE(slept.actions.empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
