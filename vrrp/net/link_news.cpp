// RTM_NEWLINK, RTM_NEWADDR and their ends.
#include "vrrp/net/link_news.h"

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netconf.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "vrrp/net/attributes.h"

namespace evenkeel::vrrp {

namespace {

std::uint32_t flags_of(const ifaddrmsg& header, nlattr* attribute) {
  if (attribute == nullptr || nla_len(attribute) != 4) return header.ifa_flags;
  return nla_get_u32(attribute);
}

// The `index`-th number of an interface's settings.
std::uint32_t number_at(nlattr* settings, std::size_t index) {
  const std::size_t at = index * sizeof(std::uint32_t);
  if (settings == nullptr || static_cast<std::size_t>(nla_len(settings)) < at + 4) return 0;
  std::uint32_t value = 0;
  std::memcpy(&value, static_cast<const char*>(nla_data(settings)) + at, sizeof(value));
  return value;
}

// Within a link's message: whether the interface forwards IPv6.
bool forwards_ipv6(nlattr* families) {
  return number_at(find_in(find_in(families, AF_INET6), IFLA_INET6_CONF), DEVCONF_FORWARDING) != 0;
}

std::uint32_t ipv4_setting(nlattr* families, std::size_t setting) {
  return number_at(find_in(find_in(families, AF_INET), IFLA_INET_CONF), setting - 1);
}

std::optional<HardwareAddress> hardware_of(nlattr* attribute, unsigned short type) {
  if (attribute == nullptr || type != ARPHRD_ETHER) return std::nullopt;
  HardwareAddress address{};
  if (nla_len(attribute) != static_cast<int>(address.size())) return std::nullopt;
  std::memcpy(address.data(), nla_data(attribute), address.size());
  return address;
}

std::uint32_t vrf_table_of(nlattr* information) {
  if (get_text(find_in(information, IFLA_INFO_KIND)) != "vrf") return 0;
  nlattr* table = find_in(find_in(information, IFLA_INFO_DATA), IFLA_VRF_TABLE);
  return table == nullptr || nla_len(table) != 4 ? 0 : nla_get_u32(table);
}

void put_kind(nlattr* information, nlattr* parent, Link& link) {
  const std::string kind = get_text(find_in(information, IFLA_INFO_KIND));
  nlattr* data = find_in(information, IFLA_INFO_DATA);
  if (kind == "macvlan") {
    link.kind = VirtualLinkKind::macvlan;
    link.mode = get_number<std::uint32_t>(find_in(data, IFLA_MACVLAN_MODE)).value_or(0);
  } else if (kind == "ipvlan") {
    link.kind = VirtualLinkKind::ipvlan;
    link.mode = get_number<std::uint16_t>(find_in(data, IFLA_IPVLAN_MODE)).value_or(0);
    link.flags = get_number<std::uint16_t>(find_in(data, IFLA_IPVLAN_FLAGS)).value_or(0);
  } else {
    return;
  }
  link.parent = get_number<int>(parent).value_or(0);
}

void put_master(nlattr* information, nlattr* master, Link& link) {
  const int index = get_number<int>(master).value_or(0);
  if (index == 0) return;
  const std::string kind = get_text(find_in(information, IFLA_INFO_SLAVE_KIND));
  (kind == "vrf" ? link.vrf : link.master) = index;
  if (kind != "vrf") link.master_kind = kind;
}

bool needs_announcing(const Link& before, const Link& after) {
  return after.is_up() && (!before.is_up() || before.hardware != after.hardware);
}

void put_link(const Link& link, LinkTable& table, LinkChanges& changes) {
  changes.names.insert(link.name);
  const Link* known = table.find(link.index);
  if (known == nullptr || needs_announcing(*known, link)) changes.came_up.insert(link.name);
  table.put(link);
}

void apply_link(nlmsghdr* message, LinkTable& table, LinkChanges& changes) {
  std::array<nlattr*, IFLA_MAX + 1> attributes{};
  ifinfomsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), IFLA_MAX, nullptr) < 0) return;
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  // A bridge reports its ports under the same type: their end is not the interface's end.
  if (header.ifi_family != AF_UNSPEC) return;
  if (const Link* known = table.find(header.ifi_index)) changes.names.insert(known->name);
  if (message->nlmsg_type == RTM_DELLINK) {
    table.remove(header.ifi_index);
    return;
  }
  const std::string name = get_text(attributes[IFLA_IFNAME]);
  if (name.empty()) return;
  nlattr* families = attributes[IFLA_AF_SPEC];
  Link link{.index = header.ifi_index,
            .name = name,
            .is_admin_up = (header.ifi_flags & IFF_UP) != 0,
            .has_carrier = (header.ifi_flags & IFF_RUNNING) != 0,
            .hardware = hardware_of(attributes[IFLA_ADDRESS], header.ifi_type),
            .is_ipv6_router = forwards_ipv6(families),
            .vrf_table = vrf_table_of(attributes[IFLA_LINKINFO]),
            .promotes_secondaries = ipv4_setting(families, IPV4_DEVCONF_PROMOTE_SECONDARIES) != 0,
            .group = get_number<std::uint32_t>(attributes[IFLA_GROUP]).value_or(0),
            .arp_ignore = ipv4_setting(families, IPV4_DEVCONF_ARP_IGNORE),
            .arp_filter = ipv4_setting(families, IPV4_DEVCONF_ARPFILTER),
            .arp_announce = ipv4_setting(families, IPV4_DEVCONF_ARP_ANNOUNCE)};
  put_kind(attributes[IFLA_LINKINFO], attributes[IFLA_LINK], link);
  put_master(attributes[IFLA_LINKINFO], attributes[IFLA_MASTER], link);
  put_link(link, table, changes);
}

// A router is told by `sysctl` after the interface is there.
void apply_configuration(nlmsghdr* message, LinkTable& table) {
  std::array<nlattr*, NETCONFA_MAX + 1> attributes{};
  netconfmsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), NETCONFA_MAX, nullptr) < 0) return;
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  if (header.ncm_family != AF_INET6 || attributes[NETCONFA_IFINDEX] == nullptr ||
      attributes[NETCONFA_FORWARDING] == nullptr) {
    return;
  }
  const Link* known = table.find(nla_get_s32(attributes[NETCONFA_IFINDEX]));
  if (known == nullptr) return;
  Link link = *known;
  link.is_ipv6_router = nla_get_s32(attributes[NETCONFA_FORWARDING]) != 0;
  table.put(link);
}

void apply_address(nlmsghdr* message, LinkTable& table, LinkChanges& changes) {
  std::array<nlattr*, IFA_MAX + 1> attributes{};
  ifaddrmsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), IFA_MAX, nullptr) < 0) return;
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  if (header.ifa_family != AF_INET && header.ifa_family != AF_INET6) return;
  const Family family = header.ifa_family == AF_INET6 ? Family::ipv6 : Family::ipv4;
  const auto other_end = get_address(attributes[IFA_ADDRESS], family);
  auto address = get_address(attributes[IFA_LOCAL], family);
  if (!address) address = other_end;
  if (!address) return;
  const int index = static_cast<int>(header.ifa_index);
  const Prefix prefix{*address, header.ifa_prefixlen};
  if (message->nlmsg_type == RTM_DELADDR) {
    table.remove_address(index, prefix);
    changes.removed.emplace_back(index, prefix);
    return;
  }
  const std::uint32_t flags = flags_of(header, attributes[IFA_FLAGS]);
  // The same bit says "temporary" of an IPv6 address.
  const bool is_secondary = family == Family::ipv4 && (flags & IFA_F_SECONDARY) != 0;
  const bool is_news =
      table.put_address(index, prefix,
                        {.label = get_text(attributes[IFA_LABEL]),
                         .scope = header.ifa_scope,
                         .broadcast = get_address(attributes[IFA_BROADCAST], family),
                         .is_secondary = is_secondary,
                         .is_permanent = (flags & IFA_F_PERMANENT) != 0,
                         .is_tentative = (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) != 0,
                         .peer = other_end != address ? other_end : std::nullopt});
  // A lease's renewal is none.
  if (is_news) changes.added.emplace_back(index, prefix);
}

}  // namespace

void apply_news(nlmsghdr* message, LinkTable& table, LinkChanges& changes) {
  switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
      return apply_link(message, table, changes);
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return apply_address(message, table, changes);
    case RTM_NEWNETCONF:
      return apply_configuration(message, table);
    default:
      return;
  }
}

LinkChanges resync_changes(const LinkTable& before, const LinkTable& after) {
  LinkChanges changes{.is_resync = true};
  for (const auto& [index, link] : after.links()) {
    const Link* old = before.find(index);
    if (old == nullptr || needs_announcing(*old, link)) changes.came_up.insert(link.name);
  }
  return changes;
}

}  // namespace evenkeel::vrrp
