// The reconciler of virtual addresses: level-triggered, one address at a time, applied in batches.
// What it hears is in address_keeper_input.cpp.
#include "vrrp/address_keeper.h"

#include <algorithm>
#include <cerrno>

#include "vrrp/limits.h"

namespace evenkeel::vrrp {

AddressKeeper::AddressKeeper(Timers& timers, LinkTable& links, AddressTable& kernel,
                             AddressObserver& observer)
    : timers_(timers),
      links_(links),
      kernel_(kernel),
      observer_(observer),
      timer_(timers.make_timer([this] { on_timer(); })) {}

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

PutCause AddressKeeper::cause_of(const Entry& state, const KernelAddress* actual) {
  if (actual != nullptr) return PutCause::adopted;
  if (state.wish.ownership == Ownership::borrowed) return PutCause::returned;
  return state.is_held ? PutCause::repaired : PutCause::acquired;
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
    const AddressWish& wish = work.entry->second.wish;
    const bool is_ours = wish.ownership == Ownership::ours;
    requests.push_back(
        {.kind = kind_of(work),
         .interface_index = links_.find(work.entry->first.first)->index,
         .address = wish.address,
         .lease = is_ours ? wish.lease : Duration(0),
         .preferred =
             is_ours ? preferred_lifetime(wish.address, put_time(work, now), now) : std::nullopt});
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
  judge_ownership(entry);
  const KernelAddress* actual = in_kernel(entry->first);
  AddressStep step = next_step(state.wish, actual, now);
  if (step == AddressStep::none && state.wish.is_wanted &&
      state.wish.ownership == Ownership::ours && must_stand_back(*link, entry->first.second)) {
    step = AddressStep::replace;
  }
  // The kernel itself drops the IPv6 addresses of an interface that is set down.
  if (step == AddressStep::put && entry->first.second.address.family == Family::ipv6 &&
      !link->is_admin_up) {
    state.is_held = false;
    schedule(entry, kNever);
    return false;
  }
  const PutCause cause = cause_of(state, actual);
  const bool is_repair = cause == PutCause::repaired || cause == PutCause::returned;
  if (step == AddressStep::put && is_repair) {
    if (!state.damper) state.damper = std::make_unique<RepairDamper>();
    const TimePoint allowed = state.damper->allowed_at(now);
    if (allowed > now) {
      schedule(entry, allowed);
      return true;
    }
  }
  switch (step) {
    case AddressStep::none:
      if (!state.wish.is_wanted && actual == nullptr) forget_held(entry);
      schedule(entry, next_renewal(state.wish));
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
  const bool is_borrowed = state.wish.ownership == Ownership::borrowed;
  // Until the kernel tells it.
  const auto* known = links_.address(index, work.entry->first.second);
  if (known == nullptr || !is_renewal) {
    links_.put_address(index, work.entry->first.second,
                       {.label = state.wish.address.label,
                        .scope = state.wish.address.scope,
                        .broadcast = state.wish.address.broadcast,
                        .is_secondary = known != nullptr && known->is_secondary,
                        .is_permanent = is_borrowed || state.wish.lease == Duration(0),
                        .peer = state.wish.address.peer});
  }
  state.put = put_time(work, now);
  state.is_held = !is_borrowed;
  state.wish.renew_at = is_borrowed ? kNever : renewal_of(state.wish.lease, now);
  schedule(work.entry, state.wish.renew_at);
  if (is_renewal || state.wanted_by.empty()) return;
  const InstanceId holder = state.wanted_by.front();
  observer_.on_address_put(holder, page_address(work.entry->first), work.cause);
  const bool is_repair = work.cause == PutCause::repaired || work.cause == PutCause::returned;
  if (is_repair && state.damper->on_repaired(now)) {
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
  // A static one, or an owner's, is the machine's own.
  return found != entries_.end() && found->second.wish.ownership == Ownership::ours &&
         found->second.named_by != std::vector<InstanceId>{kStatics};
}

bool AddressKeeper::is_present(const std::string& device, const Prefix& prefix) const {
  const Link* link = links_.find(device);
  return link != nullptr && links_.address(link->index, prefix) != nullptr;
}

}  // namespace evenkeel::vrrp
