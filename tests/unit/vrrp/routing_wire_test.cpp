#include <gtest/gtest.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>

#include "vrrp/net/route_wire.h"
#include "vrrp/net/rule_wire.h"

namespace evenkeel::vrrp {
namespace {

constexpr int kEth0 = 2, kEth1 = 3;

LinkTable links() {
  LinkTable table;
  table.put({.index = kEth0, .name = "eth0", .is_admin_up = true});
  table.put({.index = kEth1, .name = "eth1", .is_admin_up = true});
  return table;
}

IpAddress ip(const char* text) { return *parse_address(text); }
Prefix net(const char* text) { return *parse_prefix(text); }

KernelRoute resolved(const Route& route) { return std::get<KernelRoute>(*resolve(route, links())); }

// What the kernel would answer, as far as the message holds it.
KernelRoute carried(const Route& route) {
  const auto message = encode_route(resolved(route), WireVerb::put);
  const auto read = decode_route(nlmsg_hdr(message.get()));
  EXPECT_TRUE(read);
  return read.value_or(KernelRoute{});
}

Route plain(const char* destination = "10.1.0.0/16") {
  Route route;
  route.destination = net(destination);
  route.nexthop.via = ip("10.0.0.254");
  route.nexthop.device = "eth0";
  return route;
}

void expect_carried(const Route& route) {
  EXPECT_TRUE(is_satisfied_by(resolved(route), carried(route))) << to_string(route);
  EXPECT_EQ(place_of(resolved(route)), place_of(carried(route))) << to_string(route);
}

TEST(VrrpRouteWire, AGatewayAndAnInterface) {
  const auto read = carried(plain());
  EXPECT_EQ(read.route.destination, net("10.1.0.0/16"));
  EXPECT_EQ(read.route.nexthops.at(0).via, ip("10.0.0.254"));
  EXPECT_EQ(read.interfaces, std::vector<int>{kEth0});
  EXPECT_EQ(read.route.protocol, 18);
  expect_carried(plain());
}

TEST(VrrpRouteWire, EveryScalarOption) {
  Route route = plain();
  route.preferred_source = ip("10.0.0.50");
  route.tos = 16;
  route.table = 70'000;
  route.scope = 200;
  route.priority = 7;
  route.realms = 0x00030004;
  expect_carried(route);
  const auto read = carried(route).route;
  EXPECT_EQ(read.preferred_source, route.preferred_source);
  EXPECT_EQ(read.table, 70'000U);
  EXPECT_EQ(read.scope, route.scope);
  EXPECT_EQ(read.realms, route.realms);
}

TEST(VrrpRouteWire, MetricsWithTheirLocks) {
  Route route = plain();
  route.metrics = {{RTAX_MTU, 1400, true}, {RTAX_ADVMSS, 1300, false}, {RTAX_INITCWND, 20, false}};
  route.congestion_control = "reno";
  route.congestion_control_locked = true;
  expect_carried(route);
  const auto read = carried(route).route;
  EXPECT_EQ(read.metrics, route.metrics);
  EXPECT_EQ(read.congestion_control, "reno");
  EXPECT_TRUE(read.congestion_control_locked);
}

TEST(VrrpRouteWire, SeveralHopsWithWeights) {
  Route route = plain();
  route.nexthop = {};
  route.nexthops = {{.via = ip("10.0.0.1"), .device = "eth0", .weight = 256, .onlink = true},
                    {.via = ip("10.2.0.1"), .device = "eth1", .realms = 5}};
  expect_carried(route);
  const auto read = carried(route);
  ASSERT_EQ(read.route.nexthops.size(), 2U);
  EXPECT_EQ(read.route.nexthops[0].weight, 256);
  EXPECT_TRUE(read.route.nexthops[0].onlink);
  EXPECT_EQ(read.route.nexthops[1].realms, 5U);
  EXPECT_EQ(read.interfaces, (std::vector<int>{kEth0, kEth1}));
}

TEST(VrrpRouteWire, AGatewayOfTheOtherFamily) {
  Route route = plain();
  route.nexthop.via = ip("fe80::1");
  expect_carried(route);
  EXPECT_EQ(carried(route).route.nexthops.at(0).via, ip("fe80::1"));
}

TEST(VrrpRouteWire, Ipv6WithASourceAndAPreference) {
  Route route;
  route.destination = net("2001:db8:1::/48");
  route.source = net("2001:db8:2::/48");
  route.nexthop = {.via = ip("fe80::1"), .device = "eth1", .onlink = true};
  route.preference = RouterPreference::high;
  expect_carried(route);
  const auto read = carried(route).route;
  EXPECT_EQ(read.source, route.source);
  EXPECT_EQ(read.preference, RouterPreference::high);
  EXPECT_TRUE(read.nexthops.at(0).onlink);
}

TEST(VrrpRouteWire, EveryTypeWithoutAHop) {
  for (const auto type : {RouteType::blackhole, RouteType::unreachable, RouteType::prohibit,
                          RouteType::throws, RouteType::local}) {
    Route route;
    route.type = type;
    route.destination = net("10.9.0.0/16");
    expect_carried(route);
    EXPECT_EQ(carried(route).route.type, type);
  }
}

TEST(VrrpRouteWire, EveryKindOfTunnel) {
  const RouteEncap mpls{.kind = EncapKind::mpls, .labels = {100, 1'048'575}};
  const RouteEncap v4{.kind = EncapKind::ip,
                      .id = 42,
                      .source = ip("10.0.0.1"),
                      .destination = ip("10.0.0.2"),
                      .traffic_class = 4,
                      .hop_limit = 9,
                      .flags = 1};
  const RouteEncap v6{.kind = EncapKind::ip6,
                      .id = 42,
                      .source = ip("fd00::1"),
                      .destination = ip("fd00::2"),
                      .traffic_class = 4,
                      .hop_limit = 9,
                      .flags = 1};
  const RouteEncap ila{.kind = EncapKind::ila, .id = 0x20010db800010002};
  for (const auto& encap : {mpls, v4, v6, ila}) {
    Route route = plain();
    route.nexthop.encap = encap;
    expect_carried(route);
    EXPECT_EQ(carried(route).route.nexthops.at(0).encap, encap);
  }
}

TEST(VrrpRouteWire, TheInsertionDecidesWhatIsDisplaced) {
  const auto flags = [](RouteInsertion insertion) {
    Route route = plain();
    route.insertion = insertion;
    const auto message = encode_route(resolved(route), WireVerb::put);
    return nlmsg_hdr(message.get())->nlmsg_flags &
           (NLM_F_CREATE | NLM_F_REPLACE | NLM_F_EXCL | NLM_F_APPEND);
  };
  EXPECT_EQ(flags(RouteInsertion::replace), NLM_F_CREATE | NLM_F_REPLACE);
  EXPECT_EQ(flags(RouteInsertion::add), NLM_F_CREATE | NLM_F_EXCL);
  EXPECT_EQ(flags(RouteInsertion::prepend), NLM_F_CREATE);
  EXPECT_EQ(flags(RouteInsertion::append), NLM_F_CREATE | NLM_F_APPEND);
}

TEST(VrrpRouteWire, TimesAndTtlAreSent) {
  Route route = plain();
  route.expires = 90s;
  route.ttl_propagate = false;
  const auto message = encode_route(resolved(route), WireVerb::put);
  auto* expires = nlmsg_find_attr(nlmsg_hdr(message.get()), sizeof(rtmsg), RTA_EXPIRES);
  ASSERT_NE(expires, nullptr);
  EXPECT_EQ(nla_get_u32(expires), 90U);
  auto* propagate = nlmsg_find_attr(nlmsg_hdr(message.get()), sizeof(rtmsg), RTA_TTL_PROPAGATE);
  ASSERT_NE(propagate, nullptr);
  EXPECT_EQ(nla_get_u8(propagate), 0);
}

TEST(VrrpRouteWire, OfOtherFamiliesNothingIsRead) {
  const auto message = encode_route(resolved(plain()), WireVerb::put);
  static_cast<rtmsg*>(nlmsg_data(nlmsg_hdr(message.get())))->rtm_family = AF_MPLS;
  EXPECT_FALSE(decode_route(nlmsg_hdr(message.get())));
}

TEST(VrrpRouteWire, AHopOfAnyLengthIsSafe) {
  Route route = plain();
  route.nexthop = {};
  route.nexthops = {{.via = ip("10.0.0.1")}, {.via = ip("10.0.0.2")}};
  const auto message = encode_route(resolved(route), WireVerb::put);
  auto* hops = nlmsg_find_attr(nlmsg_hdr(message.get()), sizeof(rtmsg), RTA_MULTIPATH);
  for (const int length : {0, 1, 7, 8, 9, 200, 65535}) {
    static_cast<rtnexthop*>(nla_data(hops))->rtnh_len = static_cast<unsigned short>(length);
    const auto read = decode_route(nlmsg_hdr(message.get()));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->interfaces.size(), read->route.nexthops.size());
  }
}

Rule carried(const Rule& rule) {
  const auto wanted = std::get<Rule>(*resolve(rule, links()));
  const auto message = encode_rule(wanted, WireVerb::put);
  const auto read = decode_rule(nlmsg_hdr(message.get()));
  EXPECT_TRUE(read);
  EXPECT_TRUE(is_satisfied_by(wanted, *read)) << to_string(rule);
  return *read;
}

TEST(VrrpRuleWire, ASourceAndATable) {
  Rule rule;
  rule.from = net("10.1.0.0/16");
  rule.to = net("10.2.0.0/16");
  rule.table = 100;
  rule.priority = 50;
  EXPECT_EQ(carried(rule), rule);
}

TEST(VrrpRuleWire, EverySelector) {
  Rule rule;
  rule.family = Family::ipv6;
  rule.inverted = true;
  rule.from = net("2001:db8::/32");
  rule.priority = 9;
  rule.table = 70'000;
  rule.tos = 8;
  rule.fwmark = 5;
  rule.fwmask = 0xff;
  rule.suppress_prefix_length = 0;
  rule.suppress_group = 4;
  rule.input_interface = "eth0";
  rule.output_interface = "eth9";
  rule.tunnel_id = 77;
  rule.uids = {10, 20};
  rule.ip_protocol = 6;
  rule.source_ports = {1, 65535};
  rule.destination_ports = {80, 80};
  EXPECT_EQ(carried(rule), rule);
}

TEST(VrrpRuleWire, EveryAction) {
  for (const auto action :
       {RuleAction::nop, RuleAction::blackhole, RuleAction::unreachable, RuleAction::prohibit}) {
    Rule rule;
    rule.action = action;
    EXPECT_EQ(carried(rule).action, action);
  }
  Rule jump;
  jump.action = RuleAction::go_to;
  jump.target = 40;
  EXPECT_EQ(carried(jump).target, 40U);
}

TEST(VrrpRuleWire, ALayer3DeviceNamesTheTable) {
  Rule rule;
  rule.l3mdev = true;
  EXPECT_EQ(carried(rule).table, 0U);
  EXPECT_TRUE(carried(rule).l3mdev);
}

TEST(VrrpRuleWire, AMarkWithoutAMaskIsAllOfIt) {
  Rule rule;
  rule.fwmark = 7;
  EXPECT_EQ(carried(rule).fwmask, 0xffffffffU);
}

TEST(VrrpRuleWire, WhatTheKernelShowsUnsetIsUnset) {
  Rule rule;
  rule.table = 100;
  const auto message = encode_rule(rule, WireVerb::put);
  nla_put_u32(message.get(), FRA_SUPPRESS_PREFIXLEN, 0xffffffff);
  EXPECT_EQ(decode_rule(nlmsg_hdr(message.get())), rule);
}

}  // namespace
}  // namespace evenkeel::vrrp
