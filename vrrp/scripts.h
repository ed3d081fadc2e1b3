// Which of the operator's scripts an event runs, with which arguments, and which line it is for the
// notify FIFOs, as pure functions (keepalived's contract for both).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel::vrrp {

enum class ScriptCause : std::uint8_t {
  master,
  backup,
  fault,
  stop,
  deleted,
  lower_priority_heard,  // a master heard one of lower priority
  master_priority,       // the effective priority changed in that role
  backup_priority,
};
std::string_view to_string(ScriptCause cause);  // "MASTER", "MASTER_RX_LOWER_PRI", …

// What entering the role means to scripts; nothing for init.
std::optional<ScriptCause> cause_of(Role role);

// The specific one first; then `notify`, of a change of role alone, with INSTANCE, name, the cause
// and priority appended.
std::vector<Script> scripts_for(const VrrpInstance& instance, ScriptCause cause,
                                std::uint8_t priority);
std::vector<Script> scripts_for(const SyncGroup& group, ScriptCause cause);

// The same event as a line of the notify FIFOs, in keepalived's format: INSTANCE "web" MASTER 150.
std::string notify_line(const VrrpInstance& instance, ScriptCause cause, std::uint8_t priority);
std::string notify_line(const SyncGroup& group, ScriptCause cause);

}  // namespace evenkeel::vrrp
