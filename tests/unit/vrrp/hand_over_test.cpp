// The machine under orders: of its sync group, of an operator.
#include <gtest/gtest.h>

#include "vrrp/protocol/fsm.h"

namespace evenkeel::vrrp {
namespace {

const TimePoint kStart{std::chrono::hours(1)};
const IpAddress kOwn = *parse_address("192.0.2.5");
const IpAddress kPeer = *parse_address("192.0.2.9");
const Settings kAlone{.priority = 150};

Settings grouped(std::uint8_t priority = 150) { return {.priority = priority, .is_grouped = true}; }

AdvertReceived advert(std::uint8_t priority) {
  return {.source = kPeer, .priority = priority, .interval = 1s};
}

template <typename T>
const T* find(const Step& result) {
  for (const auto& action : result.actions) {
    if (const auto* found = std::get_if<T>(&action)) return found;
  }
  return nullptr;
}

Step start(const Settings& with) {
  return step(with, {}, Startup{.link = LinkUp{kOwn}, .adoption = {}}, kStart);
}

State master() {
  const State listening = start(kAlone).state;
  return step(kAlone, listening, DeadlineReached{}, listening.deadline).state;
}

State wanting() {
  const State listening = start(grouped()).state;
  return step(grouped(), listening, DeadlineReached{}, listening.deadline).state;
}

TEST(VrrpGrouped, ATimerThatRunsOutIsOnlyAWish) {
  const State listening = start(grouped()).state;
  const Step result = step(grouped(), listening, DeadlineReached{}, listening.deadline);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_TRUE(result.state.wants_master);
  EXPECT_EQ(find<AcquireAddresses>(result), nullptr);
  EXPECT_EQ(result.state.deadline, listening.deadline + 1s);
}

TEST(VrrpGrouped, TakesOverWhenTold) {
  const Step result = step(grouped(), wanting(), GroupTakesOver{}, kStart + 4s);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_NE(find<AcquireAddresses>(result), nullptr);
  EXPECT_FALSE(result.state.wants_master);
}

TEST(VrrpGrouped, IsNotToldWhatItDoesNotWant) {
  const Step result = step(grouped(), start(grouped()).state, GroupTakesOver{}, kStart + 1s);
  EXPECT_EQ(result.state.role, Role::backup);
}

TEST(VrrpGrouped, AnAdvertThatCountsEndsTheWish) {
  EXPECT_FALSE(step(grouped(), wanting(), advert(200), kStart + 4s).state.wants_master);
  EXPECT_TRUE(step(grouped(), wanting(), advert(100), kStart + 4s).state.wants_master);
}

TEST(VrrpGrouped, AMachineThatSleptWishesAnew) {
  const Step result = step(grouped(), wanting(), Suspended{10s}, kStart + 4s);
  EXPECT_FALSE(result.state.wants_master);
}

TEST(VrrpGrouped, TheOwnerWaitsForItsGroupToo) {
  const Step result = start(grouped(255));
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_TRUE(result.state.wants_master);
}

TEST(VrrpGrouped, JoinsMastersAtOnce) {
  const Step result = step(
      grouped(), {}, Startup{.link = LinkUp{kOwn}, .adoption = {}, .joins_masters = true}, kStart);
  EXPECT_TRUE(result.state.wants_master);
}

TEST(VrrpGrouped, GivesWayWithPriorityZero) {
  const State held = step(grouped(), wanting(), GroupTakesOver{}, kStart + 4s).state;
  const Step result = step(grouped(), held, GroupGivesWay{"sync group G"}, kStart + 5s);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_EQ(result.state.reason, "sync group G");
  EXPECT_EQ(find<SendAdvert>(result)->priority, 0);
  EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
}

TEST(VrrpTracked, ChangesOfPriorityInARowDoNotPutATakeoverOff) {
  State state = start(kAlone).state;
  Settings before = kAlone;
  for (int i = 1; i < 30; ++i) {
    Settings now = kAlone;
    now.priority = i % 2 == 0 ? 150 : 100;
    state = step(now, state, SettingsChanged{before}, kStart + i * 100ms).state;
    before = now;
  }
  EXPECT_LT(state.deadline, kStart + 4s);
}

TEST(VrrpHandOver, SaysPriorityZeroAndServesOn) {
  const Step result = step(kAlone, master(), HandOver{"why"}, kStart + 4s);
  EXPECT_EQ(find<SendAdvert>(result)->priority, 0);
  EXPECT_EQ(find<ReleaseAddresses>(result), nullptr);
  EXPECT_EQ(result.state.role, Role::master);
}

TEST(VrrpHandOver, IsDoneWhenAPeerIsHeard) {
  const State asked = step(kAlone, master(), HandOver{"why"}, kStart + 4s).state;
  const Step result = step(kAlone, asked, advert(100), kStart + 4s + 600ms);
  EXPECT_EQ(result.state.role, Role::backup);
  EXPECT_EQ(result.state.reason, "why");
  EXPECT_NE(find<ReleaseAddresses>(result), nullptr);
  EXPECT_FALSE(result.state.handing_over);
}

TEST(VrrpHandOver, APeerThatAnnouncesTheAddressesIsNoConflict) {
  const State asked = step(kAlone, master(), HandOver{"why"}, kStart + 4s).state;
  const AddressClaimed claimed{.address = kPeer, .hardware = "02:00:00:00:00:09"};
  EXPECT_TRUE(step(kAlone, asked, claimed, kStart + 4s + 600ms).actions.empty());
}

TEST(VrrpHandOver, APeerThatResignsTooIsNoRelief) {
  const State asked = step(kAlone, master(), HandOver{"why"}, kStart + 4s).state;
  const Step result = step(kAlone, asked, advert(0), kStart + 4s + 600ms);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
}

TEST(VrrpHandOver, IsRefusedWhenNobodyTakesOver) {
  const State asked = step(kAlone, master(), HandOver{"why"}, kStart + 4s).state;
  const Step result = step(kAlone, asked, DeadlineReached{}, asked.deadline);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(find<SendAdvert>(result)->priority, 150);
  ASSERT_NE(find<Note>(result), nullptr);
  EXPECT_EQ(find<Note>(result)->kind, NoteKind::hand_over_refused);
  EXPECT_FALSE(result.state.handing_over);
}

TEST(VrrpHandOver, AVirtualMacIsLetGoAtOnceAndClaimedAgainWhenRefused) {
  Settings with = kAlone;
  with.leaving = Leaving::at_once;
  const Step asked = step(with, master(), HandOver{"why"}, kStart + 4s);
  EXPECT_EQ(find<SendAdvert>(asked)->priority, 0);
  EXPECT_NE(find<ReleaseAddresses>(asked), nullptr);
  EXPECT_EQ(asked.state.role, Role::master);
  Settings changed = with;
  changed.priority = 140;
  const Step meanwhile = step(changed, asked.state, SettingsChanged{with}, kStart + 4s + 100ms);
  EXPECT_EQ(find<AcquireAddresses>(meanwhile), nullptr);
  const Step refused = step(with, asked.state, DeadlineReached{}, asked.state.timer);
  EXPECT_EQ(find<SendAdvert>(refused)->priority, 150);
  EXPECT_NE(find<AcquireAddresses>(refused), nullptr);
  EXPECT_NE(find<Announce>(refused), nullptr);
}

TEST(VrrpHandOver, NothingIsAnnouncedForAVirtualMacThatWasLetGo) {
  Settings with = kAlone;
  with.leaving = Leaving::at_once;
  with.announce.refresh = 100ms;
  State state = step(with, master(), HandOver{"why"}, kStart + 4s).state;
  while (state.deadline < state.timer) {
    const Step result = step(with, state, DeadlineReached{}, state.deadline);
    EXPECT_EQ(find<Announce>(result), nullptr);
    ASSERT_GT(result.state.deadline, state.deadline);
    state = result.state;
  }
}

TEST(VrrpHandOver, NewSettingsDoNotCallItOff) {
  Settings changed = kAlone;
  changed.priority = 140;
  const State asked = step(kAlone, master(), HandOver{"why"}, kStart + 4s).state;
  const Step result = step(changed, asked, SettingsChanged{kAlone}, kStart + 4s + 100ms);
  EXPECT_EQ(find<SendAdvert>(result), nullptr);
  EXPECT_TRUE(result.state.handing_over);
}

TEST(VrrpHandOver, WaitsForTheSlowestMemberOfItsSyncGroup) {
  const State own = step(kAlone, master(), HandOver{"why"}, kStart + 4s).state;
  EXPECT_EQ(own.timer, kStart + 4s + relief_time(kAlone));
  const State shared = step(kAlone, master(), HandOver{"why", 3s}, kStart + 4s).state;
  EXPECT_EQ(shared.timer, kStart + 4s + 3s);
}

TEST(VrrpHandOver, WhoIsNotMasterHasNothingToHandOver) {
  const Step result = step(kAlone, start(kAlone).state, HandOver{"why"}, kStart + 1s);
  EXPECT_TRUE(result.actions.empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
