// Events in, actions out. Reception is in engine_input.cpp, configuration in engine_config.cpp.
#include "vrrp/engine.h"

#include <algorithm>
#include <cstring>

#include "evenkeel/overload.h"
#include "vrrp/limits.h"
#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {

namespace {

bool is_takeover(const std::vector<Action>& actions) {
  return std::any_of(actions.begin(), actions.end(), [](const Action& action) {
    const auto* change = std::get_if<AnnounceRole>(&action);
    return change != nullptr && change->to == Role::master && change->from != Role::master &&
           change->change == RoleChange::changed;
  });
}

Severity severity_of(Role role) {
  return role == Role::fault ? Severity::warning : Severity::notice;
}

const char* word(NoteKind kind) {
  switch (kind) {
    case NoteKind::conflict:
      return "conflict";
    case NoteKind::stall:
      return "stall";
    case NoteKind::resign:
    case NoteKind::hand_over_refused:
      return "resign";
  }
  return "note";
}

}  // namespace

Engine::Engine(WorkerContext& context, RolePage& page, Kernel kernel)
    : context_(context),
      page_(page),
      timers_(context.loop, [this] { catch_up(); }),
      kernel_(std::move(kernel.addresses)),
      keeper_(timers_, links_, *kernel_, *this),
      link_table_(std::move(kernel.links)),
      own_links_(timers_, links_, *link_table_, *this),
      routing_(std::move(kernel.routing)),
      routes_(timers_, links_, *routing_, *this),
      connected_(timers_, links_, *routing_,
                 {.holder_of =
                      [this](const std::string& device, const IpAddress& address) {
                        return keeper_.holder_of(device, address);
                      },
                  .on_repaired =
                      [this](InstanceId holder, const Route& route) {
                        on_entry_put(holder, route, PutCause::repaired);
                      },
                  .on_fight = [this](InstanceId holder,
                                     const Route& route) { on_entry_fight(holder, route); }}),
      guard_(timers_, links_, filter_,
             {.run = [this](std::uint64_t id, const std::string& text) { run_for_guard(id, text); },
              .on_change = [this](const FirewallState& before) { on_firewall(before); }}),
      announcer_(timers_, links_, std::move(kernel.announcements),
                 [this](InstanceId id) {
                   if (Instance* instance = by_id(id)) ++instance->counters.announcements_sent;
                 }),
      reporter_(
          context, [this](InstanceId id) { return by_id(id); },
          [this](const std::string& device, const Prefix& prefix) {
            return keeper_.is_present(device, prefix);
          },
          [this](const Instance& instance) {
            const Group* group = group_of(instance);
            return group == nullptr ? std::string() : group->config.name;
          },
          [this](const RoutingEntry& entry) { return routes_.describe(entry); },
          [this](const Instance& instance) { return own_links_.describe(instance.id); }),
      trackers_(context, links_, link_delays_,
                [this](const TrackedName& name) { on_tracked(name); }),
      ports_(context.loop, links_,
             [this](const PortKey& port, const Decoded& decoded) { on_decoded(port, decoded); }),
      adverts_(ports_, page_),
      monitor_(context.loop, links_,
               [this](const LinkChanges& changes) { on_link_changes(changes); }),
      routing_monitor_(
          context.loop, routing_->port(),
          {.on_change = [this] { routes_.look_soon(); },
           .is_named = [this](const Prefix& prefix) { return routes_.is_named(prefix); },
           .on_connected_gone =
               [this](int index, const Prefix& destination) {
                 connected_.on_gone(index, destination);
               }}),
      due_timer_(context.loop.make_timer([this] { on_due(); })),
      link_delay_timer_(timers_.make_timer([this] { follow_interfaces(follow_link_delays()); })),
      asleep_(boot_time() - Clock::now().time_since_epoch()) {}

Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(WorkerContext& context, RolePage& page) {
  auto kernel = NetlinkAddressTable::open();
  if (!kernel) return tl::unexpected(kernel.error());
  auto routing = NetlinkRoutingTable::open();
  if (!routing) return tl::unexpected(routing.error());
  auto links = NetlinkVirtualLinkTable::open();
  if (!links) return tl::unexpected(links.error());
  auto socket = AnnounceSocket::open();
  if (!socket) return tl::unexpected(socket.error());
  const std::uint32_t renewals = (*kernel)->renewal_port();
  std::unique_ptr<Engine> engine(new Engine(context, page,
                                            {.addresses = std::move(*kernel),
                                             .routing = std::move(*routing),
                                             .links = std::move(*links),
                                             .announcements = std::move(*socket)}));
  if (auto started = engine->monitor_.start(renewals); !started)
    return tl::unexpected(started.error());
  engine->listen_to_claims();
  return engine;
}

void Engine::deliver(Instance& instance, const vrrp::Event& event) {
  const auto master = instance.state.master;
  const auto conflict = instance.state.conflict;
  const auto standing = [&instance] {
    const State& state = instance.state;
    return std::tuple(state.role, state.wants_master, state.life);
  };
  const auto before = standing();
  auto result = step(instance.settings, std::move(instance.state), event, context_.loop.now());
  instance.state = std::move(result.state);
  const bool takes_over = is_takeover(result.actions);
  if (takes_over) begin_takeover(instance, master);
  for (const auto& action : result.actions) {
    perform(instance, action);
    if (takes_over) stamp_stage(instance, action);
  }
  if (!is_due_turn_) adverts_.flush();
  if (takes_over) tell_takeover(instance);
  note_conflict_change(instance, conflict);
  arm(instance);
  if (standing() == before) return;
  reporter_.mark(instance);
  follow_resign(instance);
  if (Group* group = group_of(instance)) regroup(*group);
}

void Engine::perform(Instance& instance, const Action& action) {
  // What the machine decided before has to be on the wire by then.
  if (!std::holds_alternative<SendAdvert>(action)) adverts_.flush();
  std::visit(Overload{[&](const SendAdvert& advert) { send_advert(instance, advert.priority); },
                      [&](const AcquireAddresses&) {
                        stand_links(instance, LinkStand::up);
                        guard_.want(instance.id, instance.config);
                        guard_.flush();
                        keeper_.want(instance.id, instance.config);
                        routes_.want(instance.id, routing_of(instance.config));
                        settle();
                      },
                      [&](const ReleaseAddresses&) { release(instance); },
                      [&](const Announce& burst) { announce(instance, burst); },
                      [&](const AnnounceRole& change) { on_role(instance, change); },
                      [&](const Note& note) { on_note(instance, note); },
                      [&](const LowerPriorityHeard&) {
                        reporter_.run_scripts(instance, ScriptCause::lower_priority_heard);
                      },
                      [&](const Ended&) { on_ended(instance); }},
             action);
}

void Engine::send_advert(Instance& instance, std::uint8_t priority) {
  if (priority != kPriorityResign) stand_links(instance, LinkStand::up);
  adverts_.add(instance, priority);
}

void Engine::announce(Instance& instance, const Announce& burst) {
  const VrrpInstance& config = instance.config;
  if (burst.scope == AnnounceScope::extra) {
    for (const auto& [device, address] : extra_announcements(config)) {
      announcer_.announce({device, address, instance.id}, burst.frames, config.announce);
    }
    return announcer_.flush();
  }
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& address : *list) {
      const std::string& device = device_of(config, address);
      announcer_.announce({device, address.prefix.address, instance.id}, burst.frames,
                          config.announce);
    }
  }
  if (!is_adopting_) announcer_.flush();
}

void Engine::release(Instance& instance) {
  const VrrpInstance& config = instance.config;
  keeper_.unwant(instance.id, config);
  routes_.unwant(instance.id);
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& address : *list) {
      announcer_.withdraw(device_of(config, address), address.prefix.address);
    }
  }
  flush();
  // Not before the addresses are gone.
  guard_.unwant(instance.id);
  guard_.flush();
  stand_links(instance, LinkStand::down);
}

void Engine::on_role(Instance& instance, const AnnounceRole& change) {
  const VrrpInstance& config = instance.config;
  page_.stamp(key_of(config), change.to, instance.last_advert_sent);
  reporter_.mark(instance);
  if (change.from != change.to) instance.since = wall_now();
  reporter_.tell(severity_of(change.to), "role", instance,
                 std::string(to_string(change.to)) + ": " + change.reason);
  if (change.from == change.to) return;
  if (change.from == Role::master) ++instance.counters.released_master;
  if (change.change == RoleChange::resumed) return;
  if (change.to == Role::master) ++instance.counters.became_master;
  if (const auto cause = cause_of(change.to)) reporter_.run_scripts(instance, *cause);
}

void Engine::on_note(Instance& instance, const Note& note) {
  const bool is_grave = note.kind != NoteKind::resign;
  if (note.kind == NoteKind::stall) ++instance.counters.stalls;
  reporter_.tell(is_grave ? Severity::warning : Severity::info, word(note.kind), instance,
                 note.text);
  reporter_.mark(instance);
  if (note.kind == NoteKind::hand_over_refused) refuse_resign(instance, note.text);
}

void Engine::on_ended(Instance& instance) {
  const bool is_removed = instance.membership == Membership::removed;
  const bool is_deleted = is_removed && instance.config.scripts->is_removal_deleted;
  // The last word on a name is of who has it now.
  if (!is_followed(instance)) {
    reporter_.run_scripts(instance, is_deleted   ? ScriptCause::deleted
                                    : is_removed ? ScriptCause::fault
                                                 : ScriptCause::stop);
  }
  // Posted: we may be inside a callback of the instance's timer or socket.
  context_.loop.post([this, id = instance.id] { erase(id); });
}

void Engine::erase(InstanceId id) {
  Instance* instance = by_id(id);
  if (instance == nullptr) return;
  reporter_.flush();
  keeper_.unname(id, instance->config);
  keeper_.unname(id, own_addresses(instance->config));
  guard_.unwant(id);
  routes_.rename(id, {});
  own_links_.unname(id);
  ports_.unbind(*instance);
  unwatch_interfaces(*instance);
  const InstanceKey key = key_of(instance->config);
  if (const auto found = by_key_.find(key); found != by_key_.end() && found->second == id) {
    by_key_.erase(found);
  }
  if (!by_key_.contains(key)) page_.forget(key);
  const std::string name = instance->config.name;
  forget_name(id, name);
  const bool is_removed = instance->membership == Membership::removed;
  instances_.erase(id);
  const bool is_name_taken =
      std::any_of(instances_.begin(), instances_.end(),
                  [&](const auto& other) { return other.second->config.name == name; });
  if (is_removed && !is_name_taken) reporter_.remove(name);
  flush();
  if (instances_.empty() && on_all_ended_) end();
}

// A deadline that moved later needs no new place in the queue: the old one comes, finds it early,
// and arms again. So an advert received costs no timer operation.
void Engine::arm(Instance& instance) {
  const TimePoint deadline = instance.state.deadline;
  if (deadline == kNever || deadline >= instance.armed_at) return;
  instance.armed_at = deadline;
  const bool is_first = due_.empty() || deadline < due_.top().first;
  due_.emplace(deadline, instance.id);
  if (is_first) due_timer_->arm(deadline);
}

// One timer for all: what falls due together costs one wake-up. What was armed anew for an earlier
// time, or is gone, is still in the queue.
void Engine::on_due() {
  check_suspension();
  const TimePoint now = context_.loop.now();
  std::vector<Due> reached;
  for (; !due_.empty() && due_.top().first <= now; due_.pop()) reached.push_back(due_.top());
  is_due_turn_ = true;
  for (const auto& [when, id] : reached) {
    Instance* instance = by_id(id);
    if (instance != nullptr && instance->armed_at == when) on_timer(*instance);
  }
  is_due_turn_ = false;
  adverts_.flush();
  if (!due_.empty()) due_timer_->arm(due_.top().first);
}

void Engine::on_timer(Instance& instance) {
  instance.armed_at = kNever;
  if (must_hear_first(instance.settings, instance.state, context_.loop.now())) {
    if (AdvertSocket* socket = ports_.socket(port_of(instance.config))) socket->drain();
  }
  if (context_.loop.now() >= instance.state.deadline) {
    deliver(instance, DeadlineReached{});
  } else {
    arm(instance);
  }
}

void Engine::flush() {
  settle();
  if (!is_adopting_) announcer_.flush();
}

// Without announcing what came: of a takeover, the burst that the machine asks for is all.
void Engine::settle() {
  if (is_adopting_) return;
  routes_.withdraw();
  keeper_.flush();
  own_links_.flush();
  routes_.flush();
}

void Engine::shutdown(std::function<void()> on_ended) {
  is_adopting_ = false;
  on_all_ended_ = std::move(on_ended);
  guard_.hold();
  if (instances_.empty()) return end();
  for (auto& [name, group] : groups_) reporter_.run_scripts(group.config, ScriptCause::stop);
  for (auto& [id, instance] : instances_) deliver(*instance, Shutdown{});
}

void Engine::tick() {
  const TimePoint now = context_.loop.now();
  if (now >= drops_forgotten_ + kDropTellInterval) {
    drops_forgotten_ = now;
    for (auto& [id, instance] : instances_) instance->is_drop_told = {};
    told_vrids_.clear();
  }
  own_links_.retry();
  for (auto& [id, instance] : instances_) {
    const bool lacks_link = !own_links_.fault(id).empty();
    if (instance->state.role == Role::fault || lacks_link) follow_link(*instance);
    tick_resign(*instance);
  }
  process_.netlink_resyncs = monitor_.resyncs();
  describe_statics();
  reporter_.report_counters(instances_);
}

void Engine::catch_up() {
  const bool is_overdue = !due_.empty() && due_.top().first <= context_.loop.now();
  if (is_overdue) return on_due();
  check_suspension();
}

// CLOCK_MONOTONIC stands still while the machine is suspended: our timers did not run late, and
// yet our peers have elected somebody.
void Engine::check_suspension() {
  const auto asleep = boot_time() - Clock::now().time_since_epoch();
  const auto slept = std::chrono::duration_cast<Duration>(asleep - asleep_);
  if (slept < 10ms) return;
  asleep_ = asleep;
  note_lag(slept);
  if (slept >= kTellableLag) {
    context_.tell(Severity::warning, "loop_lag", "process/vrrp",
                  "the machine was suspended for " + seconds_text(slept));
  }
  for (auto& [id, instance] : instances_) deliver(*instance, Suspended{slept});
}

void Engine::note_lag(Duration lag) { process_.loop_lag = std::max(process_.loop_lag, lag); }

Instance* Engine::by_id(InstanceId id) {
  const auto found = instances_.find(id);
  return found == instances_.end() ? nullptr : found->second.get();
}

Instance* Engine::find(const InstanceKey& key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : by_id(found->second);
}

}  // namespace evenkeel::vrrp
