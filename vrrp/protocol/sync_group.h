// A sync group as a pure function of its members (keepalived's rules): one in FAULT holds all in
// FAULT; all take over together, when every one of them wants to; when one gives way, all do. It
// keeps no state of its own, so no order of events can leave it behind its members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenkeel/state.h"

namespace evenkeel::vrrp {

struct Member {
  std::string name;
  Role role = Role::init;
  // A backup whose timer has run out: it would be MASTER were it alone.
  bool wants_master = false;
  bool is_leaving = false;             // stopped or removed: no part of the group any more
  std::optional<std::string> fault{};  // of its own, not one it has because of another
};

enum class GroupOrder : std::uint8_t { none, take_over, give_way };

struct GroupDecision {
  // Of the whole: init until every member has started. With fault, members that have none of their
  // own are held in FAULT for `reason`.
  Role role = Role::init;
  std::string reason;              // names the member that decides
  std::vector<GroupOrder> orders;  // for each member
  bool operator==(const GroupDecision&) const = default;
};

GroupDecision decide(std::span<const Member> members);

}  // namespace evenkeel::vrrp
