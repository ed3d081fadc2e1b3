// The balancer worker: turns configuration and health into pools, and has KernelSync keep the
// kernel's IPVS as the pools want it. Owns every part of this process.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "checker/ipvs/counter_reader.h"
#include "checker/ipvs/drift_watch.h"
#include "checker/ipvs/kernel_sync.h"
#include "evenkeel/worker.h"

namespace evenkeel::ipvs {

class Balancer final : public WorkerHandler {
 public:
  Balancer(WorkerContext& context, IpvsKernel& kernel);
  void on_message(Message message) override;
  void on_stop() override;

 private:
  // About a server that the running configuration does not name (yet).
  struct EarlyReport {
    HealthReport report;
    std::uint64_t generation = 0;  // running when it came
  };

  void on_config_end(std::uint64_t generation);
  void apply_model();
  void add_entry(pool::Settings settings);
  void change_entry(Entry& entry, pool::Settings settings);
  void remove_entry(std::map<ServiceKey, Entry>::iterator entry);
  void read_record();
  void on_report(const HealthReport& report);
  void on_changes(Entry& entry, pool::Changes changes);
  void apply_early_reports();
  void on_script_ended(const ScriptEnded& ended);

  WorkerContext& context_;
  Model model_;
  Publisher publisher_;
  KernelSync sync_;
  DriftWatch drift_watch_;
  CounterReader counter_reader_;
  std::vector<pool::Settings> coming_;  // since ConfigBegin
  std::map<ServerKey, EarlyReport> early_reports_;
  std::uint64_t generation_ = 0;
  bool is_configured_ = false;
};

}  // namespace evenkeel::ipvs
