// The parts of a route line that say where packets go: gateways, tunnels, several next hops.
#pragma once

#include "daemon/config/word_options.h"
#include "evenkeel/config_routes.h"

namespace evenkeel::config {

// After "via": "[inet|inet6] IP".
std::optional<IpAddress> take_gateway(WordOptions& words, const Word& option);
// After "encap": its kind and its own options.
RouteEncap take_encap(WordOptions& words, const Word& option);
// After "nexthop": "via IP dev IF weight N onlink".
Nexthop take_nexthop(WordOptions& words);

}  // namespace evenkeel::config
