// Every bound of the runner process, with its reason.
#pragma once

#include <cstddef>

#include "evenkeel/clock.h"

namespace evenkeel::runner {

// Scripts at once: a mass transition must not fork the machine to death.
inline constexpr std::size_t kMaxRunning = 64;
// Of these, so many only for tracking scripts: notify scripts that hang must not blind VRRP.
inline constexpr std::size_t kReservedForTracking = 32;
// Scripts waiting in one queue; the oldest gives way, because the latest state matters most.
inline constexpr std::size_t kMaxQueued = 256;
// Between SIGTERM and SIGKILL.
inline constexpr Duration kTermPatience = 2s;
// At an orderly stop, for everything that still runs or waits; then SIGKILL.
inline constexpr Duration kStopPatience = 1500ms;
// What of a script's output reaches the log; the rest is read and dropped.
inline constexpr std::size_t kMaxLine = 1024;
inline constexpr std::size_t kMaxLines = 100;

}  // namespace evenkeel::runner
