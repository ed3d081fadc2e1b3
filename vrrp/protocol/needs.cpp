// Pure.
#include "vrrp/protocol/needs.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace evenkeel::vrrp {

namespace {

// Null: no interface has it.
const Link* link_with(const LinkTable& links, const IpAddress& wanted) {
  const auto has_it = [&](const auto& link) {
    const auto& addresses = links.addresses(link.first);
    return std::any_of(addresses.begin(), addresses.end(), [&](const auto& address) {
      return address.first.address == wanted && !address.second.is_tentative;
    });
  };
  const auto found = std::find_if(links.links().begin(), links.links().end(), has_it);
  return found == links.links().end() ? nullptr : &found->second;
}

// What arrives at an interface that belongs to one of these is theirs: no socket of the interface
// hears it. A VRF, or batman-adv, leaves it where it is.
bool takes_packets(const std::string& master_kind) {
  constexpr std::array<std::string_view, 5> kKinds{"bridge", "bond", "team", "openvswitch", "hsr"};
  return std::find(kKinds.begin(), kKinds.end(), master_kind) != kKinds.end();
}

// A backup that hears nothing would think itself alone.
std::optional<std::string> deafness(const std::string& interface, const LinkTable& links) {
  const Link* link = links.find(interface);
  if (link == nullptr || !takes_packets(link->master_kind)) return std::nullopt;
  const Link* master = links.find(link->master);
  return "interface " + interface + " belongs to " + link->master_kind +
         (master == nullptr ? std::string() : " " + master->name) +
         ", where adverts arrive instead";
}

}  // namespace

std::string home_of(const VrrpInstance& instance, const LinkTable& links) {
  if (!instance.interface.empty()) return instance.interface;
  const Link* link = link_with(links, instance.source);
  return link == nullptr ? std::string() : link->name;
}

std::optional<std::string> unmet_need(const VrrpInstance& instance, const std::string& home,
                                      const LinkTable& links) {
  if (auto deaf = deafness(home, links)) return deaf;
  if (instance.needs_peers && instance.peers.empty()) {
    return "no unicast peer is configured (unicast_fault_no_peer)";
  }
  if (!instance.vrf.empty()) {
    const Link* vrf = links.find(instance.vrf);
    if (vrf != nullptr && vrf->vrf_table == 0) return instance.vrf + " is not a VRF";
  }
  if (instance.tracks_source && link_with(links, instance.source) == nullptr) {
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
