// Pure but for what the hands do.
#include "vrrp/protocol/group_loop.h"

#include "vrrp/protocol/reasons.h"

namespace evenkeel::vrrp {

namespace {

// Each round settles at least one member; a group that needs more has found no peace, and waits
// for the next event.
constexpr std::size_t kRoundsPerMember = 4;

}  // namespace

void GroupLoop::settle(const std::string& name, const GroupHands& hands) {
  is_busy_ = true;
  is_dirty_ = true;
  std::size_t most = 1;
  for (std::size_t round = 0; is_dirty_ && round < most; ++round) {
    go_round(name, hands);
    most = (decision_.orders.size() + 1) * kRoundsPerMember;
  }
  is_busy_ = false;
}

void GroupLoop::go_round(const std::string& name, const GroupHands& hands) {
  is_dirty_ = false;
  decision_ = decide(hands.look());
  const GroupDecision decision = decision_;
  for (std::size_t i = 0; i < decision.orders.size(); ++i) hands.follow_link(i);
  if (is_dirty_) return;
  for (std::size_t i = 0; i < decision.orders.size(); ++i) {
    switch (decision.orders[i]) {
      case GroupOrder::none:
        break;
      case GroupOrder::take_over:
        hands.order(i, GroupTakesOver{});
        break;
      case GroupOrder::give_way:
        hands.order(i, GroupGivesWay{"sync group " + name + ": " + decision.reason});
        break;
    }
  }
}

std::optional<std::string> own_fault(const MemberLink& own, Role role) {
  const auto* down = std::get_if<LinkDown>(&own);
  if (down == nullptr) return std::nullopt;
  const bool is_tolerated =
      down->reason == kNoSource && (role == Role::backup || role == Role::master);
  return is_tolerated ? std::nullopt : std::optional(down->reason);
}

MemberLink held_link(const MemberLink& own, const std::optional<std::string>& fault,
                     const std::string& group, const GroupDecision& decision) {
  if (fault || decision.role != Role::fault) return own;
  return LinkDown{"sync group " + group + ": " + decision.reason};
}

std::optional<Event> link_news(const State& state, const MemberLink& link) {
  if (state.role == Role::init) return std::nullopt;
  if (const auto* up = std::get_if<LinkUp>(&link)) {
    const bool is_news =
        state.role == Role::fault || state.source_lost || state.source != up->source;
    return is_news ? std::optional<Event>(InterfaceUp{up->source}) : std::nullopt;
  }
  const std::string& reason = std::get<LinkDown>(link).reason;
  if (reason == kNoSource && state.role != Role::fault) {
    return state.source_lost ? std::nullopt : std::optional<Event>(SourceLost{});
  }
  const bool is_news = state.role != Role::fault || state.reason != reason;
  return is_news ? std::optional<Event>(InterfaceDown{reason}) : std::nullopt;
}

}  // namespace evenkeel::vrrp
