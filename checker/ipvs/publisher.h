// Tells the supervisor what changed: marks are collected and sent in bounded pieces, each object
// once however often it was marked meanwhile.
#pragma once

#include <deque>

#include "checker/ipvs/limits.h"
#include "checker/ipvs/model.h"
#include "evenkeel/line_outbox.h"
#include "evenkeel/worker.h"

namespace evenkeel::ipvs {

class Publisher {
 public:
  Publisher(WorkerContext& context, Model& model) : context_(context), model_(model) {}

  void mark(Entry& entry);
  void mark_server(Entry& entry, std::size_t server);
  void mark_all(Entry& entry);
  void mark_balancer();
  // After a write: updates what the table shows of each server and marks those that differ.
  void refresh(Entry& entry);

  // The object is gone from the configuration.
  void remove_server(const ServerKey& key);
  void remove_service(const Entry& entry);

  void run_scripts(const ServiceKey& service, std::vector<Script> scripts);
  // For the notify FIFOs: which there are, what changed, and what the runner has of it.
  void set_notify(const NotifySettings& settings) { lines_.configure(settings); }
  void write_line(std::string text);
  void on_runner_started();
  void on_lines_taken(std::uint64_t last) { lines_.take(last); }

 private:
  void enqueue(Entry& entry);
  void schedule();
  void flush();
  std::size_t tell_servers(Entry& entry, std::size_t at_most);

  WorkerContext& context_;
  Model& model_;
  std::deque<ServiceKey> queue_;
  bool is_balancer_to_tell_ = false;
  bool is_scheduled_ = false;
  std::uint64_t next_script_ = 1;
  LineOutbox lines_{WorkerKind::balancer};
};

}  // namespace evenkeel::ipvs
