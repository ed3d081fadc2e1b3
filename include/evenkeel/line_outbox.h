// Lines for the notify FIFOs that the runner has not told to be taken: what a new runner must hear
// first. A pure value of each worker that writes such lines; the order is kept, the number bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "evenkeel/messages.h"

namespace evenkeel {

// For one who does not take them, here or before a FIFO beyond the 64 KiB that the kernel holds: a
// change of every server of a large table. The oldest gives way.
inline constexpr std::size_t kMaxNotifyLines = 20'000;

class LineOutbox {
 public:
  explicit LineOutbox(WorkerKind sender, std::size_t most = kMaxNotifyLines)
      : sender_(sender), most_(most) {}

  // Without a FIFO for this sender's lines none is kept.
  void configure(const NotifySettings& settings) {
    const NotifyFifo& own = sender_ == WorkerKind::vrrp ? settings.vrrp : settings.lvs;
    is_wanted_ = !settings.all.path.empty() || !own.path.empty();
  }
  // What to send now: nothing as long as there is no runner.
  std::optional<NotifyLines> add(std::string text) {
    if (!is_wanted_) return std::nullopt;
    lines_.push_back({.id = next_id_++, .text = std::move(text)});
    if (lines_.size() > most_) lines_.pop_front();
    if (!is_runner_there_) return std::nullopt;
    return NotifyLines{.sender = sender_, .order = LineOrder::next, .lines = {lines_.back()}};
  }
  // For a runner that was born.
  NotifyLines replay() {
    is_runner_there_ = true;
    return {.sender = sender_, .order = LineOrder::replay, .lines = {lines_.begin(), lines_.end()}};
  }
  // This one and all before it are taken.
  void take(std::uint64_t last) {
    while (!lines_.empty() && lines_.front().id <= last) lines_.pop_front();
  }

 private:
  WorkerKind sender_;
  std::size_t most_;
  std::deque<NotifyLine> lines_;
  std::uint64_t next_id_ = 1;
  bool is_wanted_ = false;
  bool is_runner_there_ = false;
};

}  // namespace evenkeel
