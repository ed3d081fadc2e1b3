// When a worker that ended is started again, as a pure function of its history. Used by the
// supervisor. The first death costs nothing: an instance's master-down time is already running.
#pragma once

#include <span>

#include "evenkeel/clock.h"

namespace evenkeel {

// Exits older than this no longer count.
inline constexpr Duration kExitMemory = 60s;
inline constexpr Duration kFirstBackoff = 100ms;
inline constexpr Duration kLongestBackoff = 10s;

// `exits` holds the times of past exits, oldest first, the latest included. Zero for the first
// exit within kExitMemory, then kFirstBackoff doubling up to kLongestBackoff.
Duration restart_delay(std::span<const TimePoint> exits, TimePoint now);

}  // namespace evenkeel
