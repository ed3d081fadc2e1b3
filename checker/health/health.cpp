// The rules of keepalived's checkers: see the header.
#include "checker/health/health.h"

namespace evenkeel::checker {

namespace {

HealthStep settle(HealthState state, Health health, TimePoint next) {
  const auto transition = state.health == health ? Transition::unchanged : Transition::changed;
  return {.state = {.health = health}, .transition = transition, .next_attempt = next};
}

HealthStep on_pass(const HealthSettings& settings, HealthState state, TimePoint now) {
  state.failures = 0;
  ++state.step;
  if (state.step >= settings.steps) return settle(state, Health::up, now + settings.delay_loop);
  const bool is_slow = state.health == Health::down && !settings.is_fast_recovery;
  return {.state = state,
          .transition = Transition::pending,
          .next_attempt = is_slow ? now + settings.delay_loop : now};
}

HealthStep on_failure(const HealthSettings& settings, HealthState state, TimePoint now) {
  if (state.health == Health::down || state.failures >= settings.retry) {
    return settle(state, Health::down, now + settings.delay_loop);
  }
  ++state.failures;
  return {.state = state,
          .transition = Transition::pending,
          .next_attempt = now + settings.delay_before_retry};
}

}  // namespace

TimePoint first_attempt(const HealthSettings& settings, std::uint64_t random, TimePoint now) {
  if (settings.warmup <= Duration::zero()) return now;
  const auto range = static_cast<std::uint64_t>(settings.warmup.count()) + 1;
  return now + Duration(static_cast<Duration::rep>(random % range));
}

HealthStep on_outcome(const HealthSettings& settings, HealthState state, Outcome outcome,
                      TimePoint now) {
  switch (outcome) {
    case Outcome::passed:
      return on_pass(settings, state, now);
    case Outcome::failed:
      return on_failure(settings, state, now);
  }
  return {.state = state, .next_attempt = now};
}

Health combine(std::span<const Health> checks) {
  auto combined = Health::up;
  for (const auto health : checks) {
    if (health == Health::down) return Health::down;
    if (health == Health::unknown) combined = Health::unknown;
  }
  return combined;
}

}  // namespace evenkeel::checker
