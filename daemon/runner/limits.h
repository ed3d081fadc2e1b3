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
// At an orderly stop, for the scripts that still run or wait, the STOP scripts among them; then
// SIGKILL. The supervisor waits two seconds longer.
inline constexpr Duration kStopPatience = 8s;
// Of these, for a tracking script, whose result nobody wants any more; iptables need less.
inline constexpr Duration kTrackingStopPatience = 1s;
// At an orderly stop, for the readers of the FIFOs, some of which never see an end.
inline constexpr Duration kReadersStopPatience = 3s;
// What of a script's output reaches the log; the rest is read and dropped.
inline constexpr std::size_t kMaxLine = 1024;
inline constexpr std::size_t kMaxLines = 100;
// A tracked file holds a number.
inline constexpr std::size_t kMaxTrackedText = 128;
// What could not be had (a directory to watch, a FIFO, a reader) is tried again.
inline constexpr Duration kRetryInterval = 1s;
// Of a command line: more than any tracked one has.
inline constexpr std::size_t kMaxCommandLine = 4096;
// Processes looked at in one turn: some milliseconds of the system's time.
inline constexpr std::size_t kProcessesPerTurn = 256;
// How soon a change is seen where the kernel tells of none, and where it does, should one be lost.
inline constexpr Duration kScanInterval = 1s;
inline constexpr Duration kTrustedScanInterval = 30s;
// The kernel answers at once or never.
inline constexpr Duration kEventsPatience = 3s;

// A reader of a FIFO that ends is started again, later each time, up to this.
inline constexpr Duration kMaxReaderDelay = 60s;

}  // namespace evenkeel::runner
