// One vrrp_script's life as a pure function: when it runs, what its results make of it (rise,
// fall), and what happens while no runner answers. The tracker shell runs it and arms a timer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/messages.h"
#include "vrrp/protocol/track.h"

namespace evenkeel::vrrp {

struct ScriptState {
  Health health = Health::unknown;
  std::uint32_t streak = 0;  // results in a row that speak against `health`
  bool is_running = false;
  std::optional<TimePoint> overdue;  // its run has counted as a failure then, and goes on
  TimePoint next_run{};
  std::string reason;  // of the last result
  bool operator==(const ScriptState&) const = default;
};

ScriptState first_state(const TrackedScript& script, TimePoint now);

enum class ScriptTurn : std::uint8_t { wait, run, failed };

// At `now`: whether it starts. A script that still runs skips its turn; one that cannot even be
// killed has failed again each time that a run would have taken too long.
ScriptTurn take_turn(const TrackedScript& script, ScriptState& state, TimePoint now);

// Its time is over: a failure like any other, whatever becomes of it.
void take_overdue(const TrackedScript& script, ScriptState& state, TimePoint now);

// It ended. Not to be run at all is a failure like any other.
void take_result(const TrackedScript& script, ScriptState& state, const ScriptEnded& ended);

// The runner died, and with it the result: it runs again at once.
void lose_run(ScriptState& state, TimePoint now);

// A reload changed it: what is known stays known.
ScriptState keep_state(const TrackedScript& script, const ScriptState& old, TimePoint now);

}  // namespace evenkeel::vrrp
