// What instances and sync groups track: has the runner run scripts, read files and count
// processes, follows interfaces, hears of services, and keeps the latest reading of each. Decides
// nothing about instances.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "evenkeel/worker.h"
#include "vrrp/protocol/link_delay.h"
#include "vrrp/protocol/link_table.h"
#include "vrrp/protocol/process_track.h"
#include "vrrp/protocol/script_track.h"
#include "vrrp/protocol/track.h"

namespace evenkeel::vrrp {

class Trackers {
 public:
  using OnChange = std::function<void(const TrackedName&)>;

  Trackers(WorkerContext& context, const LinkTable& links, const LinkDelays& delays,
           OnChange on_change);

  // Only what is in use runs or is watched; what stays keeps its reading.
  void configure(const VrrpTracking& tracking, const std::set<TrackedName>& used);
  const Readings& readings() const { return readings_; }

  // False for a script that is none of ours.
  bool take_end(const ScriptEnded& ended);
  void on_overdue(const ScriptOverdue& overdue);
  // A runner is there, and knows nothing of what an earlier one was asked for.
  void on_runner_started();
  void on_quorum(const ServiceQuorum& quorum);
  void on_file(const FileContent& content);
  void on_count(const ProcessCount& counted);
  void follow_links();

 private:
  struct RunningScript {
    TrackedScript config;
    ScriptState state;
    std::uint64_t run = 0;  // the id of its present run
  };

  void configure_scripts(const std::vector<TrackedScript>& scripts);
  struct CountedProcess {
    TrackedProcess config;
    ProcessState state;
  };

  void configure_processes(const std::vector<TrackedProcess>& processes);
  void ask_for_processes();
  void follow_processes();
  void put_process(const CountedProcess& process);
  void configure_files(const std::vector<TrackedFile>& files);
  void run_due_scripts();
  void run(RunningScript& script);
  void put_script(const RunningScript& script);
  RunningScript* find_run(std::uint64_t id);
  void ask_for_files();
  void put(const TrackedName& name, Reading reading);

  WorkerContext& context_;
  const LinkTable& links_;
  const LinkDelays& link_delays_;
  OnChange on_change_;
  std::set<TrackedName> used_;
  Readings readings_;
  std::map<std::string, RunningScript> scripts_;
  std::vector<TrackedFile> files_;  // in use
  std::map<std::string, CountedProcess> processes_;
  std::map<std::string, Reading> quorums_;  // of every service, tracked or not yet
  std::unique_ptr<Timer> script_timer_;
  std::unique_ptr<Timer> process_timer_;
  bool is_runner_there_ = false;
  std::uint64_t next_run_ = 1;
};

}  // namespace evenkeel::vrrp
