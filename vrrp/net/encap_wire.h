// RTA_ENCAP_TYPE and RTA_ENCAP to and from a RouteEncap. Used by route_wire.
#pragma once

#include "evenkeel/config.h"
#include "evenkeel/netlink.h"

namespace evenkeel::vrrp {

void put_encap(nl_msg* message, const RouteEncap& encap);
RouteEncap get_encap(nlattr* type, nlattr* nest);

}  // namespace evenkeel::vrrp
