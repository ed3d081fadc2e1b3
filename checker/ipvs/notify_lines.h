// What the pools' changes are for the notify FIFOs, in keepalived's format, as pure functions.
#pragma once

#include <string>

#include "checker/pool/quorum.h"
#include "evenkeel/address.h"
#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel::ipvs {

// "VS [192.0.2.1]:tcp:80 UP", "VS FWM 7 DOWN"
std::string service_line(const ServiceKey& service, pool::Quorum quorum);
// "RS [10.0.0.1]:tcp:80 [192.0.2.1]:tcp:80 DOWN"
std::string server_line(const ServerKey& server, Health health);

}  // namespace evenkeel::ipvs
