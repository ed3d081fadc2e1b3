// vrrp_instance to VrrpInstance, with the rules between its words.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

VrrpInstance instance(const std::string& body, const std::string& global = {}) {
  const auto parsed = parse_instance(body, global);
  EXPECT_EQ(lines_of(parsed), Lines{}) << body;
  return parsed.config.instances.empty() ? VrrpInstance{} : parsed.config.instances[0];
}

Lines findings(const std::string& body) { return lines_of(parse_instance(body)); }

TEST(Instance, DefaultsAreKeepaliveds) {
  const auto made = instance("");
  EXPECT_EQ(made.name, "web");
  EXPECT_EQ(made.interface, "eth0");
  EXPECT_EQ(made.vrid, 51);
  EXPECT_EQ(made.version, 2);
  EXPECT_EQ(made.priority, 100);
  EXPECT_EQ(made.initial_state, InitialState::backup);
  EXPECT_EQ(made.advert_interval, 1s);
  EXPECT_EQ(made.down_timer_adverts, 3);
  EXPECT_TRUE(made.preempt);
  EXPECT_EQ(to_string(made.multicast_group), "224.0.0.18");
  EXPECT_FALSE(made.source.is_set());
  EXPECT_EQ(made.announce, AnnounceSettings{});
  EXPECT_EQ(made.vip_lease, Duration(10'828'125));  // 3 × (3 s + 156/256 s)
}

TEST(Instance, GlobalDefaultsCountWhereverTheyStand) {
  const std::string global =
      "global_defs {\n vrrp_version 3\n vrrp_garp_master_delay 7\n vrrp_garp_master_refresh 60\n"
      " vrrp_garp_interval 0.01\n vrrp_mcast_group4 224.0.0.99\n vrrp_down_timer_adverts 5\n}\n";
  const auto made = instance("", global);
  EXPECT_EQ(made.version, 3);
  EXPECT_EQ(made.announce.second_burst_delay, 7s);
  EXPECT_EQ(made.announce.lower_priority_delay, 7s);
  EXPECT_EQ(made.announce.refresh, 60s);
  EXPECT_EQ(made.announce.interval, 10ms);
  EXPECT_EQ(to_string(made.multicast_group), "224.0.0.99");
  EXPECT_EQ(made.down_timer_adverts, 5);
  EXPECT_EQ(instance(" version 2\n garp_master_delay 1", global).version, 2);
  EXPECT_EQ(instance(" garp_master_delay 1", global).announce.second_burst_delay, 1s);
}

TEST(Instance, MinGarpIsOneFrameWithoutASecondBurst) {
  const auto made = instance("", "global_defs { vrrp_min_garp }\n");
  EXPECT_EQ(made.announce.burst, 1U);
  EXPECT_EQ(made.announce.second_burst_delay, 0s);
  EXPECT_EQ(instance(" garp_master_repeat 3", "global_defs { vrrp_min_garp }\n").announce.burst,
            3U);
}

TEST(Instance, OfTwoVersionsTheFirstCounts) {
  const auto parsed = parse_instance(" version 3\n version 2");
  EXPECT_EQ(lines_of(parsed), (Lines{"8: error: 'version' is given twice (vrrp_instance web); the "
                                     "first one counts"}));
  EXPECT_EQ(parsed.config.instances.at(0).version, 3);
}

TEST(Instance, WordsForUnicastNeedPeers) {
  for (const auto* word :
       {" unicast_peer {\n }", " unicast_ttl 9", " check_unicast_src", " old_unicast_checksum"}) {
    const auto parsed = parse_instance(word);
    EXPECT_EQ(exit_code(parsed), 5) << word;
    EXPECT_EQ(lines_of(parsed).back(),
              "7: error: a word for unicast without 'unicast_peer': adverts go to the multicast "
              "group (vrrp_instance web); name the peers");
  }
}

TEST(Instance, NativeIpv6HasNoPlaceBesideIpv4) {
  EXPECT_EQ(exit_code(parse_instance(" native_ipv6")), 5);
}

TEST(Instance, EveryWordIsStored) {
  const auto made = instance(
      " state BACKUP\n priority 42\n advert_int 3\n nopreempt\n unicast_src_ip 192.0.2.2\n"
      " unicast_peer {\n  192.0.2.3 min_ttl 5 max_ttl 64\n  192.0.2.4\n }\n unicast_ttl 9\n"
      " check_unicast_src\n lower_prio_no_advert\n higher_prio_send_advert\n v3_checksum_as_v2\n"
      " down_timer_adverts 4\n garp_master_repeat 2\n"
      " garp_lower_prio_delay 6\n garp_lower_prio_repeat 8\n garp_master_refresh 9\n"
      " garp_master_refresh_repeat 3\n vip_lease forever\n accept\n notify /n\n"
      " notify_master /m\n notify_backup /b\n notify_fault /f\n notify_stop /s\n"
      " authentication {\n  auth_type PASS\n  auth_pass abc\n }");
  EXPECT_EQ(made.priority, 42);
  EXPECT_EQ(made.advert_interval, 3s);
  EXPECT_FALSE(made.preempt);
  EXPECT_EQ(to_string(made.source), "192.0.2.2");
  ASSERT_EQ(made.peers.size(), 2U);
  EXPECT_EQ(made.peers[0].min_ttl, 5);
  EXPECT_EQ(made.peers[0].max_ttl, 64);
  EXPECT_EQ(made.peers[1].max_ttl, 255);
  EXPECT_EQ(made.unicast_ttl, 9);
  EXPECT_TRUE(made.check_unicast_source);
  EXPECT_TRUE(made.lower_priority_no_advert);
  EXPECT_TRUE(made.higher_priority_send_advert);
  EXPECT_TRUE(made.checksum_as_v2);
  EXPECT_EQ(made.down_timer_adverts, 4);
  EXPECT_EQ(made.announce.burst, 2U);
  EXPECT_EQ(made.announce.lower_priority_delay, 6s);
  EXPECT_EQ(made.announce.lower_priority_burst, 8U);
  EXPECT_EQ(made.announce.refresh, 9s);
  EXPECT_EQ(made.announce.refresh_burst, 3U);
  EXPECT_EQ(made.vip_lease, 0s);
  EXPECT_EQ(made.auth_pass, "abc");
  EXPECT_EQ(made.scripts->master.argv.at(0), "/m");
  EXPECT_EQ(made.scripts->backup.argv.at(0), "/b");
  EXPECT_EQ(made.scripts->fault.argv.at(0), "/f");
  EXPECT_EQ(made.scripts->stop.argv.at(0), "/s");
  EXPECT_EQ(made.scripts->any.argv.at(0), "/n");
}

TEST(Instance, AddressLinesTakeTheirOptions) {
  const auto made = instance(
      " virtual_ipaddress_excluded {\n  198.51.100.5/24 brd + dev eth1 scope link label eth1:x\n"
      "  198.51.100.6/25 brd - \n  198.51.100.7 broadcast 198.51.100.255\n }");
  ASSERT_EQ(made.excluded_addresses.size(), 3U);
  const auto& first = made.excluded_addresses[0];
  EXPECT_EQ(to_string(first.prefix), "198.51.100.5/24");
  EXPECT_EQ(to_string(*first.broadcast), "198.51.100.255");
  EXPECT_EQ(first.device, "eth1");
  EXPECT_EQ(first.scope, 253);
  EXPECT_EQ(first.label, "eth1:x");
  EXPECT_EQ(to_string(*made.excluded_addresses[1].broadcast), "198.51.100.0");
  EXPECT_EQ(made.excluded_addresses[2].prefix.length, 32);
  EXPECT_FALSE(made.addresses.at(0).broadcast);
}

TEST(Instance, BadAddressLinesSayWhatIsWanted) {
  EXPECT_EQ(findings(" virtual_ipaddress_excluded {\n 192.0.2.300\n }"),
            (Lines{"8: error: not an IP address: '192.0.2.300' (vrrp_instance web); an entry is "
                   "IP[/LEN] [brd IP] [dev INTERFACE] [scope S] [label L]"}));
  EXPECT_EQ(findings(" virtual_ipaddress_excluded {\n 192.0.2.9 dev\n }"),
            (Lines{"8: error: 'dev' needs a value (vrrp_instance web)"}));
}

TEST(Instance, ABadLengthIsTheWholeAddressAndAnError) {
  const auto parsed = parse_text(
      "vrrp_instance a {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n"
      " 192.0.2.1/255.255.255.0\n 192.0.2.2/33\n }\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"5: error: the length of '192.0.2.1/255.255.255.0' is not from 0 to 32: 32 is "
                   "used (vrrp_instance a); write /24",
                   "6: error: the length of '192.0.2.2/33' is not from 0 to 32: 32 is used "
                   "(vrrp_instance a)"}));
  EXPECT_EQ(parsed.config.instances.at(0).addresses.at(0).prefix.length, 32);
}

TEST(Instance, PeersNamedTwiceOrThisRouterAreLeftOut) {
  const auto parsed = parse_instance(
      " unicast_src_ip 192.0.2.2\n unicast_peer {\n 192.0.2.2\n 192.0.2.3\n 192.0.2.3\n }");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"9: warning: the peer 192.0.2.2 is this router; it is left out (vrrp_instance "
                   "web)",
                   "11: error: the peer 192.0.2.3 is named twice (vrrp_instance web)"}));
  EXPECT_EQ(parsed.config.instances.at(0).peers.size(), 1U);
}

TEST(Instance, WithoutAddressesNothingIsAnnounced) {
  EXPECT_EQ(lines_of(parse_text("vrrp_instance a {\n interface eth0\n virtual_router_id 1\n}\n")),
            (Lines{"1: error: 'virtual_ipaddress' is missing or empty: nothing is announced "
                   "(vrrp_instance a); write 'no_virtual_ipaddress' when that is meant"}));
}

TEST(Instance, PriorityOfAnOwner) {
  EXPECT_EQ(instance(" state MASTER").priority, 255);
  EXPECT_EQ(instance(" state MASTER\n priority 90").initial_state, InitialState::master);
  EXPECT_EQ(instance(" priority 255").initial_state, InitialState::master);
  EXPECT_EQ(findings(" state BACKUP\n priority 255").size(), 1U);
}

TEST(Instance, AdvertIntervalFitsTheVersion) {
  EXPECT_EQ(instance(" version 3\n advert_int 0.25").advert_interval, 250ms);
  EXPECT_EQ(parse_instance(" advert_int 1.6").config.instances.at(0).advert_interval, 2s);
  EXPECT_EQ(findings(" advert_int 1.6").size(), 1U);
  EXPECT_EQ(findings(" advert_int 0.2"),
            (Lines{"7: error: 'advert_int' of VRRP version 2 takes seconds from 1 to 255; 1 is "
                   "used (vrrp_instance web)"}));
  EXPECT_EQ(parse_instance(" version 3\n advert_int 41").config.instances.at(0).advert_interval,
            1s);
}

TEST(Instance, LeaseIsThreeMasterDownTimesOrTenSeconds) {
  // 3 × (3 × 5 s + 156/256 s)
  EXPECT_EQ(instance(" advert_int 5").vip_lease, Duration(46828125));
  EXPECT_EQ(instance("", "global_defs { vip_lease 99 }\n").vip_lease, 99s);
  EXPECT_EQ(instance(" vip_lease 5", "global_defs { vip_lease 99 }\n").vip_lease, 5s);
}

TEST(Instance, NopreemptDoesNotGoWithMaster) {
  const auto parsed = parse_instance(" state MASTER\n priority 100\n nopreempt\n preempt_delay 5");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"9: error: 'nopreempt' does not go with 'state MASTER' and is not used "
                   "(vrrp_instance web)",
                   "10: error: 'preempt_delay' does not go with 'state MASTER' and is not used "
                   "(vrrp_instance web)"}));
  EXPECT_TRUE(parsed.config.instances.at(0).preempt);
  EXPECT_EQ(parsed.config.instances.at(0).preempt_delay, 0s);
  EXPECT_EQ(instance(" preempt_delay 2.5").preempt_delay, 2500ms);
  EXPECT_TRUE(instance(" nopreempt\n preempt").preempt);
}

TEST(Instance, AuthenticationIsForVersionTwo) {
  const std::string pass = " authentication {\n auth_type PASS\n auth_pass 123456789\n }";
  const auto parsed = parse_instance(pass);
  EXPECT_EQ(parsed.config.instances.at(0).auth_pass, "12345678");
  EXPECT_EQ(lines_of(parsed), (Lines{"9: error: 'auth_pass' is cut to its first 8 characters "
                                     "(vrrp_instance web)"}));
  const auto third =
      parse_instance(" version 3\n authentication {\n auth_type PASS\n auth_pass abc\n }");
  EXPECT_EQ(third.config.instances.at(0).auth_pass, "");
  EXPECT_EQ(lines_of(third), (Lines{"9: error: VRRP version 3 has no authentication; it is not "
                                    "used (vrrp_instance web)"}));
}

TEST(Instance, WhatCannotRunIsLeftOutWithOneError) {
  EXPECT_EQ(lines_of(parse_text("vrrp_instance a {\n virtual_router_id 1\n}\n")),
            (Lines{"1: error: 'interface' is missing; the instance is not started "
                   "(vrrp_instance a)"}));
}

TEST(Instance, TheSourceAddressIsTheOneThatFits) {
  const std::string peer = "\n unicast_peer {\n 192.0.2.9\n }";
  EXPECT_EQ(to_string(instance(" unicast_src_ip 192.0.2.2" + peer).source), "192.0.2.2");
  EXPECT_EQ(to_string(instance(" mcast_src_ip 192.0.2.3").source), "192.0.2.3");
  const auto both = parse_instance(" mcast_src_ip 192.0.2.3\n unicast_src_ip 192.0.2.2");
  EXPECT_EQ(to_string(both.config.instances.at(0).source), "192.0.2.3");
  EXPECT_EQ(lines_of(both),
            (Lines{"8: error: 'unicast_src_ip' without 'unicast_peer': adverts go to the multicast "
                   "group (vrrp_instance web); name the peers, or write 'mcast_src_ip'"}));
}

TEST(Instance, DefaultInterfaceStandsInForAMissingOne) {
  const auto parsed = parse_text(
      "global_defs { default_interface eth7 }\nvrrp_instance a {\n virtual_router_id 1\n"
      " virtual_ipaddress { 192.0.2.1 }\n}\n");
  EXPECT_EQ(parsed.config.instances.at(0).interface, "eth7");
}

TEST(Instance, SecondNamesAndRouterIdsPointAtTheFirst) {
  const std::string one =
      "vrrp_instance a {\n interface eth0\n virtual_router_id 1\n no_virtual_ipaddress\n}\n";
  const auto twice = parse_text(one + one);
  ASSERT_EQ(twice.findings.size(), 1U);
  EXPECT_EQ(to_string(twice.findings[0]),
            "conf:6:15: error: a second vrrp_instance named 'a' is left out (first at conf:1:15)");
  const auto clash = parse_text(
      one + "vrrp_instance b {\n interface eth0\n virtual_router_id 1\n no_virtual_ipaddress\n}\n");
  ASSERT_EQ(clash.findings.size(), 1U);
  EXPECT_EQ(clash.findings[0].other_place, "conf:3:20");
  EXPECT_EQ(clash.config.instances.size(), 1U);
  const auto apart = parse_text(
      one + "vrrp_instance b {\n interface eth1\n virtual_router_id 1\n no_virtual_ipaddress\n}\n");
  EXPECT_EQ(lines_of(apart), Lines{});
}

TEST(Instance, TheSameAddressTwiceIsReportedAndKeptOnce) {
  const auto parsed = parse_instance(" virtual_ipaddress_excluded {\n 192.0.2.10\n }");
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(parsed.findings[0].text, "the address 192.0.2.10 is named twice (vrrp_instance web)");
  EXPECT_EQ(parsed.findings[0].other_place, "conf:5:2");
  EXPECT_TRUE(parsed.config.instances.at(0).excluded_addresses.empty());
}

TEST(Instance, AnAddressOfTwoInstancesIsAWarning) {
  const auto parsed = parse_text(
      "vrrp_instance a {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress { 192.0.2.1 "
      "}\n}\n"
      "vrrp_instance b {\n interface eth0\n virtual_router_id 2\n virtual_ipaddress { 192.0.2.1 "
      "}\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"9: warning: the address 192.0.2.1 is also one of vrrp_instance 'a' "
                   "(vrrp_instance b)"}));
}

TEST(Instance, AnAdvertHoldsTwoHundredFiftyFiveAddresses) {
  std::string body = " virtual_ipaddress {\n";
  for (int i = 0; i < 300; ++i) {
    body += " 10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) + "\n";
  }
  const auto parsed = parse_instance(body + " }");
  EXPECT_EQ(parsed.config.instances.at(0).addresses.size(), 255U);
  EXPECT_EQ(parsed.config.instances.at(0).excluded_addresses.size(), 46U);
  EXPECT_EQ(parsed.findings.size(), 1U);
}

}  // namespace
}  // namespace evenkeel
