// Lines on their way into a FIFO that may have no reader: in order, bounded, whole lines only.
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace evenkeel::runner {

class LineQueue {
 public:
  explicit LineQueue(std::size_t most) : most_(most) {}

  // Above the bound the oldest is dropped: the latest state matters most.
  void add(std::string line) {
    lines_.push_back(std::move(line));
    if (lines_.size() <= most_) return;
    lines_.pop_front();
    ++dropped_;
  }
  bool is_empty() const { return lines_.empty(); }
  const std::string& front() const { return lines_.front(); }
  void pop() { lines_.pop_front(); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::size_t most_;
  std::deque<std::string> lines_;
  std::uint64_t dropped_ = 0;
};

}  // namespace evenkeel::runner
