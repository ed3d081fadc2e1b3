// The supervisor process: reads the configuration once, keeps the workers alive, routes their
// messages, keeps the store, answers the control socket. It knows no protocol and parses nothing
// that came over the network.
#pragma once

#include <string>

#include "evenkeel/log.h"

namespace evenkeel {

enum class Strictness { usable_starts, errors_refuse };

struct SupervisorOptions {
  std::string config_file = "/etc/evenkeel/evenkeel.conf";
  std::string config_id;  // what @ID is compared with; empty: the short host name
  std::string runtime_dir = "/run/evenkeel";
  Strictness strictness = Strictness::usable_starts;
  LogLevel log_level = LogLevel::info;
};

// Runs until an orderly stop or leave; the exit code. 1: cannot start, 4: configuration unusable.
int run_supervisor(const SupervisorOptions& options);

}  // namespace evenkeel
