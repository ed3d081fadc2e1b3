// What performs attempts of one kind of check. A prober knows nothing of rise and fall, of
// schedules or of timers: the checker process starts an attempt, tells it of its deadline, and
// gets one result.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"

namespace evenkeel::checker {

struct ProbeResult {
  bool passed = false;
  std::string reason;  // "connected", "connection refused", "status 503"
  Duration took{0};
};

struct Attempt {
  const Check& check;  // outlives the attempt; its `target` is not used
  Endpoint target;
  std::uint16_t step = 0;  // which URL
};

class Prober {
 public:
  using Id = std::uint32_t;
  using Callback = std::function<void(Id, ProbeResult)>;

  virtual ~Prober() = default;
  // One callback follows, perhaps before this returns, unless cancelled.
  virtual void start(Id id, const Attempt& attempt) = 0;
  virtual void cancel(Id id) = 0;
  // The attempt has used its time: either it may go on until the returned time, or it ends now,
  // by the callback.
  virtual std::optional<TimePoint> on_deadline(Id id) = 0;
};

}  // namespace evenkeel::checker
