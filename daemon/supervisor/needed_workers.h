// Which workers a configuration gives something to do. Pure; used by the router, which starts no
// other: a process that is not there costs no memory and cannot be attacked.
#pragma once

#include <set>

#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel {

// vrrp and the exporter always; whether the latter has a socket is decided elsewhere. The balancer
// may have services of an earlier configuration to remove: that is not known here.
std::set<WorkerKind> needed_workers(const Config& config);

}  // namespace evenkeel
