// Which script runs next and which has run too long, as a pure value: one script at a time and in
// order within a queue, a bounded number over all queues. The runner process acts on its answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/messages.h"

namespace evenkeel::runner {

// Names a running script; senders choose their own ids, which may collide.
using Ticket = std::uint64_t;

struct StartScript {
  Ticket ticket = 0;
  RunScript script;
};

enum class Urge : std::uint8_t { terminate, kill };

struct Overdue {
  Ticket ticket = 0;
  Urge urge = Urge::terminate;
  bool operator==(const Overdue&) const = default;
};

class ScriptQueue {
 public:
  struct Limits {
    std::size_t running = 64;
    std::size_t reserved = 0;  // of `running`, for scripts of purpose track
    std::size_t queued = 256;  // a queue
    Duration term_patience = 2s;
    Duration tracking_at_stop = 1s;
  };

  explicit ScriptQueue(Limits limits) : limits_(limits) {}

  // Returns the one that had to give way.
  std::optional<RunScript> add(RunScript script);
  // The next script that may start now; its time runs from `now`. Queues take turns.
  std::optional<StartScript> start_next(TimePoint now);
  // The script of the ticket has ended.
  void end(Ticket ticket);
  // Everything is to have ended by then: what runs shares the time that is left with those that
  // wait behind it.
  void hurry(TimePoint now, TimePoint end);
  // What must be signalled by now, each urge once.
  std::vector<Overdue> take_overdue(TimePoint now);
  std::optional<TimePoint> next_deadline() const;

  const RunScript* find(Ticket ticket) const;
  bool has_timed_out(Ticket ticket) const;
  std::size_t running() const { return running_.size(); }
  std::size_t queued() const { return queued_; }

 private:
  struct Queue {
    std::deque<RunScript> waiting;
    bool is_busy = false;
  };
  struct Running {
    RunScript script;
    std::optional<TimePoint> deadline;  // of the next urge; none when killed
    Urge next_urge = Urge::terminate;
  };

  Duration time_for(const RunScript& script, TimePoint now) const;

  Limits limits_;
  std::optional<TimePoint> end_;  // once in a hurry
  std::map<std::string, Queue> queues_;
  std::deque<std::string> ready_;  // queues that are not busy and have work, in turn
  std::size_t notifying_ = 0;      // running scripts of purpose notify
  std::map<Ticket, Running> running_;
  std::size_t queued_ = 0;
  Ticket last_ticket_ = 0;
};

}  // namespace evenkeel::runner
