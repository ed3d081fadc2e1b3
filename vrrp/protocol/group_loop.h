// Brings the members of a sync group in line with what decide() makes of them, round after round
// until nothing changes any more. How the members are looked at and told is behind GroupHands: the
// engine's instances, or machines alone.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "vrrp/protocol/fsm.h"
#include "vrrp/protocol/sync_group.h"

namespace evenkeel::vrrp {

struct GroupHands {
  std::function<std::vector<Member>()> look;
  // Compares the member's link, and what the group makes of it, with what its machine believes.
  std::function<void(std::size_t)> follow_link;
  std::function<void(std::size_t, const Event&)> order;
};

class GroupLoop {
 public:
  // Once more, because a member has changed while it is being brought in line.
  void note_change() { is_dirty_ = true; }
  bool is_busy() const { return is_busy_; }
  void settle(const std::string& name, const GroupHands& hands);
  const GroupDecision& decision() const { return decision_; }
  bool has_found_peace() const { return !is_dirty_; }

 private:
  void go_round(const std::string& name, const GroupHands& hands);

  GroupDecision decision_;
  bool is_busy_ = false;
  bool is_dirty_ = false;
};

using MemberLink = std::variant<LinkUp, LinkDown>;

// A fault of the instance's own, which is its group's too. A source that is gone is none while a
// role lasts: the machine gives it an interval to come back.
std::optional<std::string> own_fault(const MemberLink& own, Role role);
// The link with what the group makes of it.
MemberLink held_link(const MemberLink& own, const std::optional<std::string>& fault,
                     const std::string& group, const GroupDecision& decision);
// What a machine has to be told so that it believes the link.
std::optional<Event> link_news(const State& state, const MemberLink& link);

}  // namespace evenkeel::vrrp
