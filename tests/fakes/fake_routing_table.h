// The kernel's routes and rules in memory, with its answers: a route that replaces displaces what
// is at its place, another is refused there.
#pragma once

#include <algorithm>
#include <cerrno>
#include <set>
#include <vector>

#include "vrrp/net/routing_table.h"

namespace evenkeel::vrrp {

class FakeRoutingTable final : public RoutingTable {
 public:
  std::vector<int> apply(std::span<const RoutingRequest> requests) override {
    std::vector<int> results;
    for (const auto& request : requests) {
      results.push_back(request.verb == WireVerb::put ? put(request.entry) : remove(request.entry));
    }
    return results;
  }

  Result<std::vector<KernelEntry>> read(const std::set<std::uint8_t>& protocols) override {
    ++reads;
    if (read_failure != 0) return failure(read_failure, "read");
    std::vector<KernelEntry> found;
    for (const auto& entry : entries) {
      const auto* route = std::get_if<KernelRoute>(&entry);
      const auto maker = route != nullptr ? route->route.protocol : std::get<Rule>(entry).protocol;
      if (protocols.contains(maker)) found.push_back(entry);
    }
    return found;
  }

  std::vector<KernelEntry> entries;
  int refusal = 0;  // the errno of every put, 0: none
  int read_failure = 0;
  int puts = 0, reads = 0;

 private:
  int put(const KernelEntry& entry) {
    if (refusal != 0) return refusal;
    ++puts;
    const auto is_here = [&](const KernelEntry& other) {
      return place_of(other) == place_of(entry);
    };
    if (is_replacing(entry)) {
      std::erase_if(entries, is_here);
    } else if (std::any_of(entries.begin(), entries.end(), is_here)) {
      return EEXIST;
    }
    entries.push_back(entry);
    return 0;
  }

  int remove(const KernelEntry& entry) { return std::erase(entries, entry) > 0 ? 0 : ESRCH; }
};

}  // namespace evenkeel::vrrp
