#include "vrrp/protocol/routing_entry.h"

#include <gtest/gtest.h>

#include "vrrp/protocol/route_plan.h"
#include "vrrp/protocol/routing_view.h"

namespace evenkeel::vrrp {
namespace {

constexpr int kEth0 = 2, kEth1 = 3, kRed = 9;

LinkTable links() {
  LinkTable table;
  table.put({.index = kEth0, .name = "eth0"});
  table.put({.index = kEth1, .name = "eth1"});
  table.put({.index = kRed, .name = "red", .vrf_table = 1001});
  return table;
}

Route route(const char* destination, const char* via = "10.0.0.254") {
  Route made;
  made.destination = *parse_prefix(destination);
  if (*via != '\0') made.nexthop.via = *parse_address(via);
  return made;
}

KernelRoute resolved(const Route& wanted) {
  return std::get<KernelRoute>(*resolve(wanted, links()));
}

std::string problem_of(const Route& wanted) { return resolve(wanted, links()).error(); }

TEST(VrrpRoutingEntry, WithoutADeviceTheKernelChooses) {
  EXPECT_EQ(resolved(route("10.1.0.0/16")).interfaces, std::vector<int>{0});
}

TEST(VrrpRoutingEntry, ADeviceIsItsIndex) {
  Route wanted = route("10.1.0.0/16");
  wanted.nexthop.device = "eth1";
  EXPECT_EQ(resolved(wanted).interfaces, std::vector<int>{kEth1});
  EXPECT_EQ(resolved(wanted).route.nexthops.at(0).device, "");
}

TEST(VrrpRoutingEntry, AMissingDeviceIsNamed) {
  Route wanted = route("10.1.0.0/16");
  wanted.nexthop.device = "eth9";
  EXPECT_EQ(problem_of(wanted), "interface eth9 does not exist");
}

TEST(VrrpRoutingEntry, AVrfIsItsTable) {
  Route wanted = route("10.1.0.0/16");
  wanted.vrf = "red";
  EXPECT_EQ(resolved(wanted).route.table, 1001U);
  wanted.vrf = "eth0";
  EXPECT_EQ(problem_of(wanted), "eth0 is not a VRF");
  wanted.vrf = "blue";
  EXPECT_EQ(problem_of(wanted), "VRF blue does not exist");
}

TEST(VrrpRoutingEntry, HostBitsOfTheDestinationDoNotCount) {
  EXPECT_EQ(resolved(route("10.1.2.3/12")).route.destination, *parse_prefix("10.0.0.0/12"));
  EXPECT_EQ(resolved(route("2001:db8::1/33", "fe80::1")).route.destination,
            *parse_prefix("2001:db8::/33"));
}

TEST(VrrpRoutingEntry, TheScopeIsThatOfIproute) {
  const auto scope = [](RouteType type, const char* via) {
    Route wanted = route("10.1.0.0/16", via);
    wanted.type = type;
    return *resolved(wanted).route.scope;
  };
  EXPECT_EQ(scope(RouteType::unicast, "10.0.0.1"), 0);
  EXPECT_EQ(scope(RouteType::unicast, ""), 253);
  EXPECT_EQ(scope(RouteType::local, ""), 254);
  EXPECT_EQ(scope(RouteType::nat, ""), 254);
  EXPECT_EQ(scope(RouteType::broadcast, ""), 253);
  EXPECT_EQ(scope(RouteType::multicast, ""), 253);
  EXPECT_EQ(scope(RouteType::anycast, ""), 253);
  EXPECT_EQ(scope(RouteType::blackhole, ""), 0);
}

TEST(VrrpRoutingEntry, Ipv6HasNoScopeAndAPriorityOfItsOwn) {
  Route wanted = route("2001:db8::/32", "");
  wanted.scope = 200;
  EXPECT_EQ(resolved(wanted).route.scope, 0);
  EXPECT_EQ(resolved(wanted).route.priority, 1024U);
  wanted.priority = 5;
  EXPECT_EQ(resolved(wanted).route.priority, 5U);
  EXPECT_EQ(resolved(route("10.1.0.0/16")).route.priority, 0U);
}

TEST(VrrpRoutingEntry, TheRealmOfAnOnlyHopIsTheRoutes) {
  Route wanted = route("10.1.0.0/16");
  wanted.nexthops = {wanted.nexthop};
  wanted.nexthops[0].realms = 7;
  wanted.nexthop = {};
  EXPECT_EQ(resolved(wanted).route.realms, 7U);
}

TEST(VrrpRoutingEntry, WhoTracksItIsNoPartOfIt) {
  Route one = route("10.1.0.0/16"), other = one;
  other.tracked = false;
  other.track_group = "all";
  EXPECT_EQ(identity_of(one), identity_of(other));
  other.tos = 4;
  EXPECT_NE(identity_of(one), identity_of(other));
}

TEST(VrrpRoutingEntry, WhatDisplacesEachOtherHasOnePlace) {
  const auto place = [](const Route& wanted) { return place_of(resolved(wanted)); };
  const Route one = route("10.1.0.0/16");
  EXPECT_EQ(place(one), place(route("10.1.0.0/16", "10.0.0.1")));
  EXPECT_NE(place(one), place(route("10.1.0.0/17")));
  Route other = one;
  other.priority = 5;
  EXPECT_NE(place(one), place(other));
  other = one;
  other.table = 100;
  EXPECT_NE(place(one), place(other));
  other = one;
  other.tos = 4;
  EXPECT_NE(place(one), place(other));
  EXPECT_NE(place(route("0.0.0.0/0")), place(route("::/0", "fe80::1")));
}

struct Difference {
  const char* name;
  void (*make)(KernelRoute&);
};

TEST(VrrpRoutingEntry, EachDifferenceThatCountsIsSeen) {
  Route wanted = route("10.1.0.0/16");
  wanted.nexthop.device = "eth0";
  wanted.metrics = {{2, 1400, false}};
  wanted.congestion_control = "reno";
  const KernelRoute desired = resolved(wanted);
  ASSERT_TRUE(is_satisfied_by(desired, desired));
  constexpr Difference kDifferences[] = {
      {"type", [](KernelRoute& r) { r.route.type = RouteType::local; }},
      {"table", [](KernelRoute& r) { r.route.table = 5; }},
      {"protocol", [](KernelRoute& r) { r.route.protocol = 4; }},
      {"scope", [](KernelRoute& r) { r.route.scope = 200; }},
      {"src", [](KernelRoute& r) { r.route.preferred_source = *parse_address("10.0.0.9"); }},
      {"via", [](KernelRoute& r) { r.route.nexthops[0].via = *parse_address("10.0.0.9"); }},
      {"dev", [](KernelRoute& r) { r.interfaces[0] = kEth1; }},
      {"encap", [](KernelRoute& r) { r.route.nexthops[0].encap.kind = EncapKind::ip; }},
      {"another hop",
       [](KernelRoute& r) {
         r.route.nexthops.emplace_back();
         r.interfaces.push_back(kEth1);
       }},
      {"metric", [](KernelRoute& r) { r.route.metrics[0].value = 1300; }},
      {"lock", [](KernelRoute& r) { r.route.metrics[0].locked = true; }},
      {"congctl", [](KernelRoute& r) { r.route.congestion_control = "cubic"; }}};
  for (const auto& difference : kDifferences) {
    KernelRoute actual = desired;
    difference.make(actual);
    EXPECT_FALSE(is_satisfied_by(desired, actual)) << difference.name;
  }
}

TEST(VrrpRoutingEntry, TheKernelMayFillInWhatWasLeftOpen) {
  const KernelRoute desired = resolved(route("10.1.0.0/16"));
  KernelRoute actual = desired;
  actual.interfaces[0] = kEth1;
  actual.route.metrics = {{10, 64, false}};
  actual.route.preference = RouterPreference::medium;
  EXPECT_TRUE(is_satisfied_by(desired, actual));
}

TEST(VrrpRoutingEntry, HopsMayComeInAnotherOrder) {
  Route wanted = route("10.1.0.0/16");
  wanted.nexthop = {};
  wanted.nexthops = {{.via = *parse_address("10.0.0.1"), .weight = 2},
                     {.via = *parse_address("10.0.0.2")}};
  const KernelRoute desired = resolved(wanted);
  KernelRoute actual = desired;
  std::swap(actual.route.nexthops[0], actual.route.nexthops[1]);
  EXPECT_TRUE(is_satisfied_by(desired, actual));
  actual.route.nexthops[0].weight = 9;
  EXPECT_FALSE(is_satisfied_by(desired, actual));
}

TEST(VrrpRoutingEntry, ARuleIsSatisfiedByItselfAlone) {
  Rule rule;
  rule.table = 100;
  const KernelEntry desired = *resolve(rule, links());
  EXPECT_TRUE(is_satisfied_by(desired, desired));
  Rule other = std::get<Rule>(desired);
  other.priority = 1;
  EXPECT_FALSE(is_satisfied_by(desired, other));
  EXPECT_FALSE(is_satisfied_by(desired, resolved(route("10.1.0.0/16"))));
}

TEST(VrrpRoutingEntry, TheTextIsThatOfIproute) {
  Route made = route("0.0.0.0/0");
  made.nexthop.device = "eth0";
  made.preferred_source = *parse_address("10.0.0.50");
  made.table = 100;
  made.priority = 5;
  EXPECT_EQ(to_string(made), "default via 10.0.0.254 dev eth0 src 10.0.0.50 table 100 metric 5");
  Route hole = route("10.9.0.0/16", "");
  hole.type = RouteType::blackhole;
  EXPECT_EQ(to_string(hole), "blackhole 10.9.0.0/16");
  Route several = route("10.1.0.0/16", "");
  several.nexthops = {{.via = *parse_address("10.0.0.1"), .weight = 2}, {.device = "eth1"}};
  EXPECT_EQ(to_string(several), "10.1.0.0/16 nexthop via 10.0.0.1 weight 2 nexthop dev eth1");
  Rule rule;
  rule.priority = 50;
  rule.inverted = true;
  rule.from = *parse_prefix("10.1.0.0/16");
  rule.fwmark = 7;
  rule.input_interface = "eth0";
  rule.table = 100;
  EXPECT_EQ(to_string(rule), "50: not from 10.1.0.0/16 fwmark 7 iif eth0 table 100");
}

TEST(VrrpRoutePlan, IsPutAndRemovedAsItIsWanted) {
  const TimePoint now{};
  using enum RoutingStep;
  EXPECT_EQ(next_step({.is_wanted = true}, Presence::absent, now), put);
  EXPECT_EQ(next_step({.is_wanted = true}, Presence::present, now), none);
  EXPECT_EQ(next_step({}, Presence::absent, now), none);
  EXPECT_EQ(next_step({}, Presence::present, now), remove);
}

TEST(VrrpRoutePlan, SomebodyElsesWishForThePlaceCounts) {
  const TimePoint now{};
  using enum RoutingStep;
  EXPECT_EQ(next_step({.rivalry = Rivalry::shared}, Presence::present, now), none);
  EXPECT_EQ(next_step({.is_wanted = true, .rivalry = Rivalry::outranked}, Presence::absent, now),
            none);
}

TEST(VrrpRoutePlan, WhatIsNotTrackedOrHasEndedIsNotPutBack) {
  const TimePoint now{100s};
  using enum RoutingStep;
  EXPECT_EQ(next_step({.is_wanted = true, .is_held = true}, Presence::absent, now), put);
  EXPECT_EQ(
      next_step({.is_wanted = true, .is_held = true, .is_put_back = false}, Presence::absent, now),
      none);
  EXPECT_EQ(next_step({.is_wanted = true, .is_put_back = false}, Presence::absent, now), put);
  EXPECT_EQ(next_step({.is_wanted = true, .is_held = true, .ends = now}, Presence::absent, now),
            none);
  EXPECT_EQ(
      next_step({.is_wanted = true, .is_held = true, .ends = now + 1s}, Presence::absent, now),
      put);
}

TEST(VrrpRoutePlan, TriesQuicklyAtFirst) {
  EXPECT_EQ(retry_after(1), Duration(20ms));
  EXPECT_EQ(retry_after(kQuickTries - 1), Duration(20ms));
  EXPECT_EQ(retry_after(kQuickTries), Duration(1s));
}

TEST(VrrpRoutingView, OneThatReplacesIsAlone) {
  RoutingView view;
  view.read({resolved(route("10.1.0.0/16", "10.0.0.1")), resolved(route("10.2.0.0/16"))});
  const KernelRoute fresh = resolved(route("10.1.0.0/16", "10.0.0.2"));
  view.put(fresh);
  EXPECT_EQ(view.only_one_at(place_of(fresh)), KernelEntry(fresh));
  EXPECT_EQ(view.by_place().size(), 2U);
  view.remove(fresh);
  EXPECT_TRUE(view.is_empty_at(place_of(fresh)));
}

TEST(VrrpRoutingView, WhatTheKernelShowsOtherwiseIsFound) {
  RoutingView view;
  const KernelRoute desired = resolved(route("10.1.0.0/16"));
  KernelRoute shown = desired;
  shown.route.scope = 200;
  view.read({shown});
  EXPECT_EQ(view.find(desired, std::nullopt), nullptr);
  ASSERT_NE(view.find(desired, KernelEntry(shown)), nullptr);
}

}  // namespace
}  // namespace evenkeel::vrrp
