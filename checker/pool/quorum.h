// When a virtual server counts as up, as pure functions (keepalived's rules: quorum, hysteresis).
#pragma once

#include <cstdint>

namespace evenkeel::pool {

enum class Quorum : std::uint8_t { lost, up };

struct QuorumSettings {
  std::uint32_t quorum = 1;
  std::uint32_t hysteresis = 0;
};

// Both thresholds are clipped to the total weight, so that a pool whose servers are all alive is
// up whatever was asked for; a pool without live weight is never up.
Quorum next_quorum(Quorum current, const QuorumSettings& settings, std::uint64_t weight_up,
                   std::uint64_t weight_total);

}  // namespace evenkeel::pool
