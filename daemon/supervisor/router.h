// The workers and who hears what from whom: states and events to the store and the exporter,
// health to the balancer, scripts to the runner and their ends back. Used by the supervisor; a
// worker that is reborn gets its slice again and what it missed.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/supervisor/resign_record.h"
#include "daemon/supervisor/worker_slot.h"
#include "evenkeel/store.h"

namespace evenkeel {

class Router {
 public:
  struct Settings {
    std::string runtime_dir;
    LogLevel log_level = LogLevel::info;
  };
  struct Callbacks {
    std::function<void(const Store::NumberedEvent&)> on_event;
    std::function<void()> on_heartbeat;  // vrrp's loop turned
    std::function<void()> on_ready;      // every worker runs the newest generation
    std::function<void()> on_worker_gone;
  };

  Router(EventLoop& loop, const Log& log, const Settings& settings, Callbacks callbacks);

  // What the last daemon has kept of hand-overs; the runtime directory is ours by then, and there
  // is no configuration yet. An instance that is not in the configuration is not resigned any more.
  void recall_resigns();
  // Cuts and keeps the slices; send_config or a worker's birth delivers them.
  void set_config(const Config& config, std::uint64_t generation);
  void send_config();
  // Gives the exporter another socket, or none (-1): then there is no exporter. The descriptor
  // stays the caller's. Before start_all or later.
  void set_metrics_listener(int fd);
  // vrrp first: a predecessor's VIP waits for it, and processes that start together slow each
  // other.
  void start_all();

  // An operator's hand-overs; a newborn vrrp hears of those that last, also after the daemon was
  // restarted.
  void resign(const Resign& asked);
  void end_resign(const std::string& instance);

  void publish(const StateValue& state);
  void tell(Severity severity, std::string kind, std::string object, std::string text);
  void refresh_stats();

  WorkerSlot& worker(WorkerKind kind) { return *workers_.at(kind); }
  void for_each_worker(const std::function<void(WorkerSlot&)>& visit);
  bool are_all_gone() const;
  const Store& store() const { return store_; }

 private:
  void start_others();
  void start_needed();
  void on_started(WorkerSlot& worker);
  void on_message(WorkerSlot& from, Message message);
  void on_exit(WorkerSlot& worker, const std::string& why);
  void on_ready(WorkerSlot& from, std::uint64_t generation);
  void take_event(const Event& event);
  void greet_vrrp(WorkerSlot& vrrp);
  void send_quorum(const ServiceState& service);
  void follow_resign(const InstanceState& instance);
  void keep_resigns();
  void replay_states();
  void ask_runner(const WorkerSlot& from, const Message& asked);
  void answer_vrrp(const WorkerSlot& from, const Message& answer);

  EventLoop& loop_;
  const Log& log_;
  std::string runtime_dir_;
  Callbacks callbacks_;
  Store store_;
  std::map<WorkerKind, std::unique_ptr<WorkerSlot>> workers_;
  std::map<WorkerKind, std::vector<std::string>> slices_;
  std::set<WorkerKind> needed_;  // by some configuration of ours: who runs once goes on
  ResignRecord resign_record_;
  Resigns resigns_;
  bool is_record_broken_ = false;
  ProcessState self_;
  std::uint64_t generation_ = 0;
  int metrics_listener_ = -1;
  std::unique_ptr<Timer> head_start_;
  bool is_started_ = false;
  bool has_tables_ = false;       // some balancer has had its table in force
  bool is_balancer_new_ = false;  // this one has not yet
};

}  // namespace evenkeel
