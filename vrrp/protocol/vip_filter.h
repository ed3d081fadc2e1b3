// What no_accept asks of the kernel's packet filter, as values and pure functions: on which
// addresses the machine itself is not to answer (RFC 9568, Accept_Mode False), and what is to be
// let through all the same. VipGuard enforces it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/state.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

// A link-local address is the machine's own on its device only, any other on every device.
struct BlockedAddress {
  IpAddress address;
  std::string device{};     // of a link-local one, else empty
  int interface_index = 0;  // of the device
  auto operator<=>(const BlockedAddress&) const = default;
};
using BlockedAddresses = std::set<BlockedAddress>;

// While the instance is MASTER; the devices are not looked up yet.
std::vector<BlockedAddress> blocked_by(const VrrpInstance& config);
// With the devices' indices; without those whose device is missing.
BlockedAddresses resolve(const std::vector<BlockedAddress>& addresses, const LinkTable& links);

AcceptMode accept_mode(const VrrpInstance& config, FirewallKind enforcement);

// The table for nftables: sets of keys, and a rule for each, in this order. What a virtual service
// has is accepted first: IPVS has taken it already, but for what it leaves to this machine as the
// real server.
enum class FilterSet : std::uint8_t {
  services4,
  services6,
  any_port4,  // a virtual service on all ports
  any_port6,
  marks4,
  marks6,
  blocked4,
  blocked6,
  blocked6_link,
};
inline constexpr std::size_t kFilterSetCount = 9;

// The parts of a key; each begins on a multiple of four bytes.
enum class KeyField : std::uint8_t { l4_protocol, address, port, mark, interface };
enum class FilterVerdict : std::uint8_t { accept, drop };
struct FilterRule {
  const char* name;
  Family family;
  FilterVerdict verdict;
  std::span<const KeyField> key;
};
const FilterRule& rule_of(FilterSet set);
// In bytes.
std::size_t size_of(KeyField field, Family family);

// The keys of each set.
using FilterKeys = std::array<std::set<std::string>, kFilterSetCount>;
FilterKeys keys_of(std::span<const ServiceKey> services);
FilterKeys keys_of(const BlockedAddresses& addresses);
// Those of `keys` that `others` lacks.
FilterKeys missing_from(const FilterKeys& others, const FilterKeys& keys);

}  // namespace evenkeel::vrrp
