// What the checker says to the others: verdicts to the balancer at once, check states to the store
// (news at once, counters spread over time), transitions to the operator (a few in full, a mass
// failure by its count).
#pragma once

#include <memory>
#include <string>

#include "checker/health/event_limit.h"
#include "checker/probe/check_table.h"
#include "checker/probe/prober.h"
#include "evenkeel/worker.h"

namespace evenkeel::checker {

class Reporter {
 public:
  Reporter(WorkerContext& context, CheckTable& table);

  // A check's health or reason changed.
  void send_state(CheckTable::Id id);
  // Sends the server's verdict if it is one and differs from the last sent.
  void send_verdict(CheckedServers::value_type& server);
  // A balancer was born and knows nothing: every verdict again.
  void repeat_verdicts();
  // To those that are checked as others; some may be new.
  void tell_followers();
  void log_failure(CheckTable::Id id, const std::string& reason) const;
  void on_check_removed(const CheckState& last);

 private:
  void report(const ServerKey& key, const CheckedServer& server, const std::string& reason);
  std::string describe(CheckTable::Id id, const std::string& reason) const;
  std::string reason_for(const CheckedServer& server, Health health) const;
  void tell(const ServerKey& key, Health health, const std::string& reason);
  void on_tick();
  void refresh();
  void tell_suppressed();

  WorkerContext& context_;
  CheckTable& table_;
  EventLimit limit_;
  std::unique_ptr<Timer> tick_;
  TimePoint summary_due_{};
  std::size_t cursor_ = 0;  // of the refresh through all checks
};

}  // namespace evenkeel::checker
