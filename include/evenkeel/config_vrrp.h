// The vrrp part of the configuration as values: instances and what they announce and track.
// Included through config.h; its rules hold here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config_tracking.h"
#include "evenkeel/script.h"

namespace evenkeel {

// One address line (reference: virtual_ipaddress).
struct VirtualAddress {
  Prefix prefix;
  std::string device;                  // empty: the instance's interface
  std::string label;                   // IPv4 only, at most 15 characters
  std::uint8_t scope = 0;              // RT_SCOPE_*: 0 global, 253 link, 254 host
  std::optional<IpAddress> broadcast;  // "brd IP"; for "brd +" already computed
  bool operator==(const VirtualAddress&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.prefix, self.device, self.label, self.scope, self.broadcast);
  }
};

struct UnicastPeer {
  IpAddress address;
  std::uint8_t min_ttl = 0;
  std::uint8_t max_ttl = 255;
  bool operator==(const UnicastPeer&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.address, self.min_ttl, self.max_ttl);
  }
};

enum class InitialState : std::uint8_t { backup, master };

// Gratuitous ARP (reference 4.2).
struct AnnounceSettings {
  Duration second_burst_delay = 5s;    // garp_master_delay; 0: no second burst
  std::uint32_t burst = 5;             // garp_master_repeat: frames an address
  Duration lower_priority_delay = 5s;  // garp_lower_prio_delay
  std::uint32_t lower_priority_burst = 5;
  Duration refresh{0};  // garp_master_refresh; 0: off
  std::uint32_t refresh_burst = 1;
  Duration interval{0};  // vrrp_garp_interval: least gap between two frames
  bool operator==(const AnnounceSettings&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.second_burst_delay, self.burst, self.lower_priority_delay,
                    self.lower_priority_burst, self.refresh, self.refresh_burst, self.interval);
  }
};

struct VrrpScripts {
  Script master, backup, fault, stop, any;  // notify_master … notify_stop, notify
  Script lower_priority;                    // notify_master_rx_lower_pri
  Script deleted;                           // notify_deleted
  bool is_removal_deleted = false;          // a removed instance says DELETED, not FAULT
  bool do_priority_changes_count = false;   // notify_priority_changes
  bool operator==(const VrrpScripts&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.master, self.backup, self.fault, self.stop, self.any, self.lower_priority,
                    self.deleted, self.is_removal_deleted, self.do_priority_changes_count);
  }
};

struct VrrpInstance {
  std::string name;
  std::string interface;
  std::uint8_t vrid = 0;        // 1–255
  std::uint8_t version = 2;     // 2 or 3
  std::uint8_t priority = 100;  // 1–255
  InitialState initial_state = InitialState::backup;
  Duration advert_interval = 1s;  // v2: whole seconds 1–255; v3: centiseconds 10 ms–40.95 s
  std::uint8_t down_timer_adverts = 3;
  std::string auth_pass;  // v2 PASS, 1–8 bytes; empty: none
  bool preempt = true;
  Duration preempt_delay{0};
  bool checksum_as_v2 = false;  // v3 over IPv4: leave the pseudo header out (RFC 9568, 5.2.8)
  bool lower_priority_no_advert = false;
  bool higher_priority_send_advert = false;
  IpAddress multicast_group;       // 224.0.0.18
  IpAddress source;                // unicast_src_ip or mcast_src_ip; unset: interface's primary
  std::vector<UnicastPeer> peers;  // non-empty: unicast, no multicast joined
  std::uint8_t unicast_ttl = 255;
  bool check_unicast_source = false;
  Duration vip_lease = 10s;  // valid_lft of each address; 0: forever
  AnnounceSettings announce;
  std::vector<VirtualAddress> addresses;           // announced
  std::vector<VirtualAddress> excluded_addresses;  // moved, not announced
  VrrpScripts scripts;
  std::vector<Tracker> trackers;  // its own; its sync group's count too
  bool operator==(const VrrpInstance&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.interface, self.vrid, self.version, self.priority,
                    self.initial_state, self.advert_interval, self.down_timer_adverts,
                    self.auth_pass, self.preempt, self.preempt_delay, self.checksum_as_v2,
                    self.lower_priority_no_advert, self.higher_priority_send_advert,
                    self.multicast_group, self.source, self.peers, self.unicast_ttl,
                    self.check_unicast_source, self.vip_lease, self.announce, self.addresses,
                    self.excluded_addresses, self.scripts, self.trackers);
  }
};

}  // namespace evenkeel
