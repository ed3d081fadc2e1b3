// Pure.
#include "vrrp/protocol/script_track.h"

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

std::string text_of(const ScriptEnded& ended) {
  switch (ended.end) {
    case ScriptEnd::timed_out:
      return "took too long";
    case ScriptEnd::not_run:
      return "could not be run";
    case ScriptEnd::exited:
      break;
  }
  if (ended.status < 0) return "killed by signal " + std::to_string(-ended.status);
  return "exit status " + std::to_string(ended.status);
}

}  // namespace

ScriptState first_state(const TrackedScript& script, TimePoint now) {
  ScriptState state;
  state.next_run = now;
  if (script.is_down_at_first) {
    state.health = Health::down;
    state.reason = "init_fail: no result yet";
  }
  return state;
}

ScriptTurn take_turn(const TrackedScript& script, ScriptState& state, TimePoint now) {
  if (now < state.next_run) return ScriptTurn::wait;
  state.next_run = std::max(state.next_run + script.interval, now);
  if (state.is_running) return ScriptTurn::wait;
  state.is_running = true;
  return ScriptTurn::run;
}

void take_result(const TrackedScript& script, ScriptState& state, const ScriptEnded& ended) {
  state.is_running = false;
  const bool has_passed = ended.end == ScriptEnd::exited && ended.status == 0;
  const Health seen = has_passed ? Health::up : Health::down;
  state.reason = text_of(ended);
  if (state.health == seen) {
    state.streak = 0;
    return;
  }
  ++state.streak;
  const std::uint32_t needed = has_passed ? script.rise : script.fall;
  // At first a single result decides.
  if (state.health != Health::unknown && state.streak < needed) return;
  state.health = seen;
  state.streak = 0;
}

void lose_run(ScriptState& state, TimePoint now) {
  state.is_running = false;
  state.next_run = now;
}

ScriptState keep_state(const TrackedScript& script, const ScriptState& old, TimePoint now) {
  ScriptState state = old;
  state.next_run = std::min(old.next_run, now + script.interval);
  return state;
}

}  // namespace evenkeel::vrrp
