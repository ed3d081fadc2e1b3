// Pure.
#include "vrrp/protocol/link_delay.h"

#include <algorithm>
#include <utility>

namespace evenkeel::vrrp {

void LinkDelays::set(const std::vector<LinkDelay>& delays) {
  auto old = std::exchange(beliefs_, {});
  for (const auto& delay : delays) {
    auto& belief = beliefs_[delay.interface];
    if (const auto known = old.find(delay.interface); known != old.end()) belief = known->second;
    belief.delay = delay;
  }
}

std::set<std::string> LinkDelays::follow(const LinkTable& links, TimePoint now) {
  std::set<std::string> turned;
  for (auto& [name, belief] : beliefs_) {
    if (follow_one(belief, links.find(name), now)) turned.insert(name);
  }
  return turned;
}

bool LinkDelays::follow_one(Belief& belief, const Link* link, TimePoint now) {
  const bool is_up = link != nullptr && link->is_up();
  if (!belief.is_up || *belief.is_up == is_up) {
    belief.turns_at = kNever;
    return std::exchange(belief.is_up, is_up) != is_up;
  }
  const Duration delay = is_up ? belief.delay.up : belief.delay.down;
  if (belief.turns_at == kNever) belief.turns_at = link == nullptr ? now : now + delay;
  if (link == nullptr) belief.turns_at = std::min(belief.turns_at, now);
  if (now < belief.turns_at) return false;
  belief.is_up = is_up;
  belief.turns_at = kNever;
  return true;
}

TimePoint LinkDelays::next() const {
  TimePoint next = kNever;
  for (const auto& [name, belief] : beliefs_) next = std::min(next, belief.turns_at);
  return next;
}

std::optional<std::string> LinkDelays::fault(const LinkTable& links,
                                             const std::string& name) const {
  const Link* link = links.find(name);
  if (link == nullptr) return "does not exist";
  const auto found = beliefs_.find(name);
  const auto believed = found == beliefs_.end() ? std::optional<bool>() : found->second.is_up;
  if (believed.value_or(link->is_up())) return std::nullopt;
  if (!link->is_admin_up) return "is down";
  if (!link->has_carrier) return "has no carrier";
  return "is up, but not yet for its delay";
}

}  // namespace evenkeel::vrrp
