// One vrrp_track_process's life as a pure function: how many there are becomes up or down, after
// the delay of that direction. The tracker shell feeds it and arms a timer at `turns_at`.
#pragma once

#include <cstdint>
#include <string>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/state.h"
#include "vrrp/protocol/announce.h"

namespace evenkeel::vrrp {

struct ProcessState {
  Health health = Health::unknown;
  std::uint32_t count = 0;
  TimePoint turns_at = kNever;  // when `health` will follow the count; kNever: it does
  bool operator==(const ProcessState&) const = default;
};

// At first a single count decides. Later a change that a new process made waits for fork_delay, one
// that the end of a process made for terminate_delay; a count that goes back in time changes
// nothing.
void take_count(const TrackedProcess& process, ProcessState& state, std::uint32_t count,
                TimePoint now);

// The delay may be over.
void take_time(ProcessState& state, TimePoint now);

// A reload changed it: what is known stays known, and is judged anew.
ProcessState keep_state(const TrackedProcess& process, const ProcessState& old, TimePoint now);

// "2 running", "none running, at least 1 needed"
std::string count_text(const TrackedProcess& process, std::uint32_t count);

}  // namespace evenkeel::vrrp
