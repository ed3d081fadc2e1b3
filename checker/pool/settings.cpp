// Strips a virtual server of what only the checker needs.
#include "checker/pool/settings.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace evenkeel::pool {

namespace {

ServerSettings make_server(RealServer& server) {
  ServerSettings made{.endpoint = server.endpoint,
                      .weight = server.weight,
                      .upper_threshold = server.upper_threshold,
                      .lower_threshold = server.lower_threshold,
                      .forwarding = server.forwarding,
                      .on_failure = server.on_failure,
                      .is_checked = !server.checks.empty(),
                      .starts_down = false,
                      .scripts = nullptr};
  made.starts_down = made.is_checked &&
                     (server.alpha || std::any_of(server.checks.begin(), server.checks.end(),
                                                  [](const Check& check) { return check.alpha; }));
  if (server.notify_up->is_set() || server.notify_down->is_set()) {
    made.scripts = std::make_shared<const ServerScripts>(
        ServerScripts{*server.notify_up, *server.notify_down});
  }
  return made;
}

}  // namespace

bool operator==(const ServerSettings& a, const ServerSettings& b) {
  const bool has_same_scripts =
      a.scripts == b.scripts || (a.scripts && b.scripts && *a.scripts == *b.scripts);
  const auto rest = [](const ServerSettings& it) {
    return std::tie(it.endpoint, it.weight, it.upper_threshold, it.lower_threshold, it.forwarding,
                    it.on_failure, it.is_checked, it.starts_down);
  };
  return has_same_scripts && rest(a) == rest(b);
}

Settings make_settings(VirtualServer service) {
  Settings settings;
  settings.servers.reserve(service.servers.size());
  for (auto& server : service.servers) settings.servers.push_back(make_server(server));
  service.servers.clear();
  service.servers.shrink_to_fit();
  settings.service = std::move(service);
  return settings;
}

}  // namespace evenkeel::pool
