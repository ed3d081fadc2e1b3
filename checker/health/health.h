// Rise and fall of one check as a pure function: outcome of an attempt in, new state, transition
// and time of the next attempt out. Used by the checker process; the only place that counts.
#pragma once

#include <cstdint>
#include <span>

#include "evenkeel/clock.h"
#include "evenkeel/state.h"

namespace evenkeel::checker {

struct HealthSettings {
  Duration delay_loop = 60s;
  Duration delay_before_retry = 1s;
  Duration warmup = 60s;
  std::uint32_t retry = 1;
  std::uint16_t steps = 1;  // of one round: the URLs of an HTTP check, else 1
  bool is_fast_recovery = false;
  bool operator==(const HealthSettings&) const = default;
};

struct HealthState {
  Health health = Health::unknown;
  std::uint16_t step = 0;      // what the next attempt asks for
  std::uint32_t failures = 0;  // of this step in a row, while not down
  bool operator==(const HealthState&) const = default;
};

enum class Outcome : std::uint8_t { failed, passed };

// pending: a failure that retries may still forgive, or a step of an unfinished round.
enum class Transition : std::uint8_t { unchanged, pending, changed };

struct HealthStep {
  HealthState state;
  Transition transition = Transition::unchanged;
  TimePoint next_attempt;
};

// `random` is any number; the first attempt lies in [now, now + warmup].
TimePoint first_attempt(const HealthSettings& settings, std::uint64_t random, TimePoint now);

// A failing attempt is repeated `retry` times delay_before_retry apart, then the check is down.
// While down, one attempt each delay_loop; the first full round that passes ends it.
HealthStep on_outcome(const HealthSettings& settings, HealthState state, Outcome outcome,
                      TimePoint now);

// A real server with several checks: down if one is, up if all are, else unknown.
Health combine(std::span<const Health> checks);

}  // namespace evenkeel::checker
