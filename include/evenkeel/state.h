// What each object says of itself: the values of the state stream. Workers send them, the store
// keeps the latest of each, /v1/status and the metrics are functions of them. Secrets never
// appear here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/state_vrrp.h"

namespace evenkeel {

// IPVS counters of a service or server; they only grow while the kernel object lives.
struct TrafficCounters {
  std::uint64_t connections = 0;
  std::uint64_t incoming_packets = 0, outgoing_packets = 0;
  std::uint64_t incoming_bytes = 0, outgoing_bytes = 0;
  bool operator==(const TrafficCounters&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.connections, self.incoming_packets, self.outgoing_packets, self.incoming_bytes,
          self.outgoing_bytes);
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

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key, self.status, self.reason, self.since, self.scheduler, self.forwarding,
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

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key, self.health, self.is_in_table, self.is_sorry_server, self.forwarding,
          self.weight, self.effective_weight, self.reason, self.since, self.active_connections,
          self.inactive_connections, self.traffic);
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

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key, self.index, self.kind, self.health, self.reason, self.since, self.passed,
          self.failed, self.took);
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

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.is_ipvs_available, self.reason, self.since, self.repairs_services,
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
  waiting,
  idle
};  // waiting: back-off; idle: not started, the configuration has nothing for it
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

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.status, self.reason, self.pid, self.since, self.restarts, self.generation,
          self.resident_bytes, self.cpu, self.open_descriptors, self.stale_since);
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

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.generation, self.file, self.hash, self.loaded, self.loaded_by,
          self.last_reload_successful, self.last_reload, self.reason, self.errors, self.warnings,
          self.findings);
  }
};

// HTTP endpoints and scripts, counted by whoever serves them.
struct RunnerState {
  std::uint64_t started = 0, failed = 0, timed_out = 0, refused = 0;
  std::uint32_t running = 0, queued = 0;
  std::uint64_t notify_lines = 0;          // taken for the notify FIFOs
  std::uint64_t notify_lines_dropped = 0;  // because nobody read them
  bool operator==(const RunnerState&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.started, self.failed, self.timed_out, self.refused, self.running, self.queued,
          self.notify_lines, self.notify_lines_dropped);
  }
};

using StateValue = std::variant<InstanceState, VrrpState, ServiceState, ServerState, CheckState,
                                BalancerState, ProcessState, ConfigState, RunnerState>;

// "vrrp/NAME", "vrrp", "service/ID", "server/ID/EP", "check/ID/EP/N", "balancer", "process/KIND",
// "config", "runner": the identity under which the latest state wins.
std::string state_key(const StateValue& value);

}  // namespace evenkeel
