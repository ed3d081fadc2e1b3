// Messages of nf_tables for the table of vip_filter.h: a batch is one transaction. No socket.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenkeel/config_daemon.h"
#include "evenkeel/netlink.h"
#include "vrrp/protocol/vip_filter.h"

namespace evenkeel::vrrp {

using NetlinkBatch = std::vector<netlink::NetlinkMessage>;

// The table anew, whatever was there, with these keys. It is ours: nobody else may change it, and
// the kernel removes it with the socket that sent the batch (Linux 5.12).
NetlinkBatch encode_table(const FirewallSettings& settings, const FilterKeys& keys);
NetlinkBatch encode_change(const std::string& table, const FilterKeys& added,
                           const FilterKeys& removed);
NetlinkBatch encode_removal(const std::string& table);

std::string table_name(const FirewallSettings& settings);

}  // namespace evenkeel::vrrp
