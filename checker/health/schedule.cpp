// An indexed binary heap: each id knows its place, so setting and removing are logarithmic.
#include "checker/health/schedule.h"

namespace evenkeel::checker {

bool Schedule::contains(Id id) const {
  return id < entries_.size() && entries_[id].position != kAbsent;
}

void Schedule::set(Id id, TimePoint when) {
  if (id >= entries_.size()) entries_.resize(std::size_t{id} + 1);
  auto& entry = entries_[id];
  entry.when = when;
  if (entry.position == kAbsent) {
    heap_.push_back(id);
    entry.position = static_cast<std::uint32_t>(heap_.size() - 1);
  }
  sift_up(entry.position);
  sift_down(entry.position);
}

void Schedule::remove(Id id) {
  if (!contains(id)) return;
  const std::size_t position = entries_[id].position;
  entries_[id].position = kAbsent;
  const Id last = heap_.back();
  heap_.pop_back();
  if (last == id) return;
  place(position, last);
  sift_up(position);
  sift_down(entries_[last].position);
}

std::optional<TimePoint> Schedule::next() const {
  if (heap_.empty()) return std::nullopt;
  return entries_[heap_.front()].when;
}

std::optional<Schedule::Id> Schedule::pop_due(TimePoint now) {
  if (heap_.empty() || entries_[heap_.front()].when > now) return std::nullopt;
  const Id id = heap_.front();
  remove(id);
  return id;
}

void Schedule::place(std::size_t position, Id id) {
  heap_[position] = id;
  entries_[id].position = static_cast<std::uint32_t>(position);
}

void Schedule::sift_up(std::size_t position) {
  const Id id = heap_[position];
  while (position > 0) {
    const std::size_t parent = (position - 1) / 2;
    if (!is_before(id, heap_[parent])) break;
    place(position, heap_[parent]);
    position = parent;
  }
  place(position, id);
}

void Schedule::sift_down(std::size_t position) {
  const Id id = heap_[position];
  while (true) {
    std::size_t child = 2 * position + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && is_before(heap_[child + 1], heap_[child])) ++child;
    if (!is_before(heap_[child], id)) break;
    place(position, heap_[child]);
    position = child;
  }
  place(position, id);
}

}  // namespace evenkeel::checker
