// Routes and rules as values: those of an instance, there while it is MASTER, and the static ones,
// always there. Included through config.h; its rules hold here. Numbers are the kernel's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"

namespace evenkeel {

// RTN_*.
enum class RouteType : std::uint8_t {
  unicast = 1,
  local = 2,
  broadcast = 3,
  anycast = 4,
  multicast = 5,
  blackhole = 6,
  unreachable = 7,
  prohibit = 8,
  throws = 9,
  nat = 10
};

// LWTUNNEL_ENCAP_*.
enum class EncapKind : std::uint8_t { none = 0, mpls = 1, ip = 2, ila = 3, ip6 = 4 };

// A tunnel without a device.
struct RouteEncap {
  EncapKind kind = EncapKind::none;
  std::uint64_t id = 0;  // ip, ip6: the key; ila: the locator
  IpAddress source, destination;
  std::uint8_t traffic_class = 0;  // tos, tc
  std::uint8_t hop_limit = 0;      // ttl, hoplimit; 0: the system's
  std::uint16_t flags = 0;
  std::vector<std::uint32_t> labels;  // mpls, outermost first
  bool operator==(const RouteEncap&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.id, self.source, self.destination, self.traffic_class, self.hop_limit,
          self.flags, self.labels);
  }
};

struct Nexthop {
  IpAddress via;  // may be of another family than the route
  std::string device;
  std::uint16_t weight = 1;  // 1–256
  bool onlink = false;
  std::uint32_t realms = 0;
  RouteEncap encap;
  bool operator==(const Nexthop&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.via, self.device, self.weight, self.onlink, self.realms, self.encap);
  }
};

struct RouteMetric {
  std::uint8_t kind = 0;  // RTAX_*
  std::uint32_t value = 0;
  bool locked = false;
  bool operator==(const RouteMetric&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.value, self.locked);
  }
};

enum class RouteInsertion : std::uint8_t { replace, add, prepend, append };
enum class RouterPreference : std::uint8_t { medium = 0, high = 1, low = 3 };  // RFC 4191

struct Route {
  RouteType type = RouteType::unicast;
  Prefix destination;          // "default" has length 0
  Prefix source;               // "from": IPv6 only; unset: any
  IpAddress preferred_source;  // "src"
  std::uint8_t tos = 0;
  std::uint32_t table = 254;
  std::uint8_t protocol = 18;  // RTPROT_KEEPALIVED
  std::optional<std::uint8_t> scope;
  std::optional<std::uint32_t> priority;  // "metric"
  Nexthop nexthop;                        // via, dev, onlink, encap of the route itself
  std::vector<Nexthop> nexthops;          // several; then `nexthop` is empty
  std::uint32_t realms = 0;
  std::vector<RouteMetric> metrics;  // in ascending order of their kind
  std::string congestion_control;
  bool congestion_control_locked = false;
  std::optional<Duration> expires;  // IPv6
  std::optional<RouterPreference> preference;
  std::optional<bool> ttl_propagate;
  RouteInsertion insertion = RouteInsertion::replace;
  std::string vrf;
  bool tracked = true;      // put back, its interfaces needed; "no_track" unsets it
  std::string track_group;  // static routes only
  bool operator==(const Route&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.type, self.destination, self.source, self.preferred_source, self.tos, self.table,
          self.protocol, self.scope, self.priority, self.nexthop, self.nexthops, self.realms,
          self.metrics, self.congestion_control, self.congestion_control_locked, self.expires,
          self.preference, self.ttl_propagate, self.insertion, self.vrf, self.tracked,
          self.track_group);
  }
};

// FR_ACT_*.
enum class RuleAction : std::uint8_t {
  lookup = 1,
  go_to = 2,
  nop = 3,
  blackhole = 6,
  unreachable = 7,
  prohibit = 8
};

template <typename Number>
struct NumberRange {
  Number first = 0;
  Number last = 0;
  bool operator==(const NumberRange&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.first, self.last);
  }
};

struct Rule {
  Family family = Family::ipv4;
  bool inverted = false;       // "not"
  std::optional<Prefix> from;  // unset: any
  std::optional<Prefix> to;    // unset: any
  std::uint32_t priority = 0;  // "preference"; given to each rule, numbered when left out
  RuleAction action = RuleAction::lookup;
  std::uint32_t table = 254;
  std::uint32_t target = 0;  // of go_to
  std::uint8_t tos = 0;
  std::optional<std::uint32_t> fwmark;
  std::optional<std::uint32_t> fwmask;
  std::uint32_t realms = 0;
  std::optional<std::uint8_t> suppress_prefix_length;
  std::optional<std::uint32_t> suppress_group;
  std::string input_interface, output_interface;
  std::optional<std::uint64_t> tunnel_id;
  std::optional<NumberRange<std::uint32_t>> uids;
  bool l3mdev = false;
  std::uint8_t protocol = 18;    // RTPROT_KEEPALIVED: who made the rule
  std::uint8_t ip_protocol = 0;  // 0: any
  std::optional<NumberRange<std::uint16_t>> source_ports, destination_ports;
  bool tracked = true;      // as of a route
  std::string track_group;  // static rules only
  bool operator==(const Rule&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.family, self.inverted, self.from, self.to, self.priority, self.action, self.table,
          self.target, self.tos, self.fwmark, self.fwmask, self.realms, self.suppress_prefix_length,
          self.suppress_group, self.input_interface, self.output_interface, self.tunnel_id,
          self.uids, self.l3mdev, self.protocol, self.ip_protocol, self.source_ports,
          self.destination_ports, self.tracked, self.track_group);
  }
};

}  // namespace evenkeel
