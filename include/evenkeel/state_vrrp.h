// What the vrrp process and its instances say of themselves. Included through state.h; its rules
// hold here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config.h"

namespace evenkeel {

enum class Role : std::uint8_t { init, backup, master, fault };
std::string_view to_string(Role role);  // "INIT", "BACKUP", "MASTER", "FAULT"

enum class Health : std::uint8_t { unknown, up, down };
std::string_view to_string(Health health);  // "UNKNOWN", "UP", "DOWN"

// Why an advert was dropped; the words are the metric's `reason` label and the JSON's keys.
enum class AdvertError : std::uint8_t {
  too_short,
  bad_ip_header,
  bad_ttl,
  bad_version,
  bad_type,
  bad_checksum,
  bad_length,
  unknown_vrid,
  bad_auth_type,
  bad_auth,
  interval_mismatch,
  address_mismatch,
  unknown_source,
  own_packet,
  replay,
  bad_destination,  // multicast to an instance with unicast peers, or the other way round
};
inline constexpr std::size_t kAdvertErrorCount = 16;
std::string_view to_string(AdvertError error);  // "too_short", …

struct AddressState {
  Prefix prefix;
  std::string device;
  bool is_present = false;
  bool operator==(const AddressState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.prefix, self.device, self.is_present);
  }
};

// A route or a rule that we are to keep in the kernel.
struct RoutingState {
  std::string text;  // as `ip route` or `ip rule` would say it
  bool is_present = false;
  std::string reason;  // why it is not, when it should be
  bool operator==(const RoutingState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.text, self.is_present, self.reason);
  }
};

// A link that an instance has of its own (use_vmac, use_ipvlan).
struct OwnLinkState {
  std::string name;
  std::string base;  // the interface it is on
  std::string hardware;
  bool is_present = false;
  bool is_up = false;  // as it is while the instance is MASTER
  std::string reason;  // why it is not there, when it should be
  bool operator==(const OwnLinkState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.base, self.hardware, self.is_present, self.is_up, self.reason);
  }
};

// Version 3 over IPv4 exists with and without the pseudo header under the checksum (RFC 9568,
// section 5.2.8); version 2 has none, IPv6 always has it.
enum class ChecksumForm : std::uint8_t { message_only, with_pseudo_header };
std::string_view to_string(ChecksumForm form);  // "message_only", "with_pseudo_header"

// Another router of the virtual router, as its last believed advert told.
struct RouterState {
  IpAddress address;
  std::uint8_t priority = 0;
  ChecksumForm checksum = ChecksumForm::message_only;
  bool operator==(const RouterState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.address, self.priority, self.checksum);
  }
};

// Somebody else acts as MASTER while we do.
struct ConflictState {
  IpAddress address;          // who sends adverts, or the virtual address it answers for
  std::string hardware;       // its MAC, once ARP or ND has told it
  std::uint8_t priority = 0;  // 0: it sent no advert
  WallTime since{};
  bool operator==(const ConflictState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.address, self.hardware, self.priority, self.since);
  }
};

// The stages of the last takeover; unset: not reached.
struct TakeoverState {
  WallTime last_advert{};  // of the master before; unset: none was heard
  WallTime decided{};
  WallTime address{};    // the virtual addresses are in the kernel
  WallTime announced{};  // the first round of announcements is sent
  bool operator==(const TakeoverState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.last_advert, self.decided, self.address, self.announced);
  }
};

struct InstanceCounters {
  std::uint64_t adverts_sent = 0, adverts_received = 0;
  std::uint64_t priority_zero_sent = 0, priority_zero_received = 0;
  std::uint64_t became_master = 0, released_master = 0;
  std::uint64_t announcements_sent = 0;  // GARP and NA frames
  std::uint64_t repairs = 0;             // addresses put back
  std::uint64_t route_repairs = 0, rule_repairs = 0;
  std::uint64_t link_repairs = 0;  // own links put right
  std::uint64_t send_errors = 0;
  std::uint64_t conflicts = 0;  // times another router acted as MASTER beside us
  std::uint64_t stalls = 0;     // times this process stood still for a master-down time
  std::array<std::uint64_t, kAdvertErrorCount> dropped{};  // by AdvertError
  bool operator==(const InstanceCounters&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.adverts_sent, self.adverts_received, self.priority_zero_sent,
          self.priority_zero_received, self.became_master, self.released_master,
          self.announcements_sent, self.repairs, self.route_repairs, self.rule_repairs,
          self.link_repairs, self.send_errors, self.conflicts, self.stalls, self.dropped);
  }
};

// What one tracked object does to an instance's priority.
struct TrackerState {
  TrackerKind kind = TrackerKind::interface;
  std::string name;
  Health health = Health::unknown;
  std::int32_t contribution = 0;  // to the effective priority
  bool is_fault = false;          // it keeps the instance in FAULT
  std::string reason;             // "exit status 1"
  bool operator==(const TrackerState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.name, self.health, self.contribution, self.is_fault, self.reason);
  }
};

// A hand-over that an operator asked for. asked: priority 0 was sent, nobody has taken over yet.
enum class ResignStatus : std::uint8_t { none, asked, resigned, refused };
std::string_view to_string(ResignStatus status);  // "NONE", "ASKED", …
struct ResignState {
  ResignStatus status = ResignStatus::none;
  std::string reason;  // the operator's, or why it was refused
  WallTime until{};    // unset: until `keelctl return`
  bool operator==(const ResignState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.status, self.reason, self.until);
  }
};

// Whether the machine itself answers on the virtual addresses. unenforced: it does, though it is
// not to.
enum class AcceptMode : std::uint8_t { accept, no_accept, unenforced };
inline constexpr std::size_t kAcceptModeCount = 3;
std::string_view to_string(AcceptMode mode);  // "accept", …

struct InstanceState {
  std::string name;
  std::string interface;
  std::uint8_t vrid = 0;
  Family family = Family::ipv4;
  std::uint8_t version = 0;
  Role role = Role::init;
  std::string reason;  // why it is in this role, a sentence
  // Of a BACKUP that the rules of election alone would make MASTER: what it waits for.
  std::string why_not_master;
  WallTime since{};
  std::uint8_t priority = 0;            // configured
  std::uint8_t effective_priority = 0;  // announced: with what the trackers contribute
  std::vector<TrackerState> trackers;
  std::string sync_group;  // empty: none
  ResignState resign;
  AcceptMode accept_mode = AcceptMode::accept;
  IpAddress source;
  IpAddress master;  // who is MASTER, as far as we hear; unset: nobody
  std::uint8_t master_priority = 0;
  Duration advert_interval{0};
  Duration master_down{0};
  std::vector<AddressState> addresses;
  std::vector<RoutingState> routes, rules;
  std::vector<OwnLinkState> links;
  std::vector<RouterState> routers;  // others that were heard; at most 16
  std::optional<ConflictState> conflict;
  std::optional<TakeoverState> takeover;  // the last one
  InstanceCounters counters;
  bool operator==(const InstanceState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.interface, self.vrid, self.family, self.version, self.role, self.reason,
          self.why_not_master, self.since, self.priority, self.effective_priority, self.trackers,
          self.sync_group, self.resign, self.accept_mode, self.source, self.master,
          self.master_priority, self.advert_interval, self.master_down, self.addresses, self.routes,
          self.rules, self.links, self.routers, self.conflict, self.takeover, self.counters);
  }
};

// static_ipaddress, static_routes and static_rules.
struct StaticState {
  std::vector<AddressState> addresses;
  std::vector<RoutingState> routes, rules;
  std::uint64_t repairs = 0;  // addresses put back
  std::uint64_t route_repairs = 0, rule_repairs = 0;
  bool operator==(const StaticState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.addresses, self.routes, self.rules, self.repairs, self.route_repairs,
          self.rule_repairs);
  }
};

// What enforces no_accept. none: there is nothing to enforce.
enum class FirewallKind : std::uint8_t { none, nftables, iptables, unenforced };
inline constexpr std::size_t kFirewallKindCount = 4;
std::string_view to_string(FirewallKind kind);  // "none", …

struct FirewallState {
  FirewallKind kind = FirewallKind::none;
  std::string reason;         // why it is unenforced, or by iptables
  std::uint64_t repairs = 0;  // times that somebody had changed what is ours
  bool operator==(const FirewallState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.reason, self.repairs);
  }
};

// Of the process: adverts dropped before an instance was known, bytes that fit nobody.
struct VrrpState {
  std::array<std::uint64_t, kAdvertErrorCount> dropped{};
  std::uint64_t netlink_resyncs = 0;
  Duration loop_lag{0};  // the worst yet
  StaticState statics;
  FirewallState firewall;
  bool operator==(const VrrpState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.dropped, self.netlink_resyncs, self.loop_lag, self.statics, self.firewall);
  }
};

}  // namespace evenkeel
