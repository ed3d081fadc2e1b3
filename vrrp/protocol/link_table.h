// The interfaces of this network namespace and their addresses, as last heard from the
// kernel. A plain value: the link monitor writes it, everybody else reads it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "evenkeel/address.h"
#include "evenkeel/config_link.h"

namespace evenkeel::vrrp {

using HardwareAddress = std::array<std::uint8_t, 6>;

struct Link {
  int index = 0;
  std::string name;
  bool is_admin_up = false;  // `ip link set up`
  bool has_carrier = false;
  std::optional<HardwareAddress> hardware{};  // unset: not an Ethernet-like interface
  bool is_ipv6_router = false;                // it forwards IPv6, and its neighbours may know
  std::uint32_t vrf_table = 0;                // of a VRF: the table of its routes; 0: not a VRF
  int vrf = 0;                                // the index of the VRF that it is in; 0: none
  bool promotes_secondaries = false;          // IPv4: a secondary address survives its primary
  VirtualLinkKind kind = VirtualLinkKind::none;
  int parent = 0;           // of a macvlan or ipvlan: the index of the interface that it is on
  std::uint32_t mode = 0;   // MACVLAN_MODE_*, IPVLAN_MODE_*
  std::uint32_t flags = 0;  // of an ipvlan: IPVLAN_F_*
  int master = 0;           // the index of the bridge or bond that it belongs to
  std::string master_kind;  // "bridge", "bond"; empty: it belongs to none
  std::uint32_t group = 0;
  std::uint32_t arp_ignore = 0, arp_filter = 0, arp_announce = 0;  // IPv4: settings of these names
  bool operator==(const Link&) const = default;

  bool is_up() const { return is_admin_up && has_carrier; }
};

struct KernelAddress {
  std::string label;
  std::uint8_t scope = 0;
  std::optional<IpAddress> broadcast{};
  bool is_secondary = false;  // the kernel drops it with its primary
  bool is_permanent = false;  // no lease
  bool is_tentative = false;  // IPv6: not proven unique, so not ours to send from
  std::optional<IpAddress> peer{};
  std::uint64_t order = 0;  // the kernel's order within the interface; set by the table
  bool operator==(const KernelAddress&) const = default;
};

class LinkTable {
 public:
  void put(const Link& link);
  void remove(int index);

  const Link* find(int index) const;
  const Link* find(const std::string& name) const;
  const std::map<int, Link>& links() const { return links_; }

  using Addresses = std::map<Prefix, KernelAddress>;
  // Whether that is anything new.
  bool put_address(int index, const Prefix& prefix, KernelAddress address);
  bool remove_address(int index, const Prefix& prefix);
  const KernelAddress* address(int index, const Prefix& prefix) const;
  const Addresses& addresses(int index) const;

 private:
  void remove_name(int index);

  std::map<int, Link> links_;
  std::map<std::string, int> by_name_;
  std::map<int, Addresses> addresses_;
  std::uint64_t next_order_ = 1;
};

// How far the packets go: IPv6 adverts have the link-local address, unless peers are further away.
enum class Reach : std::uint8_t { link, global };

// The address adverts come from: the interface's first primary one that is not virtual; else any
// that is not virtual, for a virtual address may have become the primary of its subnet.
std::optional<IpAddress> choose_source(const LinkTable& table, int index, Family family,
                                       Reach reach,
                                       const std::function<bool(const Prefix&)>& is_virtual);

}  // namespace evenkeel::vrrp
