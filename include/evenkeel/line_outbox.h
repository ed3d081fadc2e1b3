// Lines for the notify FIFOs that the runner has not told to be taken: what a new runner must hear
// first. A pure value of each worker that writes such lines; the order is kept, the number bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

#include "evenkeel/messages.h"

namespace evenkeel {

class LineOutbox {
 public:
  explicit LineOutbox(std::size_t most) : most_(most) {}

  // Above the bound the oldest is forgotten.
  const NotifyLine& add(std::string text) {
    lines_.push_back({.id = next_id_++, .text = std::move(text)});
    if (lines_.size() > most_) lines_.pop_front();
    return lines_.back();
  }
  // This one and all before it are taken.
  void take(std::uint64_t last) {
    while (!lines_.empty() && lines_.front().id <= last) lines_.pop_front();
  }
  const std::deque<NotifyLine>& all() const { return lines_; }

 private:
  std::size_t most_;
  std::deque<NotifyLine> lines_;
  std::uint64_t next_id_ = 1;
};

}  // namespace evenkeel
