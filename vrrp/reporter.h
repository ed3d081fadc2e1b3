// What the vrrp process tells the world: states (coalesced), events, scripts to run. Turns values
// into messages; decides nothing.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "evenkeel/line_outbox.h"
#include "evenkeel/worker.h"
#include "vrrp/instance.h"
#include "vrrp/limits.h"
#include "vrrp/protocol/routing_entry.h"
#include "vrrp/script_outbox.h"
#include "vrrp/scripts.h"

namespace evenkeel::vrrp {

class Reporter {
 public:
  using Find = std::function<const Instance*(InstanceId)>;
  using IsPresent = std::function<bool(const std::string&, const Prefix&)>;

  using GroupOf = std::function<std::string(const Instance&)>;

  using DescribeRouting = std::function<RoutingState(const RoutingEntry&)>;
  using DescribeLinks = std::function<std::vector<OwnLinkState>(const Instance&)>;

  Reporter(WorkerContext& context, Find find, IsPresent is_present, GroupOf group_of,
           DescribeRouting describe_routing, DescribeLinks describe_links);

  // Sent at the end of this turn of the loop, once however often it is marked.
  void mark(const Instance& instance);
  void flush();

  // At most once an interval: the next few instances whose counters moved, in turn.
  void report_counters(std::map<InstanceId, std::unique_ptr<Instance>>& instances);

  void tell(Severity severity, const char* kind, const Instance& instance, const std::string& text);
  void tell(Severity severity, const char* kind, const SyncGroup& group, const std::string& text);
  void run_scripts(const Instance& instance, ScriptCause cause);
  void run_scripts(const SyncGroup& group, ScriptCause cause);
  // Which notify FIFOs there are.
  void set_notify(const NotifySettings& settings);
  // Says the states to the FIFOs once more, where that is asked for.
  void repeat_state(const Instance& instance);
  void repeat_state(const SyncGroup& group, Role role);
  void on_lines_taken(std::uint64_t last) { lines_.take(last); }
  // Of the scripts: one ended; a runner was born that knows of none.
  void on_script_ended(std::uint64_t id) { outbox_.end(id); }
  void on_runner_started();
  // Of what no instance has: the static addresses, routes and rules.
  void tell_static(Severity severity, const char* kind, const std::string& text);
  void remove(const std::string& name);

 private:
  void send_state(const Instance& instance);
  void run(const std::string& queue, std::vector<Script> scripts);
  void write_line(std::string text);

  WorkerContext& context_;
  Find find_;
  IsPresent is_present_;
  GroupOf group_of_;
  DescribeRouting describe_routing_;
  DescribeLinks describe_links_;
  std::set<InstanceId> marked_;
  bool is_flush_posted_ = false;
  InstanceId last_counted_ = 0;
  ScriptOutbox outbox_{kMaxWaitingScripts};
  LineOutbox lines_{WorkerKind::vrrp};
  bool repeats_states_ = false;
};

}  // namespace evenkeel::vrrp
