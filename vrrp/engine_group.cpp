// Sync groups: what their members are goes into decide(), what it decides is carried out.
#include "vrrp/engine.h"

namespace evenkeel::vrrp {

namespace {

// Each round settles at least one member; a group that needs more has found no peace, and waits
// for the next event.
constexpr std::size_t kRoundsPerMember = 4;

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
  group.is_dirty = true;
  if (std::exchange(group.is_busy, true)) return;
  const std::size_t most = group.config.members.size() * kRoundsPerMember;
  for (std::size_t round = 0; group.is_dirty && round < most; ++round) follow_group(group);
  group.is_busy = false;
  tell_group(group);
}

void Engine::follow_group(Group& group) {
  group.is_dirty = false;
  const auto instances = members_of(group);
  std::vector<Member> members;
  members.reserve(instances.size());
  for (const Instance* instance : instances) members.push_back(member_view(*instance));
  group.decision = decide(members);
  const GroupDecision decision = group.decision;
  for (Instance* instance : instances) follow_link(*instance);
  if (group.is_dirty) return;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    switch (decision.orders[i]) {
      case GroupOrder::none:
        break;
      case GroupOrder::take_over:
        deliver(*instances[i], GroupTakesOver{});
        break;
      case GroupOrder::give_way:
        deliver(*instances[i],
                GroupGivesWay{"sync group " + group.config.name + ": " + decision.reason});
        break;
    }
  }
}

void Engine::repeat_states() {
  for (const auto& [name, group] : groups_) reporter_.repeat_state(group.config, group.told);
  for (const auto& [id, instance] : instances_) reporter_.repeat_state(*instance);
}

void Engine::tell_group(Group& group) {
  const Role role = group.decision.role;
  if (role == group.told || role == Role::init) return;
  group.told = role;
  const Severity severity = role == Role::fault ? Severity::warning : Severity::notice;
  reporter_.tell(severity, "role", group.config,
                 std::string(to_string(role)) + ": " + group.decision.reason);
  if (const auto cause = cause_of(role)) reporter_.run_scripts(group.config, *cause);
}

}  // namespace evenkeel::vrrp
