// Why an instance is in its role, in the words of log, events and status. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "vrrp/protocol/fsm.h"

namespace evenkeel::vrrp {

inline constexpr const char* kNoSource = "the interface has no usable address to send from";

std::string seconds_text(Duration duration);  // "3.609 s"

std::string silent_reason(const IpAddress& master, Duration silence);
std::string resigned_reason(const IpAddress& master);
std::string preempted_reason(const IpAddress& master, unsigned theirs, unsigned ours);
std::string yielded_reason(const IpAddress& master, unsigned theirs, unsigned ours);
std::string conflict_text(const Conflict& conflict, unsigned ours);
std::string healed_text(const Conflict& conflict);
std::string stalled_reason(Duration late);
std::string suspended_reason(Duration slept);
std::string adopted_reason(Duration age);

// Why a BACKUP leaves the addresses where they are though its priority is the higher one, or its
// timer has run out; empty when neither is so.
std::string why_not_master(const Settings& settings, const State& state, TimePoint now);

}  // namespace evenkeel::vrrp
