// Pure.
#include "vrrp/protocol/routing_view.h"

namespace evenkeel::vrrp {

void RoutingView::read(std::vector<KernelEntry> entries) {
  by_place_.clear();
  for (auto& entry : entries) by_place_[place_of(entry)].push_back(std::move(entry));
}

void RoutingView::put(const KernelEntry& entry) {
  auto& there = by_place_[place_of(entry)];
  if (is_replacing(entry)) there.clear();
  there.push_back(entry);
}

void RoutingView::remove(const KernelEntry& entry) {
  const auto found = by_place_.find(place_of(entry));
  if (found == by_place_.end()) return;
  std::erase(found->second, entry);
  if (found->second.empty()) by_place_.erase(found);
}

const KernelEntry* RoutingView::find(const KernelEntry& desired,
                                     const std::optional<KernelEntry>& shown) const {
  const auto found = by_place_.find(place_of(desired));
  if (found == by_place_.end()) return nullptr;
  for (const auto& candidate : found->second) {
    if (is_satisfied_by(desired, candidate) || shown == candidate) return &candidate;
  }
  return nullptr;
}

std::optional<KernelEntry> RoutingView::only_one_at(const std::string& place) const {
  const auto found = by_place_.find(place);
  if (found == by_place_.end() || found->second.size() != 1) return std::nullopt;
  return found->second.front();
}

}  // namespace evenkeel::vrrp
