// When a worker that ended is started again, as pure functions of how it lived. Used by the
// supervisor. The first death costs nothing: an instance's master-down time is already running.
#pragma once

#include <cstddef>

#include "evenkeel/clock.h"

namespace evenkeel {

// Who lived this long before dying does not die of being started: the back-off is for those who do.
inline constexpr Duration kSteadyLife = 2s;
inline constexpr Duration kFirstBackoff = 100ms;
inline constexpr Duration kLongestBackoff = 10s;

// How many early deaths in a row there are with one more, after `life`; 0 when that was a steady
// one.
std::size_t count_early_deaths(std::size_t before, Duration life);

// Zero for none and for the first, then kFirstBackoff doubling up to kLongestBackoff.
Duration restart_delay(std::size_t early_deaths);

}  // namespace evenkeel
