// The network around the instances as values: static addresses, routes and rules, links that are
// polled, BFD sessions. Included through config.h; its rules hold here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config_routes.h"
#include "evenkeel/config_vrrp.h"

namespace evenkeel {

// Instances that static addresses, routes and rules may name: those go to FAULT while one of these
// cannot be put in place.
struct TrackGroup {
  std::string name;
  std::vector<std::string> instances;
  bool operator==(const TrackGroup&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.instances);
  }
};

struct StaticAddress {
  VirtualAddress address;   // its device is set
  std::string track_group;  // empty: none
  bool operator==(const StaticAddress&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.address, self.track_group);
  }
};

// Always there, whoever is MASTER.
struct StaticNetwork {
  std::vector<StaticAddress> addresses;
  std::vector<Route> routes;
  std::vector<Rule> rules;
  std::vector<TrackGroup> groups;
  bool operator==(const StaticNetwork&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.addresses, self.routes, self.rules, self.groups);
  }
};

enum class LinkPollMethod : std::uint8_t { any, mii, ethtool, ioctl };

struct PolledLink {
  std::string interface;
  LinkPollMethod method = LinkPollMethod::any;
  bool operator==(const PolledLink&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.interface, self.method);
  }
};

struct LinkPolling {
  bool all = false;               // linkbeat_use_polling
  std::vector<PolledLink> links;  // linkbeat_interfaces
  bool operator==(const LinkPolling&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.all, self.links);
  }
};

// One session with a neighbour (RFC 5880).
struct BfdInstance {
  std::string name;
  IpAddress neighbor;
  IpAddress source;  // unset: the system's choice
  Duration receive_interval = 10ms;
  Duration transmit_interval = 10ms;
  Duration idle_interval = 1s;
  std::uint8_t multiplier = 5;
  bool passive = false;
  bool multihop = false;
  std::uint8_t ttl = 255;
  std::int16_t max_hops = 0;  // -1: any number
  std::int16_t weight = 0;    // 0: FAULT
  bool reversed = false;
  bool for_vrrp = true;
  bool for_checks = true;
  bool operator==(const BfdInstance&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.neighbor, self.source, self.receive_interval, self.transmit_interval,
          self.idle_interval, self.multiplier, self.passive, self.multihop, self.ttl, self.max_hops,
          self.weight, self.reversed, self.for_vrrp, self.for_checks);
  }
};

}  // namespace evenkeel
