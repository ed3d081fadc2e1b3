// Routes and rules of the instances, and what is static: in the kernel whoever is MASTER.
#include <algorithm>

#include "vrrp/engine.h"

namespace evenkeel::vrrp {

namespace {

// The address keeper knows instances: the static addresses as those of one. It owns them as far as
// it made them: what was there before stays when we go.
VrrpInstance as_instance(const StaticNetwork& statics) {
  VrrpInstance made;
  made.priority = 255;
  made.vip_lease = Duration(0);
  for (const auto& entry : statics.addresses) made.addresses.push_back(entry.address);
  return made;
}

VrrpInstance without(VrrpInstance old_config, const VrrpInstance& config) {
  std::erase_if(old_config.addresses, [&](const VirtualAddress& old) {
    return std::any_of(config.addresses.begin(), config.addresses.end(),
                       [&](const VirtualAddress& kept) {
                         return kept.prefix == old.prefix && kept.device == old.device;
                       });
  });
  return old_config;
}

const char* word(RoutingKind kind) { return kind == RoutingKind::route ? "route" : "rule"; }

std::string named(const RoutingEntry& entry) {
  return std::string(word(kind_of(entry))) + " " + to_string(entry);
}

template <typename Counters>
void count_repair(Counters& counters, const RoutingEntry& entry) {
  ++(kind_of(entry) == RoutingKind::route ? counters.route_repairs : counters.rule_repairs);
}

}  // namespace

void Engine::set_statics(const StaticNetwork& statics) {
  const VrrpInstance before = as_instance(statics_), now = as_instance(statics);
  statics_ = statics;
  static_problems_.clear();
  keeper_.name(kStatics, now);
  keeper_.want(kStatics, now);
  to_unname_.emplace_back(kStatics, without(before, now));
  routes_.name(kStatics, routing_of(statics));
  routes_.want(kStatics, routing_of(statics));
}

void Engine::on_entry_put(InstanceId holder, const RoutingEntry& entry, PutCause cause) {
  Instance* instance = by_id(holder);
  if (instance != nullptr) reporter_.mark(*instance);
  if (cause == PutCause::repaired) {
    if (instance != nullptr) count_repair(instance->counters, entry);
    if (holder == kStatics) count_repair(process_.statics, entry);
    routing_repairs_[holder].push_back(entry);
  }
  post_follow_up();
}

void Engine::on_entry_failed(InstanceId holder, const RoutingEntry& entry,
                             const std::string& problem) {
  if (Instance* instance = by_id(holder)) reporter_.mark(*instance);
  tell_of(holder, Severity::error, word(kind_of(entry)),
          "cannot add " + named(entry) + ": " + problem + "; trying again until it can be");
  post_follow_up();
}

void Engine::on_entry_fight(InstanceId holder, const RoutingEntry& entry) {
  tell_of(
      holder, Severity::warning, "repair",
      "somebody keeps deleting " + named(entry) + ": putting it back once a second from now on");
}

void Engine::on_place_taken(const std::string& place) { page_.add_place(page_place(place)); }

void Engine::on_place_left(const std::string& place) { page_.remove_place(page_place(place)); }

void Engine::tell_of(InstanceId holder, Severity severity, const char* kind,
                     const std::string& text) {
  if (holder == kStatics) return reporter_.tell_static(severity, kind, text);
  if (const Instance* instance = by_id(holder)) reporter_.tell(severity, kind, *instance, text);
}

// Not before there is something to watch: of a router's many changes none concerns us then.
void Engine::watch_routes() {
  if (routes_.size() == 0 && keeper_.size() == 0) return;
  if (!std::exchange(are_routes_watched_, true)) {
    if (auto started = routing_monitor_.start(); !started) {
      are_routes_watched_ = false;
      return context_.tell(Severity::error, "route", "process/vrrp", started.error().what);
    }
    routes_.look_soon();
  }
  routing_monitor_.set_protocols(routes_.protocols());
}

void Engine::tell_routing_repairs() {
  for (const auto& [holder, entries] : std::exchange(routing_repairs_, {})) {
    std::string text = "put " + named(entries.front()) + " back";
    if (entries.size() > 1) text += " and " + std::to_string(entries.size() - 1) + " more";
    tell_of(holder, Severity::warning, "repair", text + ": somebody had deleted it");
  }
}

void Engine::on_static_put(const PageAddress& address, PutCause cause) {
  static_problems_.erase(address);
  if (cause != PutCause::repaired) return;
  ++process_.statics.repairs;
  repairs_[kStatics].push_back(address);
}

void Engine::describe_statics() {
  StaticState& state = process_.statics;
  state.addresses.clear();
  state.routes.clear();
  state.rules.clear();
  for (const auto& entry : statics_.addresses) {
    const auto& address = entry.address;
    state.addresses.push_back({.prefix = address.prefix,
                               .device = address.device,
                               .is_present = keeper_.is_present(address.device, address.prefix)});
  }
  for (const auto& route : statics_.routes) state.routes.push_back(routes_.describe(route));
  for (const auto& rule : statics_.rules) state.rules.push_back(routes_.describe(rule));
}

// track_group: what an instance cannot do without.
std::optional<std::string> Engine::static_fault(const Instance& instance) const {
  const auto is_concerned = [&](const std::string& name) {
    return !name.empty() &&
           std::any_of(statics_.groups.begin(), statics_.groups.end(), [&](const auto& group) {
             return group.name == name && std::find(group.instances.begin(), group.instances.end(),
                                                    instance.config.name) != group.instances.end();
           });
  };
  for (const auto& [address, group] : statics_.addresses) {
    if (!is_concerned(group)) continue;
    const Link* link = links_.find(address.device);
    const bool has_problem = static_problems_.contains({address.device, address.prefix});
    if (link != nullptr && !has_problem) continue;
    return "static address " + to_string(address.prefix) + " cannot be on " + address.device;
  }
  const auto fault_of = [&](const auto& list) -> std::optional<std::string> {
    for (const auto& entry : list) {
      if (!is_concerned(entry.track_group)) continue;
      const auto state = routes_.describe(entry);
      if (state.reason.empty()) continue;
      return "static " + named(entry) + ": " + state.reason;
    }
    return std::nullopt;
  };
  if (auto fault = fault_of(statics_.routes)) return fault;
  return fault_of(statics_.rules);
}

void Engine::follow_statics() {
  std::set<std::string> names;
  for (const auto& group : statics_.groups) {
    names.insert(group.instances.begin(), group.instances.end());
  }
  for (const auto& name : names) {
    const auto found = by_name_.find(name);
    Instance* instance = found == by_name_.end() ? nullptr : by_id(found->second);
    if (instance != nullptr) follow_link(*instance);
  }
}

// After the last instance: what was there whoever was MASTER goes too.
void Engine::end() {
  routes_.rename(kStatics, {});
  keeper_.unname(kStatics, as_instance(statics_));
  flush();
  guard_.remove();
  restore_secondaries();
  std::exchange(on_all_ended_, {})();
}

void Engine::promote_secondaries() {
  std::erase_if(promoted_, [this](int index) { return links_.find(index) == nullptr; });
  for (const auto& [id, instance] : instances_) {
    if (!instance->config.promote_secondaries) continue;
    const Link* link = links_.find(instance->config.interface);
    if (link == nullptr || link->promotes_secondaries) continue;
    if (promoted_.insert(link->index).second) {
      kernel_->promote_secondaries(link->index, Promotion::on);
    }
  }
}

void Engine::restore_secondaries() {
  for (const int index : promoted_) kernel_->promote_secondaries(index, Promotion::off);
}

}  // namespace evenkeel::vrrp
