// Two masters: fsm_conflict.cpp.
#include <gtest/gtest.h>

#include <algorithm>

#include "vrrp/protocol/fsm.h"

namespace evenkeel::vrrp {
namespace {

const TimePoint kStart{std::chrono::hours(1)};
const IpAddress kOwn = *parse_address("192.0.2.5");
const IpAddress kOther = *parse_address("192.0.2.1");
const IpAddress kVirtual = *parse_address("192.0.2.100");
constexpr const char* kMac = "02:00:00:00:00:09";
constexpr Duration kDownTime = 3s + 609375us;

Settings settings(std::uint8_t priority = 100) { return {.version = 2, .priority = priority}; }

AdvertReceived lower() { return {.source = kOther, .priority = 50, .interval = 1s}; }
AddressClaimed claim() { return {kVirtual, kMac}; }

template <typename T>
std::vector<T> all(const Step& result) {
  std::vector<T> found;
  for (const auto& action : result.actions) {
    if (const auto* one = std::get_if<T>(&action)) found.push_back(*one);
  }
  return found;
}

// Every deadline in its time; the actions of all of them.
Step run_until(const Settings& with, State state, TimePoint end) {
  Step result{std::move(state), {}};
  while (result.state.deadline <= end) {
    const TimePoint when = result.state.deadline;
    auto next = step(with, result.state, DeadlineReached{}, when);
    next.actions.insert(next.actions.begin(), result.actions.begin(), result.actions.end());
    result = std::move(next);
  }
  return result;
}

// A master of old: its bursts are over.
State master(const Settings& with) {
  const State state = step(with, {}, Startup{.link = LinkUp{kOwn}, .adoption = {}}, kStart).state;
  return run_until(with, state, kStart + 20s - 1us).state;
}

TEST(VrrpConflict, ALowerMasterIsNamedOnceHoweverOftenItSpeaks) {
  State state = master(settings());
  const TimePoint now = kStart + 20s;
  Step result = step(settings(), state, lower(), now);
  ASSERT_EQ(all<Note>(result).size(), 1U);
  EXPECT_EQ(all<Note>(result)[0].kind, NoteKind::conflict);
  EXPECT_EQ(all<Note>(result)[0].text,
            "a second master: 192.0.2.1 with priority 50; our priority is 100; staying MASTER");
  EXPECT_EQ(all<Announce>(result).size(), 1U);
  result = step(settings(), result.state, lower(), now + 1s);
  EXPECT_TRUE(all<Note>(result).empty());
  EXPECT_EQ(all<Announce>(result).size(), 1U);
  EXPECT_EQ(result.state.conflict->ends, now + 1s + kDownTime);
}

TEST(VrrpConflict, EachAdvertOfALowerOneIsHeardAndNothingElse) {
  const TimePoint now = kStart + 20s;
  const auto is_heard = [](const Step& result) {
    return all<LowerPriorityHeard>(result).size() == 1;
  };
  Step result = step(settings(), master(settings()), lower(), now);
  EXPECT_TRUE(is_heard(result));
  result = step(settings(), result.state, lower(), now + 1s);
  EXPECT_TRUE(is_heard(result)) << "the same conflict, another advert";
  result = step(settings(), result.state, claim(), now + 1s);
  EXPECT_FALSE(is_heard(result)) << "a claim is no advert";
  result = run_until(settings(), result.state, now + 40s);
  EXPECT_FALSE(result.state.conflict.has_value());
  EXPECT_FALSE(is_heard(result)) << "it is over";
  const AdvertReceived resigned{.source = kOther, .priority = 0, .interval = 1s};
  EXPECT_FALSE(is_heard(step(settings(), result.state, resigned, now + 41s)));
}

TEST(VrrpConflict, ItIsOverWhenTheOtherIsSilentAndThatIsAnnounced) {
  const State state = step(settings(), master(settings()), lower(), kStart + 20s).state;
  const Step before = run_until(settings(), state, kStart + 20s + kDownTime - 1us);
  EXPECT_TRUE(before.state.conflict.has_value());
  const Step after = step(settings(), before.state, DeadlineReached{}, kStart + 20s + kDownTime);
  EXPECT_FALSE(after.state.conflict.has_value());
  ASSERT_EQ(all<Note>(after).size(), 1U);
  EXPECT_EQ(all<Note>(after)[0].text,
            "the second master has fallen silent: 192.0.2.1 with priority 50");
  ASSERT_FALSE(all<Announce>(after).empty());
  EXPECT_EQ(all<Announce>(after)[0].frames, 5U);
}

TEST(VrrpConflict, AForeignClaimIsNamedByItsMac) {
  const Step result = step(settings(), master(settings()), claim(), kStart + 20s);
  ASSERT_EQ(all<Note>(result).size(), 1U);
  EXPECT_EQ(all<Note>(result)[0].text,
            "a second master: 02:00:00:00:00:09, which claims 192.0.2.100; our priority is 100; "
            "staying MASTER");
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_EQ(all<Announce>(result).size(), 1U);
}

TEST(VrrpConflict, AdvertAndClaimMakeOneConflict) {
  const TimePoint now = kStart + 20s;
  Step result = step(settings(), master(settings()), lower(), now);
  result = step(settings(), result.state, claim(), now + 10ms);
  ASSERT_EQ(all<Note>(result).size(), 1U);
  EXPECT_EQ(all<Note>(result)[0].text,
            "a second master: 192.0.2.1 at 02:00:00:00:00:09 with priority 50; our priority is "
            "100; staying MASTER");
  // Its adverts tell when it is over, not the rarer ARP.
  EXPECT_EQ(result.state.conflict->ends, now + kDownTime);
  EXPECT_EQ(result.state.conflict->address, kOther);
}

TEST(VrrpConflict, ABackupMindsNoClaim) {
  const State state =
      step(settings(), {}, Startup{.link = LinkUp{kOwn}, .adoption = {}}, kStart).state;
  const Step result = step(settings(), state, claim(), kStart + 1s);
  EXPECT_TRUE(result.actions.empty());
  EXPECT_FALSE(result.state.conflict.has_value());
}

TEST(VrrpConflict, AFloodOfClaimsMakesNoFloodOfAnnouncements) {
  State state = master(settings());
  std::size_t bursts = 0;
  for (int i = 0; i < 1000; ++i) {
    Step result = step(settings(), state, claim(), kStart + 20s + i * 1us);
    bursts += all<Announce>(result).size();
    state = std::move(result.state);
  }
  EXPECT_EQ(bursts, 1U);
}

TEST(VrrpConflict, WhoYieldsHasNone) {
  State state = step(settings(), master(settings()), claim(), kStart + 20s).state;
  const AdvertReceived higher{.source = kOther, .priority = 200, .interval = 1s};
  state = step(settings(), state, higher, kStart + 20s + 1ms).state;
  EXPECT_EQ(state.role, Role::backup);
  EXPECT_FALSE(state.conflict.has_value());
}

TEST(VrrpConflict, AnOwnerThatIgnoresAdvertsNeitherYieldsNorAnswers) {
  Settings with = settings(255);
  with.owner_ignores_adverts = true;
  const State state = master(with);
  const AdvertReceived owner{
      .source = *parse_address("192.0.2.200"), .priority = 255, .interval = 1s};
  const Step result = step(with, state, owner, kStart + 20s);
  EXPECT_EQ(result.state.role, Role::master);
  EXPECT_TRUE(all<SendAdvert>(result).empty());
  EXPECT_TRUE(all<LowerPriorityHeard>(result).empty());
  EXPECT_TRUE(result.state.conflict.has_value());
}

TEST(VrrpConflict, ExtraInterfacesAreAnnouncedPeriodically) {
  Settings with = settings();
  with.announce.extra = 60s;
  const State state = master(with);
  const Step result = run_until(with, state, kStart + 70s);
  const auto bursts = all<Announce>(result);
  EXPECT_EQ(std::count(bursts.begin(), bursts.end(), Announce{1, AnnounceScope::extra}), 1);
}

TEST(VrrpConflict, WhatAMemberOfItsGroupHearsIsAnsweredWithAnnouncementsAlone) {
  Step result = step(settings(), master(settings()), MemberConflict{}, kStart + 20s);
  EXPECT_EQ(all<Announce>(result).size(), 1U);
  EXPECT_EQ(result.actions.size(), 1U);
  result = step(settings(), result.state, MemberConflict{}, kStart + 20s + 100ms);
  EXPECT_TRUE(result.actions.empty()) << "once an interval";
  const Step again = run_until(settings(), result.state, kStart + 25s);
  EXPECT_EQ(all<Announce>(again).size(), 1U) << "and after the delay";
  const State backup =
      step(settings(), {}, Startup{.link = LinkUp{kOwn}, .adoption = {}}, kStart).state;
  EXPECT_TRUE(step(settings(), backup, MemberConflict{}, kStart + 1s).actions.empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
