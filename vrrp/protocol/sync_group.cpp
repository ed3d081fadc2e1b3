// Pure.
#include "vrrp/protocol/sync_group.h"

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

bool has_started(const Member& member) { return member.role != Role::init; }

// Those that neither are MASTER nor want to be.
const Member* find_reluctant(std::span<const Member> members) {
  const auto found = std::find_if(members.begin(), members.end(), [](const Member& member) {
    return !member.is_leaving && has_started(member) && member.role != Role::master &&
           !member.wants_master;
  });
  return found == members.end() ? nullptr : &*found;
}

}  // namespace

GroupDecision decide(std::span<const Member> members) {
  GroupDecision decision;
  decision.orders.assign(members.size(), GroupOrder::none);
  bool is_complete = false;
  for (const auto& member : members) {
    if (member.is_leaving) continue;
    is_complete = true;
    if (!member.fault) continue;
    decision.role = Role::fault;
    decision.reason = "member " + member.name + " is in FAULT: " + *member.fault;
    return decision;
  }
  for (const auto& member : members) {
    is_complete = is_complete && (member.is_leaving || has_started(member));
  }
  if (const Member* reluctant = find_reluctant(members)) {
    decision.role = is_complete ? Role::backup : Role::init;
    decision.reason =
        "member " + reluctant->name + " is " + std::string(to_string(reluctant->role));
  } else if (is_complete) {
    decision.role = Role::master;
    decision.reason = "every member can be MASTER";
  } else {
    return decision;
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Member& member = members[i];
    if (member.is_leaving) continue;
    if (decision.role == Role::master && member.role == Role::backup) {
      decision.orders[i] = GroupOrder::take_over;
    } else if (decision.role != Role::master && member.role == Role::master) {
      decision.orders[i] = GroupOrder::give_way;
    }
  }
  return decision;
}

}  // namespace evenkeel::vrrp
