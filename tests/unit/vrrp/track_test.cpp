#include "vrrp/protocol/track.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

Tracker script(std::int32_t weight, bool is_reversed = false) {
  return {.kind = TrackerKind::script, .name = "chk", .weight = weight, .is_reversed = is_reversed};
}

Tracker file(std::int32_t weight, bool is_reversed = false) {
  return {.kind = TrackerKind::file, .name = "f", .weight = weight, .is_reversed = is_reversed};
}

Readings script_is(Health health) {
  return {
      {{TrackerKind::script, "chk"}, {.health = health, .value = 0, .reason = "exit status 1"}}};
}

Readings file_is(std::int32_t value) {
  return {{{TrackerKind::file, "f"}, {.health = Health::up, .value = value, .reason = {}}}};
}

Verdict verdict(const std::vector<Tracker>& own, const Readings& readings,
                std::uint8_t priority = 100, const std::vector<Tracker>& shared = {},
                Weights weights = Weights::counted) {
  return judge({.priority = priority, .own = own, .shared = shared, .own_weights = weights},
               readings);
}

TEST(Track, AWeightCountsOnItsOwnSideOnly) {
  EXPECT_EQ(verdict({script(20)}, script_is(Health::up)).priority, 120);
  EXPECT_EQ(verdict({script(20)}, script_is(Health::down)).priority, 100);
  EXPECT_EQ(verdict({script(-20)}, script_is(Health::up)).priority, 100);
  EXPECT_EQ(verdict({script(-20)}, script_is(Health::down)).priority, 80);
}

TEST(Track, ReverseTurnsTheSign) {
  EXPECT_EQ(verdict({script(20, true)}, script_is(Health::up)).priority, 80);
  EXPECT_EQ(verdict({script(20, true)}, script_is(Health::down)).priority, 100);
  EXPECT_EQ(verdict({script(-20, true)}, script_is(Health::up)).priority, 100);
  EXPECT_EQ(verdict({script(-20, true)}, script_is(Health::down)).priority, 120);
}

TEST(Track, WithoutAWeightDownIsAFaultThatSaysWhy) {
  EXPECT_EQ(verdict({script(0)}, script_is(Health::up)).fault, std::nullopt);
  EXPECT_EQ(verdict({script(0)}, script_is(Health::down)).fault,
            "tracked script chk is DOWN: exit status 1");
  EXPECT_TRUE(verdict({script(0, true)}, script_is(Health::up)).fault);
  EXPECT_FALSE(verdict({script(0, true)}, script_is(Health::down)).fault);
}

TEST(Track, WhatIsUnknownMovesNothing) {
  for (const bool is_reversed : {false, true}) {
    EXPECT_FALSE(verdict({script(0, is_reversed)}, {}).fault);
    EXPECT_FALSE(verdict({file(0, is_reversed)}, {}).fault);
  }
  EXPECT_EQ(verdict({script(20)}, {}).priority, 120);
  EXPECT_EQ(verdict({script(-20)}, {}).priority, 100);
  EXPECT_EQ(verdict({file(2)}, {}).priority, 100);
}

TEST(Track, WhatTheRunnerHasYetToTellIsWaitedFor) {
  EXPECT_EQ(verdict({script(5)}, {}).waiting, "waiting for the first result of tracked script chk");
  EXPECT_FALSE(verdict({script(5)}, script_is(Health::down)).waiting);
  const Tracker link{.kind = TrackerKind::interface, .name = "eth1"};
  const Tracker service{.kind = TrackerKind::service, .name = "tcp:192.0.2.1:80"};
  EXPECT_FALSE(verdict({link, service}, {}).waiting);
  EXPECT_EQ(verdict({file(1)}, {}).waiting, "waiting for the first result of tracked file f");
  EXPECT_FALSE(verdict({file(1)}, file_is(0)).waiting);
  const Tracker process{.kind = TrackerKind::process, .name = "haproxy"};
  EXPECT_EQ(verdict({process}, {}).waiting,
            "waiting for the first result of tracked process haproxy");
}

TEST(Track, ThePriorityStaysFrom1To254) {
  EXPECT_EQ(verdict({script(253)}, script_is(Health::up), 100).priority, 254);
  EXPECT_EQ(verdict({script(-253)}, script_is(Health::down), 100).priority, 1);
  EXPECT_EQ(verdict({script(1)}, script_is(Health::up), 254).priority, 254);
}

TEST(Track, TheOwnersPriorityNeverChangesButItMayBeAtFault) {
  EXPECT_EQ(verdict({script(-20)}, script_is(Health::down), 255).priority, 255);
  EXPECT_EQ(verdict({script(-20)}, script_is(Health::down), 255).trackers[0].contribution, 0);
  EXPECT_TRUE(verdict({script(0)}, script_is(Health::down), 255).fault);
}

TEST(Track, ContributionsAddUpBeforeTheyAreLimited) {
  const Tracker link{.kind = TrackerKind::interface, .name = "eth1", .weight = 200};
  Readings readings = script_is(Health::down);
  readings[{TrackerKind::interface, "eth1"}].health = Health::up;
  EXPECT_EQ(verdict({link, script(-100)}, readings, 100).priority, 200);
}

TEST(Track, AFileCountsItsNumberTimesTheWeight) {
  EXPECT_EQ(verdict({file(1)}, file_is(7)).priority, 107);
  EXPECT_EQ(verdict({file(-2)}, file_is(7)).priority, 86);
  EXPECT_EQ(verdict({file(2, true)}, file_is(7)).priority, 86);
  EXPECT_EQ(verdict({file(10)}, file_is(254)).trackers[0].contribution, 253);
}

TEST(Track, AFileAtMinus254OrBelowIsAFault) {
  EXPECT_FALSE(verdict({file(1)}, file_is(-253)).fault);
  EXPECT_TRUE(verdict({file(1)}, file_is(-254)).fault);
  EXPECT_TRUE(verdict({file(-254)}, file_is(1)).fault);
  EXPECT_TRUE(verdict({file(100)}, file_is(-3)).fault);
  EXPECT_EQ(verdict({file(1)}, file_is(-254)).priority, 100);
}

TEST(Track, AFileWithoutWeightIsAFaultUnlessItIsZero) {
  EXPECT_FALSE(verdict({file(0)}, file_is(0)).fault);
  EXPECT_TRUE(verdict({file(0)}, file_is(1)).fault);
  EXPECT_TRUE(verdict({file(0, true)}, file_is(0)).fault);
}

TEST(Track, InASyncGroupOwnWeightsAreIgnoredAndFaultsAreNot) {
  const auto down = script_is(Health::down);
  EXPECT_EQ(verdict({script(-20)}, down, 100, {}, Weights::ignored).priority, 100);
  EXPECT_TRUE(verdict({script(0)}, down, 100, {}, Weights::ignored).fault);
  EXPECT_EQ(verdict({}, down, 100, {script(-20)}, Weights::ignored).priority, 80);
  auto both = down;
  both.merge(file_is(5));
  EXPECT_EQ(verdict({file(1)}, both, 100, {script(-20)}, Weights::counted).priority, 85);
  EXPECT_EQ(verdict({file(1)}, both, 100, {script(-20)}, Weights::ignored).priority, 80);
}

TEST(Track, FileValuesAreReadAsKeepalivedDoes) {
  EXPECT_EQ(file_value("12\n"), 12);
  EXPECT_EQ(file_value("  -3 apples"), -3);
  EXPECT_EQ(file_value("0x10"), 16);
  EXPECT_EQ(file_value(""), 0);
  EXPECT_EQ(file_value("none"), 0);
  EXPECT_EQ(file_value("99999999999999999999"), 254);
  EXPECT_EQ(file_value("-1000"), -254);
}

TEST(Track, ThePriorityIsExplained) {
  EXPECT_EQ(priority_text(150, verdict({script(-20)}, script_is(Health::down), 150)),
            "130: 150 configured, -20 script chk (DOWN: exit status 1)");
  EXPECT_EQ(priority_text(150, verdict({script(-20)}, script_is(Health::up), 150)),
            "150: 150 configured");
}

TEST(Track, WhatAnInstanceAndItsGroupTrackCountsOnceAsTheGroups) {
  const auto both = verdict({script(-20)}, script_is(Health::down), 100, {script(-5)});
  EXPECT_EQ(both.priority, 95);
  EXPECT_EQ(both.trackers.size(), 1U);
}

TEST(Track, UnlessTheInstanceCannotDoWithoutIt) {
  const auto both = verdict({script(0)}, script_is(Health::down), 100, {script(-5)});
  EXPECT_EQ(both.priority, 100);
  EXPECT_NE(both.fault, std::nullopt);
  EXPECT_EQ(both.trackers.size(), 1U);
}

}  // namespace
}  // namespace evenkeel::vrrp
