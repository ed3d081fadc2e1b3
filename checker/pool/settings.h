// A virtual server's settings without what only the checker needs: the balancer holds tens of
// thousands of servers, so each keeps just what decides its place in the table.
#pragma once

#include <memory>
#include <vector>

#include "evenkeel/config.h"

namespace evenkeel::pool {

struct ServerScripts {
  Script up, down;
  bool operator==(const ServerScripts&) const = default;
};

struct ServerSettings {
  Endpoint endpoint;
  std::int32_t weight = 1;
  std::uint32_t upper_threshold = 0;
  std::uint32_t lower_threshold = 0;
  ForwardingMethod forwarding;
  OnFailure on_failure = OnFailure::remove;
  bool is_checked = false;                       // else always up
  bool starts_down = false;                      // alpha: out until the first pass
  std::shared_ptr<const ServerScripts> scripts;  // null for most
};
bool operator==(const ServerSettings& a, const ServerSettings& b);

struct Settings {
  VirtualServer service;                // its `servers` is empty
  std::vector<ServerSettings> servers;  // sorted by endpoint, unique
  bool operator==(const Settings&) const = default;
};

Settings make_settings(VirtualServer service);

}  // namespace evenkeel::pool
