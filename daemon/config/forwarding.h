// Values of virtual_server and real_server that take several words. Reference: 1.14.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/config/draft.h"

namespace evenkeel::config {

constexpr std::string_view kForwardingWords =
    "NAT|DR|TUN [type ipip|gue port N [nocsum|csum|remcsum]|gre [nocsum|csum]]";

// Nothing after an error has been said.
std::optional<ForwardingMethod> parse_forwarding(Draft& draft, const Arguments& arguments);

// "IP [PORT]"; without a port it is 0.
std::optional<Endpoint> parse_endpoint_words(Draft& draft, const Arguments& arguments);

}  // namespace evenkeel::config
