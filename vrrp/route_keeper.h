// Keeps routes and rules in the kernel as the instances' roles demand: adds, puts back what
// somebody deleted, removes. Touches only what the configuration or our own record names and our
// protocol marks. Notifications only say when to look: what is there is always read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/state.h"
#include "vrrp/address_keeper.h"
#include "vrrp/net/link_monitor.h"
#include "vrrp/net/routing_table.h"
#include "vrrp/protocol/address_plan.h"
#include "vrrp/protocol/link_table.h"
#include "vrrp/protocol/route_plan.h"
#include "vrrp/protocol/routing_view.h"

namespace evenkeel::vrrp {

// What the keeper tells; called from within its calls. `holder` wants the entry.
class RouteObserver {
 public:
  virtual ~RouteObserver() = default;
  virtual void on_entry_put(InstanceId holder, const RoutingEntry& entry, PutCause cause) = 0;
  virtual void on_entry_failed(InstanceId holder, const RoutingEntry& entry,
                               const std::string& problem) = 0;
  virtual void on_entry_fight(InstanceId holder, const RoutingEntry& entry) = 0;
  // Our record: a place in the kernel has something of ours, or no longer.
  virtual void on_place_taken(const std::string& place) = 0;
  virtual void on_place_left(const std::string& place) = 0;
};

class RouteKeeper {
 public:
  using Entries = std::vector<RoutingEntry>;

  RouteKeeper(Timers& timers, const LinkTable& links, RoutingTable& kernel,
              RouteObserver& observer);

  // The configuration names these too; rename() forgets the instance's others.
  void name(InstanceId instance, const Entries& entries);
  void rename(InstanceId instance, const Entries& entries);
  // The instance is MASTER, or no longer.
  void want(InstanceId instance, const Entries& entries);
  void unwant(InstanceId instance);

  // Nothing is touched between the two. What is at a place that our predecessor's record names, and
  // no configuration does, goes then.
  void begin_adoption(std::function<bool(const std::string& place)> is_recorded);
  void finish_adoption();

  void on_link_changes(const LinkChanges& changes);
  // An address is there that routes may have waited for.
  void retry_failed();
  // Somebody has changed something: reads it soon, but not again and again.
  void look_soon();

  // First what has to go, while its address is there; then, after the addresses, all the rest.
  void withdraw();
  void flush();

  bool is_named(const Prefix& destination) const { return destinations_.contains(destination); }
  std::set<std::uint8_t> protocols() const;
  RoutingState describe(const RoutingEntry& entry) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    RoutingEntry config;
    std::vector<InstanceId> named_by, wanted_by;
    std::uint64_t wanted_at = 0;  // of several that want one place the last one has it
    bool is_held = false;
    bool is_unconfirmed = false;         // put, and not read since
    std::optional<KernelEntry> shown{};  // as the kernel shows it, where it shows it otherwise
    Presence presence = Presence::absent;
    std::set<int> interfaces{};  // that it leads to
    std::string place{};
    std::string problem{};
    int failures = 0;
    TimePoint put{};
    TimePoint due = kNever;
    std::unique_ptr<RepairDamper> damper{};
  };
  using Map = std::map<std::string, Entry>;  // by identity_of

  struct Work {
    Map::iterator entry;
    RoutingRequest request;
    PutCause cause = PutCause::acquired;
  };

  void forget(InstanceId instance, const std::set<std::string>& kept);
  void look();
  void confirm(Entry& entry);
  void drop_leftovers();
  void settle(const std::vector<Map::iterator>& entries);
  void plan(Map::iterator entry, TimePoint now, std::vector<Work>& works);
  void settle_place(Entry& entry, const std::string& place);
  void mark_rivals(const Entry& entry);
  void displace_rivals(const Entry& entry);
  void settle_places();
  Rivalry rivalry_of(const Entry& entry) const;
  void on_done(const Work& work, int error, TimePoint now);
  void on_put(const Work& work, TimePoint now);
  void on_removed(const Work& work);
  void fail(Map::iterator entry, const std::string& problem, TimePoint now);
  void drop_if_unneeded(Map::iterator entry);
  void schedule(Map::iterator entry, TimePoint when);
  void arm();
  void on_timer();

  Timers& timers_;
  const LinkTable& links_;
  RoutingTable& kernel_;
  RouteObserver& observer_;
  Map entries_;
  std::map<InstanceId, std::set<std::string>> names_;
  std::map<std::string, std::set<std::string>> at_place_;  // identities
  RoutingView actual_;
  std::multiset<Prefix> destinations_;
  std::set<std::string> dirty_;
  std::set<std::pair<TimePoint, std::string>> agenda_;
  std::function<bool(const std::string&)> is_recorded_;
  std::uint64_t next_wish_ = 1;
  bool has_looked_ = false;
  bool is_adopting_ = false;
  TimePoint last_look_{};
  TimePoint look_due_ = kNever;
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
