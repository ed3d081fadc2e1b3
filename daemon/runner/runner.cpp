// The runner process: runs the operators' scripts one after the other within a queue, answers when
// each ends. Nobody waits for it.
#include <csignal>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "daemon/runner/identity.h"
#include "daemon/runner/limits.h"
#include "daemon/runner/notify_fifos.h"
#include "daemon/runner/process.h"
#include "daemon/runner/process_watch.h"
#include "daemon/runner/script_queue.h"
#include "daemon/runner/tracked_files.h"
#include "evenkeel/overload.h"
#include "evenkeel/worker.h"

namespace evenkeel::runner {

namespace {

// Statuses of scripts that never ran, as a shell would give them.
constexpr int kRefused = 126;
constexpr int kNotStarted = 127;
constexpr int kDropped = 125;

LogLevel output_level(const RunScript& script) {
  return script.purpose == ScriptPurpose::track ? LogLevel::debug : LogLevel::info;
}

class Runner final : public WorkerHandler {
 public:
  explicit Runner(WorkerContext& context)
      : context_(context),
        queue_({.running = kMaxRunning,
                .reserved = kReservedForTracking,
                .queued = kMaxQueued,
                .term_patience = kTermPatience,
                .tracking_at_stop = kTrackingStopPatience}),
        deadline_(context.loop.make_timer([this] { on_deadline(); })),
        stop_deadline_(context.loop.make_timer([this] { kill_all(); })),
        readers_deadline_(context.loop.make_timer([this] { fifos_.give_up(); })),
        files_(context.loop,
               {.on_content = [this](const FileContent& content) { context_.send(content); },
                .on_error =
                    [this](const std::string& name, const std::string& text) {
                      context_.tell(Severity::error, "track", "file/" + name, text);
                    }}),
        tracked_processes_(
            context.loop,
            {.on_count = [this](const ProcessCount& counted) { context_.send(counted); },
             .on_fallback =
                 [this](const std::string& why) {
                   context_.tell(Severity::notice, "track", "process/runner",
                                 "looking for tracked processes once a second: " + why);
                 }}),
        fifos_(context.loop, context.options.runtime_dir, fifo_callbacks()) {}

  void on_message(Message message) override;
  void on_stop() override;

 private:
  NotifyFifos::Callbacks fifo_callbacks();
  void add(RunScript script);
  void start_what_may();
  void start(const StartScript& start);
  Result<Identity> permit(const Script& script) const;
  void on_end(Ticket ticket, int status);
  void on_deadline();
  void kill_all();
  void exit_when_done();
  void answer(const RunScript& script, int status, ScriptEnd end);
  void complain(const RunScript& script, const std::string& text);
  void send_state();

  WorkerContext& context_;
  GlobalSettings settings_;
  NotifySettings notify_;
  ScriptQueue queue_;
  std::map<Ticket, std::unique_ptr<Process>> processes_;
  std::unique_ptr<Timer> deadline_;
  std::unique_ptr<Timer> stop_deadline_;
  std::unique_ptr<Timer> readers_deadline_;
  TrackedFiles files_;
  ProcessWatch tracked_processes_;
  NotifyFifos fifos_;
  RunnerState state_;
  bool is_stopping_ = false;
};

void Runner::on_message(Message message) {
  std::visit(Overload{[&](GlobalSettings& settings) { settings_ = std::move(settings); },
                      [&](NotifySettings& notify) { notify_ = std::move(notify); },
                      [&](const NotifyLines& lines) {
                        fifos_.take(lines);
                        send_state();
                      },
                      [&](const ConfigEnd& end) {
                        fifos_.configure(notify_);
                        send_state();
                        context_.send(Ready{end.generation});
                      },
                      [&](RunScript& script) { add(std::move(script)); },
                      [&](const WatchFiles& asked) { files_.set(asked.files); },
                      [&](const WatchProcesses& asked) { tracked_processes_.set(asked.processes); },
                      [](const auto&) {}},
             message);
}

NotifyFifos::Callbacks Runner::fifo_callbacks() {
  return {.permit = [this](const Script& script) { return permit(script); },
          .owner_of = [this](const NotifyFifo& fifo) -> Result<FifoOwner> {
            const auto identity =
                identity_of({.argv = {}, .user = fifo.user, .group = fifo.group}, settings_);
            if (!identity) return tl::unexpected(identity.error());
            return FifoOwner{.user = identity->user, .group = identity->group};
          },
          .on_taken = [this](const LinesTaken& taken) { context_.send(taken); },
          .tell =
              [this](Severity severity, const std::string& text) {
                context_.tell(severity, "fifo", "process/runner", text);
              },
          .on_output = [this](const std::string& line) { context_.log.info(line); },
          .on_idle =
              [this] {
                if (is_stopping_) exit_when_done();
              }};
}

void Runner::on_stop() {
  is_stopping_ = true;
  const TimePoint now = context_.loop.now();
  stop_deadline_->arm(now + kStopPatience);
  readers_deadline_->arm(now + kReadersStopPatience);
  queue_.hurry(now, now + kStopPatience);
  start_what_may();
  fifos_.stop();
  exit_when_done();
}

void Runner::add(RunScript script) {
  if (!script.script.is_set()) return answer(script, 0, ScriptEnd::exited);
  if (const auto dropped = queue_.add(std::move(script))) {
    complain(*dropped, "not run: " + std::to_string(kMaxQueued) + " newer ones wait");
    ++state_.refused;
    answer(*dropped, kDropped, ScriptEnd::not_run);
  }
  start_what_may();
}

void Runner::start_what_may() {
  while (const auto next = queue_.start_next(context_.loop.now())) start(*next);
  if (const auto when = queue_.next_deadline()) {
    deadline_->arm(*when);
  } else {
    deadline_->cancel();
  }
  send_state();
}

void Runner::start(const StartScript& start) {
  const auto ticket = start.ticket;
  const auto& script = start.script;
  const auto& name = script.script.argv[0];
  const auto give_up = [&](const Error& error, std::uint64_t& counter, int status) {
    complain(script, error.what);
    if (script.purpose == ScriptPurpose::track) context_.log.debug(error.what);
    ++counter;
    queue_.end(ticket);
    answer(script, status, ScriptEnd::not_run);
  };
  const auto identity = permit(script.script);
  if (!identity) return give_up(identity.error(), state_.refused, kRefused);
  auto process =
      Process::start(context_.loop, script.script.argv, *identity,
                     {.on_line =
                          [this, name, level = output_level(script)](std::string_view line) {
                            context_.log.write(level, name + ": " + std::string(line));
                          },
                      .on_end = [this, ticket](int status) { on_end(ticket, status); }});
  if (!process) return give_up(process.error(), state_.failed, kNotStarted);
  ++state_.started;
  processes_[ticket] = std::move(*process);
}

Result<Identity> Runner::permit(const Script& script) const {
  auto identity = identity_of(script, settings_);
  if (identity && identity->user == 0 && settings_.script_security) {
    if (auto checked = check_path(script.argv[0]); !checked) {
      return tl::unexpected(checked.error());
    }
  }
  return identity;
}

void Runner::on_end(Ticket ticket, int status) {
  const auto script = *queue_.find(ticket);
  const bool has_timed_out = queue_.has_timed_out(ticket);
  if (has_timed_out) {
    ++state_.timed_out;
  } else if (status != 0) {
    ++state_.failed;
    complain(script, status > 0 ? "ended with status " + std::to_string(status)
                                : "killed by signal " + std::to_string(-status));
  }
  queue_.end(ticket);
  processes_.erase(ticket);
  answer(script, status, has_timed_out ? ScriptEnd::timed_out : ScriptEnd::exited);
  start_what_may();
  if (is_stopping_) exit_when_done();
}

void Runner::on_deadline() {
  for (const auto& [ticket, urge] : queue_.take_overdue(context_.loop.now())) {
    const RunScript& script = *queue_.find(ticket);
    const bool is_tracking = script.purpose == ScriptPurpose::track;
    switch (urge) {
      case Urge::terminate:
        if (is_tracking) context_.send(ScriptOverdue{script.id});
        complain(script, is_stopping_ ? "still runs at the stop: terminated"
                                      : "still runs after its time: terminated");
        processes_.at(ticket)->signal(SIGTERM);
        break;
      case Urge::kill:
        complain(script, "ignores SIGTERM: killed");
        processes_.at(ticket)->signal(SIGKILL);
        break;
    }
  }
  start_what_may();
}

void Runner::kill_all() {
  for (const auto& [ticket, process] : processes_) {
    complain(*queue_.find(ticket), "still runs at the stop: killed");
    process->signal(SIGKILL);
  }
  if (queue_.queued() > 0) {
    context_.tell(Severity::warning, "script", "process/runner",
                  std::to_string(queue_.queued()) + " scripts not run: the daemon stops");
  }
  context_.exit(0);
}

void Runner::exit_when_done() {
  if (queue_.running() == 0 && queue_.queued() == 0 && fifos_.is_done()) context_.exit(0);
}

void Runner::answer(const RunScript& script, int status, ScriptEnd end) {
  context_.send(
      ScriptEnded{.id = script.id, .sender = script.sender, .status = status, .end = end});
}

// What a tracking script's end means is told by who asked for it, once, and not every second.
void Runner::complain(const RunScript& script, const std::string& text) {
  if (script.purpose == ScriptPurpose::track) return;
  context_.tell(Severity::warning, "script", script.queue,
                "script " + script.script.argv[0] + ": " + text);
}

void Runner::send_state() {
  state_.running = static_cast<std::uint32_t>(queue_.running());
  state_.queued = static_cast<std::uint32_t>(queue_.queued());
  state_.notify_lines = fifos_.lines();
  state_.notify_lines_dropped = fifos_.dropped();
  context_.send(StateValue(state_));
}

}  // namespace

int run(const WorkerOptions& options) {
  return run_worker(options,
                    [](WorkerContext& context) { return std::make_unique<Runner>(context); });
}

}  // namespace evenkeel::runner
