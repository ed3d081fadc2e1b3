// The latest state of every object, and the last events: what the supervisor answers questions
// from and the exporter serves scrapes from. Pure; compact, for tens of thousands of servers.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/messages.h"

namespace evenkeel {

// One real server as two processes see it.
struct ServerEntry {
  ServerState state;
  std::vector<CheckState> checks;  // by index
};

struct ServiceEntry {
  ServiceState state;
  std::vector<ServerEntry> servers;  // sorted by endpoint
};

class Store {
 public:
  void apply(const StateValue& value);
  void remove(const std::string& key);
  // Numbers the event (from 1) and forgets the oldest above kMaxEvents.
  std::uint64_t add(Event event);

  const std::map<std::string, InstanceState>& instances() const { return instances_; }
  const std::map<ServiceKey, ServiceEntry>& services() const { return services_; }
  const std::map<WorkerKind, ProcessState>& processes() const { return processes_; }
  const VrrpState& vrrp() const { return vrrp_; }
  const BalancerState& balancer() const { return balancer_; }
  const ConfigState& config() const { return config_; }
  const RunnerState& runner() const { return runner_; }

  struct NumberedEvent {
    std::uint64_t number = 0;
    Event event;
  };
  const std::deque<NumberedEvent>& events() const { return events_; }
  // Events ever seen, by kind; survives the ring.
  const std::map<std::string, std::uint64_t>& event_totals() const { return event_totals_; }

  // Every state, one at a time, for a process that starts late.
  void for_each(const std::function<void(const StateValue&)>& visit) const;

  static constexpr std::size_t kMaxEvents = 1000;

 private:
  ServerEntry& server_entry(const ServerKey& key);

  std::map<std::string, InstanceState> instances_;
  std::map<ServiceKey, ServiceEntry> services_;
  std::map<WorkerKind, ProcessState> processes_;
  VrrpState vrrp_;
  BalancerState balancer_;
  ConfigState config_;
  RunnerState runner_;
  std::deque<NumberedEvent> events_;
  std::map<std::string, std::uint64_t> event_totals_;
  std::uint64_t next_event_ = 1;
};

}  // namespace evenkeel
