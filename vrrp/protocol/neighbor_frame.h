// How a host tells its neighbours that an address lives at a MAC, as bytes: gratuitous ARP (RFC
// 5227) and unsolicited neighbour advertisements (RFC 4861); and who else tells it. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

// An Ethernet frame from `link` for each of its neighbours; empty for an interface without a MAC.
// IPv4: an ARP request for `address` from itself, as every neighbour expects it.
// IPv6: to all nodes, from the address, with the override flag, and the router flag as the
// interface forwards.
std::vector<std::byte> announcement_frame(const Link& link, const IpAddress& address);

// Somebody says that the address is at this MAC.
struct NeighborClaim {
  IpAddress address;
  HardwareAddress hardware{};
  bool operator==(const NeighborClaim&) const = default;
};

// Total. The first takes a whole Ethernet frame, the second an ICMPv6 message without IP header.
std::optional<NeighborClaim> read_arp(std::span<const std::byte> frame);
std::optional<NeighborClaim> read_neighbor_advert(std::span<const std::byte> message);

std::string to_string(const HardwareAddress& hardware);  // "02:00:00:00:00:01"

}  // namespace evenkeel::vrrp
