// virtual_routes and static_routes to values.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

Parsed parse_routes(const std::string& line) {
  return parse_text("static_routes {\n" + line + "\n}\n");
}

// With "no_track", as only a route with an interface may be tracked.
Route route(const std::string& line) {
  const auto parsed = parse_routes(line + " no_track");
  EXPECT_FALSE(has_errors(parsed.findings)) << render(parsed.findings, Caret::hidden);
  return parsed.config.statics.routes.empty() ? Route{} : parsed.config.statics.routes[0];
}

std::string error(const std::string& line) {
  const auto parsed = parse_routes(line);
  EXPECT_TRUE(parsed.config.statics.routes.empty()) << line;
  for (const auto& finding : parsed.findings) {
    if (finding.severity == FindingSeverity::error) return finding.text;
  }
  return {};
}

TEST(RouteLine, TheCommonFormIsPrefixGatewayAndInterface) {
  const auto made =
      route("192.0.2.0/24 via 198.51.100.1 dev eth1 src 198.51.100.9 table 7 metric 5");
  EXPECT_EQ(to_string(made.destination), "192.0.2.0/24");
  EXPECT_EQ(to_string(made.nexthop.via), "198.51.100.1");
  EXPECT_EQ(made.nexthop.device, "eth1");
  EXPECT_EQ(to_string(made.preferred_source), "198.51.100.9");
  EXPECT_EQ(made.table, 7U);
  EXPECT_EQ(made.priority, 5U);
  EXPECT_EQ(made.type, RouteType::unicast);
  EXPECT_EQ(made.protocol, 18);
  EXPECT_FALSE(made.tracked);
}

TEST(RouteLine, TheOldOrderOfWordsMeansTheSame) {
  EXPECT_EQ(route("src 198.51.100.9 to 192.0.2.0/24 via 198.51.100.1 dev eth1"),
            route("192.0.2.0/24 src 198.51.100.9 via 198.51.100.1 oif eth1"));
}

TEST(RouteLine, EveryTypeIsKnown) {
  EXPECT_EQ(route("blackhole 192.0.2.0/24").type, RouteType::blackhole);
  EXPECT_EQ(route("unreachable 192.0.2.0/24").type, RouteType::unreachable);
  EXPECT_EQ(route("prohibit 192.0.2.0/24").type, RouteType::prohibit);
  EXPECT_EQ(route("throw to 192.0.2.0/24").type, RouteType::throws);
  EXPECT_EQ(route("local 192.0.2.1 dev lo").type, RouteType::local);
  EXPECT_EQ(route("broadcast 192.0.2.255 dev eth0").type, RouteType::broadcast);
  EXPECT_EQ(route("multicast 224.0.0.0/4 dev eth0").type, RouteType::multicast);
  EXPECT_EQ(route("unicast 192.0.2.0/24 dev eth0").type, RouteType::unicast);
}

TEST(RouteLine, DefaultTakesTheFamilyOfItsGateway) {
  EXPECT_EQ(to_string(route("default via 192.0.2.1").destination), "0.0.0.0/0");
  EXPECT_EQ(to_string(route("default via 2001:db8::1").destination), "::/0");
  EXPECT_EQ(to_string(route("default nexthop via 2001:db8::1").destination), "::/0");
}

TEST(RouteLine, AGatewayOfTheOtherFamilyIsNamedWithIt) {
  EXPECT_EQ(route("192.0.2.0/24 via inet6 fe80::1 dev eth0").nexthop.via.family, Family::ipv6);
  EXPECT_EQ(error("192.0.2.0/24 via inet6 192.0.2.1 dev eth0"),
            "the gateway 192.0.2.1 is not of the family before it");
}

TEST(RouteLine, MetricsAreInTheKernelsNumbersAndMayBeLocked) {
  const auto made = route(
      "192.0.2.0/24 dev eth0 mtu lock 1400 rtt 20ms rttvar 2s rto_min 40ms initcwnd 10 hoplimit 64 "
      "quickack on features ecn advmss 1360 window 0x100");
  const std::vector<RouteMetric> wanted{
      {2, 1400, true}, {3, 256, false}, {4, 160, false}, {5, 8000, false}, {8, 1360, false},
      {10, 64, false}, {11, 10, false}, {12, 1, false},  {13, 40, false},  {15, 1, false}};
  EXPECT_EQ(made.metrics, wanted);
  EXPECT_EQ(error("192.0.2.0/24 dev eth0 mtu 70000"),
            "'mtu' takes a whole number up to 65535, not '70000'");
}

TEST(RouteLine, EveryOtherWordIsStored) {
  const auto made = route(
      "2001:db8:1::/48 from 2001:db8:2::/48 dev eth0 tos 0x10 table main protocol static scope "
      "link priority 9 onlink expires 600 congctl lock cubic pref high ttl-propagate disabled "
      "realms 3/4 vrf red no_track append");
  EXPECT_EQ(to_string(made.source), "2001:db8:2::/48");
  EXPECT_EQ(made.tos, 16);
  EXPECT_EQ(made.table, 254U);
  EXPECT_EQ(made.protocol, 4);
  EXPECT_EQ(made.scope, 253);
  EXPECT_EQ(made.priority, 9U);
  EXPECT_TRUE(made.nexthop.onlink);
  EXPECT_EQ(made.expires, 600s);
  EXPECT_EQ(made.congestion_control, "cubic");
  EXPECT_TRUE(made.congestion_control_locked);
  EXPECT_EQ(made.preference, RouterPreference::high);
  EXPECT_EQ(made.ttl_propagate, false);
  EXPECT_EQ(made.realms, 0x30004U);
  EXPECT_EQ(made.vrf, "red");
  EXPECT_FALSE(made.tracked);
  EXPECT_EQ(made.insertion, RouteInsertion::append);
}

TEST(RouteLine, SeveralNexthopsKeepTheirOwnWords) {
  const auto made = route(
      "192.0.2.0/24 nexthop via 10.0.0.1 dev eth0 weight 5 onlink nexthop via 10.0.0.2 realms 2");
  ASSERT_EQ(made.nexthops.size(), 2U);
  EXPECT_EQ(made.nexthops[0].weight, 5);
  EXPECT_TRUE(made.nexthops[0].onlink);
  EXPECT_EQ(made.nexthops[1].realms, 2U);
  EXPECT_EQ(made.nexthops[1].weight, 1);
}

TEST(RouteLine, AnAlternativeGatewayMakesTwoNexthops) {
  const auto parsed = parse_routes("192.0.2.0/24 gw 10.0.0.1 or 10.0.0.2 no_track");
  EXPECT_EQ(lines_of(parsed), (Lines{"2: error: 'gw' is deprecated: write 'via'",
                                     "2: error: 'or' is deprecated: write 'nexthop via'"}));
  const auto& made = parsed.config.statics.routes.at(0);
  ASSERT_EQ(made.nexthops.size(), 2U);
  EXPECT_EQ(to_string(made.nexthops[0].via), "10.0.0.1");
  EXPECT_EQ(made.nexthop, Nexthop{});
}

TEST(RouteLine, TunnelsHaveTheirOwnOptions) {
  const auto ip = route("192.0.2.0/24 encap ip id 30 dst 10.0.0.9 src 10.0.0.1 tos 4 ttl 64 dev t0")
                      .nexthop.encap;
  EXPECT_EQ(ip.kind, EncapKind::ip);
  EXPECT_EQ(ip.id, 30U);
  EXPECT_EQ(to_string(ip.destination), "10.0.0.9");
  EXPECT_EQ(ip.hop_limit, 64);
  const auto mpls = route("192.0.2.0/24 encap mpls 100/200 via 10.0.0.1").nexthop.encap;
  EXPECT_EQ(mpls.labels, (std::vector<std::uint32_t>{100, 200}));
  EXPECT_EQ(route("2001:db8::/64 encap ila 1:2:3:4 dev eth0").nexthop.encap.id,
            0x0001000200030004U);
  EXPECT_EQ(route("2001:db8::/64 encap ip6 tc 3 hoplimit 9 dev eth0").nexthop.encap.traffic_class,
            3);
  EXPECT_EQ(error("192.0.2.0/24 encap gre dev eth0"),
            "'encap' takes one of ip, ip6, mpls and ila, not 'gre'");
}

TEST(RouteLine, NamesOfTablesComeFromTheSystem) {
  MemorySource source;
  source.files["/etc/iproute2/rt_tables"].text = "# tables\n100\tisp1 # one\n101 isp2\n";
  source.files["c"].text = "static_routes {\n default via 10.0.0.1 dev eth0 table isp2\n}\n";
  const auto parsed = parse_config("c", source, {});
  EXPECT_EQ(parsed.config.statics.routes.at(0).table, 101U);
  EXPECT_EQ(error("default via 10.0.0.1 table isp3"),
            "'table' takes a number up to 4294967295 or a name of /etc/iproute2/rt_tables, not "
            "'isp3'");
}

TEST(RouteLine, OfTheProtocolKeepalivedIsWhatIsTrackedByItsInterface) {
  const auto parsed = parse_routes(
      "default via 10.0.0.1 protocol 7\n192.0.2.0/24 dev eth0 protocol static\n"
      "198.51.100.0/24 dev eth0 no_track");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"3: error: a route that is tracked is of the protocol keepalived: 'protocol' is "
                   "not used; write 'no_track' to keep it"}));
  ASSERT_EQ(parsed.config.statics.routes.size(), 3U);
  EXPECT_TRUE(parsed.config.statics.routes[0].tracked);
  EXPECT_EQ(parsed.config.statics.routes[0].protocol, 7);
  EXPECT_EQ(parsed.config.statics.routes[1].protocol, 18);
  EXPECT_FALSE(parsed.config.statics.routes[2].tracked);
}

TEST(RouteLine, MistakesNameTheWord) {
  EXPECT_EQ(error("192.0.2./24 dev eth0"), "not a route's destination: '192.0.2./24'");
  EXPECT_EQ(error("192.0.2.0/24 dev eth0 foo"), "unknown word 'foo' in a route");
  EXPECT_EQ(error("192.0.2.0/24 via eth0"), "'via' takes an IP address, not 'eth0'");
  EXPECT_EQ(error("192.0.2.0/24 via"), "'via' needs a value");
  EXPECT_EQ(error("via 192.0.2.1"), "a route without its destination");
  EXPECT_EQ(error("192.0.2.0/24 no_track"), "a route without 'via' and 'dev' leads nowhere");
  EXPECT_EQ(error("192.0.2.0/24 dev eth0 src 2001:db8::1"),
            "'src' and the destination are of different families");
  EXPECT_EQ(error("192.0.2.0/24 dev eth0 tos 300"),
            "'tos' takes a number up to 255 or a name of /etc/iproute2/rt_dsfield, not '300'");
}

TEST(RouteLine, AnInstancesRoutesAreItsOwn) {
  const auto parsed = parse_instance(
      " virtual_routes {\n  192.0.2.0/24 via 10.0.0.1 dev eth0\n  blackhole 198.51.100.0/24 "
      "no_track\n }\n"
      " virtual_rules {\n  from 192.0.2.0/24 table 7 preference 100\n }");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.instances.at(0).routes.size(), 2U);
  EXPECT_EQ(parsed.config.instances.at(0).rules.size(), 1U);
}

TEST(RouteLine, TrackGroupsAreForStaticRoutesAndMustExist) {
  EXPECT_EQ(lines_of(parse_instance(
                         " virtual_routes {\n  default via 10.0.0.1 dev eth0 track_group g\n }"))
                .at(0)
                .substr(0, 53),
            "8: error: 'track_group' is for static routes (vrrp_in");
  const auto parsed = parse_text(
      "vrrp_instance web {\n interface eth0\n virtual_router_id 1\n no_virtual_ipaddress\n}\n"
      "track_group dmz {\n group { web wep }\n}\n"
      "static_routes {\n default via 10.0.0.1 dev eth0 track_group dmc\n}\n");
  EXPECT_EQ(
      lines_of(parsed),
      (Lines{"7: error: no vrrp_instance named 'wep' for track_group 'dmz'; did you mean 'web'?",
             "10: error: no track_group named 'dmc'; did you mean 'dmz'?"}));
  EXPECT_EQ(parsed.config.statics.groups.at(0).instances, Lines{"web"});
}

}  // namespace
}  // namespace evenkeel
