// Pure.
#include "daemon/supervisor/slices.h"

#include <algorithm>

#include "evenkeel/messages.h"

namespace evenkeel {

namespace {

// Kept as long as the daemon runs: without room to grow.
std::string encoded(const Message& message) {
  auto bytes = encode(message);
  bytes.shrink_to_fit();
  return bytes;
}

void drop_unperformed(RealServer& server) {
  std::erase_if(server.checks, [](const Check& check) { return !is_performed(*check.probe); });
}

// The balancer decides about weights, not how a server is asked: that somebody asks is enough, and
// one empty check says so.
VirtualServer for_balancer(VirtualServer service) {
  for (auto& server : service.servers) {
    drop_unperformed(server);
    if (!server.checks.empty()) server.checks.assign(1, Check{});
    // Nobody would ever report such a server up.
    if (server.checks.empty()) server.alpha = false;
  }
  return service;
}

// Servers without a check are none of the checker's business. One that is checked as another keeps
// its place in the list: the n-th of one is the n-th of the other.
VirtualServer for_checker(VirtualServer service) {
  service.quorum_up = service.quorum_down = {};
  for (auto& server : service.servers) {
    server.notify_up = server.notify_down = {};
    drop_unperformed(server);
  }
  std::erase_if(service.servers, [](const RealServer& server) { return server.checks.empty(); });
  if (!service.checked_as) return service;
  for (auto& server : service.servers) server.checks.clear();
  return service;
}

Firewall firewall_of(const Config& config) {
  Firewall firewall{.settings = config.daemon.firewall, .services = {}};
  const bool is_needed = std::any_of(config.instances.begin(), config.instances.end(),
                                     [](const auto& instance) { return !instance.accept; });
  if (!is_needed) return firewall;
  for (const auto& service : config.services) firewall.services.push_back(service.key);
  return firewall;
}

}  // namespace

std::vector<std::string> make_slice(const Config& config, WorkerKind kind,
                                    std::uint64_t generation) {
  if (kind == WorkerKind::supervisor || kind == WorkerKind::exporter) return {};
  std::vector<std::string> slice{encoded(ConfigBegin{generation}), encoded(config.global)};
  if (kind == WorkerKind::vrrp) {
    slice.push_back(encoded(config.tracking));
    slice.push_back(encoded(config.statics));
    for (const auto& instance : config.instances) slice.push_back(encoded(instance));
    slice.push_back(encoded(firewall_of(config)));
  }
  if (kind == WorkerKind::balancer || kind == WorkerKind::checker) {
    for (const auto& service : config.services) {
      slice.push_back(
          encoded(kind == WorkerKind::balancer ? for_balancer(service) : for_checker(service)));
    }
  }
  // Those that have something to say, and the one that writes it down.
  if (kind == WorkerKind::vrrp || kind == WorkerKind::balancer || kind == WorkerKind::runner) {
    slice.push_back(encoded(config.daemon.notify));
  }
  slice.push_back(encoded(ConfigEnd{generation}));
  return slice;
}

}  // namespace evenkeel
