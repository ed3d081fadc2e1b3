// Whether a new configuration may take the running one's place: all or nothing; and what it would
// change. Pure; used by the
// supervisor.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/config_parser.h"
#include "daemon/control/control_server.h"
#include "evenkeel/config.h"

namespace evenkeel {

// What must be remembered of the running configuration to judge the next.
struct RunningConfig {
  std::vector<Finding> findings;
  std::map<std::string, std::string> interfaces;  // by instance name
  std::string model;                              // the Config, encoded
};
RunningConfig remember(const Parsed& parsed);

// Why the reload is refused, in one sentence; nothing when it may go ahead. It is refused when it
// brings an error that the running configuration does not have, or takes from a running instance
// the interface it runs on.
std::optional<std::string> refusal(const RunningConfig& running, const Parsed& next,
                                   const std::function<bool(const std::string&)>& interface_exists);

// What a reload of `next`, read from `file`, would do to the running configuration.
ConfigDiff diff_of(const RunningConfig& running, const std::string& file, const Parsed& next,
                   const std::function<bool(const std::string&)>& interface_exists);

}  // namespace evenkeel
