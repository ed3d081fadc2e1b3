// What the balancer holds of each virtual server: its pool, the kernel's table as we believe it,
// and what is told to the supervisor. Shared by the parts of this process; compact, because there
// are tens of thousands of servers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checker/ipvs/table.h"
#include "checker/pool/pool.h"
#include "evenkeel/clock.h"
#include "evenkeel/result.h"
#include "evenkeel/state.h"

namespace evenkeel::ipvs {

inline constexpr std::int32_t kNotInTable = -1;

struct ServerRuntime {
  TrafficCounters traffic;
  std::uint32_t active_connections = 0;
  std::uint32_t inactive_connections = 0;
  std::int32_t table_weight = kNotInTable;
  bool is_to_tell = false;
};

// How much of the kernel's table for a service has been read.
enum class Knowledge : std::uint8_t {
  none,
  listed,  // whether it exists; its destinations have to be read
  all
};

struct Entry {
  explicit Entry(pool::Pool made) : pool(std::move(made)) {}

  pool::Pool pool;
  bool has_started = false;  // adopted, or decided afresh

  Knowledge knowledge = Knowledge::none;
  std::optional<Service> listed;
  std::optional<ServiceTable> actual;  // nothing: not in the kernel
  bool is_suspect = false;             // changed by somebody? `actual` is what we last wrote
  bool is_queued = false;
  std::optional<Error> error;

  ServiceStatus status = ServiceStatus::down;
  WallTime status_since{};
  TrafficCounters traffic;
  std::uint64_t repairs = 0;
  // Repairs that follow each other closely are a fight with another manager: damped.
  std::uint32_t close_repairs = 0;
  TimePoint last_repair{};

  std::vector<ServerRuntime> servers;  // the pool's, then the sorry server if there is one
  std::vector<std::uint32_t> to_tell;  // indices in `servers`
  bool is_to_tell = false;
};

// A service of ours that the configuration no longer names; gone once the kernel confirmed it.
struct Leaving {
  bool is_present = false;  // in the kernel, as last listed
  bool is_queued = false;
};

struct Model {
  std::map<ServiceKey, Entry> entries;
  std::map<ServiceKey, Leaving> leaving;
  BalancerState state;
};

}  // namespace evenkeel::ipvs
