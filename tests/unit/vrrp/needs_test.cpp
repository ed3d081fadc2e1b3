#include "vrrp/protocol/needs.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

LinkTable two_links() {
  LinkTable links;
  links.put({.index = 2, .name = "eth0", .is_admin_up = true, .has_carrier = true});
  links.put({.index = 3, .name = "lo", .is_admin_up = true, .has_carrier = true});
  return links;
}

VrrpInstance instance() {
  VrrpInstance made;
  made.source = *parse_address("192.0.2.1");
  return made;
}

std::optional<std::string> need_of(const VrrpInstance& instance, const LinkTable& links) {
  return unmet_need(instance, home_of(instance, links), links);
}

TEST(Needs, WithoutAnInterfaceItLivesWhereItsSourceIs) {
  LinkTable links = two_links();
  auto own = instance();
  EXPECT_EQ(home_of(own, links), "");
  const Prefix source{own.source, 24};
  links.put_address(3, source, {});
  EXPECT_EQ(home_of(own, links), "lo");
  links.remove_address(3, source);
  links.put_address(2, source, {.is_tentative = true});
  EXPECT_EQ(home_of(own, links), "");
  links.put_address(2, source, {});
  EXPECT_EQ(home_of(own, links), "eth0");
  own.interface = "lo";
  EXPECT_EQ(home_of(own, links), "lo");
}

TEST(Needs, AreNoneByDefault) { EXPECT_EQ(need_of(instance(), two_links()), std::nullopt); }

TEST(Needs, AnInterfaceThatHearsAdvertsItself) {
  auto own = instance();
  own.interface = "eth0";
  auto links = two_links();
  links.put({.index = 4, .name = "up0", .is_admin_up = true, .has_carrier = true});
  const auto belongs_to = [&](int master, const std::string& kind) {
    Link link = *links.find("eth0");
    link.master = master;
    link.master_kind = kind;
    links.put(link);
    return need_of(own, links);
  };
  for (const std::string kind : {"bridge", "bond", "team", "openvswitch", "hsr"}) {
    EXPECT_EQ(belongs_to(4, kind),
              "interface eth0 belongs to " + kind + " up0, where adverts arrive instead");
    EXPECT_EQ(belongs_to(0, ""), std::nullopt);
  }
  EXPECT_EQ(belongs_to(9, "bridge"),
            "interface eth0 belongs to bridge, where adverts arrive instead");
  EXPECT_EQ(belongs_to(4, "vrf"), std::nullopt);
  EXPECT_EQ(belongs_to(4, "batadv"), std::nullopt);
  own.interface = "lo";
  EXPECT_EQ(belongs_to(4, "bridge"), std::nullopt);
}

TEST(Needs, PeersWhereUnicastFaultNoPeerAsksForThem) {
  auto own = instance();
  own.needs_peers = true;
  EXPECT_EQ(need_of(own, two_links()), "no unicast peer is configured (unicast_fault_no_peer)");
  own.peers.push_back({.address = *parse_address("192.0.2.2")});
  EXPECT_EQ(need_of(own, two_links()), std::nullopt);
}

TEST(Needs, TheSourceAddressOnAnyInterfaceWhereTrackSrcIpAsksForIt) {
  auto own = instance();
  own.tracks_source = true;
  auto links = two_links();
  EXPECT_EQ(need_of(own, links), "no interface has the source address 192.0.2.1 (track_src_ip)");
  for (const int index : {2, 3}) {
    const Prefix prefix{*parse_address("192.0.2.1"), 24};
    links.put_address(index, prefix, {});
    EXPECT_EQ(need_of(own, links), std::nullopt);
    links.remove_address(index, prefix);
    EXPECT_TRUE(need_of(own, links));
  }
  links.put_address(2, {*parse_address("192.0.2.9"), 24}, {});
  EXPECT_TRUE(need_of(own, links));
}

TEST(Needs, ASourceAddressThatIsNotProvenUniqueIsNone) {
  auto own = instance();
  own.source = *parse_address("2001:db8::1");
  own.tracks_source = true;
  auto links = two_links();
  KernelAddress address;
  address.is_tentative = true;
  links.put_address(2, {own.source, 64}, address);
  EXPECT_TRUE(need_of(own, links));
}

std::vector<std::string> tracked_interfaces(const VrrpInstance& instance) {
  std::vector<std::string> names;
  for (const auto& tracker : all_trackers(instance)) {
    EXPECT_EQ(tracker.kind, TrackerKind::interface);
    names.push_back(tracker.name + " " + std::to_string(tracker.weight));
  }
  return names;
}

using Names = std::vector<std::string>;

TEST(Trackers, AreTheOtherInterfacesOfAddressesOnceEach) {
  auto own = instance();
  own.interface = "eth0";
  own.addresses = {{.device = ""}, {.device = "eth0"}, {.device = "eth1"}};
  own.excluded_addresses = {{.device = "eth1"}, {.device = "eth2"}};
  EXPECT_EQ(tracked_interfaces(own), (Names{"eth1 0", "eth2 0"}));
}

TEST(Trackers, AreTheOtherInterfacesOfRoutesAndRules) {
  auto own = instance();
  own.interface = "eth0";
  own.routes = {{.nexthops = {{.device = "eth1"}, {.device = "eth0"}, {.device = "eth2"}}}};
  own.rules = {{.input_interface = "eth3", .output_interface = "eth4"}};
  EXPECT_EQ(tracked_interfaces(own), (Names{"eth1 0", "eth2 0", "eth3 0", "eth4 0"}));
}

TEST(Trackers, NoTrackLeavesAnInterfaceOut) {
  auto own = instance();
  own.interface = "eth0";
  own.addresses = {{.device = "eth1", .tracked = false}};
  own.routes = {{.nexthops = {{.device = "eth2"}}, .tracked = false}};
  own.rules = {{.input_interface = "eth3", .tracked = false}};
  EXPECT_EQ(tracked_interfaces(own), Names{});
}

TEST(Trackers, AWeightDoesNotCountOfAnInterfaceThatIsNeeded) {
  auto own = instance();
  own.interface = "eth0";
  own.trackers = {
      {.name = "eth1"}, {.name = "eth2", .weight = -20}, {.name = "eth3", .weight = -20}};
  own.addresses = {{.device = "eth1"}, {.device = "eth2"}};
  EXPECT_EQ(tracked_interfaces(own), (Names{"eth3 -20", "eth1 0", "eth2 0"}));
}

}  // namespace
}  // namespace evenkeel::vrrp
