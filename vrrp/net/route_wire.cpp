// rtmsg and its attributes.
#include "vrrp/net/route_wire.h"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "vrrp/net/attributes.h"
#include "vrrp/net/encap_wire.h"

namespace evenkeel::vrrp {

namespace {

using RouteAttributes = std::array<nlattr*, RTA_MAX + 1>;

Family family_of(const Route& route) { return route.destination.address.family; }

void put_gateway(nl_msg* message, const IpAddress& via, Family family) {
  if (!via.is_set()) return;
  if (via.family == family) return put_address(message, RTA_GATEWAY, via);
  // A gateway of the other family (RFC 5549).
  std::array<char, sizeof(rtvia) + 16> bytes{};
  const std::uint16_t other = via.family == Family::ipv6 ? AF_INET6 : AF_INET;
  std::memcpy(bytes.data(), &other, sizeof(other));
  std::memcpy(bytes.data() + sizeof(rtvia), via.bytes.data(),
              static_cast<std::size_t>(address_size(via.family)));
  nla_put(message, RTA_VIA, static_cast<int>(sizeof(rtvia)) + address_size(via.family),
          bytes.data());
}

void put_hop(nl_msg* message, const Nexthop& hop, Family family) {
  put_gateway(message, hop.via, family);
  if (hop.realms != 0) nla_put_u32(message, RTA_FLOW, hop.realms);
  put_encap(message, hop.encap);
}

// An array of rtnexthop, each with attributes of its own; its length is known at its end.
void put_hops(nl_msg* message, const KernelRoute& route) {
  nlattr* all = nla_nest_start(message, RTA_MULTIPATH);
  for (std::size_t i = 0; i < route.route.nexthops.size(); ++i) {
    const Nexthop& hop = route.route.nexthops[i];
    rtnexthop header{};
    if (hop.onlink) header.rtnh_flags = RTNH_F_ONLINK;
    header.rtnh_hops = static_cast<std::uint8_t>(hop.weight - 1);
    header.rtnh_ifindex = route.interfaces[i];
    const std::uint32_t start = nlmsg_hdr(message)->nlmsg_len;
    nlmsg_append(message, &header, sizeof(header), NLMSG_ALIGNTO);
    put_hop(message, hop, family_of(route.route));
    header.rtnh_len = static_cast<std::uint16_t>(nlmsg_hdr(message)->nlmsg_len - start);
    auto* bytes = static_cast<char*>(static_cast<void*>(nlmsg_hdr(message)));
    std::memcpy(bytes + start, &header, sizeof(header));
  }
  nla_nest_end(message, all);
}

void put_metrics(nl_msg* message, const Route& route) {
  if (route.metrics.empty() && route.congestion_control.empty()) return;
  nlattr* nest = nla_nest_start(message, RTA_METRICS);
  std::uint32_t locks = route.congestion_control_locked ? 1U << RTAX_CC_ALGO : 0;
  for (const auto& metric : route.metrics) {
    nla_put_u32(message, metric.kind, metric.value);
    if (metric.locked) locks |= 1U << metric.kind;
  }
  if (!route.congestion_control.empty()) {
    nla_put_string(message, RTAX_CC_ALGO, route.congestion_control.c_str());
  }
  if (locks != 0) nla_put_u32(message, RTAX_LOCK, locks);
  nla_nest_end(message, nest);
}

void put_options(nl_msg* message, const Route& route) {
  put_metrics(message, route);
  if (route.realms != 0) nla_put_u32(message, RTA_FLOW, route.realms);
  if (route.expires) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*route.expires).count();
    nla_put_u32(message, RTA_EXPIRES, static_cast<std::uint32_t>(seconds));
  }
  if (route.preference) {
    nla_put_u8(message, RTA_PREF, static_cast<std::uint8_t>(*route.preference));
  }
  if (route.ttl_propagate) nla_put_u8(message, RTA_TTL_PROPAGATE, *route.ttl_propagate ? 1 : 0);
}

int flags_for(RouteInsertion insertion) {
  switch (insertion) {
    case RouteInsertion::replace:
      return NLM_F_CREATE | NLM_F_REPLACE;
    case RouteInsertion::add:
      return NLM_F_CREATE | NLM_F_EXCL;
    case RouteInsertion::prepend:
      return NLM_F_CREATE;
    case RouteInsertion::append:
      return NLM_F_CREATE | NLM_F_APPEND;
  }
  return 0;
}

rtmsg header_of(const KernelRoute& kernel_route) {
  const Route& route = kernel_route.route;
  rtmsg header{};
  header.rtm_family = family_of(route) == Family::ipv6 ? AF_INET6 : AF_INET;
  header.rtm_dst_len = route.destination.length;
  header.rtm_src_len = route.source.length;
  header.rtm_tos = route.tos;
  header.rtm_table = route.table < 256 ? static_cast<std::uint8_t>(route.table) : std::uint8_t{0};
  header.rtm_protocol = route.protocol;
  header.rtm_scope = route.scope.value_or(RT_SCOPE_UNIVERSE);
  header.rtm_type = static_cast<std::uint8_t>(route.type);
  const auto& hops = route.nexthops;
  if (hops.size() == 1 && hops.front().onlink) header.rtm_flags = RTNH_F_ONLINK;
  return header;
}

IpAddress get_via(nlattr* gateway, nlattr* via, Family family) {
  if (const auto address = get_address(gateway, family)) return *address;
  if (via == nullptr || nla_len(via) < static_cast<int>(sizeof(rtvia))) return {};
  std::uint16_t other = 0;
  std::memcpy(&other, nla_data(via), sizeof(other));
  IpAddress address{.family = other == AF_INET6 ? Family::ipv6 : Family::ipv4};
  if (nla_len(via) != static_cast<int>(sizeof(rtvia)) + address_size(address.family)) return {};
  std::memcpy(address.bytes.data(), static_cast<const char*>(nla_data(via)) + sizeof(rtvia),
              static_cast<std::size_t>(address_size(address.family)));
  return address;
}

void get_hops(nlattr* all, Family family, KernelRoute& route) {
  auto* bytes = static_cast<char*>(nla_data(all));
  auto rest = static_cast<std::size_t>(nla_len(all));
  rtnexthop header{};
  while (rest >= sizeof(header)) {
    std::memcpy(&header, bytes, sizeof(header));
    if (header.rtnh_len < sizeof(header) || header.rtnh_len > rest) return;
    auto* first = static_cast<nlattr*>(static_cast<void*>(bytes + sizeof(header)));
    const int size = header.rtnh_len - static_cast<int>(sizeof(header));
    Nexthop hop;
    hop.weight = static_cast<std::uint16_t>(header.rtnh_hops + 1);
    hop.onlink = (header.rtnh_flags & RTNH_F_ONLINK) != 0;
    hop.via = get_via(nla_find(first, size, RTA_GATEWAY), nla_find(first, size, RTA_VIA), family);
    hop.realms = get_number<std::uint32_t>(nla_find(first, size, RTA_FLOW)).value_or(0);
    hop.encap = get_encap(nla_find(first, size, RTA_ENCAP_TYPE), nla_find(first, size, RTA_ENCAP));
    route.route.nexthops.push_back(std::move(hop));
    route.interfaces.push_back(header.rtnh_ifindex);
    const std::size_t step = std::min<std::size_t>(rest, NLMSG_ALIGN(header.rtnh_len));
    bytes += step;
    rest -= step;
  }
}

void get_only_hop(const RouteAttributes& attributes, const rtmsg& header, KernelRoute& route) {
  Nexthop hop;
  hop.via = get_via(attributes[RTA_GATEWAY], attributes[RTA_VIA], family_of(route.route));
  hop.onlink = (header.rtm_flags & RTNH_F_ONLINK) != 0;
  hop.encap = get_encap(attributes[RTA_ENCAP_TYPE], attributes[RTA_ENCAP]);
  route.route.nexthops.push_back(std::move(hop));
  route.interfaces.push_back(get_number<std::int32_t>(attributes[RTA_OIF]).value_or(0));
}

void get_metrics(nlattr* nest, Route& route) {
  if (nest == nullptr) return;
  auto* first = static_cast<nlattr*>(nla_data(nest));
  const auto locks =
      get_number<std::uint32_t>(nla_find(first, nla_len(nest), RTAX_LOCK)).value_or(0);
  for (int kind = RTAX_MTU; kind <= RTAX_MAX; ++kind) {
    nlattr* attribute = nla_find(first, nla_len(nest), kind);
    const bool is_locked = (locks >> static_cast<unsigned>(kind) & 1U) != 0;
    if (kind == RTAX_CC_ALGO) {
      route.congestion_control = get_text(attribute);
      route.congestion_control_locked = is_locked;
    } else if (const auto value = get_number<std::uint32_t>(attribute)) {
      route.metrics.push_back({static_cast<std::uint8_t>(kind), *value, is_locked});
    }
  }
}

}  // namespace

netlink::NetlinkMessage encode_route(const KernelRoute& kernel_route, WireVerb verb) {
  const Route& route = kernel_route.route;
  const bool is_put = verb == WireVerb::put;
  netlink::NetlinkMessage owned(nlmsg_alloc_size(512 + route.nexthops.size() * 256));
  nl_msg* message = owned.get();
  const int flags = NLM_F_REQUEST | (is_put ? flags_for(route.insertion) : 0);
  nlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, is_put ? RTM_NEWROUTE : RTM_DELROUTE, 0, flags);
  rtmsg header = header_of(kernel_route);
  nlmsg_append(message, &header, sizeof(header), NLMSG_ALIGNTO);
  if (route.destination.length > 0) put_address(message, RTA_DST, route.destination.address);
  if (route.source.length > 0) put_address(message, RTA_SRC, route.source.address);
  nla_put_u32(message, RTA_TABLE, route.table);
  if (route.priority) nla_put_u32(message, RTA_PRIORITY, *route.priority);
  if (route.preferred_source.is_set()) {
    put_address(message, RTA_PREFSRC, route.preferred_source);
  }
  if (route.nexthops.size() == 1) {
    if (kernel_route.interfaces.front() != 0) {
      nla_put_s32(message, RTA_OIF, kernel_route.interfaces.front());
    }
    put_hop(message, route.nexthops.front(), family_of(route));
  } else if (!route.nexthops.empty()) {
    put_hops(message, kernel_route);
  }
  if (is_put) put_options(message, route);
  return owned;
}

std::optional<KernelRoute> decode_route(nlmsghdr* message) {
  RouteAttributes attributes{};
  rtmsg header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), RTA_MAX, nullptr) < 0) {
    return std::nullopt;
  }
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  if (header.rtm_family != AF_INET && header.rtm_family != AF_INET6) return std::nullopt;
  const Family family = header.rtm_family == AF_INET6 ? Family::ipv6 : Family::ipv4;
  const IpAddress any{.family = family};
  KernelRoute made;
  Route& route = made.route;
  route.type = static_cast<RouteType>(header.rtm_type);
  route.destination = {get_address(attributes[RTA_DST], family).value_or(any), header.rtm_dst_len};
  if (const auto source = get_address(attributes[RTA_SRC], family)) {
    route.source = {*source, header.rtm_src_len};
  }
  route.preferred_source = get_address(attributes[RTA_PREFSRC], family).value_or(IpAddress{});
  route.tos = header.rtm_tos;
  route.table = get_number<std::uint32_t>(attributes[RTA_TABLE]).value_or(header.rtm_table);
  route.protocol = header.rtm_protocol;
  route.scope = header.rtm_scope;
  route.priority = get_number<std::uint32_t>(attributes[RTA_PRIORITY]).value_or(0);
  route.realms = get_number<std::uint32_t>(attributes[RTA_FLOW]).value_or(0);
  if (const auto preference = get_number<std::uint8_t>(attributes[RTA_PREF])) {
    route.preference = static_cast<RouterPreference>(*preference);
  }
  get_metrics(attributes[RTA_METRICS], route);
  if (attributes[RTA_MULTIPATH] != nullptr) {
    get_hops(attributes[RTA_MULTIPATH], family, made);
  } else {
    get_only_hop(attributes, header, made);
  }
  return made;
}

}  // namespace evenkeel::vrrp
