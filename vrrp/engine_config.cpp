// How a configuration becomes running instances.
#include <algorithm>

#include "vrrp/engine.h"
#include "vrrp/protocol/acceptance.h"
#include "vrrp/protocol/needs.h"

namespace evenkeel::vrrp {

namespace {

std::vector<VirtualAddress> missing_from(const std::vector<VirtualAddress>& old_list,
                                         const VrrpInstance& old_config,
                                         const VrrpInstance& config) {
  std::set<std::pair<std::string, Prefix>> kept;
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& address : *list) kept.emplace(device_of(config, address), address.prefix);
  }
  std::vector<VirtualAddress> missing;
  for (const auto& address : old_list) {
    if (!kept.contains({device_of(old_config, address), address.prefix})) {
      missing.push_back(address);
    }
  }
  return missing;
}

// The old configuration with only those addresses that the new one does not name.
VrrpInstance dropped_part(const VrrpInstance& old_config, const VrrpInstance& config) {
  VrrpInstance dropped = old_config;
  dropped.addresses = missing_from(old_config.addresses, old_config, config);
  dropped.excluded_addresses = missing_from(old_config.excluded_addresses, old_config, config);
  return dropped;
}

}  // namespace

void Engine::set_global(const GlobalSettings& settings, const NotifySettings& notify) {
  do_log_unknown_vrids_ = settings.log_unknown_vrids;
  announcer_.set_groups(settings.announce_groups);
  reporter_.set_notify(notify);
}

Instance& Engine::add(const VrrpInstance& config) {
  auto made = std::make_unique<Instance>();
  made->id = next_id_++;
  made->config = config;
  made->trackers = all_trackers(config);
  made->verdict = judge_instance(*made);
  made->settings = tracked_settings(*made);
  made->accept_mode = accept_mode(config, guard_.state().kind);
  made->since = wall_now();
  Instance& instance = *made;
  keeper_.name(instance.id, config);
  keep_own_addresses(instance);
  own_links_.name(instance.id, config);
  routes_.name(instance.id, routing_of(config));
  by_key_[key_of(config)] = instance.id;
  by_name_[config.name] = instance.id;
  watch_interfaces(instance);
  if (config.priority == kPriorityOwner) owner_interfaces_.insert(config.interface);
  instances_[instance.id] = std::move(made);
  return instance;
}

void Engine::start(Instance& instance, std::optional<Adoption> adoption) {
  if (instance.state.role != Role::init || instance.state.life != Life::running) return;
  instance.is_start_wanted = !adoption && instance.verdict.waiting;
  if (instance.is_start_wanted) return hold(instance, *instance.verdict.waiting);
  if (adoption) {
    const auto age = context_.loop.now() - adoption->last_advert;
    instance.last_advert_sent = static_cast<std::uint64_t>((boot_time() - age).count());
  }
  own_links_.settle(instance.id);
  const Group* group = group_of(instance);
  const bool joins_masters = group != nullptr && group->told == Role::master && !adoption;
  deliver(instance,
          Startup{.link = link_of(instance), .adoption = adoption, .joins_masters = joins_masters});
}

void Engine::hold(Instance& instance, const std::string& why) {
  instance.state.reason = why;
  reporter_.mark(instance);
}

void Engine::change(Instance& instance, const VrrpInstance& config) {
  unwatch_interfaces(instance);
  const VrrpInstance old_config = std::exchange(instance.config, config);
  instance.prepared.reset();
  watch_interfaces(instance);
  if (old_config.name != config.name) forget_name(instance.id, old_config.name);
  by_name_[config.name] = instance.id;
  instance.trackers = all_trackers(config);
  instance.verdict = judge_instance(instance);
  const Settings old_settings = std::exchange(instance.settings, tracked_settings(instance));
  if (config.priority == kPriorityOwner) owner_interfaces_.insert(config.interface);
  instance.accept_mode = accept_mode(config, guard_.state().kind);
  keeper_.name(instance.id, config);
  keep_own_addresses(instance);
  own_links_.name(instance.id, config);
  if (instance.state.role != Role::init) own_links_.settle(instance.id);
  static_cast<void>(ports_.bind(instance));
  routes_.name(instance.id, routing_of(config));
  guard_.change(instance.id, config);
  to_unname_.emplace_back(instance.id, dropped_part(old_config, config));
  to_unname_.emplace_back(instance.id,
                          dropped_part(own_addresses(old_config), own_addresses(config)));
  deliver(instance, SettingsChanged{old_settings});
  follow_link(instance);
  reporter_.mark(instance);
  if (!by_name_.contains(old_config.name)) reporter_.remove(old_config.name);
}

// Two that swap names in one reload: the other may have taken this one's already.
void Engine::forget_name(InstanceId id, const std::string& name) {
  const auto named = by_name_.find(name);
  if (named != by_name_.end() && named->second == id) by_name_.erase(named);
}

void Engine::remove(Instance& instance) {
  instance.membership = Membership::removed;
  by_key_.erase(key_of(instance.config));
  deliver(instance, Shutdown{});
}

void Engine::begin_adoption(const PageContent& predecessor) {
  is_adopting_ = true;
  keeper_.take_over(predecessor.addresses);
  const std::set<PagePlace> places(predecessor.places.begin(), predecessor.places.end());
  own_links_.take_over(
      [&](const std::string& place) { return places.contains(page_place(place)); });
  if (places.empty()) return routes_.begin_adoption({});
  routes_.begin_adoption(
      [places](const std::string& place) { return places.contains(page_place(place)); });
}

void Engine::finish_changes() {
  for (const auto& [id, dropped] : std::exchange(to_unname_, {})) {
    keeper_.unname(id, dropped);
    if (const Instance* instance = by_id(id)) routes_.rename(id, routing_of(instance->config));
    if (id == kStatics) routes_.rename(id, routing_of(statics_));
    for (const auto* list : {&dropped.addresses, &dropped.excluded_addresses}) {
      for (const auto& address : *list) {
        announcer_.withdraw(device_of(dropped, address), address.prefix.address);
      }
    }
  }
  is_adopting_ = false;
  watch_claims();
  watch_routes();
  promote_secondaries();
  guard_.flush();
  flush();
  routes_.finish_adoption();
  for (auto& [id, instance] : instances_) rejudge(*instance);
  for (auto& [name, group] : groups_) regroup(group);
}

}  // namespace evenkeel::vrrp
