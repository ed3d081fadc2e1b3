// Timers that a test advances by hand.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "evenkeel/event_loop.h"

namespace evenkeel {

class ManualTimers final : public Timers {
 public:
  TimePoint now() const override { return now_; }

  std::unique_ptr<Timer> make_timer(std::function<void()> callback) override {
    return std::make_unique<ManualTimer>(*this, std::move(callback));
  }

  // Fires what falls due on the way, each at its own time.
  void advance(Duration by) {
    const TimePoint end = now_ + by;
    while (ManualTimer* next = earliest()) {
      if (next->when > end) break;
      now_ = std::max(now_, next->when);
      next->is_armed = false;
      next->callback();
    }
    now_ = end;
  }

 private:
  struct ManualTimer final : Timer {
    ManualTimer(ManualTimers& timers, std::function<void()> on_fire)
        : owner(timers), callback(std::move(on_fire)) {
      owner.timers_.push_back(this);
    }
    ~ManualTimer() override { std::erase(owner.timers_, this); }
    ManualTimer(const ManualTimer&) = delete;
    ManualTimer& operator=(const ManualTimer&) = delete;
    void arm(TimePoint at) override {
      when = at;
      is_armed = true;
    }
    void cancel() override { is_armed = false; }

    ManualTimers& owner;
    std::function<void()> callback;
    TimePoint when{};
    bool is_armed = false;
  };

  ManualTimer* earliest() const {
    ManualTimer* next = nullptr;
    for (ManualTimer* timer : timers_) {
      if (timer->is_armed && (next == nullptr || timer->when < next->when)) next = timer;
    }
    return next;
  }

  TimePoint now_{std::chrono::hours(1)};
  std::vector<ManualTimer*> timers_;
};

}  // namespace evenkeel
