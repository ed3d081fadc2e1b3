// Event by event: one that was not deleted is not looked at.
#include "vrrp/connected_routes.h"

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

constexpr std::uint8_t kKernelProtocol = 2;          // RTPROT_KERNEL
constexpr std::uint32_t kIpv6ConnectedMetric = 256;  // IP6_RT_PRIO_ADDRCONF
constexpr std::uint8_t kScopeLink = 253;
// Of subnets that nobody touches any more.
constexpr std::size_t kMostRemembered = 256;

// As the kernel makes it, so that the kernel removes it with the address.
Route connected_route(const std::string& device, const Prefix& destination,
                      const IpAddress& source) {
  Route route;
  route.destination = destination;
  route.nexthop.device = device;
  route.protocol = kKernelProtocol;
  route.scope = kScopeLink;
  // Whoever has an address in the subnet may have made it meanwhile.
  route.insertion = RouteInsertion::add;
  if (destination.address.family == Family::ipv6) {
    route.priority = kIpv6ConnectedMetric;
  } else {
    route.preferred_source = source;
  }
  return route;
}

}  // namespace

ConnectedRoutes::ConnectedRoutes(Timers& timers, const LinkTable& links, RoutingTable& kernel,
                                 Callbacks callbacks)
    : timers_(timers),
      links_(links),
      kernel_(kernel),
      callbacks_(std::move(callbacks)),
      timer_(timers.make_timer([this] { on_timer(); })) {}

void ConnectedRoutes::on_gone(int interface_index, const Prefix& destination) {
  if (repairs_.size() >= kMostRemembered) {
    std::erase_if(repairs_, [](const auto& known) { return known.second.due == kNever; });
  }
  Repair& repair = repairs_[{interface_index, destination}];
  repair.due = std::min(repair.due, repair.damper.allowed_at(timers_.now()));
  arm();
}

void ConnectedRoutes::arm() {
  TimePoint next = kNever;
  for (const auto& [key, repair] : repairs_) next = std::min(next, repair.due);
  if (next != kNever) timer_->arm(next);
}

void ConnectedRoutes::on_timer() {
  const TimePoint now = timers_.now();
  for (auto& [key, entry] : repairs_) {
    if (entry.due > now) continue;
    entry.due = kNever;
    repair(key, entry.damper);
  }
  arm();
}

void ConnectedRoutes::repair(const Key& key, RepairDamper& damper) {
  const auto& [index, destination] = key;
  const Link* link = links_.find(index);
  if (link == nullptr) return;
  InstanceId holder = 0;
  std::optional<IpAddress> source;
  for (const auto& [prefix, details] : links_.addresses(index)) {
    if (masked(prefix) != destination) continue;
    if (holder == 0) holder = callbacks_.holder_of(link->name, prefix.address);
    if (!source || !details.is_secondary) source = prefix.address;
  }
  if (holder == 0) return;
  Route route = connected_route(link->name, destination, *source);
  if (const Link* vrf = links_.find(link->vrf)) route.vrf = vrf->name;
  const auto resolved = resolve(route, links_);
  if (!resolved) return;
  const RoutingRequest request{WireVerb::put, *resolved};
  if (kernel_.apply(std::span(&request, 1)).front() != 0) return;
  callbacks_.on_repaired(holder, route);
  if (damper.on_repaired(timers_.now())) callbacks_.on_fight(holder, route);
}

}  // namespace evenkeel::vrrp
