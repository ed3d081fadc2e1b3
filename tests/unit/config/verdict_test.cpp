// What keepalived counts as an error is one here, so that both give a file the same verdict; and
// what it accepts is none.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

const std::string kWeb = " (vrrp_instance web)";
const std::string kService = " (virtual_server 192.0.2.10 80)";

std::string entry(const std::string& line) {
  return "vrrp_instance web {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress {\n" +
         line + "\n }\n}\n";
}

VirtualAddress address(const std::string& line) {
  return parse_text(entry(line)).config.instances.at(0).addresses.at(0);
}

TEST(Verdict, OfTwoStatesMasterCounts) {
  const auto parsed = parse_instance(" state MASTER\n state BACKUP");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"8: error: 'state' is given twice" + kWeb + "; MASTER counts"}));
  EXPECT_EQ(parsed.config.instances.at(0).initial_state, InitialState::master);
  EXPECT_EQ(lines_of(parse_instance(" state BACKUP\n state MASTER")),
            (Lines{"8: warning: 'state' is given twice" + kWeb + "; this one counts"}));
}

TEST(Verdict, AnAuthenticationHeaderBeginsAsBackup) {
  const std::string header = " authentication {\n auth_type AH\n auth_pass x\n }";
  const auto parsed = parse_instance(" priority 9\n state MASTER\n" + header);
  EXPECT_EQ(lines_of(parsed),
            (Lines{"8: error: 'state MASTER' does not go with 'auth_type AH': it starts as BACKUP" +
                   kWeb}));
  EXPECT_EQ(parsed.config.instances.at(0).initial_state, InitialState::backup);
  EXPECT_EQ(lines_of(parse_instance(" state BACKUP\n" + header)), Lines{});
}

TEST(Verdict, GivingWayWhenLateNeedsNopreempt) {
  EXPECT_EQ(lines_of(parse_instance(" timer_expired_backup")).back(),
            "7: error: 'timer_expired_backup' needs 'nopreempt'; it is not used" + kWeb);
  EXPECT_FALSE(has_errors(parse_instance(" nopreempt\n timer_expired_backup").findings));
}

TEST(Verdict, OnlyAnOwnerIgnoresAdverts) {
  EXPECT_EQ(
      lines_of(parse_instance(" owner_ignore_adverts")),
      (Lines{"1: error: 'owner_ignore_adverts' is for priority 255, the address owner" + kWeb}));
  EXPECT_EQ(lines_of(parse_instance(" priority 255\n owner_ignore_adverts")), Lines{});
}

TEST(Verdict, AGroupToSendToMustFitTheAdverts) {
  EXPECT_EQ(lines_of(parse_instance(" mcast_dst_ip ff02::13")),
            (Lines{"1: error: the adverts go by IPv4: 'mcast_dst_ip' is of the other family and is "
                   "not used" +
                   kWeb}));
  EXPECT_EQ(lines_of(parse_instance(" mcast_dst_ip 224.0.0.77\n unicast_peer {\n 192.0.2.3\n }")),
            (Lines{"1: error: 'mcast_dst_ip' is not used with 'unicast_peer'" + kWeb}));
  const auto parsed = parse_instance(" mcast_dst_ip 224.0.0.77");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(to_string(parsed.config.instances.at(0).multicast_group), "224.0.0.77");
}

TEST(Verdict, ASourceToTrackMayBeMissing) {
  EXPECT_FALSE(has_errors(parse_instance(" track_src_ip").findings));
}

TEST(Verdict, APeerWithoutAnyTtlLeftIsAnError) {
  EXPECT_EQ(
      lines_of(parse_instance(" unicast_peer {\n 192.0.2.3 min_ttl 9 max_ttl 8\n }")),
      (Lines{"8: error: 'min_ttl' is more than 'max_ttl': no advert of this peer is accepted" +
             kWeb}));
}

TEST(Verdict, AnAddressNamedTwiceIsAnError) {
  EXPECT_EQ(lines_of(parse_text(entry(" 192.0.2.1/24\n 192.0.2.1"))),
            (Lines{"6: error: the address 192.0.2.1 is named twice" + kWeb}));
}

TEST(Verdict, ABroadcastNeedsRoomAndNoPeer) {
  EXPECT_EQ(lines_of(parse_text(entry(" 192.0.2.1 brd +"))),
            (Lines{"5: error: no broadcast address fits a length of 32; none is used" + kWeb +
                   "; write the length with the address, IP/LEN"}));
  EXPECT_FALSE(address(" 192.0.2.1 brd +").broadcast);
  EXPECT_EQ(lines_of(parse_text(entry(" 192.0.2.1 brd 192.0.2.255"))), Lines{});
  EXPECT_EQ(lines_of(parse_text(entry(" 192.0.2.1 brd 192.0.2.255 peer 192.0.2.2/24"))),
            (Lines{"5: error: an address with a peer has no broadcast; it is not used" + kWeb}));
}

TEST(Verdict, TheLengthStandsWithThePeer) {
  EXPECT_EQ(
      lines_of(parse_text(entry(" 192.0.2.1/24 peer 192.0.2.2"))),
      (Lines{"5: error: with 'peer' the length is the peer's: that of the address is not used" +
             kWeb + "; write peer IP/LEN"}));
  EXPECT_EQ(address(" 192.0.2.1 peer 192.0.2.2/24").prefix.length, 24);
}

TEST(Verdict, AnIpv6AddressHasNoLabelAndNoOtherScope) {
  EXPECT_EQ(lines_of(parse_text(entry(" 2001:db8::1/64 label eth0:1"))),
            (Lines{"5: error: an IPv6 address has no label; it is not used" + kWeb}));
  EXPECT_EQ(
      lines_of(parse_text(entry(" fe80::1/64 scope link"))),
      (Lines{"5: error: an IPv6 address has the scope that it begins with; 'scope' is not used" +
             kWeb}));
  EXPECT_EQ(lines_of(parse_text(entry(" 2001:db8::1/64 scope global"))), Lines{});
}

TEST(Verdict, StrictModeTellsABackupThatOwnsItsAddresses) {
  EXPECT_EQ(
      lines_of(parse_instance(" strict_mode\n state BACKUP\n priority 255")).front(),
      "1: error: strict mode: only the address owner, with priority 255, starts as MASTER" + kWeb);
}

TEST(Verdict, StrictModeDoesNotShareAGlobalDefault) {
  const std::string global = "global_defs {\n vrrp_higher_prio_send_advert\n}\n";
  const auto parsed = parse_instance(" strict_mode", global);
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_FALSE(parsed.config.instances.at(0).higher_priority_send_advert);
  EXPECT_EQ(exit_code(parse_instance(" strict_mode\n higher_prio_send_advert")), 5);
}

TEST(Verdict, WhatIsTrackedIsDefinedBefore) {
  const std::string script = "vrrp_script s {\n script /bin/true\n}\n";
  const std::string use = " track_script {\n s\n }";
  EXPECT_EQ(lines_of(parse_instance(use, script)), Lines{});
  const auto late = parse_text(
      "vrrp_instance web {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress {\n "
      "192.0.2.10/24\n }\n" +
      use + "\n}\n" + script);
  EXPECT_EQ(lines_of(late), (Lines{"8: error: vrrp_script 's' is defined further down, where "
                                   "keepalived does not find it; it is tracked" +
                                   kWeb}));
  EXPECT_EQ(late.config.instances.at(0).trackers.size(), 1U);
}

TEST(Verdict, AnOwnersPriorityTakesNoWeight) {
  EXPECT_EQ(lines_of(parse_instance(" priority 255\n track_interface {\n eth1 weight 5\n }")),
            (Lines{"9: error: the weight of 'eth1' does not count: the priority of the address "
                   "owner, 255, is fixed" +
                   kWeb}));
  EXPECT_EQ(lines_of(parse_instance(" priority 255\n track_interface {\n eth1\n }")), Lines{});
}

TEST(Verdict, ASyncGroupNamesNoInterfaceOfItsMembers) {
  const std::string other =
      "vrrp_instance b {\n interface eth2\n virtual_router_id 3\n virtual_ipaddress {\n 192.0.2.3\n"
      " }\n}\nvrrp_sync_group g {\n group {\n web\n b\n }\n track_interface {\n eth1\n eth2\n }\n"
      "}\n";
  EXPECT_EQ(lines_of(parse_text(entry(" 192.0.2.1") + other)),
            (Lines{"22: error: 'track_interface' 'eth2' is the own interface of the member 'b', "
                   "which always counts (vrrp_sync_group g)"}));
}

TEST(Verdict, PersistenceOfNothingIsAnErrorAndNone) {
  const auto parsed = parse_service(" persistence_timeout 0");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"3: error: 'persistence_timeout' 0 is what holds without it: no persistence" +
                   kService + "; leave the line out"}));
  EXPECT_EQ(parsed.config.services.at(0).persistence.count(), 0);
}

TEST(Verdict, SchedulerFlagsStandBehindTheScheduler) {
  const auto parsed = parse_service(" sh-port\n lb_algo sh");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"3: error: 'sh-port' has no 'lb_algo' before it, and keepalived does not use "
                   "it" +
                   kService}));
  EXPECT_NE(parsed.config.services.at(0).scheduler_flags, 0U);
  EXPECT_EQ(lines_of(parse_service(" lb_algo rr\n hashed")),
            (Lines{"4: error: this flag is for 'lb_algo sh', not for 'rr'" + kService}));
}

TEST(Verdict, NamesOfProtocolsMayBeSmall) {
  const auto parsed = parse_text(
      "virtual_server 192.0.2.10 80 {\n protocol udp\n lb_algo rr\n lb_kind NAT\n real_server "
      "10.0.0.1 53 {\n DNS_CHECK {\n type aaaa\n }\n }\n}\n");
  EXPECT_FALSE(has_errors(parsed.findings));
  const auto& service = parsed.config.services.at(0);
  EXPECT_EQ(service.key.protocol, Protocol::udp);
  EXPECT_EQ(std::get<DnsProbe>(*service.servers.at(0).checks.at(0).probe).type, DnsType::aaaa);
}

TEST(Verdict, ALinkLocalTargetNeedsItsInterface) {
  const std::string check = " TCP_CHECK {\n connect_ip fe80::9\n";
  EXPECT_EQ(
      lines_of(parse_service("", check + " }")),
      (Lines{"5: error: a check of the link-local address fe80::9 needs 'bind_if'" + kService}));
  EXPECT_EQ(lines_of(parse_service("", check + " bind_if eth0\n }")), Lines{});
}

TEST(Verdict, ChecksThatNeedNoPortStayWithAMark) {
  const auto parsed = parse_text(
      "virtual_server fwmark 7 {\n lb_algo wlc\n lb_kind NAT\n real_server 10.0.0.1 {\n MISC_CHECK "
      "{\n misc_path /bin/true\n }\n PING_CHECK {\n }\n }\n}\n");
  EXPECT_FALSE(has_errors(parsed.findings));
  EXPECT_EQ(parsed.config.services.at(0).servers.at(0).checks.size(), 2U);
}

TEST(Verdict, AServersRetryIsAtLeastOne) {
  EXPECT_EQ(lines_of(parse_service(" retry 0")).size(), 1U);
  EXPECT_EQ(lines_of(parse_service("", " TCP_CHECK {\n retry 0\n }")), Lines{});
}

TEST(Verdict, SomeTimesAreWholeSeconds) {
  EXPECT_EQ(lines_of(parse_instance(" garp_master_delay 0.5")),
            (Lines{"7: error: 'garp_master_delay' takes whole seconds from 0 to 86400, not '0.5'" +
                   kWeb}));
  EXPECT_EQ(lines_of(parse_instance(" garp_master_delay 5.0")), Lines{});
}

TEST(Verdict, MailNamesItsPeople) {
  EXPECT_EQ(lines_of(parse_text("global_defs {\n notification_email {\n  # a@b\n }\n}\n")).back(),
            "2: error: no address in 'notification_email'");
  EXPECT_EQ(
      lines_of(parse_text("global_defs {\n notification_email_from LB one@example\n}\n")).back(),
      "2: error: 'notification_email_from' takes one address; not used: 'one@example'");
}

TEST(Verdict, ASlipIsNoPartOfAnInterfacesName) {
  EXPECT_EQ(lines_of(parse_instance(" track_interface {\n eth1;\n }")),
            (Lines{"8: error: not an interface name: 'eth1;'" + kWeb}));
  EXPECT_EQ(lines_of(parse_instance(" track_interface {\n br-lan.5@x_y+z\n }")), Lines{});
}

TEST(Verdict, AnIpv6RouteHasNoIpv4Gateway) {
  EXPECT_EQ(lines_of(parse_text("static_routes {\n ::/0 via 192.0.2.1\n}\n")),
            (Lines{"2: error: an IPv4 gateway leads to no IPv6 destination"}));
}

TEST(Verdict, OldWordsForGratuitousArpAreErrors) {
  EXPECT_EQ(exit_code(parse_instance(" vmac_garp_intvl 5")), 5);
  EXPECT_EQ(exit_code(parse_text("global_defs {\n vrrp_vmac_garp_intvl 5\n}\n")), 5);
}

}  // namespace
}  // namespace evenkeel
