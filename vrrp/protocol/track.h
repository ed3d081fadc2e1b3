// What tracked objects do to an instance, as a pure function: its effective priority, and what
// keeps it in FAULT (keepalived's arithmetic: a weight counts only on its own side, `reverse` turns
// its sign). The engine calls it whenever a reading changes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel::vrrp {

// What is known of a tracked object. A file's `value` is its number, and its health says no more
// than that it has been read.
struct Reading {
  Health health = Health::unknown;
  std::int32_t value = 0;
  std::string reason;  // "exit status 1"
  bool operator==(const Reading&) const = default;
};

using TrackedName = std::pair<TrackerKind, std::string>;
using Readings = std::map<TrackedName, Reading>;

// The one of that kind and name; null where there is none.
const Tracker* find_tracker(std::span<const Tracker> trackers, TrackerKind kind,
                            const std::string& name);

// A member's own weights count in a sync group only where it says so.
enum class Weights : std::uint8_t { counted, ignored };

struct Tracking {
  std::uint8_t priority = 100;      // configured
  std::span<const Tracker> own;     // of the instance
  std::span<const Tracker> shared;  // of its sync group
  Weights own_weights = Weights::counted;
};

struct Verdict {
  std::uint8_t priority = 100;         // effective
  std::optional<std::string> fault;    // why it cannot serve
  std::optional<std::string> waiting;  // for whose first result
  std::vector<TrackerState> trackers;  // own, then shared
  bool operator==(const Verdict&) const = default;
};

// An object that is unknown contributes as if it were up: it must not move a VIP.
Verdict judge(const Tracking& tracking, const Readings& readings);

// "130: 150 configured, -20 script chk (DOWN: exit status 1)"
std::string priority_text(std::uint8_t configured, const Verdict& verdict);

// The number a tracked file holds, as keepalived reads it (strtol, any base): 0 where there is
// none; at most ±254.
std::int32_t file_value(std::string_view text);

}  // namespace evenkeel::vrrp
