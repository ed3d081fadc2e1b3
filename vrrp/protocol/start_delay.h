// Whether instances wait before they start, as a pure function.
#pragma once

#include "evenkeel/clock.h"
#include "evenkeel/config.h"

namespace evenkeel::vrrp {

// A successor in the same boot goes on where its predecessor was.
enum class StartKind : unsigned char { first, succession };

inline Duration start_delay(const StartDelay& settings, StartKind kind, Duration uptime) {
  const bool is_long_up = settings.after_boot && uptime >= *settings.after_boot;
  return kind == StartKind::succession || is_long_up ? Duration(0) : settings.delay;
}

}  // namespace evenkeel::vrrp
