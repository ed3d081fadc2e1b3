// The same by iptables, for kernels whose nftables has no tables that vanish with their maker: what
// /bin/sh is to run, as pure functions. The rules are in a chain of our own, to which the chain for
// incoming packets jumps. They are seen before IPVS: what it takes has to be let through by name.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "vrrp/protocol/vip_filter.h"

namespace evenkeel::vrrp {

// put: rewrites the chain. check: only where the chain or the jump to it is not as it was put.
enum class IptablesVerb : std::uint8_t { put, check, remove };

struct IptablesRules {
  BlockedAddresses blocked;
  std::span<const ServiceKey> services;
  std::string parent;         // empty: INPUT
  std::set<Family> families;  // where there may be something of ours
};

// Ends with 0 when all is well, and with kIptablesRepaired when a check had to put something back.
inline constexpr int kIptablesRepaired = 3;
std::string iptables_script(const IptablesRules& rules, IptablesVerb verb);

}  // namespace evenkeel::vrrp
