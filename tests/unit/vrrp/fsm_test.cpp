// The state machine: start, election, faults, announcements.
#include "vrrp/protocol/fsm.h"

#include <gtest/gtest.h>

#include "unit/vrrp/fsm_steps.h"
#include "vrrp/protocol/reasons.h"
#include "vrrp/protocol/timers.h"

namespace evenkeel::vrrp {
namespace {

TEST(VrrpFsm, StartsByListeningForAMasterDownTime) {
  const Step result = start(settings());
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_EQ(result.state.deadline, kStart + 3609375us);
  EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
}

TEST(VrrpFsm, StateMasterListensForOneIntervalOnly) {
  Settings with = settings();
  with.initial_state = InitialState::master;
  EXPECT_EQ(start(with).state.deadline, kStart + 1s + 3906us);
}

TEST(VrrpFsm, TheOwnerStartsAsMaster) {
  const Step result = start(settings(255));
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(find<SendAdvert>(result)->priority, 255);
}

TEST(VrrpFsm, AnInterfaceThatIsDownAtStartIsAFault) {
  const Step result = step(
      settings(), {}, Startup{.link = LinkDown{"interface eth0 is down"}, .adoption = {}}, kStart);
  EXPECT_EQ(result.state.role, Role::fault);
  EXPECT_EQ(result.state.reason, "interface eth0 is down");
  EXPECT_EQ(result.state.deadline, kNever);
}

TEST(VrrpFsm, BackupTakesOverWhenTheMasterGoesSilent) {
  const Settings with = settings();
  State state = step(with, backup(with), advert(200), kStart + 1s).state;
  EXPECT_EQ(state.deadline, kStart + 1s + 3609375us);
  const Step result = step(with, state, DeadlineReached{}, state.deadline);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(result.state.deadline, next_advert(state.deadline, 1s));
  EXPECT_EQ(result.state.reason, "no advert from 192.0.2.9 for 3.609 s");
}

TEST(VrrpFsm, TakeoverSendsTheAdvertThenTakesTheAddressesThenAnnounces) {
  const Settings with = settings();
  const State state = backup(with);
  const Step result = step(with, state, DeadlineReached{}, state.deadline);
  EXPECT_EQ(place<SendAdvert>(result), 0U);
  EXPECT_LT(place<SendAdvert>(result), place<AcquireAddresses>(result));
  EXPECT_LT(place<AcquireAddresses>(result), place<Announce>(result));
  EXPECT_EQ(find<Announce>(result)->frames, 5U);
  EXPECT_EQ(std::count_if(
                result.actions.begin(), result.actions.end(),
                [](const Action& action) { return std::holds_alternative<SendAdvert>(action); }),
            1);
}

TEST(VrrpFsm, ADeadlineThatHasNotComeChangesNothing) {
  const Settings with = settings();
  const State state = backup(with);
  const Step result = step(with, state, DeadlineReached{}, state.deadline - 1us);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_TRUE(result.actions.empty());
}

TEST(VrrpFsm, AResignedMasterIsRelievedAfterTheSkew) {
  const Settings with = settings();
  State state = step(with, backup(with), advert(200), kStart).state;
  state = step(with, state, advert(kPriorityResign), kStart + 1s).state;
  EXPECT_EQ(state.deadline, kStart + 1s + 609375us);
  const Step result = step(with, state, DeadlineReached{}, state.deadline);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(result.state.reason, "192.0.2.9 resigned (priority 0)");
}

TEST(VrrpFsm, WhoRelievesAnnouncesAgainAfterASecond) {
  const Settings with = settings();
  State state = step(with, backup(with), advert(kPriorityResign), kStart).state;
  state = step(with, state, DeadlineReached{}, state.deadline).state;
  EXPECT_EQ(state.announcements.relief_burst, kStart + 609375us + 1s);
}

TEST(VrrpFsm, RepeatedResignationsDoNotPutTheTakeoverOff) {
  const Settings with = settings();
  State state = step(with, backup(with), advert(kPriorityResign), kStart).state;
  const TimePoint deadline = state.deadline;
  state = step(with, state, advert(kPriorityResign), kStart + 500ms).state;
  EXPECT_EQ(state.deadline, deadline);
}

TEST(VrrpFsm, Version3CountsInTheMastersInterval) {
  const Settings with = settings(100, 3);
  State state = step(with, backup(with), advert(200, kHigher, 200ms), kStart).state;
  EXPECT_EQ(state.deadline, kStart + 600ms + 121875us);
  state = step(with, state, advert(kPriorityResign, kHigher, 5s), kStart).state;
  EXPECT_EQ(state.deadline, kStart + 121875us);
  state = step(with, state, DeadlineReached{}, state.deadline).state;
  EXPECT_EQ(counted_interval(with, state), Duration(1s));
}

TEST(VrrpFsm, ALowerMasterIsPreemptedWhenTheTimerRunsOut) {
  const Settings with = settings();
  const State listening = backup(with);
  const State state = step(with, listening, advert(50), listening.deadline - 1s).state;
  EXPECT_EQ(state.deadline, listening.deadline);
  EXPECT_EQ(state.master->priority, 50);
  const Step result = step(with, state, DeadlineReached{}, state.deadline);
  EXPECT_EQ(result.state.reason, "our priority 100 is higher than 192.0.2.9's 50");
}

TEST(VrrpFsm, WithoutPreemptALowerMasterStays) {
  Settings with = settings();
  with.preempt = false;
  const State state = step(with, backup(with), advert(50), kStart + 3s).state;
  EXPECT_EQ(state.deadline, kStart + 3s + 3609375us);
}

TEST(VrrpFsm, ThePreemptDelayRunsFromTheStart) {
  Settings with = settings();
  with.preempt_delay = 10s;
  State state = backup(with);
  TimePoint now = kStart;
  for (; now < kStart + 9500ms; now += 1s) state = step(with, state, advert(50), now).state;
  EXPECT_EQ(state.deadline, now - 1s + 3609375us);
  const TimePoint last = state.deadline;
  for (; now < last; now += 1s) state = step(with, state, advert(50), now).state;
  EXPECT_EQ(state.deadline, last);
}

TEST(VrrpFsm, AHigherMasterCancelsThePreemptDelayAndALowerOneStartsItAnew) {
  Settings with = settings();
  with.preempt_delay = 10s;
  State state = step(with, backup(with), advert(200), kStart + 2s).state;
  EXPECT_EQ(state.preempt_at, std::nullopt);
  state = step(with, state, advert(50), kStart + 4s).state;
  EXPECT_EQ(state.preempt_at, kStart + 14s);
}

TEST(VrrpFsm, AMasterSendsAnAdvertEachIntervalWithoutDrift) {
  const Settings with = settings();
  State state = master(with);
  const TimePoint first = state.deadline;
  const Step result = step(with, state, DeadlineReached{}, first + 30ms);
  EXPECT_EQ(find<SendAdvert>(result)->priority, 100);
  EXPECT_EQ(result.state.timer, first + 1s);
}

TEST(VrrpFsm, AMasterYieldsToAHigherPriority) {
  const Settings with = settings();
  const State state = master(with);
  const TimePoint now = state.deadline - 500ms;
  const Step result = step(with, state, advert(101, kLower), now);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_EQ(result.state.deadline, now + 3609375us);
  EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
}

TEST(VrrpFsm, AYieldingMasterSendsOneLastAdvertWhenAsked) {
  Settings with = settings();
  with.higher_priority_send_advert = true;
  const State state = master(with);
  const Step result = step(with, state, advert(101), state.deadline - 500ms);
  ASSERT_NE(find<SendAdvert>(result), nullptr);
  EXPECT_EQ(find<SendAdvert>(result)->priority, 100);
}

TEST(VrrpFsm, EqualPrioritiesAreDecidedByTheHigherAddress) {
  const Settings with = settings();
  const State state = master(with);
  const TimePoint now = state.deadline - 500ms;
  EXPECT_EQ(step(with, state, advert(100, kHigher), now).state.role, Role::backup);
  EXPECT_EQ(step(with, state, advert(100, kLower), now).state.role, Role::master);
}

TEST(VrrpFsm, AMasterAnswersALowerOneAndAnnouncesNowAndLater) {
  const Settings with = settings();
  const State state = master(with);
  const TimePoint now = state.deadline - 500ms;
  const Step result = step(with, state, advert(50), now);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_NE(find<SendAdvert>(result), nullptr);
  EXPECT_EQ(find<Announce>(result)->frames, 5U);
  EXPECT_EQ(result.state.announcements.lower_priority_burst, now + 5s);
  EXPECT_NE(find<Note>(result), nullptr);
}

TEST(VrrpFsm, TheAnswerToALowerOneCanBeSwitchedOff) {
  Settings with = settings();
  with.lower_priority_no_advert = true;
  const State state = master(with);
  const Step result = step(with, state, advert(50), state.deadline - 500ms);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
  EXPECT_NE(find<Announce>(result), nullptr);
}

TEST(VrrpFsm, AFloodOfLowerAdvertsDoesNotBecomeAFloodOfAnnouncements) {
  const Settings with = settings();
  State state = master(with);
  const TimePoint now = state.deadline - 900ms;
  state = step(with, state, advert(50), now).state;
  const Step again = step(with, state, advert(50), now + 10ms);
  EXPECT_EQ(find<Announce>(again), nullptr);
}

TEST(VrrpFsm, AMasterAnswersAResigningOneWithAnAdvert) {
  const Settings with = settings();
  const State state = master(with);
  const TimePoint now = state.deadline - 500ms;
  const Step result = step(with, state, advert(kPriorityResign), now);
  EXPECT_NE(find<SendAdvert>(result), nullptr);
  EXPECT_EQ(result.state.timer, next_advert(now, 1s));
}

TEST(VrrpFsm, OfTwoOwnersTheLowerAddressStepsAsideAndCountsAs254) {
  const Settings with = settings(255);
  const State state = start(with).state;
  const Step stays = step(with, state, advert(255, kLower), kStart + 100ms);
  EXPECT_EQ(stays.state.role, Role::master);
  const Step yields = step(with, state, advert(255, kHigher), kStart + 100ms);
  EXPECT_EQ(yields.state.role, Role::backup);
  EXPECT_EQ(effective_priority(with, yields.state), 254);
}

TEST(VrrpFsm, AnInterfaceThatGoesDownMakesAFaultWithAResignation) {
  const Settings with = settings();
  const Step result =
      step(with, master(with), InterfaceDown{"interface eth0 is down"}, kStart + 4s);
  EXPECT_EQ(result.state.role, Role::fault);
  EXPECT_EQ(find<SendAdvert>(result)->priority, kPriorityResign);
  EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
  EXPECT_EQ(result.state.deadline, kNever);
}

TEST(VrrpFsm, AFaultHealsByListening) {
  const Settings with = settings();
  State state = step(with, backup(with), InterfaceDown{"gone"}, kStart).state;
  state = step(with, state, advert(50), kStart + 1s).state;
  EXPECT_EQ(state.role, Role::fault);
  state = step(with, state, InterfaceUp{kOwn}, kStart + 60s).state;
  EXPECT_EQ(state.role, Role::backup);
  EXPECT_EQ(state.deadline, kStart + 60s + 3609375us);
}

TEST(VrrpFsm, AnotherFaultReplacesTheReason) {
  const Settings with = settings();
  State state = step(with, backup(with), InterfaceDown{"down"}, kStart).state;
  const Step result = step(with, state, InterfaceDown{"gone"}, kStart);
  EXPECT_EQ(result.state.reason, "gone");
  EXPECT_EQ(find<AnnounceRole>(result)->from, Role::fault);
  EXPECT_TRUE(step(with, result.state, InterfaceDown{"gone"}, kStart).actions.empty());
}

TEST(VrrpFsm, ALostSourceIsRememberedForAnInterval) {
  const Settings with = settings();
  State state = master(with);
  const TimePoint lost = state.deadline - 500ms;
  state = step(with, state, SourceLost{}, lost).state;
  state = step(with, state, DeadlineReached{}, state.deadline).state;
  EXPECT_EQ(state.role, Role::master);
  EXPECT_EQ(state.source, kOwn);
  state = step(with, state, DeadlineReached{}, state.deadline).state;
  EXPECT_EQ(state.role, Role::fault);
  EXPECT_EQ(state.reason, kNoSource);
}

TEST(VrrpFsm, ASourceThatComesBackInTimeChangesNothing) {
  const Settings with = settings();
  State state = master(with);
  state = step(with, state, SourceLost{}, state.deadline - 500ms).state;
  state = step(with, state, InterfaceUp{kOwn}, state.deadline - 100ms).state;
  for (int i = 0; i < 3; ++i) {
    state = step(with, state, DeadlineReached{}, state.deadline).state;
  }
  EXPECT_EQ(state.role, Role::master);
}

TEST(VrrpFsm, ABackupWithoutSourceDoesNotTakeOver) {
  const Settings with = settings();
  State state = step(with, backup(with), SourceLost{}, kStart + 1s).state;
  EXPECT_EQ(step(with, state, DeadlineReached{}, state.deadline).state.role, Role::fault);
  EXPECT_EQ(step(with, state, advert(200), kStart + 2s).state.role, Role::fault);
}

TEST(VrrpFsm, ANewPriorityMovesABackupsTimerByTheSkewAlone) {
  const Settings before = settings(), with = settings(200);
  const Step result = step(with, backup(before), SettingsChanged{before}, kStart + 1s);
  EXPECT_EQ(result.state.deadline, kStart + 3s + 218750us);
}

TEST(VrrpFsm, UnchangedSettingsKeepTheTimer) {
  const Settings with = settings();
  const Step result = step(with, backup(with), SettingsChanged{with}, kStart + 1s);
  EXPECT_EQ(result.state.deadline, kStart + 3609375us);
  EXPECT_TRUE(result.actions.empty());
}

TEST(VrrpFsm, AMasterTellsItsNewPriorityAtOnceAndKeepsItsRole) {
  const Settings before = settings(), with = settings(150);
  const State state = master(before);
  const Step result = step(with, state, SettingsChanged{before}, state.deadline - 500ms);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(find<SendAdvert>(result)->priority, 150);
  EXPECT_NE(find<AcquireAddresses>(result), nullptr);
}

TEST(VrrpFsm, AShorterIntervalIsNotMistakenForAStall) {
  Settings before = settings(100, 3), with = before;
  before.advert_interval = 10s;
  with.advert_interval = 100ms;
  const State state = master(before);
  const Step result = step(with, state, SettingsChanged{before}, state.deadline - 1s);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_NE(find<SendAdvert>(result), nullptr);
}

TEST(VrrpFsm, TheSecondBurstComesAfterItsDelayAndTheRefreshForEver) {
  Settings with = settings();
  with.announce.refresh = 3s;
  State state = backup(with);
  const TimePoint taken = state.deadline;
  state = step(with, state, DeadlineReached{}, taken).state;
  std::vector<Duration> announced;
  while (state.deadline <= taken + 9500ms) {
    const TimePoint now = state.deadline;
    const Step result = step(with, state, DeadlineReached{}, now);
    if (find<Announce>(result) != nullptr) {
      announced.push_back(std::chrono::duration_cast<Duration>(now - taken));
    }
    state = result.state;
  }
  EXPECT_EQ(announced, (std::vector<Duration>{3s, 5s, 6s, 9s}));
}

}  // namespace
}  // namespace evenkeel::vrrp
