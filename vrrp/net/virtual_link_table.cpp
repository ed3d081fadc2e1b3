// RTM_NEWLINK and RTM_DELLINK; what netlink cannot set, by /proc/sys/net.
#include "vrrp/net/virtual_link_table.h"

#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "vrrp/net/link_message.h"

namespace evenkeel::vrrp {

namespace {

// No address that nobody asked for: on a macvlan it would be that of the virtual MAC (RFC 9568,
// section 7.4).
netlink::NetlinkMessage no_generated_address(int index) {
  auto message = link_message(RTM_SETLINK, 0, link_header(index));
  nlattr* families = nla_nest_start(message.get(), IFLA_AF_SPEC);
  nlattr* inet6 = nla_nest_start(message.get(), AF_INET6);
  nla_put_u8(message.get(), IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
  nla_nest_end(message.get(), inet6);
  nla_nest_end(message.get(), families);
  return message;
}

// The kernel goes by the larger of the interface's setting and that of all. Loose (2) outdoes a
// strict one of all, under which nothing that comes back another way would be let in.
std::uint32_t reverse_path_filter() {
  std::ifstream all("/proc/sys/net/ipv4/conf/all/rp_filter");
  int value = 0;
  all >> value;
  return value == 0 ? 0 : 2;
}

// A kernel without IPv6 has no such file, and needs none.
void set_ipv6(const std::string& name, const std::string& setting, int value) {
  std::ofstream("/proc/sys/net/ipv6/conf/" + name + "/" + setting) << value;
}

}  // namespace

namespace link_wire {

netlink::NetlinkMessage create_message(const LinkWish& wish, const Link& base) {
  const Link made = made_link(wish, 0, base);
  auto message = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link_header(0));
  nla_put_string(message.get(), IFLA_IFNAME, wish.name.c_str());
  nla_put_u32(message.get(), IFLA_LINK, static_cast<std::uint32_t>(base.index));
  if (!wish.ipvlan) {
    nla_put(message.get(), IFLA_ADDRESS, static_cast<int>(wish.hardware.size()),
            wish.hardware.data());
  }
  if (made.group != 0) nla_put_u32(message.get(), IFLA_GROUP, made.group);
  if (made.vrf != 0) nla_put_u32(message.get(), IFLA_MASTER, static_cast<std::uint32_t>(made.vrf));
  nlattr* information = nla_nest_start(message.get(), IFLA_LINKINFO);
  nla_put_string(message.get(), IFLA_INFO_KIND, wish.ipvlan ? "ipvlan" : "macvlan");
  nlattr* data = nla_nest_start(message.get(), IFLA_INFO_DATA);
  if (wish.ipvlan) {
    nla_put_u16(message.get(), IFLA_IPVLAN_MODE, static_cast<std::uint16_t>(made.mode));
    nla_put_u16(message.get(), IFLA_IPVLAN_FLAGS, static_cast<std::uint16_t>(made.flags));
  } else {
    nla_put_u32(message.get(), IFLA_MACVLAN_MODE, made.mode);
  }
  nla_nest_end(message.get(), data);
  nla_nest_end(message.get(), information);
  return message;
}

netlink::NetlinkMessage stand_message(int index, LinkStand stand) {
  ifinfomsg header = link_header(index);
  header.ifi_change = IFF_UP;
  header.ifi_flags = stand == LinkStand::up ? IFF_UP : 0;
  return link_message(RTM_NEWLINK, 0, header);
}

netlink::NetlinkMessage move_message(int index, int vrf) {
  auto message = link_message(RTM_NEWLINK, 0, link_header(index));
  nla_put_u32(message.get(), IFLA_MASTER, static_cast<std::uint32_t>(vrf));
  return message;
}

netlink::NetlinkMessage remove_message(int index) {
  return link_message(RTM_DELLINK, 0, link_header(index));
}

}  // namespace link_wire

Result<std::unique_ptr<NetlinkVirtualLinkTable>> NetlinkVirtualLinkTable::open() {
  auto socket = RequestSocket::open();
  if (!socket) return tl::unexpected(socket.error());
  return std::unique_ptr<NetlinkVirtualLinkTable>(new NetlinkVirtualLinkTable(std::move(*socket)));
}

Result<void> NetlinkVirtualLinkTable::run(netlink::NetlinkMessage message,
                                          const std::string& attempted) {
  std::vector<netlink::NetlinkMessage> messages;
  messages.push_back(std::move(message));
  const int error = socket_.run(messages).front();
  if (error == 0) return {};
  return failure(error, attempted + ": " + std::strerror(error));
}

Result<int> NetlinkVirtualLinkTable::create(const LinkWish& wish, const Link& base) {
  const std::string attempted = "make the link " + wish.name + " on " + wish.base;
  auto made = run(link_wire::create_message(wish, base), attempted);
  if (!made) return tl::unexpected(made.error());
  const auto index = static_cast<int>(::if_nametoindex(wish.name.c_str()));
  if (index == 0) return errno_failure(attempted);
  return index;
}

// An ipvlan that accepts local sources would answer the announcements of the peer that relieves it.
void NetlinkVirtualLinkTable::configure(const LinkWish& wish, int index) {
  std::vector<netlink::NetlinkMessage> messages;
  messages.push_back(
      ipv4_settings_message(index, {{IPV4_DEVCONF_ARP_IGNORE, 1},
                                    {IPV4_DEVCONF_ARPFILTER, 0},
                                    {IPV4_DEVCONF_ACCEPT_LOCAL, wish.ipvlan ? 0U : 1U},
                                    {IPV4_DEVCONF_RP_FILTER, reverse_path_filter()},
                                    {IPV4_DEVCONF_PROMOTE_SECONDARIES, 1}}));
  messages.push_back(no_generated_address(index));
  static_cast<void>(socket_.run(messages));
  set_ipv6(wish.name, "disable_ipv6", wish.family == Family::ipv6 ? 0 : 1);
  set_ipv6(wish.name, "accept_ra", 0);
  set_ipv6(wish.name, "autoconf", 0);
}

Result<void> NetlinkVirtualLinkTable::set_stand(const Link& link, LinkStand stand) {
  return run(link_wire::stand_message(link.index, stand),
             "set the link " + link.name + (stand == LinkStand::up ? " up" : " down"));
}

Result<void> NetlinkVirtualLinkTable::move(const Link& link, int vrf) {
  return run(link_wire::move_message(link.index, vrf),
             "move the link " + link.name + " into the VRF of its interface");
}

// A change that changes nothing is news all the same.
void NetlinkVirtualLinkTable::tell(const Link& base) {
  auto message = link_message(RTM_NEWLINK, 0, link_header(base.index));
  nla_put_u32(message.get(), IFLA_GROUP, base.group);
  static_cast<void>(run(std::move(message), "tell of " + base.name));
}

Result<void> NetlinkVirtualLinkTable::remove(const Link& link) {
  return run(link_wire::remove_message(link.index), "remove the link " + link.name);
}

void NetlinkVirtualLinkTable::set_arp(int index, ArpSetting setting, std::uint32_t value) {
  const int number = setting == ArpSetting::ignore   ? IPV4_DEVCONF_ARP_IGNORE
                     : setting == ArpSetting::filter ? IPV4_DEVCONF_ARPFILTER
                                                     : IPV4_DEVCONF_ARP_ANNOUNCE;
  std::vector<netlink::NetlinkMessage> messages;
  messages.push_back(ipv4_settings_message(index, {{number, value}}));
  static_cast<void>(socket_.run(messages));
}

}  // namespace evenkeel::vrrp
