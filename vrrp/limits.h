// Every limit and period of the vrrp process, with its reason.
#pragma once

#include <cstddef>

#include "evenkeel/clock.h"

namespace evenkeel::vrrp {

// Four times within the shortest watchdog worth having.
inline constexpr Duration kHeartbeatInterval = 250ms;
// A heartbeat this late is told: adverts were late too.
inline constexpr Duration kTellableLag = 500ms;
// Counters change with every advert; nobody reads them faster.
inline constexpr Duration kCountersInterval = 1s;
// With many instances their counters take turns: those of a thousand are told anew in 40 seconds.
inline constexpr std::size_t kCounterUpdatesPerInterval = 25;
// How often a dropped advert of one kind is told for one instance.
inline constexpr Duration kDropTellInterval = 60s;

// A new configuration is applied in pieces, so that adverts go out in between.
inline constexpr std::size_t kInstancesPerTurn = 16;
inline constexpr std::size_t kFramesPerTurn = 64;
inline constexpr std::size_t kRenewalsPerTurn = 128;

// What could not be done (add an address, open a socket) is tried again.
inline constexpr Duration kRetryInterval = 1s;

// Nobody tells that iptables were changed, and looking starts programs.
inline constexpr Duration kFirewallCheckInterval = 5s;

// A balancer that takes longer for its first table is not waited for: a VIP without services is
// better than none.
inline constexpr Duration kTablePatience = 5s;

// A predecessor that was told to die is gone within milliseconds.
inline constexpr Duration kLockRetryInterval = 10ms;
inline constexpr Duration kLockPatience = 5s;

// Notify scripts without an end yet: more than a runner takes of all instances at once.
inline constexpr std::size_t kMaxWaitingScripts = 10'000;

// Of these, of one instance's notify_master_rx_lower_pri: adverts may come faster than it ends, and
// a change of role waits behind it.
inline constexpr std::size_t kMaxLowerPriorityRuns = 8;

// Below the kernel's own threads, above every ordinary process.
inline constexpr int kRealTimePriority = 1;

}  // namespace evenkeel::vrrp
