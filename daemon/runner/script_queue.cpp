// A queue exists only while it has work; `ready_` names each startable queue once.
#include "daemon/runner/script_queue.h"

#include <algorithm>
#include <utility>

namespace evenkeel::runner {

std::optional<RunScript> ScriptQueue::add(RunScript script) {
  auto& [name, queue] = *queues_.try_emplace(script.queue).first;
  std::optional<RunScript> dropped;
  if (queue.waiting.size() >= limits_.queued) {
    dropped = std::move(queue.waiting.front());
    queue.waiting.pop_front();
    --queued_;
  }
  if (queue.waiting.empty() && !queue.is_busy) ready_.push_back(name);
  queue.waiting.push_back(std::move(script));
  ++queued_;
  return dropped;
}

std::optional<StartScript> ScriptQueue::start_next(TimePoint now) {
  if (running_.size() >= limits_.running) return std::nullopt;
  const bool may_notify = notifying_ + limits_.reserved < limits_.running;
  const auto next = std::find_if(ready_.begin(), ready_.end(), [&](const std::string& name) {
    return may_notify || queues_.at(name).waiting.front().purpose == ScriptPurpose::track;
  });
  if (next == ready_.end()) return std::nullopt;
  auto& queue = queues_.at(*next);
  ready_.erase(next);
  StartScript start{.ticket = ++last_ticket_, .script = std::move(queue.waiting.front())};
  queue.waiting.pop_front();
  --queued_;
  queue.is_busy = true;
  if (start.script.purpose == ScriptPurpose::notify) ++notifying_;
  running_.emplace(start.ticket,
                   Running{.script = start.script, .deadline = now + time_for(start.script, now)});
  return start;
}

void ScriptQueue::end(Ticket ticket) {
  const auto found = running_.find(ticket);
  if (found == running_.end()) return;
  const auto name = std::move(found->second.script.queue);
  if (found->second.script.purpose == ScriptPurpose::notify) --notifying_;
  running_.erase(found);
  const auto queue = queues_.find(name);
  queue->second.is_busy = false;
  if (queue->second.waiting.empty()) {
    queues_.erase(queue);
  } else {
    ready_.push_back(name);
  }
}

void ScriptQueue::hurry(TimePoint now, TimePoint end) {
  end_ = end;
  for (auto& [ticket, running] : running_) {
    if (!running.deadline || running.next_urge != Urge::terminate) continue;
    running.deadline = std::min(*running.deadline, now + time_for(running.script, now));
  }
}

Duration ScriptQueue::time_for(const RunScript& script, TimePoint now) const {
  if (!end_) return script.timeout;
  if (script.purpose == ScriptPurpose::track) {
    return std::min(script.timeout, limits_.tracking_at_stop);
  }
  // Less what the last one may need to be killed.
  const auto left = std::chrono::duration_cast<Duration>(*end_ - limits_.term_patience - now);
  const auto sharers = static_cast<Duration::rep>(queues_.at(script.queue).waiting.size() + 1);
  return std::clamp(left / sharers, Duration(0), script.timeout);
}

std::vector<Overdue> ScriptQueue::take_overdue(TimePoint now) {
  std::vector<Overdue> overdue;
  for (auto& [ticket, running] : running_) {
    if (!running.deadline || *running.deadline > now) continue;
    overdue.push_back({ticket, running.next_urge});
    switch (running.next_urge) {
      case Urge::terminate:
        running.next_urge = Urge::kill;
        running.deadline = now + limits_.term_patience;
        break;
      case Urge::kill:
        running.deadline.reset();
        break;
    }
  }
  return overdue;
}

std::optional<TimePoint> ScriptQueue::next_deadline() const {
  std::optional<TimePoint> next;
  for (const auto& [ticket, running] : running_) {
    if (running.deadline && (!next || *running.deadline < *next)) next = running.deadline;
  }
  return next;
}

const RunScript* ScriptQueue::find(Ticket ticket) const {
  const auto found = running_.find(ticket);
  return found == running_.end() ? nullptr : &found->second.script;
}

bool ScriptQueue::has_timed_out(Ticket ticket) const {
  const auto found = running_.find(ticket);
  return found != running_.end() && found->second.next_urge == Urge::kill;
}

}  // namespace evenkeel::runner
