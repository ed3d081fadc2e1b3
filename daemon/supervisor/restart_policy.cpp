// Pure.
#include "daemon/supervisor/restart_policy.h"

#include <algorithm>

namespace evenkeel {

std::size_t count_early_deaths(std::size_t before, Duration life) {
  return life < kSteadyLife ? before + 1 : 0;
}

Duration restart_delay(std::size_t early_deaths) {
  if (early_deaths <= 1) return Duration{0};
  Duration delay = kFirstBackoff;
  for (auto i = early_deaths; i > 2 && delay < kLongestBackoff; --i) delay *= 2;
  return std::min(delay, kLongestBackoff);
}

}  // namespace evenkeel
