// Timers for what carries out the instances' decisions: before each of their callbacks, what is
// overdue is decided. After a stall, no address is put and no frame sent for a role that has ended.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "evenkeel/event_loop.h"

namespace evenkeel::vrrp {

class YieldingTimers final : public Timers {
 public:
  YieldingTimers(Timers& timers, std::function<void()> decide)
      : timers_(timers), decide_(std::move(decide)) {}

  TimePoint now() const override { return timers_.now(); }
  std::unique_ptr<Timer> make_timer(std::function<void()> callback) override {
    return timers_.make_timer([this, callback = std::move(callback)] {
      decide_();
      callback();
    });
  }

 private:
  Timers& timers_;
  std::function<void()> decide_;
};

}  // namespace evenkeel::vrrp
