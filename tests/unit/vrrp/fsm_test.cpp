#include "vrrp/protocol/fsm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {
namespace {

const TimePoint kStart{std::chrono::hours(1)};
const IpAddress kOwn = *parse_address("192.0.2.5");
const IpAddress kHigher = *parse_address("192.0.2.9");
const IpAddress kLower = *parse_address("192.0.2.1");

Settings settings(std::uint8_t priority = 100, std::uint8_t version = 2) {
  return {.version = version, .priority = priority};
}

AdvertReceived advert(std::uint8_t priority, const IpAddress& source = kHigher,
                      Duration interval = 1s) {
  return {.source = source, .priority = priority, .interval = interval};
}

template <typename T>
const T* find(const Step& result) {
  for (const auto& action : result.actions) {
    if (const auto* found = std::get_if<T>(&action)) return found;
  }
  return nullptr;
}

template <typename T>
std::size_t place(const Step& result) {
  for (std::size_t i = 0; i < result.actions.size(); ++i) {
    if (std::holds_alternative<T>(result.actions[i])) return i;
  }
  return result.actions.size();
}

Step start(const Settings& with) {
  return step(with, {}, Startup{.link = LinkUp{kOwn}, .adoption = {}}, kStart);
}

State backup(const Settings& with) { return start(with).state; }

State master(const Settings& with) {
  const State listening = backup(with);
  return step(with, listening, DeadlineReached{}, listening.deadline).state;
}

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
  EXPECT_EQ(result.state.deadline, state.deadline + 1s);
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
  EXPECT_EQ(result.state.timer, now + 1s);
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
  EXPECT_EQ(result.state.deadline, kStart + 600ms);
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
  const Startup startup{.link = LinkUp{kOwn}, .adoption = Adoption{kStart - 3609375us}};
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
  const Step just_in_time = step(with, state, DeadlineReached{}, last_advert + 3609374us);
  EXPECT_EQ(just_in_time.state.role, Role::master);
  const TimePoint late = last_advert + 3609375us;
  for (const vrrp::Event& event :
       {vrrp::Event{DeadlineReached{}}, vrrp::Event{advert(50)}, vrrp::Event{advert(0)}}) {
    const Step result = step(with, state, event, late);
    EXPECT_EQ(result.state.role, Role::backup);
    EXPECT_EQ(find<SendAdvert>(result), nullptr);
    EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
  }
}

TEST(VrrpFsm, ASuspendedMachineListensFirst) {
  const Settings with = settings();
  const Step slept = step(with, master(with), Suspended{4s}, kStart + 4s);
  EXPECT_EQ(slept.state.role, Role::backup);
  EXPECT_EQ(find<SendAdvert>(slept), nullptr);
  EXPECT_EQ(step(with, master(with), Suspended{1s}, kStart + 4s).state.role, Role::master);
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
  State state = master(with);
  const TimePoint taken = state.timer - 1s;
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
