// What to do with one route or rule, given what is desired and what the kernel has: the decisions
// of the route keeper as pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "evenkeel/clock.h"
#include "vrrp/protocol/announce.h"
#include "vrrp/protocol/routing_entry.h"

namespace evenkeel::vrrp {

// Who else has a wish for the same place in the kernel.
enum class Rivalry : std::uint8_t {
  none,
  outranked,  // somebody who wants it later has the place
  shared      // somebody wants what we no longer want
};

struct RoutingWish {
  bool is_wanted = false;
  bool is_held = false;     // we put it there since it is wanted
  bool is_put_back = true;  // "no_track" unsets it
  Rivalry rivalry = Rivalry::none;
  std::optional<TimePoint> ends;  // when the kernel is to drop it itself
};

enum class RoutingStep : std::uint8_t { none, put, remove };
enum class Presence : std::uint8_t { absent, present };

RoutingStep next_step(const RoutingWish& wish, Presence actual, TimePoint now);

// A change is often one of several: what a route needs may come a moment later. Afterwards it is
// tried once a second, and told once.
inline constexpr int kQuickTries = 10;
Duration retry_after(int failures);

}  // namespace evenkeel::vrrp
