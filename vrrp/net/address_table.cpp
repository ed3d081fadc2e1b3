// RTM_NEWADDR and RTM_DELADDR, several to a system call.
#include "vrrp/net/address_table.h"

#include <linux/if_addr.h>
#include <linux/ip.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace evenkeel::vrrp {

namespace {

// The answers of a batch must fit the socket's receive buffer.
constexpr std::size_t kBatch = 64;

std::uint32_t seconds_of(Duration lifetime) {
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(lifetime).count());
}

void put_lifetimes(nl_msg* message, const AddressRequest& request) {
  const bool is_for_ever = request.lease <= Duration(0);
  if (is_for_ever && !request.preferred) return;
  constexpr std::uint32_t kForEver = 0xffffffffU;
  ifa_cacheinfo lifetime{};
  lifetime.ifa_valid = is_for_ever ? kForEver : seconds_of(request.lease);
  lifetime.ifa_prefered =
      std::min(lifetime.ifa_valid, request.preferred ? seconds_of(*request.preferred) : kForEver);
  nla_put(message, IFA_CACHEINFO, sizeof(lifetime), &lifetime);
}

netlink::NetlinkMessage address_message(const AddressRequest& request, std::uint32_t sequence) {
  const bool is_put = request.kind == AddressRequest::Kind::put;
  netlink::NetlinkMessage message(nlmsg_alloc_size(256));
  const int flags = NLM_F_REQUEST | NLM_F_ACK | (is_put ? NLM_F_CREATE | NLM_F_REPLACE : 0);
  nlmsg_put(message.get(), NL_AUTO_PORT, sequence, is_put ? RTM_NEWADDR : RTM_DELADDR, 0, flags);
  const auto& address = request.address;
  ifaddrmsg header{};
  const bool is_ipv6 = address.prefix.address.family == Family::ipv6;
  const int size = is_ipv6 ? 16 : 4;
  header.ifa_family = is_ipv6 ? AF_INET6 : AF_INET;
  header.ifa_prefixlen = address.prefix.length;
  header.ifa_scope = address.scope;
  header.ifa_index = static_cast<std::uint32_t>(request.interface_index);
  nlmsg_append(message.get(), &header, sizeof(header), NLMSG_ALIGNTO);
  nla_put(message.get(), IFA_LOCAL, size, address.prefix.address.bytes.data());
  nla_put(message.get(), IFA_ADDRESS, size,
          address.peer.value_or(address.prefix.address).bytes.data());
  if (!is_put) return message;
  if (address.broadcast) nla_put(message.get(), IFA_BROADCAST, 4, address.broadcast->bytes.data());
  if (!address.label.empty()) nla_put_string(message.get(), IFA_LABEL, address.label.c_str());
  if (address.flags != 0) nla_put_u32(message.get(), IFA_FLAGS, address.flags);
  put_lifetimes(message.get(), request);
  return message;
}

void append(std::string& batch, nlmsghdr* message) {
  batch.append(static_cast<const char*>(static_cast<const void*>(message)), message->nlmsg_len);
  batch.resize(NLMSG_ALIGN(batch.size()));
}

}  // namespace

NetlinkAddressTable::NetlinkAddressTable(netlink::Socket socket) : socket_(std::move(socket)) {}

Result<std::unique_ptr<NetlinkAddressTable>> NetlinkAddressTable::open() {
  netlink::Socket socket(nl_socket_alloc());
  if (const int error = nl_connect(socket.get(), NETLINK_ROUTE); error < 0) {
    return failure(errno, std::string("open a route netlink socket: ") + nl_geterror(error));
  }
  const int on = 1;
  ::setsockopt(nl_socket_get_fd(socket.get()), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
  return std::unique_ptr<NetlinkAddressTable>(new NetlinkAddressTable(std::move(socket)));
}

std::vector<int> NetlinkAddressTable::apply(std::span<const AddressRequest> requests) {
  std::vector<int> results(requests.size(), EIO);
  for (std::size_t first = 0; first < requests.size(); first += kBatch) {
    const std::size_t count = std::min(kBatch, requests.size() - first);
    apply_batch(requests.subspan(first, count), std::span(results).subspan(first, count));
  }
  return results;
}

void NetlinkAddressTable::apply_batch(std::span<const AddressRequest> requests,
                                      std::span<int> results) {
  std::string batch;
  const std::uint32_t first_sequence = sequence_;
  for (const auto& request : requests) {
    const auto message = address_message(request, sequence_++);
    append(batch, nlmsg_hdr(message.get()));
  }
  const auto sent =
      ::send(nl_socket_get_fd(socket_.get()), batch.data(), batch.size(), MSG_DONTWAIT);
  if (sent < 0) {
    std::fill(results.begin(), results.end(), errno);
    return;
  }
  read_answers(first_sequence, results);
}

void NetlinkAddressTable::read_answers(std::uint32_t first_sequence, std::span<int> results) {
  alignas(nlmsghdr) std::array<char, 16384> buffer{};
  for (std::size_t answered = 0; answered < results.size();) {
    const auto got =
        ::recv(nl_socket_get_fd(socket_.get()), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) return;
    int rest = static_cast<int>(got);
    auto* header = static_cast<nlmsghdr*>(static_cast<void*>(buffer.data()));
    for (; nlmsg_ok(header, rest) != 0; header = nlmsg_next(header, &rest)) {
      const std::uint32_t place = header->nlmsg_seq - first_sequence;
      if (header->nlmsg_type != NLMSG_ERROR || place >= results.size()) continue;
      nlmsgerr error{};
      std::memcpy(&error, nlmsg_data(header), sizeof(error.error));
      results[place] = -error.error;
      ++answered;
    }
  }
}

// By netlink, for /proc/sys may be read-only where we run.
void NetlinkAddressTable::promote_secondaries(int interface_index) {
  netlink::NetlinkMessage message(nlmsg_alloc_size(256));
  nlmsg_put(message.get(), NL_AUTO_PORT, sequence_++, RTM_SETLINK, 0, NLM_F_REQUEST | NLM_F_ACK);
  ifinfomsg header{};
  header.ifi_family = AF_UNSPEC;
  header.ifi_index = interface_index;
  nlmsg_append(message.get(), &header, sizeof(header), NLMSG_ALIGNTO);
  nlattr* families = nla_nest_start(message.get(), IFLA_AF_SPEC);
  nlattr* inet = nla_nest_start(message.get(), AF_INET);
  nlattr* settings = nla_nest_start(message.get(), IFLA_INET_CONF);
  nla_put_u32(message.get(), IPV4_DEVCONF_PROMOTE_SECONDARIES, 1);
  nla_nest_end(message.get(), settings);
  nla_nest_end(message.get(), inet);
  nla_nest_end(message.get(), families);
  const auto* bytes = nlmsg_hdr(message.get());
  int result = 0;
  if (::send(nl_socket_get_fd(socket_.get()), bytes, bytes->nlmsg_len, MSG_DONTWAIT) >= 0) {
    read_answers(sequence_ - 1, std::span(&result, 1));
  }
}

}  // namespace evenkeel::vrrp
