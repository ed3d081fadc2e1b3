// What each object says of itself: the values of the state stream. Workers send them, the store
// keeps the latest of each, /v1/status and the metrics are functions of them. Secrets never
// appear here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
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
};
inline constexpr std::size_t kAdvertErrorCount = 15;
std::string_view to_string(AdvertError error);  // "too_short", …

struct AddressState {
  Prefix prefix;
  std::string device;
  bool is_present = false;
  bool operator==(const AddressState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.prefix, self.device, self.is_present);
  }
};

// A route or a rule that we are to keep in the kernel.
struct RoutingState {
  std::string text;  // as `ip route` or `ip rule` would say it
  bool is_present = false;
  std::string reason;  // why it is not, when it should be
  bool operator==(const RoutingState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.text, self.is_present, self.reason);
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

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.address, self.priority, self.checksum);
  }
};

// Somebody else acts as MASTER while we do.
struct ConflictState {
  IpAddress address;          // who sends adverts, or the virtual address it answers for
  std::string hardware;       // its MAC, once ARP or ND has told it
  std::uint8_t priority = 0;  // 0: it sent no advert
  WallTime since{};
  bool operator==(const ConflictState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.address, self.hardware, self.priority, self.since);
  }
};

// The stages of the last takeover; unset: not reached.
struct TakeoverState {
  WallTime last_advert{};  // of the master before; unset: none was heard
  WallTime decided{};
  WallTime address{};    // the virtual addresses are in the kernel
  WallTime announced{};  // the first round of announcements is sent
  bool operator==(const TakeoverState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.last_advert, self.decided, self.address, self.announced);
  }
};

struct InstanceCounters {
  std::uint64_t adverts_sent = 0, adverts_received = 0;
  std::uint64_t priority_zero_sent = 0, priority_zero_received = 0;
  std::uint64_t became_master = 0, released_master = 0;
  std::uint64_t announcements_sent = 0;  // GARP and NA frames
  std::uint64_t repairs = 0;             // addresses put back
  std::uint64_t route_repairs = 0, rule_repairs = 0;
  std::uint64_t send_errors = 0;
  std::uint64_t conflicts = 0;  // times another router acted as MASTER beside us
  std::uint64_t stalls = 0;     // times this process stood still for a master-down time
  std::array<std::uint64_t, kAdvertErrorCount> dropped{};  // by AdvertError
  bool operator==(const InstanceCounters&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.adverts_sent, self.adverts_received, self.priority_zero_sent,
                    self.priority_zero_received, self.became_master, self.released_master,
                    self.announcements_sent, self.repairs, self.route_repairs, self.rule_repairs,
                    self.send_errors, self.conflicts, self.stalls, self.dropped);
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

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.kind, self.name, self.health, self.contribution, self.is_fault,
                    self.reason);
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

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.status, self.reason, self.until);
  }
};

struct InstanceState {
  std::string name;
  std::string interface;
  std::uint8_t vrid = 0;
  Family family = Family::ipv4;
  std::uint8_t version = 0;
  Role role = Role::init;
  std::string reason;  // why it is in this role, a sentence
  WallTime since{};
  std::uint8_t priority = 0;            // configured
  std::uint8_t effective_priority = 0;  // announced: with what the trackers contribute
  std::vector<TrackerState> trackers;
  std::string sync_group;  // empty: none
  ResignState resign;
  IpAddress source;
  IpAddress master;  // who is MASTER, as far as we hear; unset: nobody
  std::uint8_t master_priority = 0;
  Duration advert_interval{0};
  Duration master_down{0};
  std::vector<AddressState> addresses;
  std::vector<RoutingState> routes, rules;
  std::vector<RouterState> routers;  // others that were heard; at most 16
  std::optional<ConflictState> conflict;
  std::optional<TakeoverState> takeover;  // the last one
  InstanceCounters counters;
  bool operator==(const InstanceState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.interface, self.vrid, self.family, self.version, self.role,
                    self.reason, self.since, self.priority, self.effective_priority, self.trackers,
                    self.sync_group, self.resign, self.source, self.master, self.master_priority,
                    self.advert_interval, self.master_down, self.addresses, self.routes, self.rules,
                    self.routers, self.conflict, self.takeover, self.counters);
  }
};

// static_ipaddress, static_routes and static_rules.
struct StaticState {
  std::vector<AddressState> addresses;
  std::vector<RoutingState> routes, rules;
  std::uint64_t repairs = 0;  // addresses put back
  std::uint64_t route_repairs = 0, rule_repairs = 0;
  bool operator==(const StaticState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.addresses, self.routes, self.rules, self.repairs, self.route_repairs,
                    self.rule_repairs);
  }
};

// Of the process: adverts dropped before an instance was known, bytes that fit nobody.
struct VrrpState {
  std::array<std::uint64_t, kAdvertErrorCount> dropped{};
  std::uint64_t netlink_resyncs = 0;
  Duration loop_lag{0};  // the worst yet
  StaticState statics;
  bool operator==(const VrrpState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.dropped, self.netlink_resyncs, self.loop_lag, self.statics);
  }
};

// IPVS counters of a service or server; they only grow while the kernel object lives.
struct TrafficCounters {
  std::uint64_t connections = 0;
  std::uint64_t incoming_packets = 0, outgoing_packets = 0;
  std::uint64_t incoming_bytes = 0, outgoing_bytes = 0;
  bool operator==(const TrafficCounters&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.connections, self.incoming_packets, self.outgoing_packets,
                    self.incoming_bytes, self.outgoing_bytes);
  }
};

enum class ServiceStatus : std::uint8_t { down, up, fault };  // fault: not in the kernel
std::string_view to_string(ServiceStatus status);             // "DOWN", "UP", "FAULT"

struct ServiceState {
  ServiceKey key;
  ServiceStatus status = ServiceStatus::down;
  std::string reason;
  WallTime since{};
  std::string scheduler;
  Forwarding forwarding = Forwarding::nat;  // of its first server; each server has its own
  std::chrono::seconds persistence{0};
  std::uint32_t quorum = 1;
  std::uint64_t weight_up = 0;  // sum of the live servers' weights
  std::uint32_t servers = 0, servers_up = 0;
  bool sorry_server_active = false;
  TrafficCounters traffic;
  std::uint64_t repairs = 0;
  bool operator==(const ServiceState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.key, self.status, self.reason, self.since, self.scheduler, self.forwarding,
                    self.persistence, self.quorum, self.weight_up, self.servers, self.servers_up,
                    self.sorry_server_active, self.traffic, self.repairs);
  }
};

// The pool's view of a real server (balancer). Compact: there are tens of thousands.
struct ServerState {
  ServerKey key;
  Health health = Health::unknown;
  bool is_in_table = false;  // as last read from or written to the kernel
  bool is_sorry_server = false;
  Forwarding forwarding = Forwarding::nat;
  std::int32_t weight = 0;            // configured
  std::int32_t effective_weight = 0;  // in the kernel; 0 also when absent
  std::string reason;                 // empty: nothing to explain
  WallTime since{};                   // of `health`
  std::uint32_t active_connections = 0, inactive_connections = 0;
  TrafficCounters traffic;
  bool operator==(const ServerState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.key, self.health, self.is_in_table, self.is_sorry_server, self.forwarding,
                    self.weight, self.effective_weight, self.reason, self.since,
                    self.active_connections, self.inactive_connections, self.traffic);
  }
};

// One check of a real server (checker); `index` is its place in the configuration. Sent when the
// health or reason changes and with fresh counters at most every few seconds.
struct CheckState {
  ServerKey key;
  std::uint8_t index = 0;
  std::uint8_t kind = 0;  // index in the Probe variant, 2 for SSL_GET
  Health health = Health::unknown;
  std::string reason;  // of the last attempt: "connected", "connection refused", "status 503"
  WallTime since{};
  std::uint32_t passed = 0, failed = 0;  // attempts
  Duration took{0};                      // last attempt
  bool operator==(const CheckState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.key, self.index, self.kind, self.health, self.reason, self.since,
                    self.passed, self.failed, self.took);
  }
};
std::string_view check_kind_name(std::uint8_t kind);  // "TCP_CHECK", "HTTP_GET", "SSL_GET"

// The balancer itself: is there an IPVS, and what had to be repaired.
struct BalancerState {
  bool is_ipvs_available = false;
  std::string reason;  // why not
  WallTime since{};
  std::uint64_t repairs_services = 0, repairs_servers = 0;
  std::uint64_t netlink_errors = 0;
  std::vector<ServiceKey> foreign_services;  // in the kernel, not ours; left alone. At most 64
  bool operator==(const BalancerState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.is_ipvs_available, self.reason, self.since, self.repairs_services,
                    self.repairs_servers, self.netlink_errors, self.foreign_services);
  }
};

enum class WorkerKind : std::uint8_t { supervisor, vrrp, balancer, checker, runner, exporter };
inline constexpr std::size_t kWorkerKindCount = 6;
std::string_view to_string(WorkerKind kind);

enum class ProcessStatus : std::uint8_t {
  stopped,
  starting,
  running,
  waiting
};                                                 // waiting: back-off
std::string_view to_string(ProcessStatus status);  // "STOPPED", "STARTING", …

struct ProcessState {
  WorkerKind kind = WorkerKind::supervisor;
  ProcessStatus status = ProcessStatus::stopped;
  std::string reason;  // of the last exit: "killed by signal 9"
  std::int32_t pid = 0;
  WallTime since{};
  std::uint64_t restarts = 0;
  std::uint64_t generation = 0;  // of the configuration it runs
  std::uint64_t resident_bytes = 0;
  Duration cpu{0};
  std::uint32_t open_descriptors = 0;
  WallTime stale_since{};  // silent since then, what it last said may be old; unset: it answers
  bool operator==(const ProcessState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.kind, self.status, self.reason, self.pid, self.since, self.restarts,
                    self.generation, self.resident_bytes, self.cpu, self.open_descriptors,
                    self.stale_since);
  }
};

struct ConfigState {
  std::uint64_t generation = 0;
  std::string file;
  std::string hash;  // SHA-256 of the bytes as read
  WallTime loaded{};
  std::string loaded_by;  // "start", "SIGHUP", "uid 0"
  bool last_reload_successful = true;
  WallTime last_reload{};
  std::string reason;  // of a refused reload: its first finding
  std::uint32_t errors = 0, warnings = 0;
  std::vector<std::string> findings;  // of the last load, as printed; at most 100
  bool operator==(const ConfigState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.generation, self.file, self.hash, self.loaded, self.loaded_by,
                    self.last_reload_successful, self.last_reload, self.reason, self.errors,
                    self.warnings, self.findings);
  }
};

// HTTP endpoints and scripts, counted by whoever serves them.
struct RunnerState {
  std::uint64_t started = 0, failed = 0, timed_out = 0, refused = 0;
  std::uint32_t running = 0, queued = 0;
  std::uint64_t notify_lines = 0;          // taken for the notify FIFOs
  std::uint64_t notify_lines_dropped = 0;  // because nobody read them
  bool operator==(const RunnerState&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.started, self.failed, self.timed_out, self.refused, self.running,
                    self.queued, self.notify_lines, self.notify_lines_dropped);
  }
};

using StateValue = std::variant<InstanceState, VrrpState, ServiceState, ServerState, CheckState,
                                BalancerState, ProcessState, ConfigState, RunnerState>;

// "vrrp/NAME", "vrrp", "service/ID", "server/ID/EP", "check/ID/EP/N", "balancer", "process/KIND",
// "config", "runner": the identity under which the latest state wins.
std::string state_key(const StateValue& value);

}  // namespace evenkeel
