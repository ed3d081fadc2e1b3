// What the keeper of addresses hears: the instances' wishes, and the kernel's news.
#include <algorithm>
#include <utility>

#include "vrrp/address_keeper.h"
#include "vrrp/protocol/fsm.h"
#include "vrrp/protocol/link_plan.h"

namespace evenkeel::vrrp {

namespace {

void add_once(std::vector<InstanceId>& ids, InstanceId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

template <typename Visit>
void AddressKeeper::for_each_address(const VrrpInstance& config, const Visit& visit) {
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& address : *list) {
      visit(Key(device_of(config, address), address.prefix), address);
    }
  }
}

void AddressKeeper::name(InstanceId instance, const VrrpInstance& config) {
  for_each_address(config, [&](const Key& key, const VirtualAddress& address) {
    const auto entry = entries_.try_emplace(key).first;
    add_once(entry->second.named_by, instance);
    AddressWish& wish = entry->second.wish;
    wish.address = address;
    wish.lease = config.vip_lease;
    wish.is_owner = config.priority == kPriorityOwner;
    judge_ownership(entry);
  });
}

// A permanent address is not the one that we gave a lease: somebody made it the machine's own.
void AddressKeeper::judge_ownership(Entries::iterator entry) {
  Entry& state = entry->second;
  const bool is_made_by_us = state.is_held || state.is_inherited;
  if (is_made_by_us && state.wish.lease == Duration(0)) return;
  const KernelAddress* found = in_kernel(entry->first);
  const Ownership before = std::exchange(state.wish.ownership, found_ownership(state.wish, found));
  if (state.wish.ownership == Ownership::ours) return;
  if (found != nullptr) state.wish.address = as_found(state.wish.address, *found);
  if (before == Ownership::borrowed) return;
  state.is_held = state.is_inherited = false;
  if (is_made_by_us) observer_.on_address_removed(page_address(entry->first));
}

const KernelAddress* AddressKeeper::in_kernel(const Key& key) const {
  const Link* link = links_.find(key.first);
  return link == nullptr ? nullptr : links_.address(link->index, key.second);
}

void AddressKeeper::unname(InstanceId instance, const VrrpInstance& config) {
  for_each_address(config, [&](const Key& key, const VirtualAddress&) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    std::erase(found->second.named_by, instance);
    std::erase(found->second.wanted_by, instance);
    mark(key);
  });
}

void AddressKeeper::want(InstanceId instance, const VrrpInstance& config) {
  for_each_address(config, [&](const Key& key, const VirtualAddress&) {
    Entry& entry = entries_[key];
    add_once(entry.wanted_by, instance);
    // What we find there has a lease of unknown age.
    if (!entry.is_held) entry.wish.renew_at = timers_.now();
    mark(key);
  });
}

void AddressKeeper::unwant(InstanceId instance, const VrrpInstance& config) {
  for_each_address(config, [&](const Key& key, const VirtualAddress&) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    std::erase(found->second.wanted_by, instance);
    mark(key);
  });
}

void AddressKeeper::take_over(const std::vector<PageAddress>& addresses) {
  for (const auto& address : addresses) {
    const Key key(address.device, address.prefix);
    entries_[key].is_inherited = true;
    entries_[key].wish.address.prefix = address.prefix;
    entries_[key].wish.ownership = Ownership::ours;
    mark(key);
  }
}

void AddressKeeper::on_link_changes(const LinkChanges& changes) {
  if (changes.is_resync) {
    promoted_.clear();
    for (auto& [key, entry] : entries_) {
      entry.expected_removals = 0;
      if (entry.is_held || !entry.wanted_by.empty()) mark(key);
    }
  }
  for (const auto& name : changes.names) refresh_device(name);
  for (const auto& [index, prefix] : changes.removed) on_removed(index, prefix);
  for (const auto& [index, prefix] : changes.added) on_added(index, prefix);
}

void AddressKeeper::on_removed(int index, const Prefix& prefix) {
  const Link* link = links_.find(index);
  if (link == nullptr) return;
  const auto found = entries_.find({link->name, prefix});
  if (found == entries_.end()) return;
  if (found->second.expected_removals > 0) {
    --found->second.expected_removals;
    drop_if_unneeded(found);
  } else {
    mark(found->first);
  }
}

// Interesting when somebody else made a wanted address permanent.
void AddressKeeper::on_added(int index, const Prefix& prefix) {
  const Link* link = links_.find(index);
  if (link == nullptr) return;
  const auto found = entries_.find({link->name, prefix});
  if (found != entries_.end()) judge_ownership(found);
  if (found != entries_.end() && !found->second.wanted_by.empty()) return mark(found->first);
  // The machine's own may have come behind ours.
  for (auto entry = entries_.lower_bound({link->name, Prefix{}});
       entry != entries_.end() && entry->first.first == link->name; ++entry) {
    if (!entry->second.wanted_by.empty()) mark(entry->first);
  }
}

// The device came, went or changed: its addresses may have gone with an old incarnation.
void AddressKeeper::refresh_device(const std::string& device) {
  const Link* link = links_.find(device);
  if (link != nullptr) promoted_.erase(link->index);
  std::erase_if(asked_, [this](int index) { return links_.find(index) == nullptr; });
  for (auto entry = entries_.lower_bound({device, Prefix{}});
       entry != entries_.end() && entry->first.first == device; ++entry) {
    if (link == nullptr) {
      entry->second.is_held = false;
      entry->second.expected_removals = 0;
    }
    if (link == nullptr || !entry->second.wanted_by.empty()) mark(entry->first);
  }
}

}  // namespace evenkeel::vrrp
