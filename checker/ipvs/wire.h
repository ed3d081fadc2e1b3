// IPVS values ⇄ generic-netlink messages of linux/ip_vs.h, both ways, without a socket: pure but
// for libnl's memory. The only place that knows the kernel's byte orders and flag bits.
//
//   genlmsghdr cmd            | nested attributes
//   NEW/SET/DEL_SERVICE       | CMD_ATTR_SERVICE { AF, PROTOCOL+ADDR+PORT or FWMARK, … }
//   NEW/SET/DEL_DEST          | the same (key only), CMD_ATTR_DEST { ADDR_FAMILY, ADDR, PORT, … }
//   GET_SERVICE (dump)        | –
//   GET_DEST (dump)           | CMD_ATTR_SERVICE (key only)
#pragma once

#include <optional>

#include "checker/ipvs/table.h"
#include "evenkeel/netlink.h"

namespace evenkeel::ipvs {

// Null only when memory is exhausted. `family_id` is the number the kernel gave to "IPVS".
netlink::NetlinkMessage encode_command(const Command& command, int family_id);
netlink::NetlinkMessage encode_service_dump(int family_id);
netlink::NetlinkMessage encode_destination_dump(const ServiceKey& key, int family_id);

// Nothing for a message that is no service or destination, or misses what identifies it. A
// destination without a family (kernels before 3.18) has that of its service.
std::optional<ServiceReading> decode_service(const nlmsghdr& header);
std::optional<DestinationReading> decode_destination(const nlmsghdr& header, Family service_family);

}  // namespace evenkeel::ipvs
