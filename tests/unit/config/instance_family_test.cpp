// IPv6, authentication headers, announcements and strict_mode of a vrrp_instance.
#include <gtest/gtest.h>
#include <linux/if_addr.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

Parsed parse_with(const std::string& body, const std::string& global = {}) {
  return parse_text(global + "vrrp_instance web {\n interface eth0\n virtual_router_id 51\n" +
                    body + "\n}\n");
}

VrrpInstance made(const std::string& body, const std::string& global = {}) {
  const auto parsed = parse_with(body, global);
  EXPECT_EQ(lines_of(parsed), Lines{}) << body;
  return parsed.config.instances.empty() ? VrrpInstance{} : parsed.config.instances[0];
}

const std::string kSix = " virtual_ipaddress {\n 2001:db8::10/64\n }\n";
const std::string kFour = " virtual_ipaddress {\n 192.0.2.10\n }\n";

TEST(InstanceFamily, IsThatOfTheFirstAddress) {
  const auto six = made(kSix);
  EXPECT_EQ(six.family, Family::ipv6);
  EXPECT_EQ(six.version, 3);
  EXPECT_EQ(to_string(six.multicast_group), "ff02::12");
  EXPECT_EQ(made(kFour).family, Family::ipv4);
  EXPECT_EQ(made(kFour).version, 2);
}

TEST(InstanceFamily, WithoutAddressesThePeersDecideThenTheSource) {
  EXPECT_EQ(made(" no_virtual_ipaddress\n unicast_peer {\n 2001:db8::2\n }").family, Family::ipv6);
  EXPECT_EQ(made(" no_virtual_ipaddress\n mcast_src_ip fe80::2").family, Family::ipv6);
  EXPECT_EQ(made(" no_virtual_ipaddress").family, Family::ipv4);
}

TEST(InstanceFamily, TheGlobalVersionIsThatOfIPv4) {
  EXPECT_EQ(made(kSix, "global_defs { vrrp_version 2 }\n").version, 3);
  EXPECT_EQ(made(kSix + " version 2").version, 2);
}

TEST(InstanceFamily, AnAddressOfTheOtherFamilyBelongsToTheExcludedOnes) {
  const auto parsed = parse_with(" virtual_ipaddress {\n 2001:db8::10\n 192.0.2.10\n }");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"6: error: the address 192.0.2.10 is left out: one advert holds "
                   "one family, its first address's (vrrp_instance web); move it to "
                   "virtual_ipaddress_excluded"}));
  EXPECT_EQ(parsed.config.instances.at(0).addresses.size(), 1U);
  const auto mixed = made(kSix + " virtual_ipaddress_excluded {\n 192.0.2.10\n }");
  EXPECT_EQ(mixed.excluded_addresses.size(), 1U);
}

TEST(InstanceFamily, PeersAndSourceHaveToBeOfTheSameFamily) {
  const auto parsed =
      parse_with(kSix + " unicast_src_ip 192.0.2.1\n unicast_peer {\n 192.0.2.2\n 2001:db8::2\n }");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"7: error: the adverts go by IPv6: the source address is not used "
                   "(vrrp_instance web)",
                   "9: error: the adverts go by IPv6: the peer 192.0.2.2 is left out "
                   "(vrrp_instance web)"}));
  const auto& instance = parsed.config.instances.at(0);
  EXPECT_FALSE(instance.source.is_set());
  ASSERT_EQ(instance.peers.size(), 1U);
  EXPECT_EQ(to_string(instance.peers[0].address), "2001:db8::2");
}

TEST(InstanceFamily, BothFamiliesMayHaveOneRouterId) {
  const std::string head = " {\n interface eth0\n virtual_router_id 51\n";
  const auto parsed =
      parse_text("vrrp_instance a" + head + kSix + "}\nvrrp_instance b" + head + kFour + "}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.instances.size(), 2U);
}

TEST(InstanceFamily, MulticastGroupsAreLinkLocal) {
  EXPECT_EQ(to_string(made(kSix, "global_defs { vrrp_mcast_group6 ff02::99 }\n").multicast_group),
            "ff02::99");
  EXPECT_EQ(to_string(made(kSix + " mcast_dst_ip ff12::7").multicast_group), "ff12::7");
  EXPECT_EQ(parse_with(kSix + " mcast_dst_ip ff05::7").findings.size(), 1U);
  EXPECT_EQ(parse_with(kFour, "global_defs { vrrp_mcast_group6 224.0.0.1 }\n").findings.size(), 1U);
}

TEST(InstanceFamily, AnAdvertOverIPv6HoldsNinetyAddresses) {
  std::string body = " virtual_ipaddress {\n";
  for (int i = 1; i <= 100; ++i) body += " 2001:db8::" + std::to_string(i) + "\n";
  const auto parsed = parse_with(body + " }");
  EXPECT_EQ(parsed.config.instances.at(0).addresses.size(), 90U);
  EXPECT_EQ(parsed.config.instances.at(0).excluded_addresses.size(), 10U);
  EXPECT_EQ(parsed.findings.size(), 1U);
}

VirtualAddress address(const std::string& line) {
  const auto instance = made(" virtual_ipaddress {\n " + line + "\n }");
  return instance.addresses.empty() ? VirtualAddress{} : instance.addresses[0];
}

TEST(AddressLine, IPv6IsNotProbedForDuplicatesUnlessAsked) {
  EXPECT_EQ(address("2001:db8::1/64").flags, std::uint32_t{IFA_F_NODAD});
  EXPECT_EQ(address("2001:db8::1/64 -nodad").flags, 0U);
  EXPECT_EQ(address("192.0.2.1/24").flags, 0U);
}

TEST(AddressLine, AHostAddressIsNoSourceUnlessAsked) {
  EXPECT_EQ(address("2001:db8::1").preferred, Duration(0));
  EXPECT_EQ(address("2001:db8::1/64").preferred, std::nullopt);
  EXPECT_EQ(address("2001:db8::1 preferred_lft forever").preferred, std::nullopt);
  EXPECT_EQ(address("2001:db8::1/64 preferred_lft 30").preferred, Duration(30s));
  EXPECT_EQ(address("192.0.2.1").preferred, std::nullopt);
}

TEST(AddressLine, EveryOptionIsStored) {
  const auto four = address("192.0.2.1 peer 192.0.2.9/31 noprefixroute autojoin");
  EXPECT_EQ(to_string(four.prefix), "192.0.2.1/31");
  EXPECT_EQ(four.peer, parse_address("192.0.2.9"));
  EXPECT_EQ(four.flags, std::uint32_t{IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN});
  const auto six = address("2001:db8::1/64 home mngtmpaddr");
  EXPECT_EQ(six.flags, std::uint32_t{IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR});
}

TEST(AddressLine, APeerIsOfTheSameFamily) {
  EXPECT_EQ(lines_of(parse_with(" virtual_ipaddress {\n 192.0.2.1 peer 2001:db8::1\n }")),
            (Lines{"5: error: 'peer' takes an address of the same family, with its length, not "
                   "'2001:db8::1' "
                   "(vrrp_instance web)"}));
}

TEST(InstanceAuthentication, AHeaderIsForVersion2OverIPv4) {
  const std::string ah = " authentication {\n auth_type AH\n auth_pass abc\n }\n";
  EXPECT_EQ(made(kFour + ah).authentication, Authentication::ah);
  EXPECT_EQ(made(kFour + ah).auth_pass, "abc");
  const auto six = parse_with(kSix + ah);
  EXPECT_EQ(six.config.instances.at(0).authentication, Authentication::none);
  EXPECT_EQ(six.findings.size(), 1U);
  EXPECT_EQ(parse_with(kFour + ah + " version 3").config.instances.at(0).authentication,
            Authentication::none);
}

TEST(InstanceAnnounce, ExtraInterfacesAndIntervals) {
  const auto own = made(kFour + " garp_extra_if 30",
                        "global_defs {\n vrrp_garp_extra_if all 90\n vrrp_gna_interval 0.5\n}\n");
  EXPECT_EQ(own.announce.extra, Duration(30s));
  EXPECT_FALSE(own.announce.extra_all);
  EXPECT_EQ(own.announce.na_interval, Duration(500ms));
  const auto global = made(kFour, "global_defs { vrrp_garp_extra_if all 90 }\n");
  EXPECT_EQ(global.announce.extra, Duration(90s));
  EXPECT_TRUE(global.announce.extra_all);
  EXPECT_EQ(parse_with(kFour + " garp_extra_if all").findings.size(), 1U);
}

TEST(AnnounceGroups, AnInterfaceIsInOne) {
  const auto parsed = parse_text(
      "garp_group {\n garp_interval 0.1\n gna_interval 0.2\n interfaces {\n eth0\n eth1 eth2\n "
      "}\n}\n"
      "garp_group {\n interface eth1\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"10: error: the interface 'eth1' is in a garp_group already"}));
  const std::vector<AnnounceGroup> wanted{
      {.interfaces = {"eth0", "eth1", "eth2"}, .interval = 100ms, .na_interval = 200ms}};
  EXPECT_EQ(parsed.config.global.announce_groups, wanted);
}

TEST(InstanceOwner, SkipAndIgnoreAreInherited) {
  const std::string global =
      "global_defs {\n vrrp_owner_ignore_adverts\n vrrp_skip_check_adv_addr\n}\n";
  EXPECT_TRUE(made(kFour, global).owner_ignores_adverts);
  EXPECT_TRUE(made(kFour, global).skip_address_check);
  EXPECT_FALSE(made(kFour + " skip_check_adv_addr off", global).skip_address_check);
}

TEST(Strict, WhatTheRfcsDoNotKnowIsNotStarted) {
  const std::string strict = " strict_mode\n";
  EXPECT_TRUE(parse_with(strict + " no_virtual_ipaddress").config.instances.empty());
  EXPECT_TRUE(
      parse_with(strict + kFour + " unicast_peer {\n 192.0.2.2\n }").config.instances.empty());
  EXPECT_TRUE(parse_with(strict + kSix).config.instances.empty());
  const auto local = parse_with(strict + " virtual_ipaddress {\n fe80::10/64\n 2001:db8::10\n }");
  EXPECT_EQ(lines_of(local), Lines{});
  EXPECT_EQ(local.config.instances.size(), 1U);
}

TEST(Strict, WhatDeviatesIsCorrectedWithAFindingEach) {
  const auto parsed = parse_with(
      kFour +
          " state MASTER\n priority 100\n authentication {\n auth_type PASS\n auth_pass a\n }\n"
          " higher_prio_send_advert\n down_timer_adverts 5\n garp_master_repeat 3\n"
          " lower_prio_no_advert off\n",
      "global_defs { vrrp_strict }\n");
  EXPECT_EQ(parsed.findings.size(), 6U);
  const auto& instance = parsed.config.instances.at(0);
  EXPECT_EQ(instance.authentication, Authentication::none);
  EXPECT_EQ(instance.initial_state, InitialState::backup);
  EXPECT_TRUE(instance.lower_priority_no_advert);
  EXPECT_FALSE(instance.higher_priority_send_advert);
  EXPECT_EQ(instance.down_timer_adverts, 3);
  EXPECT_EQ(instance.announce.burst, 1U);
  EXPECT_EQ(instance.announce.second_burst_delay, Duration(0));
}

TEST(Strict, MayBeSwitchedOffForOneInstance) {
  EXPECT_EQ(made(kFour + " strict_mode off", "global_defs { vrrp_strict }\n").announce.burst, 5U);
}

}  // namespace
}  // namespace evenkeel
