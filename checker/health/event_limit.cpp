// Refills once a whole second; what does not fit is counted, never lost silently.
#include "checker/health/event_limit.h"

#include <algorithm>
#include <utility>

namespace evenkeel::checker {

EventLimit::Verdict EventLimit::admit(Health health, TimePoint now) {
  if (!refilled_) refilled_ = now;
  const auto whole_seconds = std::chrono::floor<std::chrono::seconds>(now - *refilled_);
  if (whole_seconds > 0s) {
    const auto refill = static_cast<std::uint64_t>(whole_seconds.count()) * per_second_ + tokens_;
    tokens_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(burst_, refill));
    *refilled_ += whole_seconds;
  }
  if (tokens_ > 0) {
    --tokens_;
    return Verdict::tell;
  }
  ++(health == Health::up ? suppressed_.up : suppressed_.down);
  return Verdict::suppress;
}

std::optional<EventLimit::Suppressed> EventLimit::take_suppressed() {
  const auto taken = std::exchange(suppressed_, {});
  if (taken == Suppressed{}) return std::nullopt;
  return taken;
}

}  // namespace evenkeel::checker
