// Pure.
#include "vrrp/protocol/needs.h"

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

bool has_address(const LinkTable& links, const IpAddress& wanted) {
  const auto has_it = [&](const auto& link) {
    const auto& addresses = links.addresses(link.first);
    return std::any_of(addresses.begin(), addresses.end(), [&](const auto& address) {
      return address.first.address == wanted && !address.second.is_tentative;
    });
  };
  return std::any_of(links.links().begin(), links.links().end(), has_it);
}

}  // namespace

std::optional<std::string> unmet_need(const VrrpInstance& instance, const LinkTable& links) {
  if (instance.needs_peers && instance.peers.empty()) {
    return "no unicast peer is configured (unicast_fault_no_peer)";
  }
  if (!instance.vrf.empty()) {
    const Link* vrf = links.find(instance.vrf);
    if (vrf != nullptr && vrf->vrf_table == 0) return instance.vrf + " is not a VRF";
  }
  if (instance.tracks_source && !has_address(links, instance.source)) {
    return "no interface has the source address " + to_string(instance.source) + " (track_src_ip)";
  }
  return std::nullopt;
}

std::vector<Tracker> all_trackers(const VrrpInstance& instance) {
  auto trackers = instance.trackers;
  for (const auto& interface : needed_interfaces(instance)) {
    std::erase_if(trackers, [&](const Tracker& tracker) {
      return tracker.kind == TrackerKind::interface && tracker.name == interface;
    });
    trackers.push_back({.kind = TrackerKind::interface, .name = interface});
  }
  return trackers;
}

}  // namespace evenkeel::vrrp
