// Pure.
#include "vrrp/protocol/routing_entry.h"

#include <algorithm>

#include "evenkeel/codec.h"
#include "evenkeel/overload.h"

namespace evenkeel::vrrp {

namespace {

constexpr std::uint32_t kIpv6Priority = 1024;  // IP6_RT_PRIO_USER
constexpr std::uint8_t kScopeUniverse = 0, kScopeLink = 253, kScopeHost = 254;

Family family_of(const Route& route) { return route.destination.address.family; }

template <typename T>
std::string bytes_of(const T& value) {
  Encoder encoder;
  encoder.put(value);
  return encoder.take();
}

// As iproute2 has it: what is reached without a gateway is on the link.
std::uint8_t default_scope(const Route& route) {
  if (family_of(route) == Family::ipv6) return kScopeUniverse;
  switch (route.type) {
    case RouteType::local:
    case RouteType::nat:
      return kScopeHost;
    case RouteType::broadcast:
    case RouteType::multicast:
    case RouteType::anycast:
      return kScopeLink;
    case RouteType::unicast: {
      const bool has_gateway = std::any_of(route.nexthops.begin(), route.nexthops.end(),
                                           [](const Nexthop& hop) { return hop.via.is_set(); });
      return has_gateway || route.nexthops.size() > 1 ? kScopeUniverse : kScopeLink;
    }
    case RouteType::blackhole:
    case RouteType::unreachable:
    case RouteType::prohibit:
    case RouteType::throws:
      return kScopeUniverse;
  }
  return kScopeUniverse;
}

tl::expected<KernelEntry, std::string> resolve_route(const Route& configured,
                                                     const LinkTable& links) {
  KernelRoute made{.route = configured, .interfaces = {}};
  Route& route = made.route;
  route.tracked = true;
  route.track_group.clear();
  if (!route.vrf.empty()) {
    const Link* vrf = links.find(route.vrf);
    if (vrf == nullptr) return tl::unexpected("VRF " + route.vrf + " does not exist");
    if (vrf->vrf_table == 0) return tl::unexpected(route.vrf + " is not a VRF");
    route.table = vrf->vrf_table;
    route.vrf.clear();
  }
  if (route.table == 0) route.table = kMainTable;
  if (route.nexthops.empty()) route.nexthops.push_back(std::exchange(route.nexthop, {}));
  for (auto& hop : route.nexthops) {
    const Link* link = hop.device.empty() ? nullptr : links.find(hop.device);
    if (!hop.device.empty() && link == nullptr) {
      return tl::unexpected("interface " + hop.device + " does not exist");
    }
    made.interfaces.push_back(link == nullptr ? 0 : link->index);
    hop.device.clear();
  }
  if (route.nexthops.size() == 1) {
    auto& realms = route.nexthops.front().realms;
    if (route.realms == 0) route.realms = realms;
    realms = 0;
  }
  if (route.source.length == 0) route.source = {};
  const bool is_ipv6 = family_of(route) == Family::ipv6;
  route.destination = masked(route.destination);
  route.source = masked(route.source);
  if (!route.scope || is_ipv6) route.scope = default_scope(route);
  if (!route.priority || (is_ipv6 && *route.priority == 0)) {
    route.priority = is_ipv6 ? kIpv6Priority : 0;
  }
  return made;
}

Rule resolve_rule(Rule rule) {
  constexpr std::uint32_t kAllBits = 0xffffffff;
  rule.tracked = true;
  rule.track_group.clear();
  if (rule.fwmark && !rule.fwmask) rule.fwmask = kAllBits;
  if (rule.action != RuleAction::lookup || rule.l3mdev) rule.table = 0;
  if (rule.family == Family::ipv6) rule.realms = 0;  // the kernel has none for IPv6
  if (rule.from && rule.from->length == 0) rule.from.reset();
  if (rule.to && rule.to->length == 0) rule.to.reset();
  return rule;
}

bool is_encap_satisfied(const RouteEncap& desired, const RouteEncap& actual) {
  if (desired.kind != actual.kind || desired.labels != actual.labels) return false;
  const auto agrees = [](const auto& wanted, const auto& shown) {
    return wanted == std::decay_t<decltype(wanted)>{} || wanted == shown;
  };
  return agrees(desired.id, actual.id) && agrees(desired.source, actual.source) &&
         agrees(desired.destination, actual.destination) &&
         agrees(desired.traffic_class, actual.traffic_class) &&
         agrees(desired.hop_limit, actual.hop_limit) && agrees(desired.flags, actual.flags);
}

// The kernel may show the hops in another order.
bool are_hops_satisfied(const KernelRoute& desired, const KernelRoute& actual) {
  const auto& shown = actual.route.nexthops;
  if (desired.route.nexthops.size() != shown.size()) return false;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Nexthop& wanted = desired.route.nexthops[i];
    const int interface = desired.interfaces[i];
    bool is_there = false;
    for (std::size_t j = 0; j < shown.size() && !is_there; ++j) {
      is_there = wanted.via == shown[j].via && wanted.weight == shown[j].weight &&
                 (interface == 0 || interface == actual.interfaces[j]) &&
                 (wanted.realms == 0 || wanted.realms == shown[j].realms) &&
                 is_encap_satisfied(wanted.encap, shown[j].encap);
    }
    if (!is_there) return false;
  }
  return true;
}

bool are_metrics_satisfied(const Route& desired, const Route& actual) {
  const auto has = [&](const RouteMetric& metric) {
    return std::find(actual.metrics.begin(), actual.metrics.end(), metric) != actual.metrics.end();
  };
  return std::all_of(desired.metrics.begin(), desired.metrics.end(), has) &&
         (desired.congestion_control.empty() ||
          desired.congestion_control == actual.congestion_control);
}

bool is_route_satisfied(const KernelRoute& desired, const KernelRoute& actual) {
  const Route& wanted = desired.route;
  const Route& shown = actual.route;
  return place_of(desired) == place_of(actual) && wanted.type == shown.type &&
         wanted.protocol == shown.protocol && wanted.scope == shown.scope &&
         wanted.preferred_source == shown.preferred_source &&
         (wanted.realms == 0 || wanted.realms == shown.realms) &&
         (!wanted.preference || wanted.preference == shown.preference) &&
         are_hops_satisfied(desired, actual) && are_metrics_satisfied(wanted, shown);
}

}  // namespace

RoutingKind kind_of(const RoutingEntry& entry) {
  return std::holds_alternative<Route>(entry) ? RoutingKind::route : RoutingKind::rule;
}

std::string identity_of(const RoutingEntry& entry) {
  RoutingEntry plain = entry;
  std::visit(
      [](auto& value) {
        value.tracked = true;
        value.track_group.clear();
      },
      plain);
  return bytes_of(plain);
}

tl::expected<KernelEntry, std::string> resolve(const RoutingEntry& entry, const LinkTable& links) {
  using Resolved = tl::expected<KernelEntry, std::string>;
  return std::visit(
      Overload{[&](const Route& route) { return resolve_route(route, links); },
               [](const Rule& rule) { return Resolved(KernelEntry(resolve_rule(rule))); }},
      entry);
}

std::string place_of(const KernelEntry& entry) {
  const auto* route = std::get_if<KernelRoute>(&entry);
  if (route == nullptr) return bytes_of(entry);
  const Route& value = route->route;
  return bytes_of(std::string("route")) + bytes_of(value.destination) + bytes_of(value.source) +
         bytes_of(value.table) + bytes_of(value.tos) + bytes_of(value.priority);
}

bool is_satisfied_by(const KernelEntry& desired, const KernelEntry& actual) {
  if (desired.index() != actual.index()) return false;
  if (const auto* route = std::get_if<KernelRoute>(&desired)) {
    return is_route_satisfied(*route, std::get<KernelRoute>(actual));
  }
  return desired == actual;
}

bool is_replacing(const KernelEntry& entry) {
  const auto* route = std::get_if<KernelRoute>(&entry);
  return route != nullptr && route->route.insertion == RouteInsertion::replace;
}

std::string to_string(const RoutingEntry& entry) {
  return std::visit([](const auto& value) { return to_string(value); }, entry);
}

}  // namespace evenkeel::vrrp
