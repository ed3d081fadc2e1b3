#include "vrrp/net/link_news.h"

#include <gtest/gtest.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "vrrp/net/attributes.h"
#include "vrrp/net/link_message.h"

namespace evenkeel::vrrp {
namespace {

constexpr int kEth0 = 2;
const Prefix kOwn = *parse_prefix("192.0.2.1/24");

netlink::NetlinkMessage link_news(int type, unsigned flags, const char* name = "eth0") {
  ifinfomsg header = link_header(kEth0);
  header.ifi_type = ARPHRD_ETHER;
  header.ifi_flags = flags;
  auto message = link_message(type, 0, header);
  nla_put_string(message.get(), IFLA_IFNAME, name);
  return message;
}

netlink::NetlinkMessage address_news(int type, std::uint8_t flags) {
  netlink::NetlinkMessage message(nlmsg_alloc_size(256));
  nlmsg_put(message.get(), NL_AUTO_PORT, NL_AUTO_SEQ, type, 0, 0);
  ifaddrmsg header{};
  header.ifa_family = AF_INET;
  header.ifa_prefixlen = kOwn.length;
  header.ifa_flags = flags;
  header.ifa_index = kEth0;
  nlmsg_append(message.get(), &header, sizeof(header), NLMSG_ALIGNTO);
  put_address(message.get(), IFA_LOCAL, kOwn.address);
  put_address(message.get(), IFA_ADDRESS, kOwn.address);
  return message;
}

class LinkNews : public testing::Test {
 protected:
  LinkChanges hear(const netlink::NetlinkMessage& message) {
    LinkChanges changes;
    apply_news(nlmsg_hdr(message.get()), table, changes);
    return changes;
  }

  LinkTable table;
};

constexpr unsigned kUp = IFF_UP | IFF_RUNNING;
using Names = std::set<std::string>;

TEST_F(LinkNews, ALinkThatComesUpHasToBeAnnounced) {
  EXPECT_EQ(hear(link_news(RTM_NEWLINK, IFF_UP)).names, Names{"eth0"});
  EXPECT_EQ(hear(link_news(RTM_NEWLINK, kUp)).came_up, Names{"eth0"});
  EXPECT_TRUE(table.find("eth0")->is_up());
  EXPECT_TRUE(hear(link_news(RTM_NEWLINK, kUp)).came_up.empty());
}

TEST_F(LinkNews, ARenamedLinkIsToldByBothNames) {
  hear(link_news(RTM_NEWLINK, kUp));
  EXPECT_EQ(hear(link_news(RTM_NEWLINK, kUp, "lan")).names, (Names{"eth0", "lan"}));
}

TEST_F(LinkNews, ALinkGoesWithItsAddresses) {
  hear(link_news(RTM_NEWLINK, kUp));
  hear(address_news(RTM_NEWADDR, IFA_F_PERMANENT));
  EXPECT_EQ(hear(link_news(RTM_DELLINK, 0)).names, Names{"eth0"});
  EXPECT_EQ(table.find("eth0"), nullptr);
  EXPECT_EQ(table.address(kEth0, kOwn), nullptr);
}

TEST_F(LinkNews, TheEndOfABridgesPortIsNotTheEndOfTheInterface) {
  hear(link_news(RTM_NEWLINK, kUp));
  auto message = link_news(RTM_DELLINK, 0);
  static_cast<ifinfomsg*>(nlmsg_data(nlmsg_hdr(message.get())))->ifi_family = AF_BRIDGE;
  hear(message);
  EXPECT_NE(table.find("eth0"), nullptr);
}

TEST_F(LinkNews, AnAddressIsNewsWhenSomethingOfItIs) {
  const std::vector<LinkAddress> own{{kEth0, kOwn}};
  EXPECT_EQ(hear(address_news(RTM_NEWADDR, IFA_F_PERMANENT)).added, own);
  EXPECT_TRUE(table.address(kEth0, kOwn)->is_permanent);
  EXPECT_TRUE(hear(address_news(RTM_NEWADDR, IFA_F_PERMANENT)).added.empty());
  EXPECT_EQ(hear(address_news(RTM_NEWADDR, IFA_F_SECONDARY)).added, own);
  EXPECT_TRUE(table.address(kEth0, kOwn)->is_secondary);
  EXPECT_EQ(hear(address_news(RTM_DELADDR, 0)).removed, own);
  EXPECT_EQ(table.address(kEth0, kOwn), nullptr);
}

TEST_F(LinkNews, ALinkThatCameUpUnheardIsFoundByAResync) {
  LinkTable before;
  before.put({.index = kEth0, .name = "eth0", .is_admin_up = true});
  before.put({.index = 3, .name = "eth1", .is_admin_up = true, .has_carrier = true});
  table = before;
  table.put({.index = kEth0, .name = "eth0", .is_admin_up = true, .has_carrier = true});
  table.put({.index = 4, .name = "eth2"});
  const LinkChanges changes = resync_changes(before, table);
  EXPECT_TRUE(changes.is_resync);
  EXPECT_EQ(changes.came_up, (Names{"eth0", "eth2"}));
}

}  // namespace
}  // namespace evenkeel::vrrp
