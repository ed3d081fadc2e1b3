// Owns a worker's channel and its process id.
#include "daemon/supervisor/worker_slot.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <utility>

#include "daemon/supervisor/process_stats.h"
#include "daemon/supervisor/restart_policy.h"

namespace evenkeel {

namespace {

// Three heartbeats of a worker.
constexpr Duration kSilenceAllowed = 6s;

std::string describe_exit(int status) {
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  return "exited with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

WorkerSlot::WorkerSlot(EventLoop& loop, WorkerOptions options, Callbacks callbacks)
    : loop_(loop),
      options_(std::move(options)),
      callbacks_(std::move(callbacks)),
      restart_timer_(loop.make_timer([this] {
        if (wanted_ == Wanted::running) start();
      })),
      kill_timer_(loop.make_timer([this] {
        if (state_.pid != 0) ::kill(state_.pid, SIGKILL);
      })) {
  state_.kind = options_.kind;
}

void WorkerSlot::start() {
  if (wanted_ == Wanted::ended) return;
  wanted_ = Wanted::running;
  if (state_.pid != 0) return;
  auto spawned = spawn_worker(options_, listen_fd_);
  if (!spawned) {
    set_status(ProcessStatus::waiting, spawned.error().what);
    schedule_restart(Duration{0});
    return;
  }
  connect(std::move(*spawned));
}

void WorkerSlot::connect(Spawned spawned) {
  state_.pid = spawned.pid;
  state_.generation = 0;
  last_heard_ = started_ = loop_.now();
  channel_ = std::make_unique<Channel>(
      loop_, spawned.channel.release(),
      Channel::Callbacks{.on_message =
                             [this](Message message) {
                               last_heard_ = loop_.now();
                               callbacks_.on_message(*this, std::move(message));
                             },
                         .on_closed =
                             [this](const std::string&) {
                               channel_.reset();
                               // Without a channel it is of no use; the exit itself is seen by
                               // reap().
                               if (state_.pid != 0) kill_timer_->arm(loop_.now() + 1s);
                             }});
  set_status(ProcessStatus::starting, "");
  callbacks_.on_started(*this);
}

void WorkerSlot::end(Ending how, Duration patience) {
  wanted_ = Wanted::ended;
  restart_timer_->cancel();
  if (state_.pid == 0) {
    set_status(ProcessStatus::stopped, "");
    return;
  }
  if (channel_) channel_->send(how == Ending::stop ? Message(Stop{}) : Message(Leave{}));
  kill_timer_->arm(loop_.now() + patience);
}

void WorkerSlot::restart() {
  if (state_.pid == 0) return start();
  wanted_ = Wanted::restarted;
  ::kill(state_.pid, SIGTERM);
}

void WorkerSlot::suspend() {
  wanted_ = Wanted::suspended;
  if (state_.pid != 0) ::kill(state_.pid, SIGTERM);
}

void WorkerSlot::send(const Message& message) {
  if (channel_) channel_->send(message);
}

void WorkerSlot::send_encoded(const std::vector<std::string>& messages) {
  for (const auto& message : messages) {
    if (channel_) channel_->send_encoded(message);
  }
}

bool WorkerSlot::reap(pid_t pid, int status) {
  if (pid != state_.pid) return false;
  state_.pid = 0;
  // Its last words count: what it asked for at its end, and what it said of it.
  if (channel_) channel_->read_rest();
  channel_.reset();
  kill_timer_->cancel();
  const auto why = describe_exit(status);
  if (wanted_ == Wanted::running) {
    ++state_.restarts;
    set_status(ProcessStatus::waiting, why);
    schedule_restart(std::chrono::duration_cast<Duration>(loop_.now() - started_));
  } else {
    set_status(ProcessStatus::stopped, why);
  }
  callbacks_.on_exit(*this, why);
  if (wanted_ == Wanted::restarted) start();
  return true;
}

void WorkerSlot::schedule_restart(Duration life) {
  early_deaths_ = count_early_deaths(early_deaths_, life);
  restart_timer_->arm(loop_.now() + restart_delay(early_deaths_));
}

void WorkerSlot::note_ready(std::uint64_t generation) {
  state_.generation = generation;
  set_status(ProcessStatus::running, state_.reason);
}

void WorkerSlot::refresh_stats() {
  const auto stats = state_.pid == 0 ? ProcessStats{} : read_process_stats(state_.pid);
  if (!stats) return;
  state_.resident_bytes = stats->resident_bytes;
  state_.cpu = stats->cpu;
  state_.open_descriptors = stats->open_descriptors;
  const auto silence = loop_.now() - last_heard_;
  // Nothing is ever heard from the exporter.
  const bool is_stale = channel_ && kind() != WorkerKind::exporter && silence > kSilenceAllowed;
  state_.stale_since =
      is_stale ? wall_now() - std::chrono::duration_cast<Duration>(silence) : WallTime{};
  callbacks_.on_changed(*this);
}

void WorkerSlot::set_status(ProcessStatus status, std::string reason) {
  if (state_.status != status) state_.since = wall_now();
  state_.status = status;
  if (!reason.empty()) state_.reason = std::move(reason);
  callbacks_.on_changed(*this);
}

}  // namespace evenkeel
