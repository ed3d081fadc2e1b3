// The instances' own links (use_vmac, use_ipvlan): they stand as their instances' roles demand, and
// an instance that lacks its own is in FAULT.
#include "vrrp/engine.h"

namespace evenkeel::vrrp {

namespace {

std::string text_of(const LinkWish& wish) {
  return wish.name + " on " + wish.base + " (" +
         (wish.ipvlan ? "ipvlan" : to_string(wish.hardware)) + ")";
}

}  // namespace

void Engine::stand_links(Instance& instance, LinkStand stand) {
  if (links_of(instance.config).empty()) return;
  own_links_.stand(instance.id, stand);
  // Not here: this is in the middle of what its machine decided.
  if (own_links_.fault(instance.id).empty()) return;
  context_.loop.post([this, id = instance.id] {
    if (Instance* known = by_id(id)) follow_link(*known);
  });
}

// What its link has to send from, it has in any role.
void Engine::keep_own_addresses(const Instance& instance) {
  const VrrpInstance own = own_addresses(instance.config);
  keeper_.name(instance.id, own);
  keeper_.want(instance.id, own);
}

void Engine::watch_interfaces(const Instance& instance) {
  by_interface_[instance.config.interface].insert(instance.id);
  for (const auto& wish : links_of(instance.config)) {
    by_interface_[wish.name].insert(instance.id);
    by_interface_[wish.base].insert(instance.id);
  }
}

void Engine::unwatch_interfaces(const Instance& instance) {
  by_interface_[instance.config.interface].erase(instance.id);
  for (const auto& wish : links_of(instance.config)) {
    by_interface_[wish.name].erase(instance.id);
    by_interface_[wish.base].erase(instance.id);
  }
}

void Engine::on_link_made(InstanceId owner, const LinkWish& wish) {
  tell_of(owner, Severity::info, "link", "made the link " + text_of(wish));
  if (Instance* instance = by_id(owner)) reporter_.mark(*instance);
}

// Its neighbours may have lost it meanwhile.
void Engine::on_link_repaired(InstanceId owner, const LinkWish& wish) {
  tell_of(owner, Severity::warning, "repair",
          "put the link " + text_of(wish) + " right: somebody had deleted or changed it");
  announce_device(wish.name);
  Instance* instance = by_id(owner);
  if (instance == nullptr) return;
  ++instance->counters.link_repairs;
  reporter_.mark(*instance);
}

void Engine::on_link_fight(InstanceId owner, const LinkWish& wish) {
  tell_of(owner, Severity::warning, "repair",
          "somebody keeps changing the link " + text_of(wish) +
              ": putting it right once a second from now on");
}

}  // namespace evenkeel::vrrp
