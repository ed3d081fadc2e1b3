// What identifies an instance across configurations and processes: IPv4 and IPv6 have a virtual
// router each under one VRID.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "evenkeel/address.h"
#include "evenkeel/config.h"

namespace evenkeel::vrrp {

struct InstanceKey {
  std::string interface;
  std::uint8_t vrid = 0;
  Family family = Family::ipv4;
  auto operator<=>(const InstanceKey&) const = default;
};

inline InstanceKey key_of(const VrrpInstance& config) {
  return {config.interface, config.vrid, config.family};
}

}  // namespace evenkeel::vrrp
