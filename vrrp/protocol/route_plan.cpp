// Pure.
#include "vrrp/protocol/route_plan.h"

namespace evenkeel::vrrp {

RoutingStep next_step(const RoutingWish& wish, Presence actual, TimePoint now) {
  const bool is_there = actual == Presence::present;
  if (!wish.is_wanted) {
    const bool must_go = is_there && wish.rivalry == Rivalry::none;
    return must_go ? RoutingStep::remove : RoutingStep::none;
  }
  if (is_there || wish.rivalry == Rivalry::outranked) return RoutingStep::none;
  if (!wish.is_held) return RoutingStep::put;
  const bool has_ended = wish.ends && now >= *wish.ends;
  return wish.is_put_back && !has_ended ? RoutingStep::put : RoutingStep::none;
}

Duration retry_after(int failures) {
  constexpr Duration kQuick = 20ms, kSlow = 1s;
  return failures < kQuickTries ? kQuick : kSlow;
}

}  // namespace evenkeel::vrrp
