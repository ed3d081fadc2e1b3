// Which of the operator's scripts a change of role runs, and with which arguments, as a pure
// function (keepalived's contract for notify scripts).
#pragma once

#include <cstdint>
#include <vector>

#include "evenkeel/config.h"

namespace evenkeel::vrrp {

enum class ScriptCause : std::uint8_t { master, backup, fault, stop };

// The specific one first; `notify` gets INSTANCE, name, role and priority appended.
std::vector<Script> scripts_for(const VrrpInstance& instance, ScriptCause cause,
                                std::uint8_t priority);

}  // namespace evenkeel::vrrp
