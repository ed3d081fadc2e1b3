// RTM_NEWRULE and RTM_DELRULE to and from a Rule.
#pragma once

#include <cstdint>
#include <optional>

#include "evenkeel/config.h"
#include "evenkeel/netlink.h"

namespace evenkeel::vrrp {

enum class WireVerb : std::uint8_t { put, remove };

// The rule as routing_entry.h resolves it. Never null.
netlink::NetlinkMessage encode_rule(const Rule& rule, WireVerb verb);

// Nothing for what is no IPv4 or IPv6 rule, or is malformed.
std::optional<Rule> decode_rule(nlmsghdr* message);

}  // namespace evenkeel::vrrp
