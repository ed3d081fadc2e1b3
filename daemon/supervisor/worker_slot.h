// One worker as the supervisor sees it: spawned, connected, restarted with back-off until told to
// end. Knows no protocol and no configuration; what to tell a newborn is the owner's business.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/supervisor/spawn.h"
#include "evenkeel/channel.h"
#include "evenkeel/worker.h"

namespace evenkeel {

class WorkerSlot {
 public:
  struct Callbacks {
    std::function<void(WorkerSlot&)> on_started;  // connected: send it what it needs
    std::function<void(WorkerSlot&, Message)> on_message;
    std::function<void(WorkerSlot&)> on_changed;  // state() differs
    std::function<void(WorkerSlot&, const std::string& why)> on_exit;
  };
  enum class Ending { stop, leave };

  WorkerSlot(EventLoop& loop, WorkerOptions options, Callbacks callbacks);

  void start();
  // The descriptor a following start passes on; stays the caller's.
  void set_listener(int fd) { listen_fd_ = fd; }
  // Tells it to end and starts it no more; kills it when it takes longer than `patience`.
  void end(Ending how, Duration patience);
  // A wanted end, which counts as no restart: followed by a new start, or by none until start().
  void restart();
  void suspend();
  // Not started: the configuration has nothing for it.
  void rest() { set_status(ProcessStatus::idle, ""); }
  void send(const Message& message);
  void send_encoded(const std::vector<std::string>& messages);
  // Takes an exit status if it is this worker's; false otherwise.
  bool reap(pid_t pid, int status);
  void note_ready(std::uint64_t generation);
  void refresh_stats();  // and whether it is silent

  WorkerKind kind() const { return options_.kind; }
  bool is_connected() const { return channel_ != nullptr; }
  bool is_gone() const { return state_.pid == 0; }
  const ProcessState& state() const { return state_; }

 private:
  void set_status(ProcessStatus status, std::string reason);
  void connect(Spawned spawned);
  void schedule_restart(Duration life);

  EventLoop& loop_;
  WorkerOptions options_;
  Callbacks callbacks_;
  int listen_fd_ = -1;
  std::unique_ptr<Channel> channel_;
  std::unique_ptr<Timer> restart_timer_;
  std::unique_ptr<Timer> kill_timer_;
  TimePoint started_{};
  std::size_t early_deaths_ = 0;  // in a row
  ProcessState state_;
  TimePoint last_heard_{};
  enum class Wanted { running, restarted, suspended, ended };
  Wanted wanted_ = Wanted::suspended;
};

}  // namespace evenkeel
