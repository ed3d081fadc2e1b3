// The vrrp process: collects configurations, applies them in pieces, keeps the heartbeat, stops in
// good order. Its entry is vrrp::run.
#include <malloc.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "evenkeel/overload.h"
#include "evenkeel/worker.h"
#include "vrrp/engine.h"
#include "vrrp/limits.h"
#include "vrrp/model.h"
#include "vrrp/net/role_page.h"
#include "vrrp/protocol/reasons.h"
#include "vrrp/protocol/start_delay.h"
#include "vrrp/real_time.h"

namespace evenkeel::vrrp {

namespace {

class Process final : public WorkerHandler {
 public:
  explicit Process(WorkerContext& context);

  void on_message(Message message) override;
  void on_stop() override;

 private:
  void try_start();
  void on_quorum(ServiceQuorum quorum);
  void take_resigns();
  void take_carried_out();
  void apply_next();
  void queue_first(const PageContent& predecessor);
  void queue_changes();
  void start_or_hold(const VrrpInstance& config);
  void queue_start(const InstanceKey& key, std::optional<Adoption> adoption);
  void start_held();
  void delay_start(const PageContent& predecessor);
  void run_jobs();
  void finish();
  void reserve_page();
  void beat();
  void tick();
  void fail(const std::string& what);

  WorkerContext& context_;
  RolePage page_;
  std::unique_ptr<Engine> engine_;
  ModelReader reader_;
  std::optional<Model> waiting_;  // the latest wins
  Model running_;
  std::deque<std::function<void()>> jobs_;
  std::vector<InstanceKey> held_;  // not started before the balancer's table is in force
  TimePoint hold_until_{};         // vrrp_startup_delay
  std::string hold_reason_;
  std::map<ServiceKey, ServiceQuorum> early_quorums_;  // while there is no engine yet
  std::vector<Resign> resigns_;                        // until the instances run
  bool is_runner_there_ = false;
  bool are_tables_ready_ = false;
  bool is_applying_ = false;
  bool is_first_ = true;
  bool is_reload_ = false;  // what is applied
  bool is_stopping_ = false;
  TimePoint lock_deadline_;
  TimePoint next_beat_, next_tick_;
  VrrpState reported_;
  Heartbeat heartbeat_;
  std::unique_ptr<Timer> lock_timer_, beat_timer_, held_timer_;
};

Process::Process(WorkerContext& context)
    : context_(context),
      page_(context.options.runtime_dir),
      lock_deadline_(context.loop.now() + kLockPatience),
      next_beat_(context.loop.now() + kHeartbeatInterval),
      next_tick_(context.loop.now() + kCountersInterval),
      lock_timer_(context.loop.make_timer([this] { try_start(); })),
      beat_timer_(context.loop.make_timer([this] { beat(); })),
      held_timer_(context.loop.make_timer([this] { start_held(); })) {
  beat_timer_->arm(next_beat_);
  try_start();
}

// Two of us must never hold the same addresses: the predecessor has to be gone first.
void Process::try_start() {
  const auto locked = page_.try_lock();
  if (!locked) return fail(locked.error().what);
  if (!*locked) {
    if (context_.loop.now() >= lock_deadline_) {
      return fail("another vrrp process holds " + context_.options.runtime_dir + "/vrrp.lock");
    }
    lock_timer_->arm(context_.loop.now() + kLockRetryInterval);
    return;
  }
  auto engine = Engine::open(context_, page_);
  if (!engine) return fail(engine.error().what);
  engine_ = std::move(*engine);
  if (is_runner_there_) engine_->on_runner_started();
  for (const auto& [key, quorum] : std::exchange(early_quorums_, {})) {
    engine_->trackers().on_quorum(quorum);
  }
  apply_next();
}

void Process::on_message(Message message) {
  if (engine_ != nullptr) engine_->hear_runner(message);
  if (auto model = reader_.take(message)) {
    waiting_ = std::move(*model);
    return apply_next();
  }
  std::visit(Overload{[this](TablesReady&&) { start_held(); },
                      [this](RunnerStarted&&) {
                        is_runner_there_ = true;
                        if (engine_ != nullptr) engine_->on_runner_started();
                      },
                      [this](ServiceQuorum&& quorum) { on_quorum(std::move(quorum)); },
                      [this](Resign&& asked) {
                        resigns_.push_back(std::move(asked));
                        take_resigns();
                      },
                      [this](ResignEnd&& ended) {
                        std::erase_if(resigns_, [&](const Resign& asked) {
                          return asked.instance == ended.instance;
                        });
                        if (engine_ != nullptr) engine_->end_resign(ended.instance);
                      },
                      [](auto&&) {}},
             std::move(message));
}

// Not before the instances are there that they are for.
void Process::take_resigns() {
  if (engine_ == nullptr || is_applying_ || is_first_) return;
  for (const auto& asked : std::exchange(resigns_, {})) engine_->resign(asked);
}

// Before anybody starts: who has resigned already is no owner that starts as MASTER.
void Process::take_carried_out() {
  const auto is_carried_out = [](const Resign& asked) {
    return asked.status == ResignStatus::resigned;
  };
  for (const auto& asked : resigns_) {
    if (is_carried_out(asked)) engine_->resign(asked);
  }
  std::erase_if(resigns_, is_carried_out);
}

// May come before our predecessor is gone.
void Process::on_quorum(ServiceQuorum quorum) {
  if (engine_ != nullptr) {
    engine_->trackers().on_quorum(quorum);
  } else {
    early_quorums_[quorum.key] = std::move(quorum);
  }
}

void Process::apply_next() {
  if (engine_ == nullptr || is_applying_ || is_stopping_ || !waiting_) return;
  is_applying_ = true;
  running_ = *std::exchange(waiting_, std::nullopt);
  const PageContent predecessor = is_first_ ? page_.predecessor() : PageContent{};
  reserve_page();
  engine_->set_global(running_.global, running_.notify);
  engine_->set_firewall(running_.firewall, running_.instances);
  if (std::exchange(is_first_, false)) {
    queue_first(predecessor);
  } else {
    queue_changes();
  }
  run_jobs();
}

void Process::reserve_page() {
  std::size_t addresses = engine_->address_count();
  for (const auto& instance : running_.instances) {
    addresses += instance.addresses.size() + instance.excluded_addresses.size();
  }
  std::size_t places = engine_->routing_count();
  for (const auto& instance : running_.instances) {
    places += instance.routes.size() + instance.rules.size();
    // A link, and three settings of the interface that it is on.
    places += links_of(instance).size() * 4;
  }
  addresses += running_.statics.addresses.size();
  places += running_.statics.routes.size() + running_.statics.rules.size();
  const std::size_t roles = running_.instances.size() + engine_->keys().size();
  // Without a page there is no adoption, and all else works.
  if (auto reserved = page_.reserve(roles, addresses, places); !reserved) {
    context_.tell(Severity::warning, "adoption", "process/vrrp",
                  reserved.error().what + ": a successor will have to listen first");
  }
}

void Process::queue_first(const PageContent& predecessor) {
  std::map<InstanceKey, std::uint64_t> last_adverts;
  for (const auto& role : predecessor.roles) {
    if (role.role == Role::master && role.last_advert > 0) {
      last_adverts[role.key] = role.last_advert;
    }
  }
  engine_->set_statics(running_.statics);
  engine_->set_tracking(running_.tracking, running_.instances);
  for (const auto& config : running_.instances) {
    if (engine_->find(key_of(config)) == nullptr) engine_->add(config);
  }
  engine_->begin_adoption(predecessor);
  delay_start(predecessor);
  take_carried_out();
  const TimePoint now = context_.loop.now();
  const auto boot_now = static_cast<std::uint64_t>(boot_time().count());
  for (const auto& config : running_.instances) {
    const auto found = last_adverts.find(key_of(config));
    std::optional<Adoption> adoption;
    if (found != last_adverts.end() && found->second <= boot_now) {
      adoption = Adoption{now - std::chrono::nanoseconds(boot_now - found->second)};
    }
    if (adoption) {
      queue_start(key_of(config), adoption);
    } else {
      start_or_hold(config);
    }
  }
}

void Process::start_or_hold(const VrrpInstance& config) {
  const TimePoint now = context_.loop.now();
  const TimePoint tables = are_tables_ready_ ? now : now + kTablePatience;
  const TimePoint start = std::max(tables, hold_until_);
  if (start <= now) return queue_start(key_of(config), std::nullopt);
  if (held_.empty()) held_timer_->arm(start);
  held_.push_back(key_of(config));
}

void Process::delay_start(const PageContent& predecessor) {
  const auto kind = predecessor.roles.empty() ? StartKind::first : StartKind::succession;
  const auto uptime = std::chrono::duration_cast<Duration>(boot_time());
  const Duration delay = start_delay(running_.global.start_delay, kind, uptime);
  hold_until_ = context_.loop.now() + delay;
  if (delay == Duration(0)) return;
  hold_reason_ = "starting " + seconds_text(delay) + " later: vrrp_startup_delay";
  context_.tell(Severity::notice, "process", "process/vrrp", hold_reason_);
  for (const auto& config : running_.instances) {
    if (Instance* instance = engine_->find(key_of(config))) engine_->hold(*instance, hold_reason_);
  }
}

// A director that takes a VIP before its own table is in force loses connections that its peer
// served well. Who was master already goes on at once: its table was never away.
void Process::start_held() {
  are_tables_ready_ = true;
  held_timer_->cancel();
  if (engine_ == nullptr || is_stopping_) return;
  if (context_.loop.now() < hold_until_) return held_timer_->arm(hold_until_);
  for (const auto& key : std::exchange(held_, {})) {
    // A change that goes on may have to add it first.
    if (is_applying_) {
      queue_start(key, std::nullopt);
    } else if (Instance* instance = engine_->find(key)) {
      engine_->start(*instance, std::nullopt);
    }
  }
}

// Adds before it removes, so that an address which moves between instances never leaves.
void Process::queue_changes() {
  engine_->set_statics(running_.statics);
  engine_->set_tracking(running_.tracking, running_.instances);
  std::map<InstanceKey, InstanceId> gone = engine_->keys();
  for (const auto& config : running_.instances) {
    const bool is_known = gone.erase(key_of(config)) > 0;
    Instance* instance = engine_->find(key_of(config));
    if (instance == nullptr) {
      jobs_.push_back([this, &config] {
        Instance& added = engine_->add(config);
        if (context_.loop.now() < hold_until_) engine_->hold(added, hold_reason_);
      });
      start_or_hold(config);
    } else if (is_known && instance->config != config) {
      jobs_.push_back([this, &config] {
        if (Instance* known = engine_->find(key_of(config))) engine_->change(*known, config);
      });
    }
  }
  for (const auto& [key, id] : gone) {
    jobs_.push_back([this, key = key] {
      if (Instance* instance = engine_->find(key)) engine_->remove(*instance);
    });
  }
}

void Process::queue_start(const InstanceKey& key, std::optional<Adoption> adoption) {
  jobs_.push_back([this, key, adoption] {
    if (Instance* instance = engine_->find(key)) engine_->start(*instance, adoption);
  });
}

void Process::run_jobs() {
  if (is_stopping_) return;
  for (std::size_t done = 0; done < kInstancesPerTurn && !jobs_.empty(); ++done) {
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    job();
  }
  if (jobs_.empty()) return finish();
  context_.loop.post([this] { run_jobs(); });
}

void Process::finish() {
  engine_->finish_changes();
  if (std::exchange(is_reload_, true)) engine_->repeat_states();
  is_applying_ = false;
  take_resigns();
  context_.send(Ready{running_.generation});
  context_.log.info("running generation " + std::to_string(running_.generation) + " with " +
                    std::to_string(running_.instances.size()) + " instances");
  // The engine has them, and the messages that they came in have left much behind.
  running_.instances = std::vector<VrrpInstance>();
  ::malloc_trim(0);
  apply_next();
}

void Process::on_stop() {
  if (std::exchange(is_stopping_, true)) return;
  jobs_.clear();
  lock_timer_->cancel();
  if (engine_ == nullptr) return context_.exit(0);
  engine_->shutdown([this] { context_.exit(0); });
}

void Process::beat() {
  const TimePoint now = context_.loop.now();
  const auto lag = std::chrono::duration_cast<Duration>(now - next_beat_);
  if (engine_ != nullptr) {
    engine_->catch_up();
    engine_->note_lag(lag);
  }
  if (lag >= kTellableLag) {
    context_.tell(Severity::warning, "loop_lag", "process/vrrp",
                  "the loop ran " + seconds_text(lag) + " late");
  }
  ++heartbeat_.turn;
  context_.send(heartbeat_);
  if (engine_ != nullptr && now >= next_tick_) {
    next_tick_ = now + kCountersInterval;
    tick();
  }
  next_beat_ = now + kHeartbeatInterval;
  beat_timer_->arm(next_beat_);
}

void Process::tick() {
  engine_->tick();
  if (engine_->process_state() == reported_) return;
  reported_ = engine_->process_state();
  context_.send(StateValue(reported_));
}

void Process::fail(const std::string& what) {
  context_.tell(Severity::error, "process", "process/vrrp", what);
  context_.exit(1);
}

}  // namespace

int run(const WorkerOptions& options) {
  ask_for_real_time();
  return run_worker(options,
                    [](WorkerContext& context) { return std::make_unique<Process>(context); });
}

}  // namespace evenkeel::vrrp
