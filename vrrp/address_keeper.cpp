// The reconciler of virtual addresses: level-triggered, one address at a time, applied in batches.
#include "vrrp/address_keeper.h"

#include <algorithm>
#include <cerrno>

#include "vrrp/limits.h"
#include "vrrp/protocol/link_plan.h"

namespace evenkeel::vrrp {

namespace {

void add_once(std::vector<InstanceId>& ids, InstanceId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

PageAddress page_address(const std::pair<std::string, Prefix>& key) {
  return {key.first, key.second};
}

}  // namespace

AddressKeeper::AddressKeeper(Timers& timers, LinkTable& links, AddressTable& kernel,
                             AddressObserver& observer)
    : timers_(timers),
      links_(links),
      kernel_(kernel),
      observer_(observer),
      timer_(timers.make_timer([this] { on_timer(); })) {}

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
    Entry& entry = entries_[key];
    add_once(entry.named_by, instance);
    entry.wish.address = address;
    entry.wish.lease = config.vip_lease;
    if (entry.is_held || entry.is_inherited) return;
    const Link* link = links_.find(key.first);
    const auto* actual = link == nullptr ? nullptr : links_.address(link->index, key.second);
    const bool is_owner = config.priority == 255;
    entry.wish.ownership = is_owner && actual != nullptr && actual->is_permanent
                               ? Ownership::borrowed
                               : Ownership::ours;
  });
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

void AddressKeeper::mark(const Key& key) { dirty_.insert(key); }

void AddressKeeper::schedule(Entries::iterator entry, TimePoint when) {
  if (entry->second.due != kNever) agenda_.erase({entry->second.due, &entry->first});
  entry->second.due = when;
  if (when != kNever) agenda_.insert({when, &entry->first});
}

void AddressKeeper::arm() {
  if (!agenda_.empty()) timer_->arm(agenda_.begin()->first);
}

void AddressKeeper::on_timer() {
  const TimePoint now = timers_.now();
  std::vector<Entries::iterator> due;
  while (!agenda_.empty() && agenda_.begin()->first <= now && due.size() < kRenewalsPerTurn) {
    const auto entry = entries_.find(*agenda_.begin()->second);
    agenda_.erase(agenda_.begin());
    entry->second.due = kNever;
    due.push_back(entry);
  }
  settle(due);
  arm();
}

void AddressKeeper::flush() {
  if (dirty_.empty()) return;
  std::vector<Entries::iterator> entries;
  for (const auto& key : std::exchange(dirty_, {})) {
    const auto entry = entries_.find(key);
    if (entry != entries_.end()) entries.push_back(entry);
  }
  settle(entries);
  arm();
}

AddressRequest::Kind AddressKeeper::kind_of(const Work& work) {
  if (work.step == AddressStep::remove) return AddressRequest::Kind::remove;
  const bool is_renewal = work.cause == PutCause::adopted && work.entry->second.is_held;
  return is_renewal ? AddressRequest::Kind::renew : AddressRequest::Kind::put;
}

// Of an address that is there already and ours, the time it was made.
TimePoint AddressKeeper::put_time(const Work& work, TimePoint now) {
  return kind_of(work) == AddressRequest::Kind::renew ? work.entry->second.put : now;
}

void AddressKeeper::settle(const std::vector<Entries::iterator>& entries) {
  const TimePoint now = timers_.now();
  std::vector<Work> works;
  for (const auto entry : entries) {
    if (!plan(entry, now, works)) drop_if_unneeded(entry);
  }
  if (works.empty()) return;
  protect_secondaries(works);
  std::vector<AddressRequest> requests;
  requests.reserve(works.size());
  for (const auto& work : works) {
    requests.push_back({.kind = kind_of(work),
                        .interface_index = links_.find(work.entry->first.first)->index,
                        .address = work.entry->second.wish.address,
                        .lease = work.entry->second.wish.lease,
                        .preferred = preferred_lifetime(work.entry->second.wish.address,
                                                        put_time(work, now), now)});
  }
  const auto results = kernel_.apply(requests);
  for (std::size_t i = 0; i < works.size(); ++i) on_done(works[i], results[i], now);
}

// False when nothing is to be done for it now.
bool AddressKeeper::plan(Entries::iterator entry, TimePoint now, std::vector<Work>& works) {
  Entry& state = entry->second;
  const Link* link = links_.find(entry->first.first);
  if (link == nullptr) {
    schedule(entry, kNever);
    return false;
  }
  state.wish.is_wanted = !state.wanted_by.empty();
  const KernelAddress* actual = links_.address(link->index, entry->first.second);
  AddressStep step = next_step(state.wish, actual, now);
  if (step == AddressStep::none && state.wish.is_wanted &&
      must_stand_back(*link, entry->first.second)) {
    step = AddressStep::replace;
  }
  // The kernel itself drops the IPv6 addresses of an interface that is set down.
  if (step == AddressStep::put && entry->first.second.address.family == Family::ipv6 &&
      !link->is_admin_up) {
    state.is_held = false;
    schedule(entry, kNever);
    return false;
  }
  const bool is_repair = step == AddressStep::put && actual == nullptr && state.is_held;
  if (is_repair) {
    if (!state.damper) state.damper = std::make_unique<RepairDamper>();
    const TimePoint allowed = state.damper->allowed_at(now);
    if (allowed > now) {
      schedule(entry, allowed);
      return true;
    }
  }
  const PutCause cause = is_repair           ? PutCause::repaired
                         : actual != nullptr ? PutCause::adopted
                                             : PutCause::acquired;
  switch (step) {
    case AddressStep::none:
      if (!state.wish.is_wanted && actual == nullptr) forget_held(entry);
      schedule(entry, state.wish.is_wanted ? state.wish.renew_at : kNever);
      return false;
    case AddressStep::replace:
      works.push_back({.entry = entry, .step = AddressStep::remove});
      works.push_back({.entry = entry, .step = AddressStep::put});
      return true;
    case AddressStep::put:
    case AddressStep::remove:
      works.push_back({.entry = entry, .step = step, .cause = cause});
      return true;
  }
  return false;
}

// Its lease ended, or somebody deleted it, before we came to that.
void AddressKeeper::forget_held(Entries::iterator entry) {
  if (std::exchange(entry->second.is_held, false)) {
    observer_.on_address_removed(page_address(entry->first));
  }
}

// Only where the machine's own address outlives ours: it is the next primary one then.
bool AddressKeeper::must_stand_back(const Link& link, const Prefix& prefix) {
  const auto is_ours = [&](const Prefix& other) { return is_virtual(link.name, other); };
  if (!is_before_own(links_, link.index, prefix, is_ours)) return false;
  if (link.promotes_secondaries) return true;
  if (asked_.insert(link.index).second) {
    kernel_.promote_secondaries(link.index, Promotion::on);
  }
  return false;
}

// Removing the primary address of a subnet takes the subnet's other addresses with it, unless the
// kernel is told to promote one: our address may have become the primary of the interface's own.
void AddressKeeper::protect_secondaries(const std::vector<Work>& works) {
  for (const auto& work : works) {
    const Prefix& prefix = work.entry->first.second;
    const bool may_be_primary = prefix.address.family == Family::ipv4 && prefix.length < 32;
    if (work.step != AddressStep::remove || !may_be_primary) continue;
    const int index = links_.find(work.entry->first.first)->index;
    if (!promoted_.insert(index).second) continue;
    const auto& addresses = links_.addresses(index);
    const bool has_secondaries = std::any_of(addresses.begin(), addresses.end(),
                                             [](const auto& a) { return a.second.is_secondary; });
    if (has_secondaries) {
      kernel_.promote_secondaries(index, Promotion::on);
    } else {
      promoted_.erase(index);
    }
  }
}

void AddressKeeper::on_done(const Work& work, int error, TimePoint now) {
  Entry& state = work.entry->second;
  const int index = links_.find(work.entry->first.first)->index;
  const bool was_gone = work.step == AddressStep::remove && error == EADDRNOTAVAIL;
  if (error != 0 && !was_gone) {
    const bool is_news = std::exchange(state.last_error, error) != error;
    // No such device: the interface is going, and the link monitor will say so.
    if (is_news && error != ENODEV && !state.wanted_by.empty()) {
      observer_.on_address_failed(state.wanted_by.front(), page_address(work.entry->first), error);
    }
    schedule(work.entry, now + kRetryInterval);
    return;
  }
  state.last_error = 0;
  if (work.step == AddressStep::put) return on_put(work, now);
  links_.remove_address(index, work.entry->first.second);
  if (!was_gone) ++state.expected_removals;
  state.is_held = state.is_inherited = false;
  observer_.on_address_removed(page_address(work.entry->first));
  drop_if_unneeded(work.entry);
}

void AddressKeeper::on_put(const Work& work, TimePoint now) {
  Entry& state = work.entry->second;
  const int index = links_.find(work.entry->first.first)->index;
  const bool is_renewal = kind_of(work) == AddressRequest::Kind::renew;
  // Until the kernel tells it.
  const auto* known = links_.address(index, work.entry->first.second);
  if (known == nullptr || !is_renewal) {
    links_.put_address(index, work.entry->first.second,
                       {.label = state.wish.address.label,
                        .scope = state.wish.address.scope,
                        .broadcast = state.wish.address.broadcast,
                        .is_secondary = known != nullptr && known->is_secondary,
                        .is_permanent = state.wish.lease == Duration(0),
                        .peer = state.wish.address.peer});
  }
  state.put = put_time(work, now);
  state.is_held = true;
  state.wish.ownership = Ownership::ours;
  state.wish.renew_at = renewal_of(state.wish.lease, now);
  schedule(work.entry, state.wish.renew_at);
  if (is_renewal || state.wanted_by.empty()) return;
  const InstanceId holder = state.wanted_by.front();
  observer_.on_address_put(holder, page_address(work.entry->first), work.cause);
  if (work.cause == PutCause::repaired && state.damper->on_repaired(now)) {
    observer_.on_repair_fight(holder, page_address(work.entry->first));
  }
}

void AddressKeeper::drop_if_unneeded(Entries::iterator entry) {
  const bool is_needed = !entry->second.named_by.empty() || !entry->second.wanted_by.empty() ||
                         entry->second.is_held || entry->second.expected_removals > 0;
  if (is_needed) return;
  schedule(entry, kNever);
  entries_.erase(entry);
}

void AddressKeeper::for_each_held(
    const std::string& device,
    const std::function<void(InstanceId, const IpAddress&)>& visit) const {
  for (auto entry = entries_.lower_bound({device, Prefix{}});
       entry != entries_.end() && entry->first.first == device; ++entry) {
    const Entry& state = entry->second;
    if (state.wanted_by.empty()) continue;
    visit(state.wanted_by.front(), entry->first.second.address);
  }
}

InstanceId AddressKeeper::holder_of(const std::string& device, const IpAddress& address) const {
  const auto entry = entries_.lower_bound({device, Prefix{address, 0}});
  const bool is_known = entry != entries_.end() && entry->first.first == device &&
                        entry->first.second.address == address;
  if (!is_known || entry->second.wanted_by.empty()) return 0;
  return entry->second.wanted_by.front();
}

bool AddressKeeper::is_virtual(const std::string& device, const Prefix& prefix) const {
  const auto found = entries_.find({device, prefix});
  // A static one is the machine's own.
  return found != entries_.end() && found->second.named_by != std::vector<InstanceId>{kStatics};
}

bool AddressKeeper::is_present(const std::string& device, const Prefix& prefix) const {
  const Link* link = links_.find(device);
  return link != nullptr && links_.address(link->index, prefix) != nullptr;
}

}  // namespace evenkeel::vrrp
