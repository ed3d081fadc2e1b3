// The checker process: starts the attempts that are due, counts their results, and has them
// reported. One timer serves all checks.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <random>

#include "checker/health/schedule.h"
#include "checker/probe/check_table.h"
#include "checker/probe/prober.h"
#include "checker/probe/reporter.h"
#include "evenkeel/worker.h"

namespace evenkeel::checker {

class Checker final : public WorkerHandler, private CheckTable::Observer {
 public:
  using Id = CheckTable::Id;

  // `descriptors`: how many the process may have open.
  Checker(WorkerContext& context, std::size_t descriptors);

  void on_message(Message message) override;
  void on_stop() override;

 private:
  // Attempts of one kind: as many at once as there are descriptors for, the rest in line.
  struct Lane {
    std::unique_ptr<Prober> prober;
    std::size_t limit = 0;
    std::size_t running = 0;
    std::deque<Id> queue;
  };

  void on_check_started(Id id) override;
  void on_check_stopped(Id id) override;
  void on_check_removed(const CheckState& last) override;
  void on_checks_of_server_changed(CheckedServers::value_type& server) override;

  Lane& lane_of(Id id);
  void on_timer();
  void on_due(Id id, TimePoint now);
  void start_attempt(Id id, TimePoint now);
  void on_result(Id id, ProbeResult result);
  void leave_lane(Id id);
  void arm();

  WorkerContext& context_;
  CheckTable table_;
  Reporter reporter_;
  Schedule schedule_;  // next attempt of an idle check, deadline of a running one
  std::unique_ptr<Timer> timer_;
  std::optional<TimePoint> armed_;
  std::minstd_rand random_;
  std::array<Lane, 2> lanes_;  // by index of the Probe variant
};

}  // namespace evenkeel::checker
