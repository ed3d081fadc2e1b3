// The supervisor's life: start, reload, stop, leave. Owns the lock, both listening sockets and
// every worker.
#include "daemon/supervisor/supervisor.h"

#include <malloc.h>
#include <net/if.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "daemon/config/config_parser.h"
#include "daemon/config/disk_reader.h"
#include "daemon/control/control_server.h"
#include "daemon/control/resign.h"
#include "daemon/supervisor/reload.h"
#include "daemon/supervisor/router.h"
#include "daemon/supervisor/service_manager.h"
#include "daemon/supervisor/sockets.h"
#include "evenkeel/replace_file.h"

namespace evenkeel {

namespace {

// A relieved stop lasts up to the longest skew, which is one advert interval: 41 s at most.
constexpr Duration kVrrpStopPatience = 50s;
constexpr Duration kStopPatience = 10s;
constexpr Duration kLeavePatience = 2s;
constexpr Duration kStatsInterval = 5s;
// By then the workers have said their states for the first time, in messages that are gone.
constexpr Duration kSettleTime = 10s;
constexpr std::size_t kMaxKeptFindings = 100;

constexpr int kExitCannotStart = 1;
constexpr int kExitUnusableConfig = 4;

bool interface_exists(const std::string& name) { return ::if_nametoindex(name.c_str()) != 0; }

class Supervisor {
 public:
  explicit Supervisor(const SupervisorOptions& options);
  int run();

 private:
  enum class Phase { running, stopping_vrrp, stopping_others, leaving };

  Result<void> prepare();
  void put_in_force(const Parsed& parsed, const std::string& by_whom);
  void open_metrics(const Endpoint& endpoint);
  ActionResult reload(const std::string& by_whom);
  ConfigDiff config_diff(const Caller& caller, const std::string& file);
  ActionResult refuse(const Parsed& parsed, const std::string& why);
  void note_config(const Parsed& parsed);
  void stop();
  void stop_others();
  ActionResult leave();
  ActionResult resign(const VerbWords& words);
  ActionResult end_resign(const VerbWords& words);
  void reap_children();
  void on_worker_gone();
  void on_ready();
  void refresh_stats();
  void write_status_file();
  void watch_signals();

  SupervisorOptions options_;
  EventLoop loop_;
  Log log_;
  ServiceManager manager_;
  Router router_;
  FileDescriptor lock_;
  FileDescriptor metrics_socket_;
  Endpoint metrics_endpoint_;
  std::unique_ptr<ControlServer> control_;
  std::unique_ptr<Timer> stats_timer_;
  RunningConfig running_;
  ConfigState config_state_;
  Phase phase_ = Phase::running;
  std::optional<TimePoint>
      settled_;  // when what a new configuration left in the heap is given back
  bool is_ready_told_ = false;
};

Supervisor::Supervisor(const SupervisorOptions& options)
    : options_(options),
      log_("supervisor", options.log_level),
      router_(loop_, log_, {.runtime_dir = options.runtime_dir, .log_level = options.log_level},
              {.on_event =
                   [this](const Store::NumberedEvent& event) {
                     if (control_) control_->on_event(event);
                   },
               .on_heartbeat = [this] { manager_.alive(loop_.now()); },
               .on_ready = [this] { on_ready(); },
               .on_worker_gone = [this] { on_worker_gone(); }}),
      stats_timer_(loop_.make_timer([this] { refresh_stats(); })) {}

Result<void> Supervisor::prepare() {
  auto lock = lock_runtime_dir(options_.runtime_dir);
  if (!lock) return tl::unexpected(lock.error());
  lock_ = std::move(*lock);
  router_.recall_resigns();
  auto socket = listen_on_path(options_.runtime_dir + "/control.sock");
  if (!socket) return tl::unexpected(socket.error());
  const auto by_uid = [](const Caller& caller) { return "uid " + std::to_string(caller.uid); };
  control_ = std::make_unique<ControlServer>(
      loop_, log_, socket->release(), router_.store(),
      ControlActions{
          .reload = [this, by_uid](const Caller& caller) { return reload(by_uid(caller)); },
          .leave = [this](const Caller&) { return leave(); },
          .stop =
              [this](const Caller&) {
                loop_.post([this] { stop(); });
                return ActionResult{.message = "stopping"};
              },
          .resign = [this](const Caller&, const VerbWords& words) { return resign(words); },
          .end_resign = [this](const Caller&, const VerbWords& words) { return end_resign(words); },
          .config_diff = [this](const Caller& caller,
                                const std::string& file) { return config_diff(caller, file); }});
  return {};
}

void Supervisor::note_config(const Parsed& parsed) {
  config_state_.errors = config_state_.warnings = 0;
  config_state_.findings.clear();
  for (const auto& finding : parsed.findings) {
    ++(finding.severity == FindingSeverity::error ? config_state_.errors : config_state_.warnings);
    if (config_state_.findings.size() < kMaxKeptFindings) {
      config_state_.findings.push_back(to_string(finding));
    }
  }
}

// Called again and again while the socket cannot be had: a predecessor may still hold it.
void Supervisor::open_metrics(const Endpoint& endpoint) {
  if (endpoint == metrics_endpoint_ && (endpoint.port == 0 || metrics_socket_.is_open())) return;
  const bool is_retry = endpoint == metrics_endpoint_;
  metrics_endpoint_ = endpoint;
  metrics_socket_.reset();
  if (endpoint.port != 0) {
    if (auto socket = listen_on(endpoint)) {
      metrics_socket_ = std::move(*socket);
    } else if (is_retry) {
      return;
    } else {
      router_.tell(Severity::error, "process", "process/exporter",
                   "no metrics: " + socket.error().what +
                       "; it is tried again, or set metrics_listen to a free address and reload");
    }
  }
  router_.set_metrics_listener(metrics_socket_.get());
}

// The part that start and reload share.
void Supervisor::put_in_force(const Parsed& parsed, const std::string& by_whom) {
  note_config(parsed);
  ++config_state_.generation;
  config_state_.file = options_.config_file;
  config_state_.hash = parsed.hash;
  config_state_.loaded = wall_now();
  config_state_.loaded_by = by_whom;
  config_state_.last_reload_successful = true;
  config_state_.last_reload = config_state_.loaded;
  config_state_.reason.clear();
  running_ = remember(parsed);
  open_metrics(parsed.config.global.metrics_listen);
  router_.set_config(parsed.config, config_state_.generation);
  router_.publish(config_state_);
  settled_ = loop_.now() + kSettleTime;
}

ActionResult Supervisor::refuse(const Parsed& parsed, const std::string& why) {
  config_state_.last_reload_successful = false;
  config_state_.last_reload = wall_now();
  config_state_.reason = why;
  router_.publish(config_state_);
  router_.tell(Severity::error, "reload", "config", "reload refused, nothing changed: " + why);
  ActionResult result{.status = 409, .message = "reload refused, nothing changed: " + why};
  for (const auto& finding : parsed.findings) result.findings.push_back(to_string(finding));
  return result;
}

ActionResult Supervisor::reload(const std::string& by_whom) {
  if (phase_ != Phase::running) return {.status = 409, .message = "the daemon is stopping"};
  manager_.reloading();
  DiskReader reader;
  const auto parsed = parse_config(options_.config_file, reader, {.config_id = options_.config_id});
  const auto why = refusal(running_, parsed, interface_exists);
  if (why) {
    manager_.ready("running; last reload refused");
    return refuse(parsed, *why);
  }
  put_in_force(parsed, by_whom);
  router_.send_config();
  const auto text = "generation " + std::to_string(config_state_.generation) + " from " +
                    options_.config_file + ", asked by " + by_whom;
  router_.tell(Severity::notice, "reload", "config", text);
  manager_.ready("running generation " + std::to_string(config_state_.generation));
  ::malloc_trim(0);
  ActionResult result{.message = text};
  for (const auto& finding : parsed.findings) result.findings.push_back(to_string(finding));
  return result;
}

// Findings quote the lines they are about. The group may ask on the control socket, but must not
// read with our rights what it could not read itself: another file is for root and for our own
// user.
ConfigDiff Supervisor::config_diff(const Caller& caller, const std::string& file) {
  const auto path = file.empty() ? options_.config_file : file;
  const bool may_name_it = caller.uid == 0 || caller.uid == ::geteuid();
  if (path != options_.config_file && !may_name_it) {
    return {.status = 403,
            .message = "only root may compare with another file than " + options_.config_file};
  }
  DiskReader reader;
  auto diff = diff_of(running_, path, parse_config(path, reader, {.config_id = options_.config_id}),
                      interface_exists);
  ::malloc_trim(0);
  return diff;
}

void Supervisor::on_ready() {
  if (is_ready_told_) return;
  is_ready_told_ = true;
  router_.tell(Severity::notice, "process", "process/supervisor", "RUNNING: every worker runs");
  manager_.ready("running generation " + std::to_string(config_state_.generation));
}

void Supervisor::stop() {
  if (phase_ != Phase::running) return;
  phase_ = Phase::stopping_vrrp;
  manager_.stopping();
  router_.tell(Severity::notice, "process", "process/supervisor", "stopping in order");
  // The balancer forwards until vrrp has been relieved.
  auto& vrrp = router_.worker(WorkerKind::vrrp);
  vrrp.end(WorkerSlot::Ending::stop, kVrrpStopPatience);
  if (vrrp.is_gone()) stop_others();
}

void Supervisor::stop_others() {
  phase_ = Phase::stopping_others;
  router_.for_each_worker(
      [](WorkerSlot& worker) { worker.end(WorkerSlot::Ending::stop, kStopPatience); });
  on_worker_gone();
}

ActionResult Supervisor::leave() {
  if (phase_ != Phase::running) return {.status = 409, .message = "the daemon is stopping"};
  return {.message = "leaving; addresses and services stay for the successor",
          .after_reply = [this] {
            phase_ = Phase::leaving;
            manager_.stopping();
            log_.notice("leaving: addresses and services stay for the successor");
            router_.for_each_worker(
                [](WorkerSlot& worker) { worker.end(WorkerSlot::Ending::leave, kLeavePatience); });
            on_worker_gone();
          }};
}

ActionResult Supervisor::resign(const VerbWords& words) {
  const auto plan = control::plan_resign(
      router_.store(), {.instance = words.instance, .duration = words.duration, .why = words.why},
      wall_now());
  if (!plan) return {.status = 409, .message = plan.error().what};
  std::string names;
  for (const auto& asked : *plan) {
    router_.resign(asked);
    names += (names.empty() ? "" : ", ") + asked.instance;
  }
  return {.status = 202, .code = "asked", .message = "asked to resign: " + names};
}

ActionResult Supervisor::end_resign(const VerbWords& words) {
  const auto names = control::plan_return(router_.store(), words.instance);
  if (!names) return {.status = 409, .message = names.error().what};
  std::string text;
  for (const auto& name : *names) {
    router_.end_resign(name);
    text += (text.empty() ? "" : ", ") + name;
  }
  return {.message = "asked to return: " + text};
}

void Supervisor::on_worker_gone() {
  if (phase_ == Phase::stopping_vrrp && router_.worker(WorkerKind::vrrp).is_gone()) {
    return stop_others();
  }
  if (phase_ == Phase::running || phase_ == Phase::stopping_vrrp || !router_.are_all_gone()) return;
  log_.notice(phase_ == Phase::leaving ? "left" : "stopped");
  loop_.stop(0);
}

void Supervisor::reap_children() {
  int status = 0;
  for (pid_t pid = ::waitpid(-1, &status, WNOHANG); pid > 0;
       pid = ::waitpid(-1, &status, WNOHANG)) {
    router_.for_each_worker([pid, status](WorkerSlot& worker) { worker.reap(pid, status); });
  }
}

void Supervisor::refresh_stats() {
  router_.refresh_stats();
  open_metrics(metrics_endpoint_);
  if (settled_ && loop_.now() >= *settled_) {
    settled_.reset();
    ::malloc_trim(0);
  }
  stats_timer_->arm(loop_.now() + kStatsInterval);
}

void Supervisor::write_status_file() {
  const auto path = options_.runtime_dir + "/status.json";
  const auto written = replace_file(path, status_text(router_.store()));
  log_.notice(written ? "wrote " + path : "cannot write the status: " + written.error().what);
}

void Supervisor::watch_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  loop_.on_signal(SIGCHLD, [this] { reap_children(); });
  loop_.on_signal(SIGTERM, [this] { stop(); });
  loop_.on_signal(SIGINT, [this] { stop(); });
  loop_.on_signal(SIGHUP, [this] { reload("SIGHUP"); });
  loop_.on_signal(SIGUSR1, [this] { write_status_file(); });
}

int Supervisor::run() {
  prctl(PR_SET_NAME, "evenkeeld");
  if (const auto prepared = prepare(); !prepared) {
    log_.error("cannot start: " + prepared.error().what);
    return kExitCannotStart;
  }
  {
    DiskReader reader;
    const auto parsed =
        parse_config(options_.config_file, reader, {.config_id = options_.config_id});
    for (const auto& finding : parsed.findings) {
      log_.write(finding.severity == FindingSeverity::error ? LogLevel::error : LogLevel::warning,
                 to_string(finding));
    }
    const int verdict = exit_code(parsed);
    if (verdict == kExitUnusableConfig ||
        (verdict != 0 && options_.strictness == Strictness::errors_refuse)) {
      log_.error("cannot start with this configuration; evenkeeld --check shows every finding");
      return kExitUnusableConfig;
    }
    put_in_force(parsed, "start");
  }
  ::malloc_trim(0);
  watch_signals();
  router_.start_all();
  refresh_stats();
  const int code = loop_.run();
  ::unlink((options_.runtime_dir + "/control.sock").c_str());
  return code;
}

}  // namespace

int run_supervisor(const SupervisorOptions& options) { return Supervisor(options).run(); }

}  // namespace evenkeel
