// Pure.
#include "vrrp/protocol/process_track.h"

namespace evenkeel::vrrp {

namespace {

Health health_of(const TrackedProcess& process, std::uint32_t count) {
  const bool is_enough = count >= process.quorum && count <= process.quorum_max;
  return is_enough ? Health::up : Health::down;
}

Health opposite(Health health) { return health == Health::up ? Health::down : Health::up; }

}  // namespace

void take_count(const TrackedProcess& process, ProcessState& state, std::uint32_t count,
                TimePoint now) {
  const Health seen = health_of(process, count);
  const Duration delay = count > state.count ? process.fork_delay : process.terminate_delay;
  state.count = count;
  if (state.health == Health::unknown) state.health = seen;
  if (state.health == seen) {
    state.turns_at = kNever;
  } else if (state.turns_at == kNever) {
    state.turns_at = now + delay;
  }
  take_time(state, now);
}

void take_time(ProcessState& state, TimePoint now) {
  if (now < state.turns_at || state.turns_at == kNever) return;
  state.health = opposite(state.health);
  state.turns_at = kNever;
}

ProcessState keep_state(const TrackedProcess& process, const ProcessState& old, TimePoint now) {
  ProcessState state = old;
  if (state.health != Health::unknown) take_count(process, state, old.count, now);
  return state;
}

std::string count_text(const TrackedProcess& process, std::uint32_t count) {
  std::string text = (count == 0 ? std::string("none") : std::to_string(count)) + " running";
  if (count < process.quorum) {
    text += ", at least " + std::to_string(process.quorum) + " needed";
  } else if (count > process.quorum_max) {
    text += ", at most " + std::to_string(process.quorum_max) + " allowed";
  }
  return text;
}

}  // namespace evenkeel::vrrp
