// Routing by message type. Owns the workers, the store and the encoded slices.
#include "daemon/supervisor/router.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "daemon/supervisor/needed_workers.h"
#include "daemon/supervisor/process_stats.h"
#include "daemon/supervisor/slices.h"
#include "evenkeel/overload.h"

namespace evenkeel {

namespace {

// Started in this order: who holds the VIP first.
constexpr std::array kWorkers{WorkerKind::vrrp, WorkerKind::balancer, WorkerKind::checker,
                              WorkerKind::runner, WorkerKind::exporter};
// Those whose readiness makes the daemon ready.
constexpr std::array kConfigured{WorkerKind::vrrp, WorkerKind::balancer, WorkerKind::checker};

// Those who ask the runner, and have to ask a new one again.
constexpr std::array kNotifiers{WorkerKind::vrrp, WorkerKind::balancer};

// The others start when vrrp runs, or after this time all the same.
constexpr Duration kHeadStart = 500ms;

ServiceQuorum quorum_of(const ServiceState& service) {
  return {.key = service.key,
          .health = service.status == ServiceStatus::up ? Health::up : Health::down,
          .reason = service.reason};
}

std::string object_of(WorkerKind kind) { return "process/" + std::string(to_string(kind)); }

}  // namespace

Router::Router(EventLoop& loop, const Log& log, const Settings& settings, Callbacks callbacks)
    : loop_(loop),
      log_(log),
      runtime_dir_(settings.runtime_dir),
      callbacks_(std::move(callbacks)),
      resign_record_(settings.runtime_dir),
      head_start_(loop.make_timer([this] { start_others(); })) {
  for (const auto kind : kWorkers) {
    workers_[kind] = std::make_unique<WorkerSlot>(
        loop_,
        WorkerOptions{
            .kind = kind, .runtime_dir = settings.runtime_dir, .log_level = settings.log_level},
        WorkerSlot::Callbacks{
            .on_started = [this](WorkerSlot& worker) { on_started(worker); },
            .on_message = [this](WorkerSlot& from,
                                 Message message) { on_message(from, std::move(message)); },
            .on_changed = [this](WorkerSlot& worker) { publish(worker.state()); },
            .on_exit = [this](WorkerSlot& worker,
                              const std::string& why) { on_exit(worker, why); }});
  }
  self_.kind = WorkerKind::supervisor;
  self_.status = ProcessStatus::running;
  self_.pid = ::getpid();
  self_.since = wall_now();
}

void Router::recall_resigns() { resigns_ = resign_record_.load(); }

void Router::set_config(const Config& config, std::uint64_t generation) {
  generation_ = generation;
  self_.generation = generation;
  for (const auto kind : kWorkers) slices_[kind] = make_slice(config, kind, generation);
  std::erase_if(resigns_, [&config](const auto& entry) {
    return std::none_of(config.instances.begin(), config.instances.end(),
                        [&](const auto& instance) { return instance.name == entry.first; });
  });
  keep_resigns();
  needed_.merge(needed_workers(config));
  if (::access((runtime_dir_ + kBalancerRecord).c_str(), F_OK) == 0) {
    needed_.insert(WorkerKind::balancer);
  }
  // Without services there is no table to wait for.
  has_tables_ = has_tables_ || !needed_.contains(WorkerKind::balancer);
}

void Router::send_config() {
  for (auto& [kind, worker] : workers_) worker->send_encoded(slices_[kind]);
  if (is_started_) start_needed();
}

void Router::set_metrics_listener(int fd) {
  metrics_listener_ = fd;
  auto& exporter = worker(WorkerKind::exporter);
  exporter.set_listener(fd);
  if (!is_started_) return;
  if (fd < 0) {
    exporter.suspend();
  } else {
    exporter.restart();
  }
}

void Router::start_all() {
  head_start_->arm(loop_.now() + kHeadStart);
  worker(WorkerKind::vrrp).start();
}

void Router::start_others() {
  if (!std::exchange(is_started_, true)) start_needed();
}

// Who is started has its slice from its birth; who runs already stays as it is.
void Router::start_needed() {
  for (const auto kind : kWorkers) {
    if (kind == WorkerKind::vrrp) continue;
    if (kind == WorkerKind::exporter && metrics_listener_ < 0) continue;
    auto& other = worker(kind);
    if (!needed_.contains(kind)) {
      other.rest();
    } else if (other.is_gone()) {
      other.start();
    }
  }
}

void Router::publish(const StateValue& state) {
  store_.apply(state);
  worker(WorkerKind::exporter).send(state);
}

void Router::tell(Severity severity, std::string kind, std::string object, std::string text) {
  log_.write(log_level(severity), object + ": " + text);
  take_event({.when = wall_now(),
              .severity = severity,
              .kind = std::move(kind),
              .object = std::move(object),
              .text = std::move(text)});
}

void Router::take_event(const Event& event) {
  store_.add(event);
  callbacks_.on_event(store_.events().back());
  worker(WorkerKind::exporter).send(event);
}

void Router::refresh_stats() {
  keep_resigns();
  for (auto& [kind, worker] : workers_) worker->refresh_stats();
  if (const auto stats = read_process_stats(::getpid())) {
    self_.resident_bytes = stats->resident_bytes;
    self_.cpu = stats->cpu;
    self_.open_descriptors = stats->open_descriptors;
  }
  publish(self_);
}

void Router::for_each_worker(const std::function<void(WorkerSlot&)>& visit) {
  for (auto& [kind, worker] : workers_) visit(*worker);
}

bool Router::are_all_gone() const {
  for (const auto& [kind, worker] : workers_) {
    if (!worker->is_gone()) return false;
  }
  return true;
}

void Router::on_started(WorkerSlot& worker) {
  // Before what it is for: who has resigned already must not start as if he had not.
  if (worker.kind() == WorkerKind::vrrp) {
    keep_resigns();
    for (const auto& [name, asked] : resigns_) worker.send(asked);
  }
  worker.send_encoded(slices_[worker.kind()]);
  if (worker.kind() == WorkerKind::balancer) is_balancer_new_ = true;
  if (worker.kind() == WorkerKind::vrrp) greet_vrrp(worker);
  if (worker.kind() == WorkerKind::runner) {
    for (const auto kind : kNotifiers) this->worker(kind).send(RunnerStarted{});
  }
  if (worker.kind() == WorkerKind::balancer && this->worker(WorkerKind::runner).is_connected()) {
    worker.send(RunnerStarted{});
  }
  if (worker.kind() == WorkerKind::exporter) replay_states();
  // The exporter's channel is one-way, and a runner has nothing to apply.
  if (slices_[worker.kind()].empty()) worker.note_ready(generation_);
}

// A newborn vrrp hears what its predecessor knew.
void Router::greet_vrrp(WorkerSlot& vrrp) {
  if (has_tables_) vrrp.send(TablesReady{});
  if (worker(WorkerKind::runner).is_connected()) vrrp.send(RunnerStarted{});
  for (const auto& [key, service] : store_.services()) vrrp.send(quorum_of(service.state));
}

void Router::replay_states() {
  auto& exporter = worker(WorkerKind::exporter);
  store_.for_each([&exporter](const StateValue& state) { exporter.send(state); });
  for (const auto& numbered : store_.events()) exporter.send(numbered.event);
}

void Router::on_message(WorkerSlot& from, Message message) {
  // The one-way rule: whatever an exporter writes is not read as a message.
  if (from.kind() == WorkerKind::exporter) return;
  std::visit(Overload{[&](const StateValue& state) {
                        if (const auto* service = std::get_if<ServiceState>(&state)) {
                          send_quorum(*service);
                        } else if (const auto* instance = std::get_if<InstanceState>(&state)) {
                          follow_resign(*instance);
                        }
                        publish(state);
                      },
                      [&](const StateRemoved& removed) {
                        store_.remove(removed.key);
                        worker(WorkerKind::exporter).send(removed);
                      },
                      [&](const Event& event) { take_event(event); },
                      [&](const HealthReport& report) {
                        // Lost while there is no balancer; the checker says it again to the next
                        // one.
                        if (from.kind() == WorkerKind::checker)
                          worker(WorkerKind::balancer).send(report);
                      },
                      [&](const RunScript& script) { worker(WorkerKind::runner).send(script); },
                      [&](const NotifyLines& lines) { worker(WorkerKind::runner).send(lines); },
                      [&](const LinesTaken& taken) {
                        if (workers_.contains(taken.sender)) worker(taken.sender).send(taken);
                      },
                      [&](const WatchFiles& asked) { ask_runner(from, asked); },
                      [&](const WatchProcesses& asked) { ask_runner(from, asked); },
                      [&](const FileContent& content) { answer_vrrp(from, content); },
                      [&](const ProcessCount& counted) { answer_vrrp(from, counted); },
                      [&](const ScriptEnded& ended) {
                        if (workers_.contains(ended.sender)) worker(ended.sender).send(ended);
                      },
                      [&](const ScriptOverdue& overdue) { answer_vrrp(from, overdue); },
                      [&](const Ready& ready) { on_ready(from, ready.generation); },
                      [&](const Heartbeat&) {
                        if (from.kind() == WorkerKind::vrrp) callbacks_.on_heartbeat();
                      },
                      // The rest goes to workers, never comes from them.
                      [](const auto&) {}},
             message);
}

// Only vrrp tracks scripts, files and processes, and only the runner looks at them.
void Router::ask_runner(const WorkerSlot& from, const Message& asked) {
  if (from.kind() == WorkerKind::vrrp) worker(WorkerKind::runner).send(asked);
}

void Router::answer_vrrp(const WorkerSlot& from, const Message& answer) {
  if (from.kind() == WorkerKind::runner) worker(WorkerKind::vrrp).send(answer);
}

void Router::resign(const Resign& asked) {
  resigns_[asked.instance] = asked;
  keep_resigns();
  // Who asks what came of it must not read what came of an earlier one.
  if (const auto known = store_.instances().find(asked.instance);
      known != store_.instances().end()) {
    auto state = known->second;
    state.resign = {.status = ResignStatus::asked, .reason = asked.why, .until = asked.until};
    publish(state);
  }
  worker(WorkerKind::vrrp).send(asked);
}

void Router::end_resign(const std::string& instance) {
  resigns_.erase(instance);
  keep_resigns();
  worker(WorkerKind::vrrp).send(ResignEnd{instance});
}

void Router::follow_resign(const InstanceState& instance) {
  const auto asked = resigns_.find(instance.name);
  if (asked == resigns_.end() || asked->second.status == instance.resign.status) return;
  if (instance.resign.status == ResignStatus::refused) {
    resigns_.erase(asked);
  } else if (instance.resign.status == ResignStatus::resigned) {
    asked->second.status = ResignStatus::resigned;
  } else {
    return;
  }
  keep_resigns();
}

void Router::keep_resigns() {
  drop_ended(resigns_, wall_now());
  const auto kept = resign_record_.store(resigns_);
  if (kept) {
    is_record_broken_ = false;
  } else if (!std::exchange(is_record_broken_, true)) {
    tell(Severity::warning, "resign", "process/supervisor",
         kept.error().what + ": a restarted daemon will not know who is resigned");
  }
}

// Counters change every second, a quorum rarely.
void Router::send_quorum(const ServiceState& service) {
  const auto known = store_.services().find(service.key);
  const bool is_same = known != store_.services().end() &&
                       known->second.state.since != WallTime{} &&
                       known->second.state.status == service.status;
  if (!is_same) worker(WorkerKind::vrrp).send(quorum_of(service));
}

void Router::on_ready(WorkerSlot& from, std::uint64_t generation) {
  from.note_ready(generation);
  if (from.kind() == WorkerKind::vrrp) start_others();
  if (from.kind() == WorkerKind::balancer && std::exchange(is_balancer_new_, false)) {
    has_tables_ = true;
    worker(WorkerKind::vrrp).send(TablesReady{});
    worker(WorkerKind::checker).send(TablesReady{});
  }
  for (const auto kind : kConfigured) {
    if (needed_.contains(kind) && worker(kind).state().generation != generation_) return;
  }
  callbacks_.on_ready();
}

void Router::on_exit(WorkerSlot& worker, const std::string& why) {
  const bool is_expected = worker.state().status == ProcessStatus::stopped;
  tell(is_expected ? Severity::info : Severity::error, "process", object_of(worker.kind()), why);
  callbacks_.on_worker_gone();
}

}  // namespace evenkeel
