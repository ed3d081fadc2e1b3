// What instances and sync groups track: runs the scripts, watches files and interfaces, hears of
// services, and keeps the latest reading of each. Decides nothing about instances.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "evenkeel/worker.h"
#include "vrrp/net/file_watch.h"
#include "vrrp/protocol/link_table.h"
#include "vrrp/protocol/script_track.h"
#include "vrrp/protocol/track.h"

namespace evenkeel::vrrp {

class Trackers {
 public:
  using OnChange = std::function<void(const TrackedName&)>;

  Trackers(WorkerContext& context, const LinkTable& links, OnChange on_change);

  // Only what is in use runs or is watched; what stays keeps its reading.
  void configure(const VrrpTracking& tracking, const std::set<TrackedName>& used);
  const Readings& readings() const { return readings_; }

  // False for a script that is none of ours.
  bool take_end(const ScriptEnded& ended);
  // A runner is there, and knows nothing of what an earlier one was asked for.
  void on_runner_started();
  void on_quorum(const ServiceQuorum& quorum);
  void follow_links();
  // Once a second: files whose directory did not exist.
  void tick();

 private:
  struct RunningScript {
    TrackedScript config;
    ScriptState state;
    std::uint64_t run = 0;  // the id of its present run
  };

  void configure_scripts(const std::vector<TrackedScript>& scripts);
  void configure_files(const std::vector<TrackedFile>& files);
  void run_due_scripts();
  void read_files();
  void put(const TrackedName& name, Reading reading);

  WorkerContext& context_;
  const LinkTable& links_;
  OnChange on_change_;
  std::set<TrackedName> used_;
  Readings readings_;
  std::map<std::string, RunningScript> scripts_;
  std::map<std::string, TrackedFile> files_;
  std::map<std::string, Reading> quorums_;  // of every service, tracked or not yet
  FileWatch file_watch_;
  std::unique_ptr<Timer> script_timer_;
  bool is_runner_there_ = false;
  std::uint64_t next_run_ = 1;
};

}  // namespace evenkeel::vrrp
