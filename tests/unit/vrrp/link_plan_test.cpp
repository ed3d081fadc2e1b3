#include "vrrp/protocol/link_plan.h"

#include <gtest/gtest.h>
#include <linux/if_link.h>

namespace evenkeel::vrrp {
namespace {

constexpr int kEth0 = 2, kEth1 = 3, kOwn = 7;
constexpr HardwareAddress kMac{0x00, 0x00, 0x5e, 0x00, 0x01, 0x33};

VirtualAddress address(const char* prefix, const char* device = "") {
  return {.prefix = *parse_prefix(prefix), .device = device};
}

VrrpInstance instance() {
  VrrpInstance made;
  made.interface = "eth0";
  made.vrid = 0x33;
  made.link.kind = VirtualLinkKind::macvlan;
  made.link.name = "vrrp.51";
  made.addresses = {address("192.0.2.50/24")};
  return made;
}

Link own_link() {
  return {.index = kOwn,
          .name = "vrrp.51",
          .hardware = kMac,
          .kind = VirtualLinkKind::macvlan,
          .parent = kEth0,
          .mode = MACVLAN_MODE_PRIVATE};
}

LinkTable with(const std::vector<Link>& links) {
  LinkTable table;
  for (const auto& link : links) table.put(link);
  return table;
}

const Link kBase{.index = kEth0, .name = "eth0", .is_admin_up = true};

LinkDecision decide_for(const std::vector<Link>& links, LinkStand stand = LinkStand::down,
                        LinkMaker maker = LinkMaker::ours) {
  return decide(links_of(instance()).at(0), stand, maker, with(links));
}

TEST(LinkPlan, TheVirtualMacIsThatOfFamilyAndVrid) {
  auto config = instance();
  EXPECT_EQ(virtual_mac(config), kMac);
  config.family = Family::ipv6;
  EXPECT_EQ(virtual_mac(config), (HardwareAddress{0x00, 0x00, 0x5e, 0x00, 0x02, 0x33}));
  config.link.mac = HardwareAddress{2, 0, 0, 0, 0, 1};
  EXPECT_EQ(virtual_mac(config), (HardwareAddress{2, 0, 0, 0, 0, 1}));
}

TEST(LinkPlan, AnInstanceWithoutOneWishesForNoLink) {
  VrrpInstance plain = instance();
  plain.link = {};
  EXPECT_TRUE(links_of(plain).empty());
  EXPECT_FALSE(has_virtual_mac(plain));
  EXPECT_FALSE(sends_on_own_link(plain));
  EXPECT_EQ(device_of(plain, plain.addresses.at(0)), "eth0");
}

VrrpInstance with_ipvlan() {
  auto config = instance();
  config.link.kind = VirtualLinkKind::ipvlan;
  config.link.mode = IpvlanMode::vepa;
  config.link.addresses = {*parse_prefix("192.0.2.9/24")};
  config.source = config.link.addresses.front().address;
  return config;
}

Link ipvlan() {
  return {.index = kOwn,
          .name = "vrrp.51",
          .is_admin_up = true,
          .kind = VirtualLinkKind::ipvlan,
          .parent = kEth0,
          .mode = IPVLAN_MODE_L2,
          .flags = IPVLAN_F_VEPA};
}

TEST(LinkPlan, AnIpvlanHasItsModeAndNoMacOfItsOwn) {
  const auto config = with_ipvlan();
  const auto wishes = links_of(config);
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].ipvlan, IpvlanMode::vepa);
  EXPECT_EQ(wishes[0].hardware, HardwareAddress{});
  EXPECT_EQ(wishes[0].family, Family::ipv4);
  EXPECT_EQ(device_of(config, config.addresses.at(0)), "vrrp.51");
  EXPECT_FALSE(has_virtual_mac(config));
  EXPECT_TRUE(sends_on_own_link(config));
}

TEST(LinkPlan, AnIpvlanCarriesIpv6ForAnAddressOfItsOwn) {
  auto config = with_ipvlan();
  config.link.addresses.push_back(*parse_prefix("2001:db8::9/64"));
  EXPECT_EQ(links_of(config).at(0).family, Family::ipv6);
}

TEST(LinkPlan, AnIpvlanIsReplacedWhenItIsNotAsWished) {
  const auto step_for = [](auto change) {
    Link link = ipvlan();
    change(link);
    return decide(links_of(with_ipvlan()).at(0), LinkStand::up, LinkMaker::ours,
                  with({kBase, link}))
        .step;
  };
  EXPECT_EQ(step_for([](Link&) {}), LinkStep::none);
  EXPECT_EQ(step_for([](Link& link) { link.hardware = HardwareAddress{2}; }), LinkStep::none);
  EXPECT_EQ(step_for([](Link& link) { link.is_admin_up = false; }), LinkStep::set_up);
  EXPECT_EQ(step_for([](Link& link) { link.flags = IPVLAN_F_PRIVATE; }), LinkStep::replace);
  EXPECT_EQ(step_for([](Link& link) { link.mode = IPVLAN_MODE_L3; }), LinkStep::replace);
  EXPECT_EQ(step_for([](Link& link) { link.kind = VirtualLinkKind::macvlan; }), LinkStep::replace);
}

TEST(LinkPlan, AnIpvlanBesideOneOfSomebodyElseHasItsModeOrIsNotMade) {
  const auto wish = links_of(with_ipvlan()).at(0);
  Link other = ipvlan();
  other.index = 9;
  other.name = "theirs";
  const auto clash = [&](bool is_ours) {
    return ipvlan_clash(wish, with({kBase, other}), [&](int) { return is_ours; });
  };
  EXPECT_EQ(clash(false), "");
  other.mode = IPVLAN_MODE_L3;
  EXPECT_EQ(clash(false),
            "the ipvlan theirs of somebody else on eth0 has another mode, which would change with "
            "ours");
  EXPECT_EQ(clash(true), "");
  other.parent = kEth1;
  EXPECT_EQ(clash(false), "");
  EXPECT_EQ(
      ipvlan_clash(links_of(instance()).at(0), with({kBase, ipvlan()}), [](int) { return false; }),
      "");
}

TEST(LinkPlan, AdvertsAreHeardWhereTheyArriveOnce) {
  using Names = std::vector<std::string>;
  auto config = instance();
  EXPECT_EQ(hearing_interfaces(config), (Names{"eth0", "vrrp.51"}));
  config.link = {};
  EXPECT_EQ(hearing_interfaces(config), Names{"eth0"});
  config = with_ipvlan();
  EXPECT_EQ(hearing_interfaces(config), Names{"eth0"});
  config.peers = {{.address = *parse_address("192.0.2.2")}};
  EXPECT_EQ(hearing_interfaces(config), Names{"vrrp.51"});
  config.source = *parse_address("192.0.2.1");
  EXPECT_EQ(hearing_interfaces(config), Names{"eth0"});
}

TEST(LinkPlan, OnlyAnIpvlanHasAddressesOfItsOwnWhichNeverEnd) {
  EXPECT_TRUE(own_addresses(instance()).addresses.empty());
  const auto own = own_addresses(with_ipvlan());
  ASSERT_EQ(own.addresses.size(), 1U);
  EXPECT_EQ(device_of(own, own.addresses.front()), "vrrp.51");
  EXPECT_EQ(own.vip_lease, Duration(0));
}

using Extra = std::vector<std::pair<std::string, IpAddress>>;

TEST(LinkPlan, LinksThatSendNoAdvertsAreRepeatedOnce) {
  auto config = instance();
  config.link.others = {{"eth1", "vrrp1.51"}};
  config.link.for_other_links = true;
  config.addresses.push_back(address("192.0.2.51/24", "eth1"));
  config.addresses.push_back(address("192.0.2.52/24", "eth1"));
  const IpAddress own = config.addresses[0].prefix.address;
  const IpAddress other = config.addresses[1].prefix.address;
  EXPECT_EQ(extra_announcements(config), (Extra{{"vrrp1.51", other}}));
  config.link.sends_on_base_link = true;
  EXPECT_EQ(extra_announcements(config), (Extra{{"vrrp.51", own}, {"vrrp1.51", other}}));
}

TEST(LinkPlan, OtherInterfacesAreRepeatedWhenAllAreAskedFor) {
  auto config = instance();
  config.link = {};
  config.excluded_addresses = {address("192.0.2.51/24", "eth1")};
  EXPECT_TRUE(extra_announcements(config).empty());
  config.announce.extra_all = true;
  EXPECT_EQ(extra_announcements(config),
            (Extra{{"eth1", config.excluded_addresses[0].prefix.address}}));
}

TEST(LinkPlan, ALinkIsInTheVrfOfItsBase) {
  Link base = kBase;
  base.vrf = 30;
  EXPECT_EQ(made_link(links_of(instance()).at(0), kOwn, base).vrf, 30);
  Link link = own_link();
  EXPECT_EQ(decide_for({base, link}).step, LinkStep::move);
  link.vrf = 30;
  EXPECT_EQ(decide_for({base, link}).step, LinkStep::none);
  EXPECT_EQ(decide_for({kBase, link}).step, LinkStep::move);
}

TEST(LinkPlan, ALinkHasTheGroupOfItsBaseUnlessItIsGivenOne) {
  Link base = kBase;
  base.group = 4;
  auto config = instance();
  EXPECT_EQ(made_link(links_of(config).at(0), kOwn, base).group, 4U);
  config.link.group = 0;
  EXPECT_EQ(made_link(links_of(config).at(0), kOwn, base).group, 0U);
}

TEST(LinkPlan, ALinkOnAMacvlanIsOnWhatThatIsOn) {
  const Link base{
      .index = kEth0, .name = "eth0", .kind = VirtualLinkKind::macvlan, .parent = kEth1};
  Link link = own_link();
  link.parent = kEth1;
  EXPECT_EQ(decide_for({base, link}).step, LinkStep::none);
}

TEST(LinkPlan, ItsLinkIsAPrivateMacvlanOnItsInterface) {
  const auto wishes = links_of(instance());
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].name, "vrrp.51");
  EXPECT_EQ(wishes[0].base, "eth0");
  EXPECT_EQ(wishes[0].hardware, kMac);
  EXPECT_EQ(wishes[0].family, Family::ipv4);
  EXPECT_TRUE(has_virtual_mac(instance()));
}

TEST(LinkPlan, ALinkCarriesIpv6WhenOneOfItsAddressesDoes) {
  auto config = instance();
  config.excluded_addresses = {address("2001:db8::50/64")};
  EXPECT_EQ(links_of(config).at(0).family, Family::ipv6);
  config.excluded_addresses = {address("2001:db8::50/64", "eth1")};
  EXPECT_EQ(links_of(config).at(0).family, Family::ipv4);
}

TEST(LinkPlan, AddressesLiveOnTheLinkUnlessTheyNameAnotherInterface) {
  const auto config = instance();
  EXPECT_EQ(device_of(config, address("192.0.2.50/24")), "vrrp.51");
  EXPECT_EQ(device_of(config, address("192.0.2.50/24", "eth0")), "vrrp.51");
  EXPECT_EQ(device_of(config, address("192.0.2.50/24", "eth1")), "eth1");
}

TEST(LinkPlan, AddressesOnOtherInterfacesHaveLinksThere) {
  auto config = instance();
  config.link.for_other_links = true;
  config.link.others = {{"eth1", "vrrp1.51"}};
  EXPECT_EQ(device_of(config, address("192.0.2.50/24", "eth1")), "vrrp1.51");
  EXPECT_EQ(links_of(config).at(1).base, "eth1");
  config.link.for_other_links = false;
  EXPECT_EQ(device_of(config, address("192.0.2.50/24", "eth1")), "eth1");
  auto asking = address("192.0.2.50/24", "eth1");
  asking.has_virtual_link = true;
  EXPECT_EQ(device_of(config, asking), "vrrp1.51");
}

TEST(LinkPlan, AddressesMayHaveALinkWithoutTheirInstance) {
  auto config = instance();
  config.link = {};
  config.link.for_other_links = true;
  config.link.others = {{"eth1", "vrrp.51"}};
  EXPECT_EQ(device_of(config, address("192.0.2.50/24")), "eth0");
  EXPECT_EQ(links_of(config).size(), 1U);
  EXPECT_TRUE(has_virtual_mac(config));
  EXPECT_FALSE(sends_on_own_link(config));
}

TEST(LinkPlan, AdvertsLeaveByTheLinkUnlessTheBaseIsAskedFor) {
  auto config = instance();
  EXPECT_TRUE(sends_on_own_link(config));
  config.link.sends_on_base_link = true;
  EXPECT_FALSE(sends_on_own_link(config));
}

TEST(LinkPlan, AMissingLinkIsMadeOnceItsBaseIsThere) {
  EXPECT_EQ(decide_for({kBase}).step, LinkStep::create);
  EXPECT_EQ(decide_for({}), LinkDecision{});
}

TEST(LinkPlan, TheLinkStandsAsTheRoleDemands) {
  Link link = own_link();
  EXPECT_EQ(decide_for({kBase, link}, LinkStand::down).step, LinkStep::none);
  EXPECT_EQ(decide_for({kBase, link}, LinkStand::up).step, LinkStep::set_up);
  EXPECT_EQ(decide_for({kBase, link}, LinkStand::as_is).step, LinkStep::none);
  link.is_admin_up = true;
  EXPECT_EQ(decide_for({kBase, link}, LinkStand::down).step, LinkStep::set_down);
  EXPECT_EQ(decide_for({kBase, link}, LinkStand::up).step, LinkStep::none);
  EXPECT_EQ(decide_for({kBase, link}, LinkStand::as_is).step, LinkStep::none);
  // Its base was renamed.
  EXPECT_EQ(decide_for({link}, LinkStand::down).step, LinkStep::set_down);
}

TEST(LinkPlan, OursIsReplacedWhenItIsNotAsWished) {
  const auto changed = [](auto change) {
    Link link = own_link();
    change(link);
    return decide_for({kBase, link}).step;
  };
  EXPECT_EQ(changed([](Link& link) { link.mode = MACVLAN_MODE_BRIDGE; }), LinkStep::replace);
  EXPECT_EQ(changed([](Link& link) { link.hardware = HardwareAddress{2}; }), LinkStep::replace);
  EXPECT_EQ(changed([](Link& link) { link.parent = kEth1; }), LinkStep::replace);
  EXPECT_EQ(changed([](Link& link) { link.group = 5; }), LinkStep::replace);
  EXPECT_EQ(changed([](Link& link) { link.kind = VirtualLinkKind::none; }), LinkStep::replace);
}

TEST(LinkPlan, AForeignLinkOfTheNameIsAFaultAndLeftAlone) {
  for (const auto& links : {std::vector{kBase, own_link()}, std::vector{own_link()}}) {
    const auto decision = decide_for(links, LinkStand::up, LinkMaker::foreign);
    EXPECT_EQ(decision.step, LinkStep::none);
    EXPECT_EQ(decision.fault, "somebody else made the link vrrp.51; it is not touched");
  }
}

TEST(LinkPlan, ThePlacesOfTwoIncarnationsDiffer) {
  Link link = own_link();
  EXPECT_EQ(link_place(link), "link vrrp.51 7");
  EXPECT_EQ(setting_place(kBase, "arp_ignore"), "setting arp_ignore 2");
}

}  // namespace
}  // namespace evenkeel::vrrp
