// Runs the instances: feeds their machines with packets, links and time, and performs what the
// machines decide. Owns all sockets of the process. Its destruction leaves the kernel as it is.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/worker.h"
#include "vrrp/address_keeper.h"
#include "vrrp/advert_sender.h"
#include "vrrp/announcer.h"
#include "vrrp/connected_routes.h"
#include "vrrp/instance.h"
#include "vrrp/link_keeper.h"
#include "vrrp/net/claim_listener.h"
#include "vrrp/net/filter_table.h"
#include "vrrp/net/link_monitor.h"
#include "vrrp/net/role_page.h"
#include "vrrp/net/routing_monitor.h"
#include "vrrp/net/routing_table.h"
#include "vrrp/net/virtual_link_table.h"
#include "vrrp/ports.h"
#include "vrrp/protocol/group_loop.h"
#include "vrrp/protocol/instance_key.h"
#include "vrrp/protocol/link_delay.h"
#include "vrrp/reporter.h"
#include "vrrp/route_keeper.h"
#include "vrrp/trackers.h"
#include "vrrp/vip_guard.h"
#include "vrrp/yielding_timers.h"

namespace evenkeel::vrrp {

class Engine final : private AddressObserver, private RouteObserver, private LinkObserver {
 public:
  static Result<std::unique_ptr<Engine>> open(WorkerContext& context, RolePage& page);
  ~Engine() override;

  // What is there whoever is MASTER; before the first add(), and between the changes.
  void set_statics(const StaticNetwork& statics);

  // What is tracked and grouped, with the instances that are to run; before their add().
  void set_tracking(const VrrpTracking& tracking, const std::vector<VrrpInstance>& instances);
  Trackers& trackers() { return trackers_; }
  // What of a message is an answer of the runner's.
  void hear_runner(const Message& message);
  void on_runner_started();

  // An operator's hand-over and its end; an empty name means every instance.
  void resign(const Resign& asked);
  void end_resign(const std::string& name);

  // A change of configuration: add() and change() what it names, start() what was added, remove()
  // what it does not name, then finish_changes(). Adverts go on between the calls.
  Instance& add(const VrrpInstance& config);
  void start(Instance& instance, std::optional<Adoption> adoption);
  void change(Instance& instance, const VrrpInstance& config);
  void remove(Instance& instance);
  void finish_changes();

  // Before the first start(): until finish_changes() the kernel's addresses stay as they are, so
  // that what is adopted is never away.
  void begin_adoption(const PageContent& predecessor);

  // Orderly stop of everything; `on_ended` when the last master has been relieved.
  void shutdown(std::function<void()> on_ended);

  // Once a second: retries, counters.
  void tick();
  // Before anything else is done: notices that the machine slept, and decides what is overdue. What
  // the kernel told while we stood still may be the end of a role that is no longer ours.
  void catch_up();

  // How no_accept is enforced, for the instances that are to run.
  void set_firewall(const Firewall& firewall, const std::vector<VrrpInstance>& instances);
  void set_global(const GlobalSettings& settings, const NotifySettings& notify);
  // Says every state to the notify FIFOs again, where a reload is to do that.
  void repeat_states();
  // Why an instance that is not started waits.
  void hold(Instance& instance, const std::string& why);

  Instance* find(const InstanceKey& key);
  const std::map<InstanceKey, InstanceId>& keys() const { return by_key_; }
  std::size_t address_count() const { return keeper_.size(); }
  std::size_t routing_count() const { return routes_.size(); }
  const VrrpState& process_state() const { return process_; }
  void note_lag(Duration lag);

 private:
  // What it changes in the kernel.
  struct Kernel {
    std::unique_ptr<AddressTable> addresses;
    std::unique_ptr<NetlinkRoutingTable> routing;
    std::unique_ptr<VirtualLinkTable> links;
    AnnounceSocket announcements;
  };
  Engine(WorkerContext& context, RolePage& page, Kernel kernel);

  void deliver(Instance& instance, const vrrp::Event& event);
  void perform(Instance& instance, const Action& action);
  void send_advert(Instance& instance, std::uint8_t priority);
  void announce(Instance& instance, const Announce& burst);
  void on_role(Instance& instance, const AnnounceRole& change);
  void on_note(Instance& instance, const Note& note);
  void on_ended(Instance& instance);
  void release(Instance& instance);
  void erase(InstanceId id);
  void arm(Instance& instance);
  void check_suspension();
  void on_due();
  void on_timer(Instance& instance);
  void flush();
  void settle();

  void on_decoded(const PortKey& port, const Decoded& decoded);
  void on_advert(Instance& instance, const ReceivedAdvert& received);
  void tell_unknown_vrid(const PortKey& port, const ReceivedAdvert& received);
  void count_drop(Instance* instance, AdvertError reason, const std::string& origin);
  void check_addresses(Instance& instance, const ReceivedAdvert& received);

  // engine_neighbors.cpp: what the neighbours are told, and what they tell.
  void listen_to_claims();
  void watch_claims();
  void on_claim(int interface_index, const NeighborClaim& claim);
  void announce_device(const std::string& device);
  void tell_router(Instance& instance, const ReceivedAdvert& received);
  void begin_takeover(Instance& instance, const std::optional<HeardMaster>& before);
  void stamp_stage(Instance& instance, const Action& action);
  void tell_takeover(const Instance& instance);
  void note_conflict_change(Instance& instance, const std::optional<Conflict>& before);

  void on_link_changes(const LinkChanges& changes);
  std::set<std::string> follow_link_delays();
  void follow_interfaces(const std::set<std::string>& names);
  void follow_sources();
  void follow_link(Instance& instance);
  MemberLink link_of(Instance& instance);
  MemberLink own_link(Instance& instance);
  std::optional<IpAddress> source_of(const Instance& instance, int index) const;

  struct Group {
    SyncGroup config;
    GroupLoop loop;
    Role told = Role::init;
  };
  // engine_tracking.cpp
  void on_script_ended(const ScriptEnded& ended);
  void on_tracked(const TrackedName& name);
  Verdict judge_instance(const Instance& instance) const;
  Settings tracked_settings(const Instance& instance) const;
  void rejudge(Instance& instance);
  void tell_priority(const Instance& instance, std::uint8_t before);
  // engine_resign.cpp
  Duration relief_time_of(const Instance& instance);
  void follow_resign(Instance& instance);
  void refuse_resign(Instance& instance, const std::string& why);
  void end_resign(Instance& instance, const std::string& why);
  void tick_resign(Instance& instance);
  // engine_guard.cpp
  void run_for_guard(std::uint64_t id, const std::string& text);
  void on_firewall(const FirewallState& before);
  // engine_group.cpp
  Group* group_of(const Instance& instance);
  const Group* group_of(const Instance& instance) const;
  void regroup(Group& group);
  void announce_group(const Instance& heard);
  std::vector<Instance*> members_of(const Group& group);
  void tell_group(Group& group);

  void on_address_put(InstanceId holder, const PageAddress& address, PutCause cause) override;
  void on_address_removed(const PageAddress& address) override;
  void on_address_failed(InstanceId holder, const PageAddress& address, int error) override;
  void on_repair_fight(InstanceId holder, const PageAddress& address) override;
  void post_follow_up();
  void follow_up();

  // engine_own_links.cpp: use_vmac, use_ipvlan.
  void on_link_made(InstanceId owner, const LinkWish& wish) override;
  void on_link_repaired(InstanceId owner, const LinkWish& wish) override;
  void on_link_fight(InstanceId owner, const LinkWish& wish) override;
  void stand_links(Instance& instance, LinkStand stand);
  void keep_own_addresses(const Instance& instance);
  void watch_interfaces(const Instance& instance);
  void unwatch_interfaces(const Instance& instance);

  // engine_routes.cpp
  void on_entry_put(InstanceId holder, const RoutingEntry& entry, PutCause cause) override;
  void on_entry_failed(InstanceId holder, const RoutingEntry& entry,
                       const std::string& problem) override;
  void on_entry_fight(InstanceId holder, const RoutingEntry& entry) override;
  void on_place_taken(const std::string& place) override;
  void on_place_left(const std::string& place) override;
  void tell_of(InstanceId holder, Severity severity, const char* kind, const std::string& text);
  void watch_routes();
  void tell_routing_repairs();
  void describe_statics();
  void on_static_put(const PageAddress& address, PutCause cause);
  void follow_statics();
  std::optional<std::string> static_fault(const Instance& instance) const;
  void end();
  void promote_secondaries();
  void restore_secondaries();

  Instance* by_id(InstanceId id);
  // A removed instance whose name another one has by now: its virtual_router_id has changed.
  bool is_followed(const Instance& instance) const;
  void forget_name(InstanceId id, const std::string& name);

  WorkerContext& context_;
  RolePage& page_;
  YieldingTimers timers_;
  LinkTable links_;
  LinkDelays link_delays_;
  std::unique_ptr<AddressTable> kernel_;
  AddressKeeper keeper_;
  std::unique_ptr<VirtualLinkTable> link_table_;
  LinkKeeper own_links_;
  std::unique_ptr<NetlinkRoutingTable> routing_;
  RouteKeeper routes_;
  ConnectedRoutes connected_;
  NetlinkFilterTable filter_;
  VipGuard guard_;
  Announcer announcer_;
  Reporter reporter_;
  Trackers trackers_;
  Ports ports_;
  AdvertSender adverts_;
  LinkMonitor monitor_;
  RoutingMonitor routing_monitor_;
  bool are_routes_watched_ = false;
  std::unique_ptr<ClaimListener> claims_;

  std::map<InstanceId, std::unique_ptr<Instance>> instances_;
  std::map<InstanceKey, InstanceId> by_key_;  // configured ones
  std::map<std::string, std::set<InstanceId>> by_interface_;
  std::map<std::string, InstanceId> by_name_;
  std::map<std::string, Group> groups_;
  std::map<std::string, std::string> group_of_member_;
  std::set<std::string> owner_interfaces_;  // where a priority-255 instance borrows an address
  std::vector<std::pair<InstanceId, VrrpInstance>> to_unname_;
  InstanceId next_id_ = 1;

  StaticNetwork statics_;
  std::map<PageAddress, int> static_problems_;  // the errno of each that cannot be added
  std::set<int> promoted_;                      // interfaces, by promote_secondaries

  std::map<InstanceId, std::vector<PageAddress>> repairs_;  // not told yet
  std::set<std::string> own_again_;  // interfaces that got an own address back, to send from
  std::map<InstanceId, std::vector<RoutingEntry>> routing_repairs_;
  bool is_follow_up_posted_ = false;
  bool is_adopting_ = false;
  std::function<void()> on_all_ended_;
  using Due = std::pair<TimePoint, InstanceId>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::unique_ptr<Timer> due_timer_;
  bool is_due_turn_ = false;  // adverts wait for its end
  std::unique_ptr<Timer> link_delay_timer_;
  bool do_log_unknown_vrids_ = false;
  std::set<std::pair<PortKey, std::uint8_t>> told_vrids_;  // not told again for a while
  std::chrono::nanoseconds asleep_{0};                     // CLOCK_BOOTTIME minus CLOCK_MONOTONIC
  TimePoint drops_forgotten_{};
  VrrpState process_;
};

}  // namespace evenkeel::vrrp
