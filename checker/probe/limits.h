// Every bound of the checker process, with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

#include "evenkeel/clock.h"

namespace evenkeel::checker {

// Attempts due within one grain start together: one wake-up for many, and nobody needs a check
// to the millisecond.
using Grain = std::chrono::duration<std::int64_t, std::ratio<1, 100>>;
// Attempts started before sockets and messages get their turn.
inline constexpr int kStartsPerTurn = 256;

// Descriptors kept for the channel, the log, libcurl and libraries.
inline constexpr std::size_t kReservedDescriptors = 64;
// HTTP transfers at once: each costs up to 60 KB with TLS.
inline constexpr std::size_t kMaxTransfers = 512;
// Easy handles kept for reuse; more are freed.
inline constexpr std::size_t kIdleHandles = 16;

// A real server's answer: what is read of it at most.
inline constexpr std::size_t kMaxBody = 16U << 20U;
inline constexpr std::size_t kMaxHeaders = 64U << 10U;
// connect_timeout bounds the connection and every silence; this many times it the whole answer.
inline constexpr int kAnswerFactor = 4;

// Fresh counters: each check at most this often, all together at most kRefreshPerTick a tick.
inline constexpr Duration kRefreshCycle = 10s;
inline constexpr Duration kRefreshTick = 250ms;
inline constexpr std::size_t kRefreshPerTick = 125;

// Transitions told one by one; a mass failure is told by its count.
inline constexpr std::uint32_t kEventBurst = 50;
inline constexpr std::uint32_t kEventsPerSecond = 10;

}  // namespace evenkeel::checker
