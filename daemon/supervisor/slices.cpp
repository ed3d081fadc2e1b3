// Pure.
#include "daemon/supervisor/slices.h"

#include "evenkeel/codec.h"
#include "evenkeel/messages.h"

namespace evenkeel {

namespace {

std::string encoded(const Message& message) { return encode(message); }

// The balancer decides about weights, not how a server is asked: that somebody asks is enough, and
// one empty check says so.
VirtualServer for_balancer(VirtualServer service) {
  for (auto& server : service.servers) {
    if (!server.checks.empty()) server.checks.assign(1, Check{});
    // Nobody would ever report such a server up.
    if (server.checks.empty()) server.alpha = false;
  }
  return service;
}

VirtualServer for_checker(VirtualServer service) {
  service.quorum_up = service.quorum_down = {};
  for (auto& server : service.servers) server.notify_up = server.notify_down = {};
  return service;
}

}  // namespace

std::vector<std::string> make_slice(const Config& config, WorkerKind kind,
                                    std::uint64_t generation) {
  if (kind == WorkerKind::supervisor || kind == WorkerKind::exporter) return {};
  std::vector<std::string> slice{encoded(ConfigBegin{generation}), encoded(config.global)};
  if (kind == WorkerKind::vrrp) {
    slice.push_back(encoded(config.tracking));
    for (const auto& instance : config.instances) slice.push_back(encoded(instance));
  }
  if (kind == WorkerKind::balancer || kind == WorkerKind::checker) {
    for (const auto& service : config.services) {
      slice.push_back(
          encoded(kind == WorkerKind::balancer ? for_balancer(service) : for_checker(service)));
    }
  }
  slice.push_back(encoded(ConfigEnd{generation}));
  return slice;
}

}  // namespace evenkeel
