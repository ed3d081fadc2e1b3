// Kernel messages to values; any bytes give a value or nothing.
#include <arpa/inet.h>
#include <linux/ip_vs.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "checker/ipvs/wire.h"
#include "checker/ipvs/wire_bits.h"

namespace evenkeel::ipvs {

namespace {

constexpr std::size_t kIpv6Size = 16;

Family from_kernel(std::uint16_t family) {
  if (family == AF_INET) return Family::ipv4;
  if (family == AF_INET6) return Family::ipv6;
  return Family::none;
}

std::uint8_t prefix_of(std::uint32_t netmask, Family family) {
  if (family == Family::ipv6) return static_cast<std::uint8_t>(std::min(netmask, 128U));
  return static_cast<std::uint8_t>(std::popcount(netmask));
}

Method method_from(std::uint32_t flags) {
  switch (flags & IP_VS_CONN_F_FWD_MASK) {
    case IP_VS_CONN_F_LOCALNODE:
      return Method::local;
    case IP_VS_CONN_F_TUNNEL:
      return Method::tun;
    case IP_VS_CONN_F_DROUTE:
      return Method::dr;
    case IP_VS_CONN_F_BYPASS:
      return Method::bypass;
    default:
      return Method::nat;
  }
}

// The attributes of one nesting, by type; absent ones read as nothing.
template <int Max>
class Attributes {
 public:
  void parse_nested(nlattr* nest) {
    is_ok_ = nest != nullptr && nla_parse_nested(by_type_.data(), Max, nest, nullptr) >= 0;
  }
  bool is_ok() const { return is_ok_; }
  nlattr* at(int type) const { return is_ok_ ? by_type_[static_cast<std::size_t>(type)] : nullptr; }
  template <typename T>
  std::optional<T> read(int type) const {
    const nlattr* attribute = at(type);
    if (attribute == nullptr || nla_len(attribute) < static_cast<int>(sizeof(T))) return {};
    T value{};
    std::memcpy(&value, nla_data(attribute), sizeof(T));
    return value;
  }
  template <typename T>
  T get(int type) const {
    return read<T>(type).value_or(T{});
  }
  std::string text(int type) const {
    const nlattr* attribute = at(type);
    if (attribute == nullptr || nla_len(attribute) <= 0) return {};
    const char* data = static_cast<const char*>(nla_data(attribute));
    return {data, strnlen(data, static_cast<std::size_t>(nla_len(attribute)))};
  }

 private:
  std::array<nlattr*, Max + 1> by_type_{};
  bool is_ok_ = false;
};

template <int Max>
std::optional<IpAddress> read_address(const Attributes<Max>& from, int type, Family family) {
  const std::size_t size = family == Family::ipv6 ? kIpv6Size : 4;
  const nlattr* attribute = from.at(type);
  if (attribute == nullptr || nla_len(attribute) < static_cast<int>(size)) return {};
  IpAddress address{.family = family, .bytes = {}};
  std::memcpy(address.bytes.data(), nla_data(attribute), size);
  return address;
}

template <typename Packets>
TrafficCounters read_counters(const Attributes<IPVS_STATS_ATTR_MAX>& from) {
  return {.connections = from.get<Packets>(IPVS_STATS_ATTR_CONNS),
          .incoming_packets = from.get<Packets>(IPVS_STATS_ATTR_INPKTS),
          .outgoing_packets = from.get<Packets>(IPVS_STATS_ATTR_OUTPKTS),
          .incoming_bytes = from.get<std::uint64_t>(IPVS_STATS_ATTR_INBYTES),
          .outgoing_bytes = from.get<std::uint64_t>(IPVS_STATS_ATTR_OUTBYTES)};
}

// 64-bit counters since Linux 4.1; older kernels wrap at 32 bits.
TrafficCounters read_traffic(nlattr* wide, nlattr* narrow) {
  Attributes<IPVS_STATS_ATTR_MAX> stats;
  stats.parse_nested(wide);
  if (stats.is_ok()) return read_counters<std::uint64_t>(stats);
  stats.parse_nested(narrow);
  return stats.is_ok() ? read_counters<std::uint32_t>(stats) : TrafficCounters{};
}

nlattr* find_nest(const nlmsghdr& header, int type) {
  if (header.nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) return nullptr;
  const auto* generic = static_cast<const genlmsghdr*>(nlmsg_data(&header));
  return nla_find(genlmsg_attrdata(generic, 0), genlmsg_attrlen(generic, 0), type);
}

using ServiceAttributes = Attributes<IPVS_SVC_ATTR_MAX>;
using DestinationAttributes = Attributes<IPVS_DEST_ATTR_MAX>;

std::optional<ServiceKey> read_key(const ServiceAttributes& from) {
  ServiceKey key;
  const Family family = from_kernel(from.get<std::uint16_t>(IPVS_SVC_ATTR_AF));
  if (family == Family::none) return {};
  key.fwmark = from.get<std::uint32_t>(IPVS_SVC_ATTR_FWMARK);
  if (key.fwmark != 0) {
    key.endpoint.address.family = family;
    return key;
  }
  const auto address = read_address(from, IPVS_SVC_ATTR_ADDR, family);
  const auto protocol = from.get<std::uint16_t>(IPVS_SVC_ATTR_PROTOCOL);
  if (!address ||
      (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP && protocol != IPPROTO_SCTP)) {
    return {};
  }
  key.protocol = static_cast<Protocol>(protocol);
  key.endpoint = {*address, ntohs(from.get<std::uint16_t>(IPVS_SVC_ATTR_PORT))};
  return key;
}

TunnelType tunnel_from(std::uint8_t bits) {
  if (bits == IP_VS_CONN_F_TUNNEL_TYPE_GUE) return TunnelType::gue;
  if (bits == IP_VS_CONN_F_TUNNEL_TYPE_GRE) return TunnelType::gre;
  return TunnelType::ipip;
}

TunnelChecksum checksum_from(std::uint16_t bits) {
  if ((bits & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM) != 0) return TunnelChecksum::remote;
  if ((bits & IP_VS_TUNNEL_ENCAP_FLAG_CSUM) != 0) return TunnelChecksum::full;
  return TunnelChecksum::none;
}

Destination read_destination(const DestinationAttributes& from, const Endpoint& endpoint) {
  Destination read{
      .endpoint = endpoint,
      .weight = static_cast<std::int32_t>(from.get<std::uint32_t>(IPVS_DEST_ATTR_WEIGHT)),
      .upper_threshold = from.get<std::uint32_t>(IPVS_DEST_ATTR_U_THRESH),
      .lower_threshold = from.get<std::uint32_t>(IPVS_DEST_ATTR_L_THRESH),
      .method = method_from(from.get<std::uint32_t>(IPVS_DEST_ATTR_FWD_METHOD)),
      .tunnel = TunnelType::ipip,
      .tunnel_checksum = TunnelChecksum::none,
      .tunnel_port = 0};
  if (read.method == Method::tun) {
    read.tunnel = tunnel_from(from.get<std::uint8_t>(IPVS_DEST_ATTR_TUN_TYPE));
    read.tunnel_port = ntohs(from.get<std::uint16_t>(IPVS_DEST_ATTR_TUN_PORT));
    read.tunnel_checksum = checksum_from(from.get<std::uint16_t>(IPVS_DEST_ATTR_TUN_FLAGS));
  }
  return read;
}

}  // namespace

std::optional<ServiceReading> decode_service(const nlmsghdr& header) {
  ServiceAttributes from;
  from.parse_nested(find_nest(header, IPVS_CMD_ATTR_SERVICE));
  const auto key = from.is_ok() ? read_key(from) : std::nullopt;
  if (!key) return {};
  const auto flags = from.get<std::uint32_t>(IPVS_SVC_ATTR_FLAGS);
  ServiceReading reading;
  Service& service = reading.service;
  service.key = *key;
  service.scheduler = from.text(IPVS_SVC_ATTR_SCHED_NAME);
  service.scheduler_flags = flags & kSchedulerFlags;
  service.one_packet = (flags & IP_VS_SVC_F_ONEPACKET) != 0;
  if ((flags & IP_VS_SVC_F_PERSISTENT) != 0) {
    service.persistence = std::chrono::seconds(from.get<std::uint32_t>(IPVS_SVC_ATTR_TIMEOUT));
  }
  service.persistence_prefix =
      prefix_of(from.get<std::uint32_t>(IPVS_SVC_ATTR_NETMASK), key->endpoint.address.family);
  service.persistence_engine = from.text(IPVS_SVC_ATTR_PE_NAME);
  normalise(service);
  reading.traffic = read_traffic(from.at(IPVS_SVC_ATTR_STATS64), from.at(IPVS_SVC_ATTR_STATS));
  return reading;
}

std::optional<DestinationReading> decode_destination(const nlmsghdr& header,
                                                     Family service_family) {
  DestinationAttributes from;
  from.parse_nested(find_nest(header, IPVS_CMD_ATTR_DEST));
  if (!from.is_ok()) return {};
  Family family = from_kernel(from.get<std::uint16_t>(IPVS_DEST_ATTR_ADDR_FAMILY));
  if (family == Family::none) family = service_family;
  const auto address = read_address(from, IPVS_DEST_ATTR_ADDR, family);
  if (!address) return {};
  const Endpoint endpoint{*address, ntohs(from.get<std::uint16_t>(IPVS_DEST_ATTR_PORT))};
  return DestinationReading{
      .destination = read_destination(from, endpoint),
      .traffic = read_traffic(from.at(IPVS_DEST_ATTR_STATS64), from.at(IPVS_DEST_ATTR_STATS)),
      .active_connections = from.get<std::uint32_t>(IPVS_DEST_ATTR_ACTIVE_CONNS),
      .inactive_connections = from.get<std::uint32_t>(IPVS_DEST_ATTR_INACT_CONNS)};
}

}  // namespace evenkeel::ipvs
