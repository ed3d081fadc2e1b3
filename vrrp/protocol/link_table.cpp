// The link table and the choice of a source address. Pure.
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

namespace {

constexpr std::uint8_t kScopeHost = 254;

bool is_usable(const IpAddress& address, const KernelAddress& details, Family family, Reach reach) {
  if (address.family != family || details.scope >= kScopeHost || details.is_tentative) return false;
  return family == Family::ipv4 || is_link_local(address) == (reach == Reach::link);
}

}  // namespace

void LinkTable::put(const Link& link) {
  remove_name(link.index);
  links_[link.index] = link;
  by_name_[link.name] = link.index;
}

void LinkTable::remove(int index) {
  remove_name(index);
  links_.erase(index);
  addresses_.erase(index);
}

const Link* LinkTable::find(int index) const {
  const auto found = links_.find(index);
  return found == links_.end() ? nullptr : &found->second;
}

const Link* LinkTable::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : find(found->second);
}

bool LinkTable::put_address(int index, const Prefix& prefix, KernelAddress address) {
  const auto [found, is_new] = addresses_[index].try_emplace(prefix);
  address.order = is_new ? next_order_++ : found->second.order;
  if (found->second == address) return false;
  found->second = std::move(address);
  return true;
}

bool LinkTable::remove_address(int index, const Prefix& prefix) {
  const auto found = addresses_.find(index);
  return found != addresses_.end() && found->second.erase(prefix) > 0;
}

const KernelAddress* LinkTable::address(int index, const Prefix& prefix) const {
  const auto& all = addresses(index);
  const auto found = all.find(prefix);
  return found == all.end() ? nullptr : &found->second;
}

const LinkTable::Addresses& LinkTable::addresses(int index) const {
  static const Addresses kNone;
  const auto found = addresses_.find(index);
  return found == addresses_.end() ? kNone : found->second;
}

// Two interfaces may swap names: only the entry that is still ours goes.
void LinkTable::remove_name(int index) {
  const Link* link = find(index);
  if (link == nullptr) return;
  const auto named = by_name_.find(link->name);
  if (named != by_name_.end() && named->second == index) by_name_.erase(named);
}

std::optional<IpAddress> choose_source(const LinkTable& table, int index, Family family,
                                       Reach reach,
                                       const std::function<bool(const Prefix&)>& is_virtual) {
  const KernelAddress* best = nullptr;
  std::optional<IpAddress> source;
  for (const auto& [prefix, address] : table.addresses(index)) {
    if (!is_usable(prefix.address, address, family, reach) || is_virtual(prefix)) continue;
    const bool is_better =
        best == nullptr || (best->is_secondary && !address.is_secondary) ||
        (best->is_secondary == address.is_secondary && address.order < best->order);
    if (!is_better) continue;
    best = &address;
    source = prefix.address;
  }
  return source;
}

}  // namespace evenkeel::vrrp
