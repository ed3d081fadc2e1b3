// What the kernel has of routes and rules that may be ours, as last read, with what was changed
// since. A plain value of the route keeper.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "vrrp/protocol/routing_entry.h"

namespace evenkeel::vrrp {

class RoutingView {
 public:
  void read(std::vector<KernelEntry> entries);
  // Adds it; one that replaces is alone at its place afterwards.
  void put(const KernelEntry& entry);
  void remove(const KernelEntry& entry);
  void clear(const std::string& place) { by_place_.erase(place); }
  bool is_empty_at(const std::string& place) const { return !by_place_.contains(place); }

  // What satisfies the wish, or is `shown`: how the kernel shows it otherwise than it was asked
  // for.
  const KernelEntry* find(const KernelEntry& desired,
                          const std::optional<KernelEntry>& shown) const;
  // Nothing when there is none, or more than one.
  std::optional<KernelEntry> only_one_at(const std::string& place) const;

  const std::map<std::string, std::vector<KernelEntry>>& by_place() const { return by_place_; }

 private:
  std::map<std::string, std::vector<KernelEntry>> by_place_;
};

}  // namespace evenkeel::vrrp
