// What to do with one virtual address, given what is desired and what the kernel has: the
// reconciler's decisions as pure functions. The keeper applies them.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "vrrp/protocol/announce.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

// borrowed: the machine's own permanent address, which an address owner (priority 255) announces
// but never made; it gets no lease, stays when we go, and is put back for ever when somebody
// deletes it.
enum class Ownership : std::uint8_t { ours, borrowed };

struct AddressWish {
  VirtualAddress address;
  bool is_wanted = false;  // an instance that names it is MASTER
  bool is_owner = false;   // the instance is the address owner
  Ownership ownership = Ownership::ours;
  Duration lease{0};            // 0: for ever
  TimePoint renew_at = kNever;  // when half of the lease has passed
};

// put: adds, or renews the lease. replace: delete, then add, for the kernel changes neither label,
// scope nor broadcast in place.
enum class AddressStep : std::uint8_t { none, put, replace, remove };

// Whether our address stands before one of the machine's own in their subnet: it was put back while
// that one was away. What the machine sends would come from our address, and go with it.
bool is_before_own(const LinkTable& links, int index, const Prefix& ours,
                   const std::function<bool(const Prefix&)>& is_virtual);

// Whose the address is, where what is found is not of our making: an owner's permanent one is the
// machine's, and stays so when it is away.
Ownership found_ownership(const AddressWish& wish, const KernelAddress* actual);

// How the address is to be put back: as its machine had it.
VirtualAddress as_found(VirtualAddress address, const KernelAddress& actual);

AddressStep next_step(const AddressWish& wish, const KernelAddress* actual, TimePoint now);

// What is left of the time for which the address, put at `put`, may be chosen as a source; nothing
// when it has no end of its own. A renewal of the lease must not prolong it.
std::optional<Duration> preferred_lifetime(const VirtualAddress& address, TimePoint put,
                                           TimePoint now);

// A lease is renewed when half of it has passed, or up to a hundredth before: the rest of the usual
// one outlasts a takeover, and what was put at about the same time is renewed by one request.
TimePoint renewal_of(Duration lease, TimePoint now);

// When the address that is there needs us again; a borrowed one never does.
TimePoint next_renewal(const AddressWish& wish);

// Paces repairs of one address. The first is immediate. A flush deletes in rounds until nothing is
// left: it is let finish, by a short gap before the next repair. Somebody who deletes again and
// again is a fight: after kMaxQuickRepairs within kRepairWindow the address is put back once a
// second only, and the fight is named once.
class RepairDamper {
 public:
  static constexpr std::size_t kMaxQuickRepairs = 10;
  static constexpr Duration kRepairWindow = 10s;
  static constexpr Duration kRepairGap = 20ms;
  static constexpr Duration kSlowRepair = 1s;

  // When the missing address may be put back.
  TimePoint allowed_at(TimePoint now);
  // True when this repair makes it a fight.
  bool on_repaired(TimePoint now);

 private:
  void forget_old(TimePoint now);

  std::deque<TimePoint> repairs_;
  bool is_fight_ = false;
};

}  // namespace evenkeel::vrrp
