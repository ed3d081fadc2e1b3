// Values to kernel messages.
#include <arpa/inet.h>
#include <linux/ip_vs.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "checker/ipvs/wire.h"
#include "checker/ipvs/wire_bits.h"
#include "evenkeel/overload.h"

namespace evenkeel::ipvs {

namespace {

std::uint16_t to_kernel(Family family) { return family == Family::ipv6 ? AF_INET6 : AF_INET; }

// An IPv4 netmask in network order, or an IPv6 prefix length as a plain number.
std::uint32_t netmask_of(const Service& service) {
  if (service.key.endpoint.address.family == Family::ipv6) return service.persistence_prefix;
  const unsigned length = std::min<unsigned>(service.persistence_prefix, 32);
  return htonl(length == 0 ? 0 : ~std::uint32_t{0} << (32U - length));
}

std::uint32_t flags_of(const Service& service) {
  std::uint32_t flags = service.scheduler_flags & kSchedulerFlags;
  if (service.persistence.count() > 0) flags |= IP_VS_SVC_F_PERSISTENT;
  if (service.one_packet) flags |= IP_VS_SVC_F_ONEPACKET;
  return flags;
}

std::uint32_t method_bits(Method method) {
  switch (method) {
    case Method::nat:
      return IP_VS_CONN_F_MASQ;
    case Method::local:
      return IP_VS_CONN_F_LOCALNODE;
    case Method::tun:
      return IP_VS_CONN_F_TUNNEL;
    case Method::dr:
      return IP_VS_CONN_F_DROUTE;
    case Method::bypass:
      return IP_VS_CONN_F_BYPASS;
  }
  return IP_VS_CONN_F_MASQ;
}

std::uint8_t tunnel_bits(TunnelType tunnel) {
  switch (tunnel) {
    case TunnelType::ipip:
      return IP_VS_CONN_F_TUNNEL_TYPE_IPIP;
    case TunnelType::gue:
      return IP_VS_CONN_F_TUNNEL_TYPE_GUE;
    case TunnelType::gre:
      return IP_VS_CONN_F_TUNNEL_TYPE_GRE;
  }
  return IP_VS_CONN_F_TUNNEL_TYPE_IPIP;
}

std::uint16_t checksum_bits(TunnelChecksum checksum) {
  switch (checksum) {
    case TunnelChecksum::none:
      return IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
    case TunnelChecksum::full:
      return IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
    case TunnelChecksum::remote:
      return IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;
  }
  return IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
}

// Builds one message; remembers the first failure, which is always lack of room.
class Builder {
 public:
  Builder(int family_id, int flags, std::uint8_t command) : message_(nlmsg_alloc()) {
    if (message_ && genlmsg_put(message_.get(), NL_AUTO_PORT, 0, family_id, 0, flags, command,
                                IPVS_GENL_VERSION) == nullptr) {
      message_.reset();
    }
  }

  void put8(int type, std::uint8_t value) { put(type, &value, sizeof(value)); }
  void put16(int type, std::uint16_t value) { put(type, &value, sizeof(value)); }
  void put32(int type, std::uint32_t value) { put(type, &value, sizeof(value)); }
  void put_port(int type, std::uint16_t port) { put16(type, htons(port)); }
  void put_text(int type, const std::string& text) { put(type, text.c_str(), text.size() + 1); }
  void put_bytes(int type, std::span<const std::uint8_t> bytes) {
    put(type, bytes.data(), bytes.size());
  }
  template <typename Fill>
  void nest(int type, Fill fill) {
    nlattr* start = message_ ? nla_nest_start(message_.get(), type) : nullptr;
    if (start == nullptr) return message_.reset();
    fill();
    if (message_) nla_nest_end(message_.get(), start);
  }

  netlink::NetlinkMessage take() { return std::move(message_); }

 private:
  void put(int type, const void* data, std::size_t size) {
    if (message_ && nla_put(message_.get(), type, static_cast<int>(size), data) < 0) {
      message_.reset();
    }
  }

  netlink::NetlinkMessage message_;
};

void put_key(Builder& to, const ServiceKey& key) {
  to.put16(IPVS_SVC_ATTR_AF, to_kernel(key.endpoint.address.family));
  if (key.fwmark != 0) return to.put32(IPVS_SVC_ATTR_FWMARK, key.fwmark);
  to.put16(IPVS_SVC_ATTR_PROTOCOL, static_cast<std::uint16_t>(key.protocol));
  to.put_bytes(IPVS_SVC_ATTR_ADDR, key.endpoint.address.bytes);
  to.put_port(IPVS_SVC_ATTR_PORT, key.endpoint.port);
}

void put_service_details(Builder& to, const Service& service) {
  // The mask says which flags to set: all, so that an edit also clears.
  const std::array<std::uint32_t, 2> flags{flags_of(service), ~std::uint32_t{0}};
  const auto raw = std::bit_cast<std::array<std::uint8_t, sizeof(flags)>>(flags);
  to.put_text(IPVS_SVC_ATTR_SCHED_NAME, service.scheduler);
  if (!service.persistence_engine.empty()) {
    to.put_text(IPVS_SVC_ATTR_PE_NAME, service.persistence_engine);
  }
  to.put_bytes(IPVS_SVC_ATTR_FLAGS, raw);
  to.put32(IPVS_SVC_ATTR_TIMEOUT, static_cast<std::uint32_t>(service.persistence.count()));
  to.put32(IPVS_SVC_ATTR_NETMASK, netmask_of(service));
}

void put_endpoint(Builder& to, const Endpoint& endpoint) {
  to.put16(IPVS_DEST_ATTR_ADDR_FAMILY, to_kernel(endpoint.address.family));
  to.put_bytes(IPVS_DEST_ATTR_ADDR, endpoint.address.bytes);
  to.put_port(IPVS_DEST_ATTR_PORT, endpoint.port);
}

void put_tunnel(Builder& to, const Destination& destination) {
  to.put8(IPVS_DEST_ATTR_TUN_TYPE, tunnel_bits(destination.tunnel));
  to.put_port(IPVS_DEST_ATTR_TUN_PORT, destination.tunnel_port);
  to.put16(IPVS_DEST_ATTR_TUN_FLAGS, checksum_bits(destination.tunnel_checksum));
}

void put_destination_details(Builder& to, const Destination& destination) {
  to.put32(IPVS_DEST_ATTR_FWD_METHOD, method_bits(destination.method));
  to.put32(IPVS_DEST_ATTR_WEIGHT, static_cast<std::uint32_t>(destination.weight));
  to.put32(IPVS_DEST_ATTR_U_THRESH, destination.upper_threshold);
  to.put32(IPVS_DEST_ATTR_L_THRESH, destination.lower_threshold);
  if (destination.method == Method::tun) put_tunnel(to, destination);
}

netlink::NetlinkMessage service_message(int family_id, std::uint8_t command, const ServiceKey& key,
                                        const Service* details) {
  Builder to(family_id, NLM_F_REQUEST, command);
  to.nest(IPVS_CMD_ATTR_SERVICE, [&] {
    put_key(to, key);
    if (details != nullptr) put_service_details(to, *details);
  });
  return to.take();
}

netlink::NetlinkMessage destination_message(int family_id, std::uint8_t command,
                                            const ServiceKey& key, const Endpoint& endpoint,
                                            const Destination* details) {
  Builder to(family_id, NLM_F_REQUEST, command);
  to.nest(IPVS_CMD_ATTR_SERVICE, [&] { put_key(to, key); });
  to.nest(IPVS_CMD_ATTR_DEST, [&] {
    put_endpoint(to, endpoint);
    if (details != nullptr) put_destination_details(to, *details);
  });
  return to.take();
}

}  // namespace

netlink::NetlinkMessage encode_command(const Command& command, int family_id) {
  return std::visit(
      Overload{
          [&](const AddService& it) {
            return service_message(family_id, IPVS_CMD_NEW_SERVICE, it.service.key, &it.service);
          },
          [&](const EditService& it) {
            return service_message(family_id, IPVS_CMD_SET_SERVICE, it.service.key, &it.service);
          },
          [&](const RemoveService& it) {
            return service_message(family_id, IPVS_CMD_DEL_SERVICE, it.key, nullptr);
          },
          [&](const AddDestination& it) {
            return destination_message(family_id, IPVS_CMD_NEW_DEST, it.key,
                                       it.destination.endpoint, &it.destination);
          },
          [&](const EditDestination& it) {
            return destination_message(family_id, IPVS_CMD_SET_DEST, it.key,
                                       it.destination.endpoint, &it.destination);
          },
          [&](const RemoveDestination& it) {
            return destination_message(family_id, IPVS_CMD_DEL_DEST, it.key, it.endpoint, nullptr);
          }},
      command);
}

netlink::NetlinkMessage encode_service_dump(int family_id) {
  return Builder(family_id, NLM_F_REQUEST | NLM_F_DUMP, IPVS_CMD_GET_SERVICE).take();
}

netlink::NetlinkMessage encode_destination_dump(const ServiceKey& key, int family_id) {
  Builder to(family_id, NLM_F_REQUEST | NLM_F_DUMP, IPVS_CMD_GET_DEST);
  to.nest(IPVS_CMD_ATTR_SERVICE, [&] { put_key(to, key); });
  return to.take();
}

}  // namespace evenkeel::ipvs
