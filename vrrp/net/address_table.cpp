// RTM_NEWADDR and RTM_DELADDR.
#include "vrrp/net/address_table.h"

#include <linux/if_addr.h>
#include <linux/ip.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>

#include "vrrp/net/link_message.h"

namespace evenkeel::vrrp {

namespace {

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

netlink::NetlinkMessage address_message(const AddressRequest& request) {
  const bool is_put = request.kind != AddressRequest::Kind::remove;
  netlink::NetlinkMessage message(nlmsg_alloc_size(256));
  const int flags = NLM_F_REQUEST | (is_put ? NLM_F_CREATE | NLM_F_REPLACE : 0);
  nlmsg_put(message.get(), NL_AUTO_PORT, NL_AUTO_SEQ, is_put ? RTM_NEWADDR : RTM_DELADDR, 0, flags);
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

}  // namespace

NetlinkAddressTable::NetlinkAddressTable(RequestSocket socket, RequestSocket renewals)
    : socket_(std::move(socket)), renewals_(std::move(renewals)) {}

Result<std::unique_ptr<NetlinkAddressTable>> NetlinkAddressTable::open() {
  auto socket = RequestSocket::open();
  if (!socket) return tl::unexpected(socket.error());
  auto renewals = RequestSocket::open();
  if (!renewals) return tl::unexpected(renewals.error());
  return std::unique_ptr<NetlinkAddressTable>(
      new NetlinkAddressTable(std::move(*socket), std::move(*renewals)));
}

std::vector<int> NetlinkAddressTable::apply(std::span<const AddressRequest> requests) {
  std::vector<netlink::NetlinkMessage> changes, renewals;
  for (const auto& request : requests) {
    const bool is_renewal = request.kind == AddressRequest::Kind::renew;
    (is_renewal ? renewals : changes).push_back(address_message(request));
  }
  const auto changed = socket_.run(changes);
  const auto renewed = renewals_.run(renewals);
  std::vector<int> results;
  results.reserve(requests.size());
  for (auto change = changed.begin(), renewal = renewed.begin(); const auto& request : requests) {
    const bool is_renewal = request.kind == AddressRequest::Kind::renew;
    results.push_back(is_renewal ? *renewal++ : *change++);
  }
  return results;
}

void NetlinkAddressTable::promote_secondaries(int interface_index, Promotion promotion) {
  std::vector<netlink::NetlinkMessage> messages;
  messages.push_back(ipv4_settings_message(
      interface_index, {{IPV4_DEVCONF_PROMOTE_SECONDARIES, promotion == Promotion::on ? 1U : 0U}}));
  static_cast<void>(socket_.run(messages));
}

}  // namespace evenkeel::vrrp
