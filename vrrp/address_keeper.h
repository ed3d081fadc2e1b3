// Keeps the virtual addresses in the kernel as the instances' roles demand: adds, renews leases,
// puts back what somebody deleted, removes. Touches only addresses that the configuration or our
// own record names.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/event_loop.h"
#include "vrrp/net/address_table.h"
#include "vrrp/net/link_monitor.h"
#include "vrrp/protocol/address_plan.h"
#include "vrrp/protocol/link_table.h"
#include "vrrp/protocol/page_layout.h"

namespace evenkeel::vrrp {

// adopted: it was there already. returned: repaired, and not ours but the machine's own.
enum class PutCause : std::uint8_t { acquired, adopted, repaired, returned };

// What the keeper tells; called from within its calls. `holder` is an instance that wants the
// address.
class AddressObserver {
 public:
  virtual ~AddressObserver() = default;
  virtual void on_address_put(InstanceId holder, const PageAddress& address, PutCause cause) = 0;
  virtual void on_address_removed(const PageAddress& address) = 0;
  virtual void on_address_failed(InstanceId holder, const PageAddress& address, int error) = 0;
  virtual void on_repair_fight(InstanceId holder, const PageAddress& address) = 0;
};

class AddressKeeper {
 public:
  AddressKeeper(Timers& timers, LinkTable& links, AddressTable& kernel, AddressObserver& observer);

  // The configuration names these addresses; which may change while they are wanted.
  void name(InstanceId instance, const VrrpInstance& config);
  void unname(InstanceId instance, const VrrpInstance& config);
  // The instance is MASTER, or no longer.
  void want(InstanceId instance, const VrrpInstance& config);
  void unwant(InstanceId instance, const VrrpInstance& config);

  // Addresses our predecessor made: ours to remove, even when no configuration names them now.
  void take_over(const std::vector<PageAddress>& addresses);

  void on_link_changes(const LinkChanges& changes);

  // Brings the kernel in line for whatever changed since the last flush.
  void flush();

  // Calls with an instance that wants it, for each address we hold on the device.
  void for_each_held(const std::string& device,
                     const std::function<void(InstanceId, const IpAddress&)>& visit) const;
  // Who holds the address on the device now; 0: nobody.
  InstanceId holder_of(const std::string& device, const IpAddress& address) const;

  bool is_virtual(const std::string& device, const Prefix& prefix) const;
  bool is_present(const std::string& device, const Prefix& prefix) const;
  std::size_t size() const { return entries_.size(); }

 private:
  using Key = std::pair<std::string, Prefix>;  // device, address
  static PageAddress page_address(const Key& key) { return {key.first, key.second}; }
  struct Entry {
    AddressWish wish;
    std::vector<InstanceId> named_by;
    std::vector<InstanceId> wanted_by;
    bool is_held = false;       // we put it there: its absence is somebody's doing
    bool is_inherited = false;  // our predecessor put it there
    int expected_removals = 0;  // notifications of our own deletions still to come
    int last_error = 0;
    TimePoint put{};  // when it was made, not renewed
    TimePoint due = kNever;
    std::unique_ptr<RepairDamper> damper;
  };
  using Entries = std::map<Key, Entry>;

  struct Work {
    Entries::iterator entry;
    AddressStep step = AddressStep::none;
    PutCause cause = PutCause::acquired;
  };

  // address_keeper_input.cpp
  template <typename Visit>
  void for_each_address(const VrrpInstance& config, const Visit& visit);
  void judge_ownership(Entries::iterator entry);
  const KernelAddress* in_kernel(const Key& key) const;
  void on_removed(int index, const Prefix& prefix);
  void on_added(int index, const Prefix& prefix);
  void refresh_device(const std::string& device);
  void mark(const Key& key);
  void schedule(Entries::iterator entry, TimePoint when);
  void arm();
  void on_timer();

  static AddressRequest::Kind kind_of(const Work& work);
  static PutCause cause_of(const Entry& state, const KernelAddress* actual);
  static TimePoint put_time(const Work& work, TimePoint now);
  void settle(const std::vector<Entries::iterator>& entries);
  bool plan(Entries::iterator entry, TimePoint now, std::vector<Work>& works);
  void forget_held(Entries::iterator entry);
  bool must_stand_back(const Link& link, const Prefix& prefix);
  void protect_secondaries(const std::vector<Work>& works);
  void on_done(const Work& work, int error, TimePoint now);
  void on_put(const Work& work, TimePoint now);
  void drop_if_unneeded(Entries::iterator entry);

  Timers& timers_;
  LinkTable& links_;
  AddressTable& kernel_;
  AddressObserver& observer_;
  Entries entries_;
  std::set<Key> dirty_;
  std::set<std::pair<TimePoint, const Key*>> agenda_;  // keys of entries_
  std::set<int> promoted_;                             // interfaces whose secondaries are safe
  std::set<int> asked_;  // those that were asked to make them safe, for our address to stand back
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
