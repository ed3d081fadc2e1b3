// One line of /proc/net/ip_vs as a value: a total function on text. Reading this file costs a
// hundredth of dumping the table by netlink, but it leaves out scheduler flags, thresholds,
// tunnels and the persistence engine, and the family of a firewall mark.
//
//   TCP  C000020A:0050 wrr persistent 36000 FFFFFFFF
//     -> 0A000001:0050      Masq    1      0          0
//   FWM  00000007 rr
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "checker/ipvs/table.h"

namespace evenkeel::ipvs {

struct ProcService {
  ServiceKey key;  // of a mark: without family
  std::string scheduler;
  bool one_packet = false;  // never shown for an IPv6 address
  bool is_persistent = false;
  std::uint32_t netmask = 0;  // as printed
  bool operator==(const ProcService&) const = default;
};

struct ProcDestination {
  Endpoint endpoint;
  Method method = Method::nat;
  std::int32_t weight = 0;
  std::uint32_t active_connections = 0;
  std::uint32_t inactive_connections = 0;
  bool operator==(const ProcDestination&) const = default;
};

struct ProcOther {  // a heading, or nothing we understand
  bool operator==(const ProcOther&) const = default;
};

using ProcLine = std::variant<ProcOther, ProcService, ProcDestination>;
ProcLine parse_proc_line(std::string_view line);

}  // namespace evenkeel::ipvs
