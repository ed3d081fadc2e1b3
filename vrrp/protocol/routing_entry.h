// Routes and rules as the kernel has them, and how they compare with those that the configuration
// names. Pure. "Entry" means either of the two. The keeper asks; route_wire and rule_wire translate
// to and from the kernel's bytes.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "evenkeel/config.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

inline constexpr std::uint32_t kMainTable = 254;  // RT_TABLE_MAIN

using RoutingEntry = std::variant<Route, Rule>;

// Every hop is in `route.nexthops`, without the name of its device; every default that the kernel
// would fill in is there.
struct KernelRoute {
  Route route;
  std::vector<int> interfaces;  // of each hop; 0: the kernel's choice
  bool operator==(const KernelRoute&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.route, self.interfaces);
  }
};

// A rule names its interfaces, which need not exist.
using KernelEntry = std::variant<KernelRoute, Rule>;

enum class RoutingKind : std::uint8_t { route, rule };
RoutingKind kind_of(const RoutingEntry& entry);

// Equal for entries of one meaning, whoever names them.
std::string identity_of(const RoutingEntry& entry);

// What the kernel would show of it; otherwise what is missing: "interface eth9 does not exist".
tl::expected<KernelEntry, std::string> resolve(const RoutingEntry& entry, const LinkTable& links);

// Two routes of one place displace each other (`ip route replace`). A rule's place is all of it.
std::string place_of(const KernelEntry& entry);

// Whether the kernel's entry is what was desired. It may say more: the kernel chooses what was left
// open.
bool is_satisfied_by(const KernelEntry& desired, const KernelEntry& actual);

// False for one that is added beside others at its place.
bool is_replacing(const KernelEntry& entry);

// As `ip route` and `ip rule` would say it, with what tells it from others.
std::string to_string(const RoutingEntry& entry);
std::string to_string(const Route& route);
std::string to_string(const Rule& rule);

}  // namespace evenkeel::vrrp
