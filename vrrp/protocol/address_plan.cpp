// Decisions about one virtual address. Pure.
#include "vrrp/protocol/address_plan.h"

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

bool differs(const VirtualAddress& desired, const KernelAddress& actual) {
  if (desired.peer && desired.peer != actual.peer) return true;
  // The kernel derives the scope of an IPv6 address, which has neither label nor broadcast.
  if (desired.prefix.address.family == Family::ipv6) return false;
  if (desired.scope != actual.scope) return true;
  if (!desired.label.empty() && desired.label != actual.label) return true;
  return desired.broadcast && desired.broadcast != actual.broadcast;
}

}  // namespace

bool is_before_own(const LinkTable& links, int index, const Prefix& ours,
                   const std::function<bool(const Prefix&)>& is_virtual) {
  const KernelAddress* actual = links.address(index, ours);
  const bool may_be_primary = ours.address.family == Family::ipv4 && ours.length < 32;
  if (actual == nullptr || actual->is_secondary || !may_be_primary) return false;
  const auto& all = links.addresses(index);
  return std::any_of(all.begin(), all.end(), [&](const auto& other) {
    const auto& [prefix, details] = other;
    return details.is_secondary && masked(prefix) == masked(ours) && !is_virtual(prefix);
  });
}

Ownership found_ownership(const AddressWish& wish, const KernelAddress* actual) {
  if (!wish.is_owner) return Ownership::ours;
  const bool is_permanent = actual != nullptr && actual->is_permanent;
  return is_permanent ? Ownership::borrowed : wish.ownership;
}

VirtualAddress as_found(VirtualAddress address, const KernelAddress& actual) {
  address.label = actual.label;
  address.scope = actual.scope;
  address.broadcast = actual.broadcast;
  address.peer = actual.peer;
  return address;
}

AddressStep next_step(const AddressWish& wish, const KernelAddress* actual, TimePoint now) {
  if (!wish.is_wanted) {
    const bool must_go = actual != nullptr && wish.ownership == Ownership::ours;
    return must_go ? AddressStep::remove : AddressStep::none;
  }
  if (actual == nullptr) return AddressStep::put;
  if (wish.ownership == Ownership::borrowed) return AddressStep::none;
  if (differs(wish.address, *actual)) return AddressStep::replace;
  // Somebody else's hand: an address that we hold must end when we do.
  if (wish.lease > Duration(0) && actual->is_permanent) return AddressStep::put;
  return now >= wish.renew_at ? AddressStep::put : AddressStep::none;
}

std::optional<Duration> preferred_lifetime(const VirtualAddress& address, TimePoint put,
                                           TimePoint now) {
  if (!address.preferred) return std::nullopt;
  const auto used = std::chrono::duration_cast<Duration>(now - put);
  return std::max(*address.preferred - used, Duration(0));
}

TimePoint renewal_of(Duration lease, TimePoint now) {
  if (lease <= Duration(0)) return kNever;
  const TimePoint half = now + lease / 2;
  const Duration step = std::max(lease / 100, Duration(1));
  return half - half.time_since_epoch() % step;
}

TimePoint next_renewal(const AddressWish& wish) {
  return wish.is_wanted && wish.ownership == Ownership::ours ? wish.renew_at : kNever;
}

TimePoint RepairDamper::allowed_at(TimePoint now) {
  forget_old(now);
  if (repairs_.empty()) return now;
  const Duration gap = repairs_.size() <= kMaxQuickRepairs ? kRepairGap : kSlowRepair;
  return std::max(now, repairs_.back() + gap);
}

bool RepairDamper::on_repaired(TimePoint now) {
  forget_old(now);
  repairs_.push_back(now);
  if (repairs_.size() > kMaxQuickRepairs + 1) repairs_.pop_front();
  if (repairs_.size() <= kMaxQuickRepairs || is_fight_) return false;
  is_fight_ = true;
  return true;
}

void RepairDamper::forget_old(TimePoint now) {
  while (!repairs_.empty() && repairs_.front() + kRepairWindow < now) repairs_.pop_front();
  if (repairs_.empty()) is_fight_ = false;
}

}  // namespace evenkeel::vrrp
