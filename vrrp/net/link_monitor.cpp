// Links and IPv4 addresses by route netlink.
#include "vrrp/net/link_monitor.h"

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace evenkeel::vrrp {

namespace {

// Room for the notifications of several thousand addresses.
constexpr int kReceiveBuffer = 1 << 20;
constexpr int kReadsPerTurn = 256;
constexpr int kDumpTries = 5;

std::optional<IpAddress> ipv4_of(nlattr* attribute) {
  if (attribute == nullptr || nla_len(attribute) != 4) return std::nullopt;
  IpAddress address{.family = Family::ipv4};
  std::memcpy(address.bytes.data(), nla_data(attribute), 4);
  return address;
}

std::optional<HardwareAddress> hardware_of(nlattr* attribute, unsigned short type) {
  if (attribute == nullptr || type != ARPHRD_ETHER) return std::nullopt;
  HardwareAddress address{};
  if (nla_len(attribute) != static_cast<int>(address.size())) return std::nullopt;
  std::memcpy(address.data(), nla_data(attribute), address.size());
  return address;
}

std::string text_of(nlattr* attribute) {
  if (attribute == nullptr) return {};
  const auto size = static_cast<std::size_t>(nla_len(attribute));
  std::string text(size, '\0');
  std::memcpy(text.data(), nla_data(attribute), size);
  return text.substr(0, text.find('\0'));
}

}  // namespace

LinkMonitor::LinkMonitor(EventLoop& loop, LinkTable& table,
                         std::function<void(const LinkChanges&)> on_changes)
    : loop_(loop), table_(table), on_changes_(std::move(on_changes)) {}

Result<void> LinkMonitor::start() {
  notifications_.reset(nl_socket_alloc());
  requests_.reset(nl_socket_alloc());
  nl_socket_disable_seq_check(notifications_.get());
  int error = nl_connect(notifications_.get(), NETLINK_ROUTE);
  if (error >= 0) error = nl_connect(requests_.get(), NETLINK_ROUTE);
  if (error >= 0) {
    error = nl_socket_add_memberships(notifications_.get(), RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, 0);
  }
  if (error < 0) {
    return failure(errno, std::string("subscribe to the kernel's links: ") + nl_geterror(error));
  }
  nl_socket_set_nonblocking(notifications_.get());
  for (const auto& socket : {notifications_.get(), requests_.get()}) {
    nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, on_message, this);
  }
  const int fd = nl_socket_get_fd(notifications_.get());
  const int size = kReceiveBuffer;
  if (::setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) != 0) {
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
  }
  if (auto read = dump(); !read) return read;
  watch_ = loop_.watch(fd, {.readable = true}, [this](Readiness) { read_notifications(); });
  return {};
}

void LinkMonitor::read_notifications() {
  changes_ = {};
  for (int reads = 0; reads < kReadsPerTurn; ++reads) {
    const int error = nl_recvmsgs_default(notifications_.get());
    if (error == -NLE_AGAIN) break;
    if (error < 0 && error != -NLE_INTR) {
      resync();
      break;
    }
  }
  const LinkChanges changes = std::exchange(changes_, {});
  on_changes_(changes);
}

// Notifications were lost (ENOBUFS). What is still queued is older than the dump: forget it first.
void LinkMonitor::resync() {
  ++resyncs_;
  std::array<char, 4096> rest{};
  const int fd = nl_socket_get_fd(notifications_.get());
  while (::recv(fd, rest.data(), rest.size(), MSG_DONTWAIT | MSG_TRUNC) > 0 || errno == ENOBUFS) {
  }
  static_cast<void>(dump());
  changes_ = {};
  changes_.is_resync = true;
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
  request.rtgen_family = type == RTM_GETADDR ? AF_INET : AF_UNSPEC;
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
  const std::string name = text_of(attributes[IFLA_IFNAME]);
  if (name.empty()) return;
  changes_.names.insert(name);
  table_.put({.index = header.ifi_index,
              .name = name,
              .is_admin_up = (header.ifi_flags & IFF_UP) != 0,
              .has_carrier = (header.ifi_flags & IFF_RUNNING) != 0,
              .hardware = hardware_of(attributes[IFLA_ADDRESS], header.ifi_type)});
}

void LinkMonitor::apply_address(nlmsghdr* message) {
  std::array<nlattr*, IFA_MAX + 1> attributes{};
  ifaddrmsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), IFA_MAX, nullptr) < 0) return;
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  if (header.ifa_family != AF_INET) return;
  auto address = ipv4_of(attributes[IFA_LOCAL]);
  if (!address) address = ipv4_of(attributes[IFA_ADDRESS]);
  if (!address) return;
  const int index = static_cast<int>(header.ifa_index);
  const Prefix prefix{*address, header.ifa_prefixlen};
  if (message->nlmsg_type == RTM_DELADDR) {
    table_.remove_address(index, prefix);
    changes_.removed.emplace_back(index, prefix);
    return;
  }
  table_.put_address(index, prefix,
                     {.label = text_of(attributes[IFA_LABEL]),
                      .scope = header.ifa_scope,
                      .broadcast = ipv4_of(attributes[IFA_BROADCAST]),
                      .is_secondary = (header.ifa_flags & IFA_F_SECONDARY) != 0,
                      .is_permanent = (header.ifa_flags & IFA_F_PERMANENT) != 0});
  changes_.added.emplace_back(index, prefix);
}

}  // namespace evenkeel::vrrp
