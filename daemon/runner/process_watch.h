// Counts the processes that vrrp tracks: by the kernel's events where it gives them, else by
// looking at all of /proc once a second, a bounded piece a turn of the loop. Used by the runner.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/runner/process_events.h"
#include "daemon/runner/process_table.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/messages.h"

namespace evenkeel::runner {

class ProcessWatch {
 public:
  struct Callbacks {
    std::function<void(const ProcessCount&)> on_count;
    std::function<void(const std::string& why)> on_fallback;  // to the scan; once
  };

  ProcessWatch(EventLoop& loop, Callbacks callbacks);

  // All of them from now on. Each count is told, also to one who was told before: it may have been
  // another.
  void set(const std::vector<TrackedProcess>& processes);

 private:
  // waiting: the kernel has not answered; it may never do.
  enum class Source : unsigned char { none, waiting, events, scan };

  void listen();
  void fall_back(const std::string& why);
  void on_events(const std::vector<ProcessEvent>& events);
  void on_timer();
  void begin_scan();
  void scan_piece();
  void look_at(pid_t pid);
  void tell_changes();

  EventLoop& loop_;
  Callbacks callbacks_;
  ProcessTable table_;
  std::vector<std::uint32_t> told_;  // empty: nothing yet
  Source source_ = Source::none;
  bool is_fallback_told_ = false;
  bool is_scanning_ = false;
  bool is_scan_wanted_ = false;  // once more: this one may have come too early
  std::vector<pid_t> unseen_;    // of this scan
  TimePoint asked_{};
  std::unique_ptr<ProcessEvents> events_;
  std::unique_ptr<Timer> scan_timer_;   // the next scan
  std::unique_ptr<Timer> piece_timer_;  // the next piece of this one
};

}  // namespace evenkeel::runner
