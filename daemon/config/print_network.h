// Addresses, routes and rules as the entries of their blocks; the inverse of address_line,
// route_line and rule_line. Used by print.h's files. Pure.
#pragma once

#include <string>

#include "daemon/config/printed.h"
#include "evenkeel/config.h"

namespace evenkeel::config {

std::string address_words(const VirtualAddress& address);
std::string route_words(const Route& route);
std::string rule_words(const Rule& rule);

void put_link(PrintedBlock& block, const VrrpInstance& instance);  // use_vmac, use_ipvlan, vrf
void put_hmac(PrintedBlock& block, const HmacSettings& hmac);
// track_interface, track_script, …: a block for each run of one kind, so that their order stays.
void put_trackers(PrintedBlock& block, const std::vector<Tracker>& trackers);

}  // namespace evenkeel::config
