// RTM_GETROUTE and RTM_GETRULE; changes go by the request socket.
#include "vrrp/net/routing_table.h"

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string>

#include "evenkeel/overload.h"

namespace evenkeel::vrrp {

namespace {

// A dump that a change interrupts is begun anew.
constexpr int kDumpTries = 5;
constexpr std::array<std::uint8_t, 2> kFamilies{AF_INET, AF_INET6};

netlink::NetlinkMessage message_of(const RoutingRequest& request) {
  return std::visit(
      Overload{[&](const KernelRoute& route) { return encode_route(route, request.verb); },
               [&](const Rule& rule) { return encode_rule(rule, request.verb); }},
      request.entry);
}

std::uint8_t protocol_of(const KernelEntry& entry) {
  const auto* route = std::get_if<KernelRoute>(&entry);
  return route != nullptr ? route->route.protocol : std::get<Rule>(entry).protocol;
}

}  // namespace

NetlinkRoutingTable::NetlinkRoutingTable(RequestSocket requests, netlink::Socket reads)
    : requests_(std::move(requests)), reads_(std::move(reads)) {
  nl_socket_modify_cb(reads_.get(), NL_CB_VALID, NL_CB_CUSTOM, on_message, this);
}

Result<std::unique_ptr<NetlinkRoutingTable>> NetlinkRoutingTable::open() {
  auto requests = RequestSocket::open();
  if (!requests) return tl::unexpected(requests.error());
  netlink::Socket reads(nl_socket_alloc());
  if (const int error = nl_connect(reads.get(), NETLINK_ROUTE); error < 0) {
    return failure(errno, std::string("open a route netlink socket: ") + nl_geterror(error));
  }
  const int on = 1;
  ::setsockopt(nl_socket_get_fd(reads.get()), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
  return std::unique_ptr<NetlinkRoutingTable>(
      new NetlinkRoutingTable(std::move(*requests), std::move(reads)));
}

std::vector<int> NetlinkRoutingTable::apply(std::span<const RoutingRequest> requests) {
  std::vector<netlink::NetlinkMessage> messages;
  messages.reserve(requests.size());
  for (const auto& request : requests) messages.push_back(message_of(request));
  return requests_.run(messages);
}

Result<std::vector<KernelEntry>> NetlinkRoutingTable::read(
    const std::set<std::uint8_t>& protocols) {
  found_.clear();
  for (const std::uint8_t family : kFamilies) {
    for (const std::uint8_t protocol : protocols) {
      if (auto read = dump_routes(family, protocol); !read) return tl::unexpected(read.error());
    }
    if (auto read = dump_rules(family); !read) return tl::unexpected(read.error());
  }
  std::erase_if(found_, [&](const auto& entry) { return !protocols.contains(protocol_of(entry)); });
  return std::exchange(found_, {});
}

Result<void> NetlinkRoutingTable::dump_routes(std::uint8_t family, std::uint8_t protocol) {
  rtmsg header{};
  header.rtm_family = family_ = family;
  header.rtm_protocol = protocol;
  return dump(RTM_GETROUTE, &header, sizeof(header));
}

Result<void> NetlinkRoutingTable::dump_rules(std::uint8_t family) {
  fib_rule_hdr header{};
  header.family = family_ = family;
  return dump(RTM_GETRULE, &header, sizeof(header));
}

Result<void> NetlinkRoutingTable::dump(int type, const void* header, std::size_t size) {
  const std::size_t before = found_.size();
  int error = 0;
  for (int tries = 0; tries < kDumpTries; ++tries) {
    found_.resize(before);
    error = nl_send_simple(reads_.get(), type, NLM_F_DUMP, const_cast<void*>(header), size);
    if (error >= 0) error = nl_recvmsgs_default(reads_.get());
    if (error != -NLE_DUMP_INTR) break;
  }
  // A kernel without one of the families.
  if (error >= 0 || error == -NLE_OPNOTSUPP || error == -NLE_AF_NOSUPPORT) return {};
  return failure(EIO, std::string("read the kernel's routes: ") + nl_geterror(error));
}

int NetlinkRoutingTable::on_message(nl_msg* message, void* self) {
  auto& table = *static_cast<NetlinkRoutingTable*>(self);
  nlmsghdr* header = nlmsg_hdr(message);
  // Of a family that the kernel lacks it shows another instead.
  const auto* family = static_cast<const std::uint8_t*>(nlmsg_data(header));
  if (*family != table.family_) return NL_OK;
  if (header->nlmsg_type == RTM_NEWROUTE) {
    if (auto route = decode_route(header)) table.found_.emplace_back(std::move(*route));
  } else if (header->nlmsg_type == RTM_NEWRULE) {
    if (auto rule = decode_rule(header)) table.found_.emplace_back(std::move(*rule));
  }
  return NL_OK;
}

}  // namespace evenkeel::vrrp
