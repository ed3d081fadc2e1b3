// Who a script runs as, and whether it may: users and groups from the system's databases, and the
// path check of enable_script_security.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/result.h"

namespace evenkeel::runner {

struct Identity {
  uid_t user = 0;
  gid_t group = 0;
  std::vector<gid_t> groups;  // all of them, the primary one included
  std::string name;
  std::string home;
};

// The script's own user, else script_user, else keepalived_script if it exists, else root. May ask
// name services and so take its time; nobody waits for the runner.
Result<Identity> identity_of(const Script& script, const GlobalSettings& settings);

// Refuses what somebody other than root could have put in place of a script that root runs: the
// file and each directory above it must belong to root and be writable by nobody else.
Result<void> check_path(const std::string& path);

}  // namespace evenkeel::runner
