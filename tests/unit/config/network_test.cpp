// Address options, static addresses, an instance's own link, auth_hmac, BFD and link polling.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

// The first instance, when `body` brings no error.
VrrpInstance instance(const std::string& body) {
  const auto parsed = parse_instance(body);
  EXPECT_FALSE(has_errors(parsed.findings)) << render(parsed.findings, Caret::hidden);
  return parsed.config.instances.empty() ? VrrpInstance{} : parsed.config.instances[0];
}

Lines errors(const Parsed& parsed) {
  Lines lines;
  for (const auto& finding : parsed.findings) {
    if (finding.severity == FindingSeverity::error) lines.push_back(finding.text);
  }
  return lines;
}
Lines errors(const std::string& body) { return errors(parse_instance(body)); }

TEST(AddressOptions, EveryWordIsStored) {
  const auto made = instance(
      " virtual_ipaddress_excluded {\n"
      "  198.51.100.5/24 home noprefixroute autojoin mngtmpaddr preferred_lft 30 no_track\n"
      "  198.51.100.7 peer 198.51.100.8/30\n }");
  ASSERT_EQ(made.excluded_addresses.size(), 2U);
  EXPECT_EQ(made.excluded_addresses[0].flags, 0x10U | 0x100U | 0x200U | 0x400U);
  EXPECT_EQ(made.excluded_addresses[0].preferred, 30s);
  EXPECT_FALSE(made.excluded_addresses[0].tracked);
  EXPECT_EQ(to_string(*made.excluded_addresses[1].peer), "198.51.100.8");
  EXPECT_EQ(made.excluded_addresses[1].prefix.length, 30);
}

TEST(AddressOptions, AWholeIPv6AddressIsNoSourceUnlessForEver) {
  const auto parsed = parse_text(
      "static_ipaddress {\n 2001:db8::1 dev eth0\n 2001:db8::2 dev eth0 preferred_lft forever\n"
      " 2001:db8::3/64 -nodad\n 192.0.2.1/32 dev eth1\n}\n");
  const auto& addresses = parsed.config.statics.addresses;
  ASSERT_EQ(addresses.size(), 4U);
  EXPECT_EQ(addresses[0].address.preferred, 0s);
  EXPECT_EQ(addresses[0].address.flags, 2U);
  EXPECT_FALSE(addresses[1].address.preferred);
  EXPECT_FALSE(addresses[2].address.preferred);
  EXPECT_EQ(addresses[2].address.flags, 0U);
  EXPECT_EQ(addresses[2].address.device, "eth0");
  EXPECT_EQ(addresses[3].address.flags, 0U);
}

TEST(AddressOptions, StaticOnesMayNameATrackGroupAndNothingOfAnInstance) {
  EXPECT_EQ(errors(parse_text("static_ipaddress {\n 192.0.2.1 dev eth0 no_track\n}\n")),
            (Lines{"'no_track' is not for a static address"}));
  EXPECT_EQ(errors(" virtual_ipaddress_excluded {\n 192.0.2.77 track_group g\n }"),
            (Lines{"'track_group' is for static addresses (vrrp_instance web)"}));
  EXPECT_EQ(errors(parse_text("static_ipaddress {\n 192.0.2.1 track_group g\n}\n")),
            (Lines{"no track_group named 'g'"}));
}

TEST(AddressOptions, BadValuesSayWhatIsWanted) {
  EXPECT_EQ(errors(" virtual_ipaddress_excluded {\n 192.0.2.77 preferred_lft soon\n }"),
            (Lines{"'preferred_lft' takes whole seconds, or forever, not 'soon' (vrrp_instance "
                   "web)"}));
  EXPECT_EQ(errors(" virtual_ipaddress_excluded {\n 192.0.2.77 peer 2001:db8::1\n }"),
            (Lines{"'peer' takes an address of the same family, with its length, not "
                   "'2001:db8::1' (vrrp_instance web)"}));
  EXPECT_EQ(errors(" unicast_peer {\n 192.0.2.9 min_ttl 300 max_ttl 9\n }"),
            (Lines{"'min_ttl' takes a whole number from 0 to 255, not '300' (vrrp_instance web)"}));
}

TEST(VirtualLink, AVmacTakesNameAddressAndGroupInAnyOrder) {
  const auto link = instance(
                        " use_vmac vrrp.51 02:00:5e:00:01:33 netlink_notify_msg group 9\n"
                        " vmac_xmit_base\n use_vmac_addr")
                        .link;
  EXPECT_EQ(link.kind, VirtualLinkKind::macvlan);
  EXPECT_EQ(link.name, "vrrp.51");
  EXPECT_EQ(link.mac, (std::array<std::uint8_t, 6>{2, 0, 0x5e, 0, 1, 0x33}));
  EXPECT_TRUE(link.announces_itself);
  EXPECT_EQ(link.group, 9U);
  EXPECT_TRUE(link.sends_on_base_link);
  EXPECT_TRUE(link.for_other_links);
  EXPECT_EQ(instance(" use_vmac name group").link.name, "group");
}

TEST(VirtualLink, AnIpvlanTakesItsAddressesAndMode) {
  const auto link = instance(" use_ipvlan ipv0 192.0.2.99/24 private").link;
  EXPECT_EQ(link.kind, VirtualLinkKind::ipvlan);
  EXPECT_EQ(link.name, "ipv0");
  EXPECT_EQ(to_string(link.addresses.at(0)), "192.0.2.99/24");
  EXPECT_EQ(link.mode, IpvlanMode::isolated);
}

TEST(VirtualLink, AnIpvlanSendsFromItsFirstAddress) {
  EXPECT_EQ(to_string(instance(" use_ipvlan 192.0.2.99/24 192.0.2.98").source), "192.0.2.99");
  EXPECT_EQ(to_string(instance(" use_ipvlan 192.0.2.99\n mcast_src_ip 192.0.2.3").source),
            "192.0.2.3");
  EXPECT_TRUE(errors(" use_ipvlan\n mcast_src_ip 192.0.2.3").empty());
}

TEST(VirtualLink, WhatAnIpvlanCannotSendFromIsAnError) {
  EXPECT_EQ(errors(" use_ipvlan"), (Lines{"'use_ipvlan' has no IPv4 address to send from; that of "
                                          "the interface is used (vrrp_instance web)"}));
  const auto parsed = parse_instance(" use_ipvlan 2001:db8::9/64 192.0.2.9");
  EXPECT_EQ(lines_of(parsed).at(0),
            "7: error: 'use_ipvlan': the address 2001:db8::9 is left out, for it is not of the "
            "adverts' family (vrrp_instance web)");
  EXPECT_EQ(to_string(parsed.config.instances.at(0).source), "192.0.2.9");
  EXPECT_EQ(errors(" use_ipvlan 192.0.2.9\n vmac_xmit_base").size(), 1U);
}

TEST(VirtualLink, AMacMayEndInTheVrid) {
  for (const char* mac : {"02:00:5e:00:01", "02:00:5e:00:01:", "02-00-5e-00-01"}) {
    const auto made = instance(std::string(" use_vmac ") + mac);
    EXPECT_EQ(made.link.mac, (std::array<std::uint8_t, 6>{2, 0, 0x5e, 0, 1, made.vrid}));
  }
  for (const char* mac : {"02:00:5e:00", "02:00:5e:00:", "02:00:5e:00:01:33:", "2:0:5e:0:1:3:3"}) {
    EXPECT_EQ(errors(std::string(" use_vmac ") + mac).size(), 1U) << mac;
  }
}

std::string vmac_of(const char* name, int vrid, const char* interface, const char* words,
                    const char* address) {
  return std::string("vrrp_instance ") + name + " {\n interface " + interface +
         "\n virtual_router_id " + std::to_string(vrid) + "\n " + words +
         "\n virtual_ipaddress {\n " + address + "\n }\n}\n";
}

TEST(VirtualLink, NamesAreMadeUpByVridFamilyAndNumber) {
  const auto parsed = parse_text(vmac_of("a", 51, "eth0", "use_vmac", "192.0.2.1") +
                                 vmac_of("b", 51, "eth0", "use_vmac", "2001:db8::1") +
                                 vmac_of("c", 51, "eth1", "use_vmac", "192.0.2.2") +
                                 vmac_of("d", 52, "eth0", "use_vmac", "192.0.2.3"));
  EXPECT_TRUE(parsed.findings.empty());
  std::vector<std::string> names;
  for (const auto& made : parsed.config.instances) names.push_back(made.link.name);
  EXPECT_EQ(names, (std::vector<std::string>{"vrrp.51", "vrrp6.51", "vrrp1.51", "vrrp.52"}));
}

TEST(VirtualLink, PrefixesOfNamesAreConfigured) {
  const auto parsed =
      parse_text("global_defs {\n vmac_prefix vm\n vmac_addr_prefix ad\n}\n" +
                 vmac_of("a", 51, "eth0", "use_vmac", "192.0.2.1\n 192.0.2.2 dev eth1 use_vmac"));
  const auto& link = parsed.config.instances.at(0).link;
  EXPECT_EQ(link.name, "vm.51");
  EXPECT_EQ(link.others, (std::vector<OtherLink>{{"eth1", "ad.51"}}));
  const auto bad = parse_text("global_defs {\n vmac_prefix ten_letter\n}\n");
  EXPECT_EQ(lines_of(bad).at(0),
            "2: error: not the beginning of an interface's name: 'ten_letter'; it has at most nine "
            "characters");
}

TEST(VirtualLink, OneNameIsOneLink) {
  const auto parsed = parse_text(vmac_of("a", 51, "eth0", "use_vmac own", "192.0.2.1") +
                                 vmac_of("b", 52, "eth0", "use_vmac own", "192.0.2.2") +
                                 vmac_of("c", 53, "eth0", "use_vmac eth0", "192.0.2.3"));
  EXPECT_EQ(
      lines_of(parsed),
      (Lines{"12: error: 'own' is already the link of 'a'; another name is made up (vrrp_instance "
             "b)",
             "20: error: 'eth0' is the instance's own interface; another name is made up "
             "(vrrp_instance c)"}));
  EXPECT_EQ(parsed.config.instances.at(1).link.name, "vrrp.52");
  EXPECT_EQ(parsed.config.instances.at(2).link.name, "vrrp.53");
}

TEST(VirtualLink, AllOfOneInterfaceAreOfOneKindAndMode) {
  const auto parsed =
      parse_text(vmac_of("a", 51, "eth0", "use_ipvlan 192.0.2.9", "192.0.2.1") +
                 vmac_of("b", 52, "eth0", "use_ipvlan 192.0.2.8 vepa", "192.0.2.2") +
                 vmac_of("c", 53, "eth0", "use_vmac", "192.0.2.3") +
                 vmac_of("d", 54, "eth1", "use_vmac", "192.0.2.4"));
  EXPECT_EQ(lines_of(parsed),
            (Lines{"12: error: all ipvlans of an interface have one mode: that of 'a' is used on "
                   "eth0 (vrrp_instance b)",
                   "20: error: an interface cannot have links for both 'use_vmac' and "
                   "'use_ipvlan': 'a' is the first on eth0, this instance goes without "
                   "(vrrp_instance c)"}));
  const auto& instances = parsed.config.instances;
  EXPECT_EQ(instances.at(0).link.name, "vrrp.51");
  EXPECT_EQ(instances.at(1).link.mode, IpvlanMode::bridge);
  EXPECT_EQ(instances.at(2).link, VirtualLink());
  EXPECT_EQ(instances.at(3).link.name, "vrrp.54");
}

std::string far_instance(const char* words) {
  return std::string("vrrp_instance far {\n virtual_router_id 51\n unicast_src_ip 192.0.2.1\n ") +
         words + "\n virtual_ipaddress {\n 192.0.2.51 dev eth0\n 192.0.2.52\n }\n}\n";
}
constexpr const char* kPeer = "unicast_peer {\n 192.0.2.2\n }\n ";

TEST(VirtualLink, AnInstanceOfAVrfSpeaksThereAndNamesTheDevicesOfItsAddresses) {
  const auto parsed = parse_text(far_instance((std::string(kPeer) + "vrf red").c_str()));
  EXPECT_EQ(lines_of(parsed),
            (Lines{"7: error: the address 192.0.2.52 is left out: without 'interface' it needs "
                   "'dev' (vrrp_instance far)"}));
  const auto& made = parsed.config.instances.at(0);
  EXPECT_EQ(made.vrf, "red");
  EXPECT_EQ(made.interface, "red");
  EXPECT_EQ(made.addresses.size(), 1U);
}

TEST(VirtualLink, AVrfGoesWithUnicastAndWithoutAnInterface) {
  const auto with_interface = parse_instance(" vrf red");
  EXPECT_EQ(lines_of(with_interface),
            (Lines{"7: error: 'vrf' is for an instance without 'interface', and is not used: what "
                   "is on an interface is in its VRF anyway (vrrp_instance web)"}));
  EXPECT_EQ(with_interface.config.instances.at(0).vrf, "");
  EXPECT_TRUE(parse_text(far_instance("vrf red")).config.instances.empty());
  const auto linked = parse_text(far_instance((std::string(kPeer) + "vrf red\n use_vmac").c_str()));
  EXPECT_EQ(linked.config.instances.at(0).link, VirtualLink());
  auto sourceless = far_instance((std::string(kPeer) + "vrf red").c_str());
  sourceless.erase(sourceless.find(" unicast_src_ip"), 26);
  EXPECT_TRUE(parse_text(sourceless).config.instances.empty());
}

TEST(VirtualLink, AddressesOnOtherInterfacesHaveOneEach) {
  const char* addresses =
      "192.0.2.1\n 192.0.2.2 dev eth1\n 192.0.2.3 dev eth1\n 192.0.2.4 dev eth2";
  const auto link_of = [&](const char* words) {
    return parse_text(vmac_of("a", 51, "eth0", words, addresses)).config.instances.at(0).link;
  };
  EXPECT_TRUE(link_of("use_vmac").others.empty());
  const auto both = link_of("use_vmac\n use_vmac_addr");
  EXPECT_EQ(both.name, "vrrp.51");
  EXPECT_EQ(both.others, (std::vector<OtherLink>{{"eth1", "vrrp1.51"}, {"eth2", "vrrp2.51"}}));
  const auto alone = link_of("use_vmac_addr");
  EXPECT_EQ(alone.kind, VirtualLinkKind::none);
  EXPECT_EQ(alone.others.size(), 2U);
}

TEST(VirtualLink, UnicastAdvertsLeaveByTheInterface) {
  const auto parsed =
      parse_instance(" use_vmac\n unicast_src_ip 192.0.2.3\n unicast_peer {\n 192.0.2.4\n }");
  EXPECT_TRUE(parsed.config.instances.at(0).link.sends_on_base_link);
  EXPECT_EQ(lines_of(parsed).size(), 1U);
  EXPECT_TRUE(errors(" use_vmac\n vmac_xmit_base\n unicast_src_ip 192.0.2.3\n unicast_peer {\n"
                     " 192.0.2.4\n }")
                  .empty());
}

TEST(VirtualLink, StrictModeHasTheMacOfTheStandardAlone) {
  const auto parsed =
      parse_instance(" strict_mode\n use_vmac 02:00:00:00:00:01\n vmac_xmit_base\n state BACKUP");
  const auto& link = parsed.config.instances.at(0).link;
  EXPECT_FALSE(link.mac);
  EXPECT_FALSE(link.sends_on_base_link);
  EXPECT_EQ(lines_of(parsed).size(), 2U);
}

TEST(VirtualLink, MistakesAreErrors) {
  EXPECT_EQ(errors(" use_vmac vrrp.51 00:00:5e:00"),
            (Lines{"unknown word '00:00:5e:00' for the instance's own link (vrrp_instance "
                   "web)"}));
  EXPECT_EQ(errors(" use_vmac v 00:00:5e:00:01:33"),
            (Lines{"the address '00:00:5e:00:01:33' is a multicast one or one of VRRP's own, and "
                   "is not used (vrrp_instance web)"}));
  EXPECT_EQ(errors(" use_vmac a_name_beyond_fifteen").size(), 1U);
  EXPECT_EQ(errors(" use_vmac\n use_ipvlan"),
            (Lines{"'use_vmac' and 'use_ipvlan' exclude each other; the first one counts "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(lines_of(parse_instance(" vmac_xmit_base")).back(),
            "7: error: 'vmac_xmit_base' without 'use_vmac' means nothing (vrrp_instance web)");
  EXPECT_EQ(errors(" vrf a/b"), (Lines{"not the name of a VRF: 'a/b' (vrrp_instance web)"}));
}

TEST(Hmac, KeysComeAsTextDigitsOrFile) {
  const auto hmac = instance(
                        " auth_hmac {\n  key 2 hex:00ff\n  key 1 \"a b\"\n  key 3 file:/k\n"
                        "  active_key 2\n  anti_replay monotonic\n  time_window 9\n"
                        "  mode receive-only\n }")
                        .hmac;
  ASSERT_EQ(hmac.keys.size(), 3U);
  EXPECT_EQ(hmac.keys[0].secret, "a b");
  EXPECT_EQ(hmac.keys[1].secret, std::string("\0\xff", 2));
  EXPECT_EQ(hmac.keys[2].file, "/k");
  EXPECT_EQ(hmac.active_key, 2);
  EXPECT_EQ(hmac.replay_guard, ReplayGuard::monotonic);
  EXPECT_EQ(hmac.time_window, 9s);
  EXPECT_EQ(hmac.mode, HmacMode::receive_only);
}

TEST(Hmac, DefaultsAreTheLowestKeyAndThreeAdverts) {
  EXPECT_EQ(instance(" auth_hmac {\n key 7 x\n }").hmac.active_key, 7);
  EXPECT_EQ(instance(" auth_hmac {\n key 7 x\n }").hmac.time_window, 5s);
  EXPECT_EQ(instance(" advert_int 3\n auth_hmac {\n key 7 x\n }").hmac.time_window, 9s);
}

TEST(Hmac, MistakesAreErrorsThatShowNoKey) {
  EXPECT_EQ(errors(" auth_hmac {\n }"),
            (Lines{"'auth_hmac' without a key: no authentication (vrrp_instance web)"}));
  EXPECT_EQ(errors(" auth_hmac {\n key 1 x\n key 1 y\n }"),
            (Lines{"a second key 1 is left out (vrrp_instance web)"}));
  const auto parsed = parse_instance(
      " auth_hmac {\n key 1 hex:geheim\n key 1 geheim geheim\n"
      " key x geheim\n active_key 300\n }\n auth_pas geheim");
  EXPECT_EQ(errors(parsed).size(), 4U);
  const auto shown = render(parsed.findings, Caret::shown);
  EXPECT_EQ(shown.find("geheim"), std::string::npos) << shown;
  const auto unknown = parse_instance(" auth_hmac {\n key 1 x\n key 5 x\n active_key 3\n }");
  EXPECT_EQ(lines_of(unknown).back(),
            "10: error: 'active_key': there is no key 3 in this auth_hmac (vrrp_instance web); "
            "did you mean '1'?");
}

TEST(Bfd, EveryWordIsStored) {
  const auto parsed = parse_text(
      "bfd_instance a {\n neighbor_ip 192.0.2.2\n source_ip 192.0.2.1\n min_rx 20\n min_tx 30\n"
      " idle_tx 40\n multiplier 9\n passive\n ttl 7\n max_hops -1\n multihop\n weight -9 reverse\n"
      " vrrp\n}\nbfd_instance b {\n neighbour_ip 2001:db8::2\n multihop\n}\n");
  EXPECT_FALSE(has_errors(parsed.findings));
  ASSERT_EQ(parsed.config.bfd_instances.size(), 2U);
  const auto& a = parsed.config.bfd_instances[0];
  EXPECT_EQ(to_string(a.neighbor), "192.0.2.2");
  EXPECT_EQ(to_string(a.source), "192.0.2.1");
  EXPECT_EQ(a.receive_interval, 20ms);
  EXPECT_EQ(a.transmit_interval, 30ms);
  EXPECT_EQ(a.idle_interval, 40ms);
  EXPECT_EQ(a.multiplier, 9);
  EXPECT_TRUE(a.passive);
  EXPECT_EQ(a.ttl, 7);
  EXPECT_EQ(a.max_hops, -1);
  EXPECT_TRUE(a.multihop);
  EXPECT_EQ(a.weight, -9);
  EXPECT_TRUE(a.reversed);
  EXPECT_TRUE(a.for_vrrp);
  EXPECT_FALSE(a.for_checks);
  EXPECT_EQ(parsed.config.bfd_instances[1].ttl, 64);
  EXPECT_TRUE(parsed.config.bfd_instances[1].for_checks);
}

TEST(Bfd, MistakesLeaveTheSessionOut) {
  const std::string one = "bfd_instance a {\n neighbor_ip 192.0.2.2\n}\n";
  EXPECT_EQ(errors(parse_text(one + one)), (Lines{"a second bfd_instance named 'a' is left out"}));
  EXPECT_EQ(errors(parse_text("bfd_instance a {\n}\n")),
            (Lines{"'neighbor_ip' is missing; the bfd_instance 'a' is left out"}));
  EXPECT_EQ(errors(parse_text("bfd_instance " + std::string(32, 'n') + " {\n}\n")).size(), 1U);
  EXPECT_EQ(errors(parse_text("bfd_instance a {\n neighbor_ip 192.0.2.2\n weight 254\n}\n")),
            (Lines{"'weight' takes a whole number from -253 to 253, then perhaps 'reverse'"}));
  EXPECT_EQ(
      errors(parse_text("bfd_instance a {\n neighbor_ip 192.0.2.2\n source_ip ::1\n}\n")).size(),
      1U);
}

TEST(Bfd, WhoNamesASessionThatDoesNotExistIsTold) {
  const auto parsed = parse_text("bfd_instance near {\n neighbor_ip 192.0.2.9\n}\n" +
                                 std::string("vrrp_instance web {\n interface eth0\n"
                                             " virtual_router_id 51\n virtual_ipaddress {\n"
                                             " 192.0.2.10\n }\n track_bfd {\n neer\n }\n}\n"));
  ASSERT_EQ(errors(parsed).size(), 1U);
  EXPECT_EQ(parsed.findings.back().text, "no bfd_instance named 'neer'");
  EXPECT_EQ(parsed.findings.back().suggestion, "did you mean 'near'?");
  const auto check = parse_service("", " BFD_CHECK {\n name other\n }");
  EXPECT_EQ(check.findings.back().suggestion, "there is none");
  EXPECT_EQ(exit_code(parse_service("", " FILE_CHECK {\n track_file other\n }")), 5);
}

TEST(LinkPolling, NamesInterfacesAndHowTheyAreAsked) {
  const auto parsed = parse_text(
      "linkbeat_use_polling\nlinkbeat_interfaces {\n eth0\n eth1 MII\n eth2 ETHTOOL\n eth3 IOCTL\n"
      " eth4 mii\n}\n");
  const auto& polling = parsed.config.link_polling;
  EXPECT_TRUE(polling.all);
  ASSERT_EQ(polling.links.size(), 4U);
  EXPECT_EQ(polling.links[0].method, LinkPollMethod::any);
  EXPECT_EQ(polling.links[1].method, LinkPollMethod::mii);
  EXPECT_EQ(polling.links[3].method, LinkPollMethod::ioctl);
  EXPECT_EQ(errors(parsed).size(), 1U);
}

TEST(Deprecated, AWordNamesItsSuccessor) {
  EXPECT_EQ(lines_of(parse_instance(" nopreempt\n thread_timer_expired 200")),
            (Lines{"8: error: 'thread_timer_expired' is accepted, without effect yet (giving way "
                   "when scheduled late); it is deprecated: write 'timer_expired_backup'"}));
  EXPECT_EQ(errors(" timer_expired_backup 255"),
            (Lines{"'timer_expired_backup' takes a whole number from 1 to 254, not '255' "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(errors(" debug 5").size(), 1U);
}

}  // namespace
}  // namespace evenkeel
