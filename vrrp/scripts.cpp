// Notify scripts. Pure.
#include "vrrp/scripts.h"

#include <string>

namespace evenkeel::vrrp {

namespace {

const Script& specific_script(const VrrpScripts& scripts, ScriptCause cause) {
  switch (cause) {
    case ScriptCause::master:
      return scripts.master;
    case ScriptCause::backup:
      return scripts.backup;
    case ScriptCause::fault:
      return scripts.fault;
    case ScriptCause::stop:
      return scripts.stop;
  }
  return scripts.stop;
}

std::string word(ScriptCause cause) {
  switch (cause) {
    case ScriptCause::master:
      return "MASTER";
    case ScriptCause::backup:
      return "BACKUP";
    case ScriptCause::fault:
      return "FAULT";
    case ScriptCause::stop:
      return "STOP";
  }
  return "STOP";
}

}  // namespace

std::vector<Script> scripts_for(const VrrpInstance& instance, ScriptCause cause,
                                std::uint8_t priority) {
  std::vector<Script> scripts;
  const Script& specific = specific_script(instance.scripts, cause);
  if (specific.is_set()) scripts.push_back(specific);
  if (instance.scripts.any.is_set()) {
    Script any = instance.scripts.any;
    any.argv.insert(any.argv.end(),
                    {"INSTANCE", instance.name, word(cause), std::to_string(priority)});
    scripts.push_back(std::move(any));
  }
  return scripts;
}

}  // namespace evenkeel::vrrp
