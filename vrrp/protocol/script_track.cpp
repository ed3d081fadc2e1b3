// Pure.
#include "vrrp/protocol/script_track.h"

#include <algorithm>
#include <utility>

namespace evenkeel::vrrp {

namespace {

constexpr const char* kTooLong = "took too long";

std::string text_of(const ScriptEnded& ended) {
  switch (ended.end) {
    case ScriptEnd::timed_out:
      return kTooLong;
    case ScriptEnd::not_run:
      return "could not be run";
    case ScriptEnd::exited:
      break;
  }
  if (ended.status < 0) return "killed by signal " + std::to_string(-ended.status);
  return "exit status " + std::to_string(ended.status);
}

void count(const TrackedScript& script, ScriptState& state, Health seen) {
  if (state.health == seen) {
    state.streak = 0;
    return;
  }
  ++state.streak;
  const std::uint32_t needed = seen == Health::up ? script.rise : script.fall;
  // At first a single result decides.
  if (state.health != Health::unknown && state.streak < needed) return;
  state.health = seen;
  state.streak = 0;
}

ScriptTurn skip_turn(const TrackedScript& script, ScriptState& state, TimePoint now) {
  if (!state.overdue || now < *state.overdue + script.timeout) return ScriptTurn::wait;
  state.overdue = now;
  count(script, state, Health::down);
  return ScriptTurn::failed;
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
  if (state.is_running) return skip_turn(script, state, now);
  state.is_running = true;
  return ScriptTurn::run;
}

void take_overdue(const TrackedScript& script, ScriptState& state, TimePoint now) {
  state.overdue = now;
  state.reason = kTooLong;
  count(script, state, Health::down);
}

void take_result(const TrackedScript& script, ScriptState& state, const ScriptEnded& ended) {
  state.is_running = false;
  // It has counted already.
  if (std::exchange(state.overdue, std::nullopt)) return;
  const bool has_passed = ended.end == ScriptEnd::exited && ended.status == 0;
  state.reason = text_of(ended);
  count(script, state, has_passed ? Health::up : Health::down);
}

void lose_run(ScriptState& state, TimePoint now) {
  state.is_running = false;
  state.overdue.reset();
  state.next_run = now;
}

ScriptState keep_state(const TrackedScript& script, const ScriptState& old, TimePoint now) {
  ScriptState state = old;
  state.next_run = std::min(old.next_run, now + script.interval);
  return state;
}

}  // namespace evenkeel::vrrp
