// Messages that change a link, as route netlink has them. Used by the tables of addresses and of
// virtual links.
#pragma once

#include <linux/rtnetlink.h>

#include <cstdint>
#include <initializer_list>
#include <utility>

#include "evenkeel/netlink.h"

namespace evenkeel::vrrp {

// By the interface's index; 0 while it has none.
ifinfomsg link_header(int index);

// Room for 512 bytes with the header.
netlink::NetlinkMessage link_message(int type, int flags, const ifinfomsg& header);

// By netlink, for /proc/sys may be read-only where we run. Settings are IPV4_DEVCONF_…
// (linux/ip.h) and their values.
netlink::NetlinkMessage ipv4_settings_message(
    int index, std::initializer_list<std::pair<int, std::uint32_t>> settings);

}  // namespace evenkeel::vrrp
