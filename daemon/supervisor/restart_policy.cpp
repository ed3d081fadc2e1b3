// Pure.
#include "daemon/supervisor/restart_policy.h"

#include <algorithm>

namespace evenkeel {

Duration restart_delay(std::span<const TimePoint> exits, TimePoint now) {
  const auto recent = std::count_if(exits.begin(), exits.end(),
                                    [now](TimePoint exit) { return now - exit < kExitMemory; });
  if (recent <= 1) return Duration{0};
  Duration delay = kFirstBackoff;
  for (auto i = recent; i > 2 && delay < kLongestBackoff; --i) delay *= 2;
  return std::min(delay, kLongestBackoff);
}

}  // namespace evenkeel
