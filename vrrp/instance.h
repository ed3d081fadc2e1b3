// One running VRRP instance: its configuration, its machine's state, its counters. Data; the engine
// moves it.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/state.h"
#include "vrrp/protocol/fsm.h"
#include "vrrp/protocol/link_plan.h"
#include "vrrp/protocol/packet.h"
#include "vrrp/protocol/routing_entry.h"
#include "vrrp/protocol/track.h"

namespace evenkeel::vrrp {

// The bytes of its last advert: the next one is nearly always the same.
struct PreparedAdvert {
  struct Packet {
    IpAddress destination;
    std::vector<std::byte> bytes;
  };
  std::uint8_t priority = 0;
  IpAddress source;
  std::vector<Packet> packets;
};

// Whether the configuration still names it.
enum class Membership : std::uint8_t { configured, removed };

struct Instance {
  InstanceId id = 0;
  VrrpInstance config;
  Settings settings;
  State state;
  InstanceCounters counters;
  Membership membership = Membership::configured;
  WallTime since{};                    // of the role
  std::uint64_t last_advert_sent = 0;  // CLOCK_BOOTTIME, for the role page
  std::optional<PreparedAdvert> prepared;

  TimePoint armed_at = kNever;  // its place in the engine's queue

  std::uint32_t auth_sequence = 0;   // the newest sent or believed
  std::vector<RouterState> routers;  // the last one heard is the last
  WallTime conflict_since{};         // of the one that goes on
  std::optional<TakeoverState> takeover;
  std::vector<Tracker> trackers;         // with those that its configuration implies
  Verdict verdict;                       // what they say
  bool is_start_wanted = false;          // started as soon as its scripts have a first result
  std::optional<std::string> own_fault;  // not one it has because of its sync group
  ResignState resign;
  AcceptMode accept_mode = AcceptMode::accept;
  bool is_address_mismatch_told = false;
  std::array<bool, kAdvertErrorCount> is_drop_told{};
  std::uint64_t reported_total = 0;  // of its counters, when they were last told
};

// Remembers what the advert tells of its sender; true when that is a router, or a checksum of it,
// that was not known.
bool note_router(Instance& instance, const ReceivedAdvert& received);

// The state as others see it, but for its routes and rules. `is_present` tells whether an address
// is in the kernel.
InstanceState describe(const Instance& instance, const std::string& sync_group,
                       const std::function<bool(const std::string&, const Prefix&)>& is_present);

// The sum of all: it differs when any has changed, for they only grow.
std::uint64_t total(const InstanceCounters& counters);

std::string object_name(const Instance& instance);  // "vrrp/NAME"

// Its routes and rules.
std::vector<RoutingEntry> routing_of(const VrrpInstance& config);
std::vector<RoutingEntry> routing_of(const StaticNetwork& statics);

}  // namespace evenkeel::vrrp
