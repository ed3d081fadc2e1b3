// The time formulas of VRRP as pure functions; used by the state machine and by status. "Master
// interval" is the interval the current master advertises: with version 3 a backup adopts it, with
// version 2 it equals our own.
#pragma once

#include <algorithm>
#include <cstdint>

#include "evenkeel/clock.h"

namespace evenkeel::vrrp {

// The unit that skew is measured in: one second in version 2 (RFC 3768, section 6.1), the master's
// interval in version 3 (RFC 9568, section 6.1).
constexpr Duration skew_unit(std::uint8_t version, Duration master_interval) {
  return version == 3 ? master_interval : Duration(1s);
}

constexpr Duration skew_time(std::uint8_t version, std::uint8_t priority,
                             Duration master_interval) {
  return skew_unit(version, master_interval) * (256 - priority) / 256;
}

// What `state MASTER` adds to one interval before it takes over at start.
constexpr Duration least_skew(std::uint8_t version, Duration master_interval) {
  return skew_unit(version, master_interval) / 256;
}

// No backup waits longer than this after a master resigned.
constexpr Duration longest_skew(std::uint8_t version, Duration master_interval) {
  return skew_time(version, 1, master_interval);
}

constexpr Duration master_down_time(std::uint8_t version, std::uint8_t priority,
                                    Duration master_interval, std::uint8_t down_timer_adverts) {
  return master_interval * down_timer_adverts + skew_time(version, priority, master_interval);
}

// When a master's next advert is due. All instances of one interval advertise in ten moments at the
// beginning of it: one wake-up sends the adverts of many, one reads them at the peer, and the peer
// misses all of a dead director at about the same time. Ten, for a burst must not overflow the
// socket of a peer. After a takeover one advert may come early to get there; none comes late.
constexpr TimePoint next_advert(TimePoint last, Duration interval) {
  const TimePoint due = last + interval;
  const Duration phase = std::chrono::floor<Duration>(due.time_since_epoch()) % interval;
  const Duration step = interval / 200;
  const Duration window = step * 10;
  const Duration place = phase < window ? phase : std::min((phase - window) / 19, window - step);
  return due - due.time_since_epoch() % interval + place - place % step;
}

}  // namespace evenkeel::vrrp
