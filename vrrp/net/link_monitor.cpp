// Links and addresses by route netlink.
#include "vrrp/net/link_monitor.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netconf.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "vrrp/net/attributes.h"
#include "vrrp/net/receive_buffer.h"
#include "vrrp/net/socket_address.h"

namespace evenkeel::vrrp {

namespace {

constexpr int kReadsPerTurn = 256;
constexpr int kDumpTries = 5;

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

// The renewals of a thousand leases would be half of what there is to read. The filter's words are
// in network order, the message's in the machine's.
bool pass_over(int fd, std::uint32_t port) {
  constexpr std::uint32_t kAll = 0xffffffffU;
  std::array<sock_filter, 6> program{{
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(nlmsghdr, nlmsg_type)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWADDR), 0, 2),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(nlmsghdr, nlmsg_pid)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htonl(port), 1, 0),
      BPF_STMT(BPF_RET | BPF_K, kAll),
      BPF_STMT(BPF_RET | BPF_K, 0),
  }};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  return set_option(fd, SOL_SOCKET, SO_ATTACH_FILTER, filter);
}

bool needs_announcing(const Link& before, const Link& after) {
  return after.is_up() && (!before.is_up() || before.hardware != after.hardware);
}

}  // namespace

LinkMonitor::LinkMonitor(EventLoop& loop, LinkTable& table,
                         std::function<void(const LinkChanges&)> on_changes)
    : loop_(loop), table_(table), on_changes_(std::move(on_changes)) {}

Result<void> LinkMonitor::start(std::uint32_t renewals) {
  notifications_.reset(nl_socket_alloc());
  requests_.reset(nl_socket_alloc());
  nl_socket_disable_seq_check(notifications_.get());
  int error = nl_connect(notifications_.get(), NETLINK_ROUTE);
  if (error >= 0) error = nl_connect(requests_.get(), NETLINK_ROUTE);
  if (error >= 0) {
    error = nl_socket_add_memberships(notifications_.get(), RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR,
                                      RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_NETCONF, 0);
  }
  if (error < 0) {
    return failure(errno, std::string("subscribe to the kernel's links: ") + nl_geterror(error));
  }
  nl_socket_set_nonblocking(notifications_.get());
  // Without asking for each one's size first: after one that is too large, all is read anew.
  nl_socket_disable_msg_peek(notifications_.get());
  for (const auto& socket : {notifications_.get(), requests_.get()}) {
    nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, on_message, this);
  }
  const int fd = nl_socket_get_fd(notifications_.get());
  enlarge_receive_buffer(fd);
  if (!pass_over(fd, renewals)) return errno_failure("filter the kernel's links");
  if (auto read = dump(); !read) return read;
  watch_ = loop_.watch(fd, {.readable = true}, [this](Readiness) { read_notifications(); });
  return {};
}

void LinkMonitor::read_notifications() {
  changes_ = {};
  changes_.is_partial = true;
  for (int reads = 0; reads < kReadsPerTurn; ++reads) {
    const int error = nl_recvmsgs_default(notifications_.get());
    changes_.is_partial = error != -NLE_AGAIN;
    if (error == -NLE_AGAIN) break;
    if (error < 0 && error != -NLE_INTR) {
      resync();
      break;
    }
  }
  const LinkChanges changes = std::exchange(changes_, {});
  // The end of a burst is news, though it brings nothing: the table is true again.
  const bool is_news = std::exchange(is_behind_, changes.is_partial) || changes != LinkChanges{};
  if (is_news) on_changes_(changes);
}

// Notifications were lost (ENOBUFS). What is still queued is older than the dump: forget it first.
void LinkMonitor::resync() {
  ++resyncs_;
  std::array<char, 4096> rest{};
  const int fd = nl_socket_get_fd(notifications_.get());
  while (::recv(fd, rest.data(), rest.size(), MSG_DONTWAIT | MSG_TRUNC) > 0 || errno == ENOBUFS) {
  }
  const auto before = table_.links();
  static_cast<void>(dump());
  changes_ = {};
  changes_.is_resync = true;
  for (const auto& [index, link] : table_.links()) {
    const auto old = before.find(index);
    if (old == before.end() || needs_announcing(old->second, link)) {
      changes_.came_up.insert(link.name);
    }
  }
}

Result<void> LinkMonitor::dump() {
  Result<void> result;
  for (int tries = 0; tries < kDumpTries; ++tries) {
    table_.clear();
    result = dump_one(RTM_GETLINK);
    if (result) result = dump_one(RTM_GETADDR);
    if (result) break;
  }
  changes_ = {};
  return result;
}

Result<void> LinkMonitor::dump_one(int type) {
  rtgenmsg request{};
  request.rtgen_family = AF_UNSPEC;
  int error = nl_send_simple(requests_.get(), type, NLM_F_DUMP, &request, sizeof(request));
  if (error >= 0) error = nl_recvmsgs_default(requests_.get());
  if (error >= 0) return {};
  return failure(errno, std::string("read the kernel's links: ") + nl_geterror(error));
}

int LinkMonitor::on_message(nl_msg* message, void* self) {
  static_cast<LinkMonitor*>(self)->apply(nlmsg_hdr(message));
  return NL_OK;
}

void LinkMonitor::apply(nlmsghdr* message) {
  switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
      return apply_link(message);
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return apply_address(message);
    case RTM_NEWNETCONF:
      return apply_configuration(message);
    default:
      return;
  }
}

void LinkMonitor::apply_link(nlmsghdr* message) {
  std::array<nlattr*, IFLA_MAX + 1> attributes{};
  ifinfomsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), IFLA_MAX, nullptr) < 0) return;
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  // A bridge reports its ports under the same type: their end is not the interface's end.
  if (header.ifi_family != AF_UNSPEC) return;
  if (const Link* known = table_.find(header.ifi_index)) changes_.names.insert(known->name);
  if (message->nlmsg_type == RTM_DELLINK) {
    table_.remove(header.ifi_index);
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
  put_link(link);
}

void LinkMonitor::put_link(const Link& link) {
  changes_.names.insert(link.name);
  const Link* known = table_.find(link.index);
  if (known == nullptr || needs_announcing(*known, link)) changes_.came_up.insert(link.name);
  table_.put(link);
}

// A router is told by `sysctl` after the interface is there.
void LinkMonitor::apply_configuration(nlmsghdr* message) {
  std::array<nlattr*, NETCONFA_MAX + 1> attributes{};
  netconfmsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), NETCONFA_MAX, nullptr) < 0) return;
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  if (header.ncm_family != AF_INET6 || attributes[NETCONFA_IFINDEX] == nullptr ||
      attributes[NETCONFA_FORWARDING] == nullptr) {
    return;
  }
  const Link* known = table_.find(nla_get_s32(attributes[NETCONFA_IFINDEX]));
  if (known == nullptr) return;
  Link link = *known;
  link.is_ipv6_router = nla_get_s32(attributes[NETCONFA_FORWARDING]) != 0;
  table_.put(link);
}

void LinkMonitor::apply_address(nlmsghdr* message) {
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
    table_.remove_address(index, prefix);
    changes_.removed.emplace_back(index, prefix);
    return;
  }
  const std::uint32_t flags = flags_of(header, attributes[IFA_FLAGS]);
  // The same bit says "temporary" of an IPv6 address.
  const bool is_secondary = family == Family::ipv4 && (flags & IFA_F_SECONDARY) != 0;
  const bool is_news =
      table_.put_address(index, prefix,
                         {.label = get_text(attributes[IFA_LABEL]),
                          .scope = header.ifa_scope,
                          .broadcast = get_address(attributes[IFA_BROADCAST], family),
                          .is_secondary = is_secondary,
                          .is_permanent = (flags & IFA_F_PERMANENT) != 0,
                          .is_tentative = (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) != 0,
                          .peer = other_end != address ? other_end : std::nullopt});
  // A lease's renewal is none.
  if (is_news) changes_.added.emplace_back(index, prefix);
}

}  // namespace evenkeel::vrrp
