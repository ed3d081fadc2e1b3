// Which of many small things is due next: an indexed heap, pure. The checker keeps every check's
// next attempt or deadline in one, behind a single timer, at 16 bytes a check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "evenkeel/clock.h"

namespace evenkeel::checker {

class Schedule {
 public:
  // Ids are small dense numbers; an id has at most one time.
  using Id = std::uint32_t;

  void set(Id id, TimePoint when);
  void remove(Id id);
  std::optional<TimePoint> next() const;
  // Takes out the earliest id that is due at `now`.
  std::optional<Id> pop_due(TimePoint now);
  std::size_t size() const { return heap_.size(); }
  bool contains(Id id) const;

 private:
  struct Entry {
    TimePoint when;
    std::uint32_t position = kAbsent;
  };
  static constexpr std::uint32_t kAbsent = UINT32_MAX;

  bool is_before(Id left, Id right) const { return entries_[left].when < entries_[right].when; }
  void place(std::size_t position, Id id);
  void sift_up(std::size_t position);
  void sift_down(std::size_t position);

  std::vector<Entry> entries_;  // by id
  std::vector<Id> heap_;
};

}  // namespace evenkeel::checker
