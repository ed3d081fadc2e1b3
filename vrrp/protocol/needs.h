// What an instance's configuration wants beside its interface before it may serve, as pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evenkeel/config.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

// The interface that it lives on: its own, or where its source address is now. Empty: nowhere.
std::string home_of(const VrrpInstance& instance, const LinkTable& links);

// Why it must be in FAULT: the interface that it lives on belongs to a bridge or a bond and hears
// no adverts, no peers (unicast_fault_no_peer), a configured source address that no interface has
// (track_src_ip), or a VRF that is none.
std::optional<std::string> unmet_need(const VrrpInstance& instance, const std::string& home,
                                      const LinkTable& links);

// What it names, and the interfaces that it needs beside its own; of these a weight does not count.
std::vector<Tracker> all_trackers(const VrrpInstance& instance);

}  // namespace evenkeel::vrrp
