// Every limit and interval of the balancer, with its reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "evenkeel/clock.h"

namespace evenkeel::ipvs {

// Commands in one sendmsg: about 20 kB, well below a socket's send buffer; their refusals fit the
// receive buffer.
inline constexpr std::size_t kBatchCommands = 128;
inline constexpr int kReceiveBufferSize = 1 << 20;
// The kernel builds dump pieces no larger than this.
inline constexpr std::size_t kReceivePieceSize = 64U << 10U;
// The kernel answers within the call; this only keeps a kernel bug from blocking us for good.
inline constexpr int kAnswerTimeoutMilliseconds = 1000;

// Work done before other events of the loop get their turn.
inline constexpr Duration kTurnBudget = 5ms;
inline constexpr std::size_t kServicesPerReconcile = 16;
// Reports that arrive together become one write.
inline constexpr Duration kCoalesce = 2ms;
// How soon what failed, or a missing ip_vs, is tried again.
inline constexpr Duration kRetry = 1s;
inline constexpr Duration kRetryLongest = 10s;
// A service repaired this often, each time this soon after the last, is fought over: it is then
// repaired only after a pause.
inline constexpr std::uint32_t kFightRepairs = 10;
inline constexpr Duration kFightWindow = 10s;
inline constexpr Duration kFightPause = 5s;

// Drift watch: small tables are read often enough to be repaired well within a second, and ten
// thousand servers (600 kB of text, a few milliseconds) well within two.
inline constexpr Duration kWatchShortest = 250ms;
inline constexpr Duration kWatchLongest = 1s;
inline constexpr Duration kWatchPerServer = 2500us;
inline constexpr std::size_t kProcPieceSize = 64U << 10U;

// Counters: the whole table is read once in this time, a slice a tick.
inline constexpr Duration kCountersShortest = 1s;
inline constexpr Duration kCountersLongest = 10s;
inline constexpr Duration kCountersPerServer = 5ms;
inline constexpr std::size_t kServicesPerSlice = 8;

// States sent in one turn, so that a new table of ten thousand does not stall the loop.
inline constexpr std::size_t kStatesPerTurn = 256;

inline constexpr std::size_t kMaxForeignServices = 64;
// Reports that come before the configuration that names their server.
inline constexpr std::size_t kMaxEarlyReports = 65536;
// More drifted services than this in one look are told as one event.
inline constexpr std::size_t kMaxRepairEvents = 4;

}  // namespace evenkeel::ipvs
