// Notify scripts. Pure.
#include "vrrp/scripts.h"

namespace evenkeel::vrrp {

namespace {

const Script& no_script() {
  static const Script kNone;
  return kNone;
}

// What instances and groups both have.
template <typename Scripts>
const Script& specific_script(const Scripts& scripts, ScriptCause cause) {
  switch (cause) {
    case ScriptCause::master:
      return scripts.master;
    case ScriptCause::backup:
      return scripts.backup;
    case ScriptCause::fault:
      return scripts.fault;
    case ScriptCause::stop:
      return scripts.stop;
    case ScriptCause::deleted:
    case ScriptCause::lower_priority_heard:
    case ScriptCause::master_priority:
    case ScriptCause::backup_priority:
      break;
  }
  return no_script();
}

const Script& script_of(const VrrpScripts& scripts, ScriptCause cause) {
  if (cause == ScriptCause::deleted) return scripts.deleted;
  if (cause == ScriptCause::lower_priority_heard) return scripts.lower_priority;
  return specific_script(scripts, cause);
}

// What `notify` is for; the FIFOs have everything.
bool is_change_of_role(ScriptCause cause) {
  switch (cause) {
    case ScriptCause::master:
    case ScriptCause::backup:
    case ScriptCause::fault:
    case ScriptCause::stop:
    case ScriptCause::deleted:
      return true;
    case ScriptCause::lower_priority_heard:
    case ScriptCause::master_priority:
    case ScriptCause::backup_priority:
      return false;
  }
  return false;
}

std::vector<Script> with_arguments(const Script& specific, Script any, const char* kind,
                                   const std::string& name, ScriptCause cause,
                                   std::uint8_t priority) {
  std::vector<Script> scripts;
  if (specific.is_set()) scripts.push_back(specific);
  if (any.is_set() && is_change_of_role(cause)) {
    any.argv.insert(any.argv.end(),
                    {kind, name, std::string(to_string(cause)), std::to_string(priority)});
    scripts.push_back(std::move(any));
  }
  return scripts;
}

std::string line(const char* kind, const std::string& name, ScriptCause cause,
                 std::uint8_t priority) {
  return std::string(kind) + " \"" + name + "\" " + std::string(to_string(cause)) + " " +
         std::to_string(priority);
}

}  // namespace

std::string_view to_string(ScriptCause cause) {
  switch (cause) {
    case ScriptCause::master:
      return "MASTER";
    case ScriptCause::backup:
      return "BACKUP";
    case ScriptCause::fault:
      return "FAULT";
    case ScriptCause::stop:
      return "STOP";
    case ScriptCause::deleted:
      return "DELETED";
    case ScriptCause::lower_priority_heard:
      return "MASTER_RX_LOWER_PRI";
    case ScriptCause::master_priority:
      return "MASTER_PRIORITY";
    case ScriptCause::backup_priority:
      return "BACKUP_PRIORITY";
  }
  return "STOP";
}

std::optional<ScriptCause> cause_of(Role role) {
  switch (role) {
    case Role::master:
      return ScriptCause::master;
    case Role::backup:
      return ScriptCause::backup;
    case Role::fault:
      return ScriptCause::fault;
    case Role::init:
      return std::nullopt;
  }
  return std::nullopt;
}

std::vector<Script> scripts_for(const VrrpInstance& instance, ScriptCause cause,
                                std::uint8_t priority) {
  return with_arguments(script_of(*instance.scripts, cause), instance.scripts->any, "INSTANCE",
                        instance.name, cause, priority);
}

std::vector<Script> scripts_for(const SyncGroup& group, ScriptCause cause) {
  return with_arguments(specific_script(group.scripts, cause), group.scripts.any, "GROUP",
                        group.name, cause, 0);
}

std::string notify_line(const VrrpInstance& instance, ScriptCause cause, std::uint8_t priority) {
  return line("INSTANCE", instance.name, cause, priority);
}

std::string notify_line(const SyncGroup& group, ScriptCause cause) {
  return line("GROUP", group.name, cause, 0);
}

}  // namespace evenkeel::vrrp
