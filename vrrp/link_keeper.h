// Keeps the links that instances have of their own as the configuration and the roles demand: makes
// them, sets them up and down, puts back what somebody deleted, removes what nobody names. Touches
// no link that neither we nor our predecessor made.
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
#include "evenkeel/state.h"
#include "vrrp/net/link_monitor.h"
#include "vrrp/net/virtual_link_table.h"
#include "vrrp/protocol/address_plan.h"
#include "vrrp/protocol/link_plan.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

// What the keeper tells; called from within its calls.
class LinkObserver {
 public:
  virtual ~LinkObserver() = default;
  // For the role page: what a successor may take for ours.
  virtual void on_place_taken(const std::string& place) = 0;
  virtual void on_place_left(const std::string& place) = 0;
  virtual void on_link_made(InstanceId owner, const LinkWish& wish) = 0;
  // It had been deleted, changed, or set up or down.
  virtual void on_link_repaired(InstanceId owner, const LinkWish& wish) = 0;
  virtual void on_link_fight(InstanceId owner, const LinkWish& wish) = 0;
};

class LinkKeeper {
 public:
  LinkKeeper(Timers& timers, LinkTable& links, VirtualLinkTable& kernel, LinkObserver& observer);

  // The links that the instance names now; its others are forgotten.
  void name(InstanceId instance, const VrrpInstance& config);
  void unname(InstanceId instance) { name(instance, {}); }
  // The instance is MASTER, or no longer. Done at once: its next advert leaves through its link.
  void stand(InstanceId instance, LinkStand stand);
  // Makes what can be made now of the instance's links.
  void settle(InstanceId instance);

  // Which links and settings our predecessor recorded as its own.
  void take_over(const std::function<bool(const std::string& place)>& is_recorded);

  void on_link_changes(const LinkChanges& changes);
  // What could not be done is tried again.
  void retry();

  // Brings the kernel in line for whatever changed since the last flush.
  void flush();

  // Why the instance lacks a link of its own; empty: it does not.
  std::string fault(InstanceId instance) const;
  std::vector<OwnLinkState> describe(InstanceId instance) const;
  bool is_named(const std::string& link) const { return entries_.contains(link); }

 private:
  struct Entry {
    InstanceId owner = 0;
    LinkWish wish;
    LinkStand stand = LinkStand::as_is;
    LinkStand done = LinkStand::as_is;  // what we set it to
    std::string fault;
    int vrf = -1;     // of its base, when it was last put there
    int settled = 0;  // the index of the link that was as it should be; 0: none yet
    std::unique_ptr<RepairDamper> damper;
  };

  void settle(Entry& entry);
  void put(Entry& entry);
  void move(Entry& entry);
  void turn(Entry& entry);
  bool set_stand(Entry& entry);
  bool must_wait(Entry& entry);
  void note_repair(Entry& entry);
  void mark_all();
  void adopt(Entry& entry, const Link& link);
  void remove(const Link& link);
  void remove_unnamed();
  void silence(const Link& base);
  void restore();
  void restore(const Link& base);

  Timers& timers_;
  LinkTable& links_;
  VirtualLinkTable& kernel_;
  LinkObserver& observer_;
  std::map<std::string, Entry> entries_;  // by name of the link
  std::map<InstanceId, std::vector<std::string>> names_;
  std::map<int, std::string> made_;                // ours, by index: their places
  std::set<std::pair<int, ArpSetting>> silenced_;  // what was 0 before us, by interface
  std::set<std::string> dirty_;
  bool is_made_dirty_ = false;  // a link of ours may have lost its name
  bool is_table_behind_ = false;
  TimePoint allowed_ = kNever;  // when the next waiting repair may be done
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
