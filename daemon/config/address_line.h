// Entries of virtual_ipaddress, static_ipaddress and unicast_peer. Reference: 1.3, 1.12.
#pragma once

#include <span>
#include <vector>

#include "daemon/config/route_line.h"

namespace evenkeel::config {

// Appends what the line holds: usually one address, several when they stand on one line.
void parse_address_line(Draft& draft, std::span<const Word> words,
                        std::vector<Placed<VirtualAddress>>& addresses);

void parse_static_address_line(Draft& draft, std::span<const Word> words,
                               std::vector<StaticAddress>& addresses);

void parse_peer_line(Draft& draft, std::span<const Word> words,
                     std::vector<Placed<UnicastPeer>>& peers);

}  // namespace evenkeel::config
