// RTM_NEWROUTE and RTM_DELROUTE to and from a KernelRoute.
#pragma once

#include <cstdint>
#include <optional>

#include "evenkeel/netlink.h"
#include "vrrp/net/rule_wire.h"
#include "vrrp/protocol/routing_entry.h"

namespace evenkeel::vrrp {

// Never null. To remove needs only what tells the route from others.
netlink::NetlinkMessage encode_route(const KernelRoute& route, WireVerb verb);

// Nothing for what is no IPv4 or IPv6 route, or is malformed. Times that run out are not read.
std::optional<KernelRoute> decode_route(nlmsghdr* message);

}  // namespace evenkeel::vrrp
