#include <gtest/gtest.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <array>
#include <cstring>

#include "vrrp/net/attributes.h"
#include "vrrp/net/virtual_link_table.h"

namespace evenkeel::vrrp {
namespace {

ifinfomsg header_of(const netlink::NetlinkMessage& message) {
  ifinfomsg header{};
  std::memcpy(&header, nlmsg_data(nlmsg_hdr(message.get())), sizeof(header));
  return header;
}

using Attributes = std::array<nlattr*, IFLA_MAX + 1>;
Attributes attributes_of(const netlink::NetlinkMessage& message) {
  Attributes attributes{};
  EXPECT_EQ(nlmsg_parse(nlmsg_hdr(message.get()), sizeof(ifinfomsg), attributes.data(), IFLA_MAX,
                        nullptr),
            0);
  return attributes;
}

TEST(VirtualLinkWire, AMacvlanIsMadeNewWithItsMacAndMode) {
  const HardwareAddress mac{0, 0, 0x5e, 0, 1, 51};
  const auto message =
      link_wire::create_message({.name = "vrrp.51", .base = "eth0", .hardware = mac, .group = 9},
                                {.index = 2, .name = "eth0"});
  EXPECT_EQ(nlmsg_hdr(message.get())->nlmsg_type, RTM_NEWLINK);
  EXPECT_EQ(nlmsg_hdr(message.get())->nlmsg_flags & (NLM_F_CREATE | NLM_F_EXCL),
            NLM_F_CREATE | NLM_F_EXCL);
  EXPECT_EQ(header_of(message).ifi_flags & IFF_UP, 0U);
  const auto attributes = attributes_of(message);
  EXPECT_EQ(get_text(attributes[IFLA_IFNAME]), "vrrp.51");
  EXPECT_EQ(get_number<std::uint32_t>(attributes[IFLA_LINK]), 2U);
  EXPECT_EQ(get_number<std::uint32_t>(attributes[IFLA_GROUP]), 9U);
  EXPECT_EQ(get_number<HardwareAddress>(attributes[IFLA_ADDRESS]), mac);
  nlattr* information = attributes[IFLA_LINKINFO];
  EXPECT_EQ(get_text(find_in(information, IFLA_INFO_KIND)), "macvlan");
  EXPECT_EQ(
      get_number<std::uint32_t>(find_in(find_in(information, IFLA_INFO_DATA), IFLA_MACVLAN_MODE)),
      std::uint32_t{MACVLAN_MODE_PRIVATE});
}

TEST(VirtualLinkWire, AnIpvlanIsMadeWithItsModeInTheVrfAndGroupOfItsBase) {
  const auto message =
      link_wire::create_message({.name = "vrrp.51", .base = "eth0", .ipvlan = IpvlanMode::vepa},
                                {.index = 2, .name = "eth0", .vrf = 30, .group = 4});
  const auto attributes = attributes_of(message);
  EXPECT_EQ(attributes[IFLA_ADDRESS], nullptr);
  EXPECT_EQ(get_number<std::uint32_t>(attributes[IFLA_MASTER]), 30U);
  EXPECT_EQ(get_number<std::uint32_t>(attributes[IFLA_GROUP]), 4U);
  nlattr* information = attributes[IFLA_LINKINFO];
  EXPECT_EQ(get_text(find_in(information, IFLA_INFO_KIND)), "ipvlan");
  nlattr* data = find_in(information, IFLA_INFO_DATA);
  EXPECT_EQ(get_number<std::uint16_t>(find_in(data, IFLA_IPVLAN_MODE)),
            std::uint16_t{IPVLAN_MODE_L2});
  EXPECT_EQ(get_number<std::uint16_t>(find_in(data, IFLA_IPVLAN_FLAGS)),
            std::uint16_t{IPVLAN_F_VEPA});
}

TEST(VirtualLinkWire, AMoveNamesTheVrfAlone) {
  for (const int vrf : {30, 0}) {
    const auto message = link_wire::move_message(7, vrf);
    EXPECT_EQ(header_of(message).ifi_index, 7);
    EXPECT_EQ(header_of(message).ifi_change, 0U);
    EXPECT_EQ(get_number<int>(attributes_of(message)[IFLA_MASTER]), vrf);
  }
}

TEST(VirtualLinkWire, TurningALinkTouchesThatFlagAlone) {
  for (const auto stand : {LinkStand::up, LinkStand::down}) {
    const auto message = link_wire::stand_message(7, stand);
    EXPECT_EQ(nlmsg_hdr(message.get())->nlmsg_flags & NLM_F_CREATE, 0);
    EXPECT_EQ(header_of(message).ifi_index, 7);
    EXPECT_EQ(header_of(message).ifi_change, unsigned{IFF_UP});
    EXPECT_EQ(header_of(message).ifi_flags, stand == LinkStand::up ? unsigned{IFF_UP} : 0U);
  }
}

TEST(VirtualLinkWire, ALinkIsRemovedByItsIndex) {
  const auto message = link_wire::remove_message(7);
  EXPECT_EQ(nlmsg_hdr(message.get())->nlmsg_type, RTM_DELLINK);
  EXPECT_EQ(header_of(message).ifi_index, 7);
}

}  // namespace
}  // namespace evenkeel::vrrp
