// The nested attributes of each kind of tunnel.
#include "vrrp/net/encap_wire.h"

#include <endian.h>
#include <linux/ila.h>
#include <linux/lwtunnel.h>
#include <linux/mpls_iptunnel.h>
#include <linux/rtnetlink.h>

#include "vrrp/net/attributes.h"

namespace evenkeel::vrrp {

namespace {

// RFC 3032: 20 bits of label, 3 of class, 1 that says "the last one", 8 of time to live.
constexpr unsigned kLabelShift = 12;
constexpr std::uint32_t kLastLabel = 1U << 8U;

struct TunnelAttributes {
  int id, destination, source, traffic_class, hop_limit, flags;
  Family family;
};
constexpr TunnelAttributes kIp{LWTUNNEL_IP_ID,  LWTUNNEL_IP_DST,   LWTUNNEL_IP_SRC, LWTUNNEL_IP_TOS,
                               LWTUNNEL_IP_TTL, LWTUNNEL_IP_FLAGS, Family::ipv4};
constexpr TunnelAttributes kIp6{LWTUNNEL_IP6_ID, LWTUNNEL_IP6_DST,      LWTUNNEL_IP6_SRC,
                                LWTUNNEL_IP6_TC, LWTUNNEL_IP6_HOPLIMIT, LWTUNNEL_IP6_FLAGS,
                                Family::ipv6};

void put_tunnel(nl_msg* message, const TunnelAttributes& types, const RouteEncap& encap) {
  if (encap.id != 0) nla_put_u64(message, types.id, htobe64(encap.id));
  if (encap.destination.is_set()) put_address(message, types.destination, encap.destination);
  if (encap.source.is_set()) put_address(message, types.source, encap.source);
  if (encap.traffic_class != 0) nla_put_u8(message, types.traffic_class, encap.traffic_class);
  if (encap.hop_limit != 0) nla_put_u8(message, types.hop_limit, encap.hop_limit);
  if (encap.flags != 0) nla_put_u16(message, types.flags, encap.flags);
}

void put_labels(nl_msg* message, const RouteEncap& encap) {
  std::vector<std::uint32_t> stack;
  for (const auto label : encap.labels) stack.push_back(htobe32(label << kLabelShift));
  if (!stack.empty()) stack.back() |= htobe32(kLastLabel);
  nla_put(message, MPLS_IPTUNNEL_DST, static_cast<int>(stack.size() * sizeof(std::uint32_t)),
          stack.data());
}

void get_tunnel(nlattr* nest, const TunnelAttributes& types, RouteEncap& encap) {
  encap.id = be64toh(get_number<std::uint64_t>(find_in(nest, types.id)).value_or(0));
  const auto address = [&](int type) {
    auto found = get_address(find_in(nest, type), types.family).value_or(IpAddress{});
    // The kernel shows "any" for what was left out.
    return found == IpAddress{.family = types.family} ? IpAddress{} : found;
  };
  encap.destination = address(types.destination);
  encap.source = address(types.source);
  encap.traffic_class = get_number<std::uint8_t>(find_in(nest, types.traffic_class)).value_or(0);
  encap.hop_limit = get_number<std::uint8_t>(find_in(nest, types.hop_limit)).value_or(0);
  encap.flags = get_number<std::uint16_t>(find_in(nest, types.flags)).value_or(0);
}

void get_labels(nlattr* nest, RouteEncap& encap) {
  nlattr* stack = find_in(nest, MPLS_IPTUNNEL_DST);
  if (stack == nullptr) return;
  const auto* bytes = static_cast<const char*>(nla_data(stack));
  const auto size = static_cast<std::size_t>(nla_len(stack));
  for (std::size_t at = 0; at + sizeof(std::uint32_t) <= size; at += sizeof(std::uint32_t)) {
    std::uint32_t entry = 0;
    std::memcpy(&entry, bytes + at, sizeof(entry));
    encap.labels.push_back(be32toh(entry) >> kLabelShift);
  }
}

}  // namespace

void put_encap(nl_msg* message, const RouteEncap& encap) {
  if (encap.kind == EncapKind::none) return;
  nla_put_u16(message, RTA_ENCAP_TYPE, static_cast<std::uint16_t>(encap.kind));
  nlattr* nest = nla_nest_start(message, RTA_ENCAP);
  switch (encap.kind) {
    case EncapKind::mpls:
      put_labels(message, encap);
      break;
    case EncapKind::ip:
      put_tunnel(message, kIp, encap);
      break;
    case EncapKind::ip6:
      put_tunnel(message, kIp6, encap);
      break;
    case EncapKind::ila:
      nla_put_u64(message, ILA_ATTR_LOCATOR, htobe64(encap.id));
      break;
    case EncapKind::none:
      break;
  }
  nla_nest_end(message, nest);
}

RouteEncap get_encap(nlattr* type, nlattr* nest) {
  RouteEncap encap;
  const auto kind = get_number<std::uint16_t>(type);
  if (!kind || nest == nullptr) return encap;
  encap.kind = static_cast<EncapKind>(*kind);
  switch (encap.kind) {
    case EncapKind::mpls:
      get_labels(nest, encap);
      break;
    case EncapKind::ip:
      get_tunnel(nest, kIp, encap);
      break;
    case EncapKind::ip6:
      get_tunnel(nest, kIp6, encap);
      break;
    case EncapKind::ila:
      encap.id = be64toh(get_number<std::uint64_t>(find_in(nest, ILA_ATTR_LOCATOR)).value_or(0));
      break;
    case EncapKind::none:
      break;
  }
  return encap;
}

}  // namespace evenkeel::vrrp
