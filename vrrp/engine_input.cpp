// What the engine hears: adverts, links, and the keeper's news.
#include <cstring>

#include "evenkeel/overload.h"
#include "vrrp/engine.h"
#include "vrrp/protocol/acceptance.h"
#include "vrrp/protocol/needs.h"
#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {

void Engine::on_decoded(const PortKey& port, const Decoded& decoded) {
  check_suspension();
  const std::string& interface = port.interface;
  // What is not for its instance has come by the interface below, too.
  const bool is_own_link = own_links_.is_named(interface);
  if (const auto* dropped = std::get_if<DroppedAdvert>(&decoded)) {
    Instance* instance = dropped->vrid ? by_id(ports_.find(port, *dropped->vrid)) : nullptr;
    if (instance == nullptr && is_own_link) return;
    return count_drop(instance, dropped->reason, "on " + to_string(port));
  }
  const auto& received = std::get<ReceivedAdvert>(decoded);
  Instance* instance = by_id(ports_.find(port, received.advert.vrid));
  if (instance == nullptr) {
    if (is_own_link) return;
    tell_unknown_vrid(port, received);
    return count_drop(nullptr, AdvertError::unknown_vrid, "on " + to_string(port));
  }
  const OwnSide own{.source = instance->state.source, .sequence = instance->auth_sequence};
  if (const auto reason = refusal(instance->config, own, received)) {
    if (is_own_link && reason == AdvertError::replay) return;
    return count_drop(instance, *reason, "from " + to_string(received.envelope.source));
  }
  if (received.auth) instance->auth_sequence = received.auth->sequence;
  on_advert(*instance, received);
}

void Engine::on_advert(Instance& instance, const ReceivedAdvert& received) {
  const Advert& advert = received.advert;
  ++instance.counters.adverts_received;
  if (advert.priority == kPriorityResign) ++instance.counters.priority_zero_received;
  check_addresses(instance, received);
  tell_router(instance, received);
  const auto before = instance.state.master;
  const auto announced = instance.state.last_conflict_burst;
  deliver(instance, AdvertReceived{.source = received.envelope.source,
                                   .priority = advert.priority,
                                   .interval = advert.interval});
  const auto& after = instance.state.master;
  const bool is_same_master =
      before.has_value() == after.has_value() &&
      (!before || (before->address == after->address && before->priority == after->priority));
  if (!is_same_master) reporter_.mark(instance);
  if (instance.state.last_conflict_burst != announced) announce_group(instance);
}

void Engine::tell_unknown_vrid(const PortKey& port, const ReceivedAdvert& received) {
  if (!do_log_unknown_vrids_) return;
  const std::uint8_t vrid = received.advert.vrid;
  if (!told_vrids_.emplace(port, vrid).second) return;
  context_.tell(Severity::info, "advert", "process/vrrp",
                "an advert of VRID " + std::to_string(vrid) + " from " +
                    to_string(received.envelope.source) + " on " + to_string(port) +
                    ": no instance has it");
}

void Engine::count_drop(Instance* instance, AdvertError reason, const std::string& origin) {
  const auto index = static_cast<std::size_t>(reason);
  if (instance == nullptr) {
    ++process_.dropped[index];
    return;
  }
  ++instance->counters.dropped[index];
  if (std::exchange(instance->is_drop_told[index], true)) return;
  reporter_.tell(Severity::warning, "advert", *instance,
                 "dropped an advert " + origin + ": " + std::string(to_string(reason)));
}

void Engine::check_addresses(Instance& instance, const ReceivedAdvert& received) {
  const bool is_same = has_same_addresses(instance.config, received.advert);
  if (!is_same) {
    ++instance.counters.dropped[static_cast<std::size_t>(AdvertError::address_mismatch)];
  }
  if (!is_same && !instance.is_address_mismatch_told) {
    reporter_.tell(Severity::warning, "advert", instance,
                   to_string(received.envelope.source) +
                       " announces other addresses than we do; the advert counts all the same");
  }
  instance.is_address_mismatch_told = !is_same;
}

void Engine::on_link_changes(const LinkChanges& changes) {
  catch_up();
  // First: an address that went with its link is back with it.
  own_links_.on_link_changes(changes);
  if (!is_adopting_) own_links_.flush();
  guard_.on_link_changes(changes);
  guard_.flush();
  keeper_.on_link_changes(changes);
  routes_.on_link_changes(changes);
  for (const auto& name : changes.came_up) announce_device(name);
  flush();
  const auto turned = follow_link_delays();
  promote_secondaries();
  std::set<std::string> interfaces = changes.names;
  interfaces.insert(turned.begin(), turned.end());
  const auto note_address = [&](const LinkAddress& changed) {
    const Link* link = links_.find(changed.first);
    if (link == nullptr) return;
    const bool is_ours = keeper_.is_virtual(link->name, changed.second);
    if (!is_ours || owner_interfaces_.contains(link->name)) interfaces.insert(link->name);
  };
  for (const auto& address : changes.added) note_address(address);
  for (const auto& address : changes.removed) note_address(address);
  if (changes.is_resync) {
    for (const auto& [name, ids] : by_interface_) interfaces.insert(name);
  }
  follow_interfaces(interfaces);
  if (changes != LinkChanges{}) follow_sources();
}

// Returns the interfaces that count as something else now.
std::set<std::string> Engine::follow_link_delays() {
  auto turned = link_delays_.follow(links_, context_.loop.now());
  if (link_delays_.next() != kNever) link_delay_timer_->arm(link_delays_.next());
  return turned;
}

void Engine::follow_interfaces(const std::set<std::string>& names) {
  trackers_.follow_links();
  for (const auto& name : names) {
    const auto found = by_interface_.find(name);
    if (found == by_interface_.end()) continue;
    for (const InstanceId id : std::set<InstanceId>(found->second)) {
      if (Instance* instance = by_id(id)) follow_link(*instance);
    }
  }
}

// An address to send from may be on any interface.
void Engine::follow_sources() {
  for (auto& [id, instance] : instances_) {
    const VrrpInstance& config = instance->config;
    if (config.tracks_source || config.interface.empty()) follow_link(*instance);
  }
}

// Level-triggered: compares the interface as it is with what the machine believes.
void Engine::follow_link(Instance& instance) {
  if (instance.state.role == Role::init) return;
  const bool had_fault = instance.own_fault.has_value();
  const auto link = link_of(instance);
  Group* group = group_of(instance);
  // The others first: what is right for this one depends on them.
  if (group != nullptr && had_fault != instance.own_fault.has_value()) return regroup(*group);
  if (const auto news = link_news(instance.state, link)) deliver(instance, *news);
}

// With what its trackers and its sync group make of it.
MemberLink Engine::link_of(Instance& instance) {
  auto own = own_link(instance);
  instance.own_fault = own_fault(own, instance.state.role);
  const Group* group = group_of(instance);
  if (group == nullptr) return own;
  return held_link(own, instance.own_fault, group->config.name, group->loop.decision());
}

MemberLink Engine::own_link(Instance& instance) {
  const auto bound = ports_.bind(instance);
  const std::string name = home_of(instance.config, links_);
  if (name.empty()) return LinkDown{kNoSource};
  const Link* link = links_.find(name);
  const auto fault = link_delays_.fault(links_, name);
  // Without the interface there is nothing to send on.
  if (fault && (link == nullptr || instance.config.tracks_interface)) {
    return LinkDown{"interface " + name + " " + *fault};
  }
  if (const auto reason = own_links_.fault(instance.id); !reason.empty()) return LinkDown{reason};
  if (!bound) return LinkDown{bound.error().what};
  if (const auto reason = static_fault(instance)) return LinkDown{*reason};
  if (instance.verdict.fault) return LinkDown{*instance.verdict.fault};
  if (const auto reason = unmet_need(instance.config, name, links_)) return LinkDown{*reason};
  if (const auto source = source_of(instance, link->index)) return LinkUp{*source};
  // The kernel takes IPv6 addresses off an interface that is down.
  const IpAddress& last = instance.state.source;
  if (fault && last.is_set()) return LinkUp{last};
  return LinkDown{kNoSource};
}

std::optional<IpAddress> Engine::source_of(const Instance& instance, int index) const {
  if (instance.config.source.is_set()) return instance.config.source;
  // An owner's virtual addresses are the interface's own.
  const VrrpInstance& config = instance.config;
  const bool is_owner = config.priority == kPriorityOwner;
  const bool is_far = !config.peers.empty() && !is_link_local(config.peers.front().address);
  return choose_source(links_, index, config.family, is_far ? Reach::global : Reach::link,
                       [&](const Prefix& prefix) {
                         return !is_owner && keeper_.is_virtual(config.interface, prefix);
                       });
}

void Engine::on_address_put(InstanceId holder, const PageAddress& address, PutCause cause) {
  if (cause != PutCause::returned) page_.add_address(address);
  if (cause != PutCause::adopted) post_follow_up();
  // What the kernel will tell of it is no news then.
  if (!keeper_.is_virtual(address.device, address.prefix)) own_again_.insert(address.device);
  if (holder == kStatics) return on_static_put(address, cause);
  Instance* instance = by_id(holder);
  if (instance == nullptr) return;
  reporter_.mark(*instance);
  if (cause == PutCause::adopted) return;
  const auto& settings = instance->config.announce;
  announcer_.announce({address.device, address.prefix.address, holder}, settings.burst, settings);
  if (cause == PutCause::repaired || cause == PutCause::returned) {
    ++instance->counters.repairs;
    repairs_[holder].push_back(address);
  }
}

void Engine::on_address_removed(const PageAddress& address) { page_.remove_address(address); }

void Engine::on_address_failed(InstanceId holder, const PageAddress& address, int error) {
  if (Instance* instance = by_id(holder)) reporter_.mark(*instance);
  if (holder == kStatics) static_problems_[address] = error;
  tell_of(holder, Severity::error, "address",
          "cannot add " + to_string(address.prefix) + " to " + address.device + ": " +
              std::strerror(error) + "; trying again every second");
}

void Engine::on_repair_fight(InstanceId holder, const PageAddress& address) {
  tell_of(holder, Severity::warning, "repair",
          "somebody keeps deleting " + to_string(address.prefix) + " from " + address.device +
              ": putting it back once a second from now on");
}

// The keeper may call from its own timer, where nobody flushes after it.
void Engine::post_follow_up() {
  if (std::exchange(is_follow_up_posted_, true)) return;
  context_.loop.post([this] { follow_up(); });
}

void Engine::follow_up() {
  is_follow_up_posted_ = false;
  announcer_.flush();
  routes_.retry_failed();
  flush();
  for (const auto& [id, addresses] : std::exchange(repairs_, {})) {
    std::string text =
        "put " + to_string(addresses.front().prefix) + " back on " + addresses.front().device;
    if (addresses.size() > 1) text += " and " + std::to_string(addresses.size() - 1) + " more";
    tell_of(id, Severity::warning, "repair", text + ": somebody had deleted it");
  }
  tell_routing_repairs();
  follow_statics();
  if (own_again_.empty()) return;
  follow_interfaces(std::exchange(own_again_, {}));
  follow_sources();
}

}  // namespace evenkeel::vrrp
