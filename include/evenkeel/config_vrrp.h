// The vrrp part of the configuration as values: instances and what they announce and track.
// Included through config.h; its rules hold here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config_link.h"
#include "evenkeel/config_routes.h"
#include "evenkeel/config_tracking.h"
#include "evenkeel/script.h"
#include "evenkeel/shared.h"

namespace evenkeel {

// One address line (reference: virtual_ipaddress).
struct VirtualAddress {
  Prefix prefix;
  std::string device;                  // empty: the instance's interface
  std::string label;                   // IPv4 only, at most 15 characters
  std::uint8_t scope = 0;              // RT_SCOPE_*: 0 global, 253 link, 254 host
  std::optional<IpAddress> broadcast;  // "brd IP"; for "brd +" already computed
  std::optional<IpAddress> peer;       // the other end; the prefix length is then the peer's
  std::uint32_t flags = 0;             // IFA_F_*; IPv6 has IFA_F_NODAD unless "-nodad": election
                                       // has made it unique, proving that would cost a second
  // How long it is chosen as a source; 0: never (deprecated), unset: as long as it is valid.
  std::optional<Duration> preferred;
  bool tracked = true;            // false: its device may be down or missing ("no_track")
  bool has_virtual_link = false;  // "use_vmac": on a link of its own whatever its device
  bool operator==(const VirtualAddress&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.prefix, self.device, self.label, self.scope, self.broadcast, self.peer, self.flags,
          self.preferred, self.tracked, self.has_virtual_link);
  }
};

struct UnicastPeer {
  IpAddress address;
  std::uint8_t min_ttl = 0;
  std::uint8_t max_ttl = 255;
  bool operator==(const UnicastPeer&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.address, self.min_ttl, self.max_ttl);
  }
};

enum class InitialState : std::uint8_t { backup, master };

// Version 2 only. pass: in clear (RFC 2338). ah: an authentication header (RFC 2402, HMAC-MD5-96).
enum class Authentication : std::uint8_t { none, pass, ah };

// Gratuitous ARP and unsolicited neighbour advertisements (reference 4.2).
struct AnnounceSettings {
  Duration second_burst_delay = 5s;    // garp_master_delay; 0: no second burst
  std::uint32_t burst = 5;             // garp_master_repeat: frames an address
  Duration lower_priority_delay = 5s;  // garp_lower_prio_delay
  std::uint32_t lower_priority_burst = 5;
  Duration refresh{0};  // garp_master_refresh; 0: off
  std::uint32_t refresh_burst = 1;
  Duration interval{0};     // vrrp_garp_interval: least gap between two ARP frames
  Duration na_interval{0};  // vrrp_gna_interval: the same for neighbour advertisements
  Duration extra{0};        // garp_extra_if: a frame so often on each link made for the instance
                            // that sends no adverts; 0: off
  bool extra_all = false;   // on each interface that has addresses of it and sends none
  bool operator==(const AnnounceSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.second_burst_delay, self.burst, self.lower_priority_delay, self.lower_priority_burst,
          self.refresh, self.refresh_burst, self.interval, self.na_interval, self.extra,
          self.extra_all);
  }
};

// garp_group: interfaces that share one limit.
struct AnnounceGroup {
  std::vector<std::string> interfaces;
  Duration interval{0};
  Duration na_interval{0};
  bool operator==(const AnnounceGroup&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.interfaces, self.interval, self.na_interval);
  }
};

struct VrrpScripts {
  Script master, backup, fault, stop, any;  // notify_master … notify_stop, notify
  Script lower_priority;                    // notify_master_rx_lower_pri
  Script deleted;                           // notify_deleted
  bool is_removal_deleted = false;          // a removed instance says DELETED, not FAULT
  bool do_priority_changes_count = false;   // notify_priority_changes
  bool operator==(const VrrpScripts&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.master, self.backup, self.fault, self.stop, self.any, self.lower_priority,
          self.deleted, self.is_removal_deleted, self.do_priority_changes_count);
  }
};

struct VrrpInstance {
  std::string name;
  std::string interface;
  std::uint8_t vrid = 0;         // 1–255
  Family family = Family::ipv4;  // of the adverts and of `addresses`
  std::uint8_t version = 2;      // 2 or 3
  std::uint8_t priority = 100;   // 1–255
  InitialState initial_state = InitialState::backup;
  Duration advert_interval = 1s;  // v2: whole seconds 1–255; v3: centiseconds 10 ms–40.95 s
  std::uint8_t down_timer_adverts = 3;
  Authentication authentication = Authentication::none;
  std::string auth_pass;  // 1–8 bytes; empty: none
  bool preempt = true;
  Duration preempt_delay{0};
  bool checksum_as_v2 = false;  // v3 over IPv4: leave the pseudo header out (RFC 9568, 5.2.8)
  bool lower_priority_no_advert = false;
  bool higher_priority_send_advert = false;
  bool owner_ignores_adverts = false;  // an owner (255) never yields
  bool skip_address_check = false;     // the list of addresses in an advert is not looked at
  IpAddress multicast_group;           // 224.0.0.18, ff02::12
  IpAddress source;                    // unicast_src_ip or mcast_src_ip; unset: interface's primary
  std::vector<UnicastPeer> peers;      // non-empty: unicast, no multicast joined
  std::uint8_t unicast_ttl = 255;
  bool check_unicast_source = false;
  bool tracks_interface = true;  // false: its interface may be down (dont_track_primary)
  bool tracks_source = false;    // `source` must be an address of ours (track_src_ip)
  bool needs_peers = false;      // FAULT while `peers` is empty (unicast_fault_no_peer)
  Duration vip_lease = 10s;      // valid_lft of each address; 0: forever
  AnnounceSettings announce;
  std::vector<VirtualAddress> addresses;           // announced
  std::vector<VirtualAddress> excluded_addresses;  // moved, not announced
  Shared<VrrpScripts> scripts;
  std::vector<Route> routes;  // there while it is MASTER
  std::vector<Rule> rules;
  bool promote_secondaries = false;  // on its interface while it runs
  bool accept = true;  // false: the machine itself does not answer on the addresses (no_accept)
  VirtualLink link;
  HmacSettings hmac;
  std::string vrf;                // its interface, which is that VRF; empty: it has one of its own
  std::vector<Tracker> trackers;  // its own; its sync group's count too
  bool operator==(const VrrpInstance&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.interface, self.vrid, self.family, self.version, self.priority,
          self.initial_state, self.advert_interval, self.down_timer_adverts, self.authentication,
          self.auth_pass, self.preempt, self.preempt_delay, self.checksum_as_v2,
          self.lower_priority_no_advert, self.higher_priority_send_advert,
          self.owner_ignores_adverts, self.skip_address_check, self.multicast_group, self.source,
          self.peers, self.unicast_ttl, self.check_unicast_source, self.tracks_interface,
          self.tracks_source, self.needs_peers, self.vip_lease, self.announce, self.addresses,
          self.excluded_addresses, self.scripts, self.routes, self.rules, self.promote_secondaries,
          self.accept, self.link, self.hmac, self.vrf, self.trackers);
  }
};

// Those beside its own that its addresses, routes and rules are on, each once: while one of them is
// down it cannot serve. What says "no_track" needs none.
std::vector<std::string> needed_interfaces(const VrrpInstance& instance);

}  // namespace evenkeel
