// Sync groups: what their members are goes into decide(), what it decides is carried out.
#include "vrrp/engine.h"

namespace evenkeel::vrrp {

namespace {

Member member_view(const Instance& instance) {
  return {.name = instance.config.name,
          .role = instance.state.role,
          .wants_master = instance.state.wants_master,
          .is_leaving = instance.state.life != Life::running,
          .fault = instance.own_fault};
}

}  // namespace

Engine::Group* Engine::group_of(const Instance& instance) {
  return const_cast<Group*>(std::as_const(*this).group_of(instance));
}

const Engine::Group* Engine::group_of(const Instance& instance) const {
  const auto found = group_of_member_.find(instance.config.name);
  if (found == group_of_member_.end()) return nullptr;
  if (is_followed(instance)) return nullptr;
  return &groups_.at(found->second);
}

bool Engine::is_followed(const Instance& instance) const {
  const auto named = by_name_.find(instance.config.name);
  return named != by_name_.end() && named->second != instance.id;
}

std::vector<Instance*> Engine::members_of(const Group& group) {
  std::vector<Instance*> members;
  for (const auto& name : group.config.members) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) continue;
    if (Instance* instance = by_id(found->second)) members.push_back(instance);
  }
  return members;
}

void Engine::regroup(Group& group) {
  if (group.loop.is_busy()) return group.loop.note_change();
  std::vector<Instance*> instances;
  group.loop.settle(
      group.config.name,
      {.look =
           [&] {
             instances = members_of(group);
             std::vector<Member> members;
             members.reserve(instances.size());
             for (const Instance* instance : instances) members.push_back(member_view(*instance));
             return members;
           },
       .follow_link = [&](std::size_t i) { follow_link(*instances[i]); },
       .order = [&](std::size_t i, const vrrp::Event& order) { deliver(*instances[i], order); }});
  tell_group(group);
}

void Engine::repeat_states() {
  for (const auto& [name, group] : groups_) reporter_.repeat_state(group.config, group.told);
  for (const auto& [id, instance] : instances_) reporter_.repeat_state(*instance);
}

// The neighbours' tables are as wrong for the others, whose addresses went the same way.
void Engine::announce_group(const Instance& heard) {
  const Group* group = group_of(heard);
  if (group == nullptr) return;
  for (Instance* member : members_of(*group)) {
    if (member != &heard) deliver(*member, MemberConflict{});
  }
}

void Engine::tell_group(Group& group) {
  const Role role = group.loop.decision().role;
  if (role == group.told || role == Role::init) return;
  group.told = role;
  const Severity severity = role == Role::fault ? Severity::warning : Severity::notice;
  reporter_.tell(severity, "role", group.config,
                 std::string(to_string(role)) + ": " + group.loop.decision().reason);
  if (const auto cause = cause_of(role)) reporter_.run_scripts(group.config, *cause);
}

}  // namespace evenkeel::vrrp
