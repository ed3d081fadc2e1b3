// keepalived's quorum rules.
#include "checker/pool/quorum.h"

#include <algorithm>

namespace evenkeel::pool {

Quorum next_quorum(Quorum current, const QuorumSettings& settings, std::uint64_t weight_up,
                   std::uint64_t weight_total) {
  if (weight_up == 0) return Quorum::lost;
  const std::uint64_t quorum = std::min<std::uint64_t>(settings.quorum, weight_total);
  const std::uint64_t hysteresis = settings.hysteresis;
  if (current == Quorum::up) {
    return weight_up + hysteresis < quorum ? Quorum::lost : Quorum::up;
  }
  return weight_up >= std::min(quorum + hysteresis, weight_total) ? Quorum::up : Quorum::lost;
}

}  // namespace evenkeel::pool
