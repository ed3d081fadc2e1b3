// Readings of what is tracked.
#include "vrrp/trackers.h"

#include <algorithm>

#include "vrrp/protocol/announce.h"

namespace evenkeel::vrrp {

namespace {

// Tells runs of ours from notify scripts, whose ids count from 1.
constexpr std::uint64_t kTrackRun = std::uint64_t{1} << 63U;

// A file that cannot be read counts as 0, as in keepalived.
Reading read_content(const FileContent& content) {
  Reading reading{.health = Health::up, .value = file_value(content.text), .reason = {}};
  reading.reason = std::to_string(reading.value);
  if (!content.error.empty()) reading.reason += ": " + content.error;
  return reading;
}

}  // namespace

Trackers::Trackers(WorkerContext& context, const LinkTable& links, const LinkDelays& delays,
                   OnChange on_change)
    : context_(context),
      links_(links),
      link_delays_(delays),
      on_change_(std::move(on_change)),
      script_timer_(context.loop.make_timer([this] { run_due_scripts(); })),
      process_timer_(context.loop.make_timer([this] { follow_processes(); })) {}

void Trackers::configure(const VrrpTracking& tracking, const std::set<TrackedName>& used) {
  used_ = used;
  std::erase_if(readings_, [&](const auto& known) { return !used.contains(known.first); });
  configure_scripts(tracking.scripts);
  configure_files(tracking.files);
  configure_processes(tracking.processes);
  for (const auto& name : used) {
    if (name.first != TrackerKind::service) continue;
    const auto known = quorums_.find(name.second);
    if (known != quorums_.end()) put(name, known->second);
  }
  follow_links();
  run_due_scripts();
}

void Trackers::configure_scripts(const std::vector<TrackedScript>& scripts) {
  auto old = std::exchange(scripts_, {});
  for (const auto& script : scripts) {
    if (!used_.contains({TrackerKind::script, script.name})) continue;
    auto& made = scripts_[script.name];
    made.config = script;
    const auto known = old.find(script.name);
    if (known == old.end()) {
      made.state = first_state(script, context_.loop.now());
    } else {
      made.state = keep_state(script, known->second.state, context_.loop.now());
      made.run = known->second.run;
    }
    put_script(made);
  }
}

void Trackers::configure_files(const std::vector<TrackedFile>& files) {
  files_.clear();
  for (const auto& file : files) {
    if (used_.contains({TrackerKind::file, file.name})) files_.push_back(file);
  }
  if (is_runner_there_) ask_for_files();
}

// A file that has been read has had its initial value: what it says now is not to be lost to a
// runner that knows no better.
void Trackers::ask_for_files() {
  WatchFiles asked{files_};
  for (auto& file : asked.files) {
    const auto known = readings_.find({TrackerKind::file, file.name});
    const bool has_begun = known != readings_.end() && known->second.health != Health::unknown;
    if (has_begun) file.init = FileInit::none;
  }
  context_.send(asked);
}

void Trackers::on_file(const FileContent& content) {
  const TrackedName name{TrackerKind::file, content.name};
  if (used_.contains(name)) put(name, read_content(content));
}

void Trackers::configure_processes(const std::vector<TrackedProcess>& processes) {
  auto old = std::exchange(processes_, {});
  const TimePoint now = context_.loop.now();
  for (const auto& process : processes) {
    if (!used_.contains({TrackerKind::process, process.name})) continue;
    auto& made = processes_[process.name];
    made.config = process;
    const auto known = old.find(process.name);
    if (known != old.end()) made.state = keep_state(process, known->second.state, now);
  }
  if (is_runner_there_) ask_for_processes();
  follow_processes();
}

void Trackers::ask_for_processes() {
  WatchProcesses asked;
  for (const auto& [name, process] : processes_) asked.processes.push_back(process.config);
  context_.send(asked);
}

void Trackers::on_count(const ProcessCount& counted) {
  const auto found = processes_.find(counted.name);
  if (found == processes_.end()) return;
  take_count(found->second.config, found->second.state, counted.count, context_.loop.now());
  follow_processes();
}

// Delays that are over by now, and the next one.
void Trackers::follow_processes() {
  TimePoint next = kNever;
  for (auto& [name, process] : processes_) {
    take_time(process.state, context_.loop.now());
    next = std::min(next, process.state.turns_at);
    put_process(process);
  }
  if (next != kNever) process_timer_->arm(next);
}

void Trackers::put_process(const CountedProcess& process) {
  const auto& state = process.state;
  if (state.health == Health::unknown) return;
  put({TrackerKind::process, process.config.name},
      {.health = state.health, .reason = count_text(process.config, state.count)});
}

void Trackers::run_due_scripts() {
  if (!is_runner_there_) return;
  TimePoint next = kNever;
  for (auto& [name, script] : scripts_) {
    switch (take_turn(script.config, script.state, context_.loop.now())) {
      case ScriptTurn::wait:
        break;
      case ScriptTurn::run:
        run(script);
        break;
      case ScriptTurn::failed:
        put_script(script);
        break;
    }
    next = std::min(next, script.state.next_run);
  }
  if (next != kNever) script_timer_->arm(next);
}

void Trackers::run(RunningScript& script) {
  script.run = kTrackRun | next_run_++;
  context_.send(RunScript{.id = script.run,
                          .sender = WorkerKind::vrrp,
                          .queue = "script/" + script.config.name,
                          .script = script.config.script,
                          .timeout = script.config.timeout,
                          .purpose = ScriptPurpose::track});
}

bool Trackers::take_end(const ScriptEnded& ended) {
  if ((ended.id & kTrackRun) == 0) return false;
  if (RunningScript* script = find_run(ended.id)) {
    take_result(script->config, script->state, ended);
    put_script(*script);
  }
  return true;
}

void Trackers::on_overdue(const ScriptOverdue& overdue) {
  RunningScript* script = find_run(overdue.id);
  if (script == nullptr) return;
  take_overdue(script->config, script->state, context_.loop.now());
  put_script(*script);
}

Trackers::RunningScript* Trackers::find_run(std::uint64_t id) {
  const auto found = std::find_if(scripts_.begin(), scripts_.end(), [id](const auto& script) {
    return script.second.run == id && script.second.state.is_running;
  });
  return found == scripts_.end() ? nullptr : &found->second;
}

void Trackers::put_script(const RunningScript& script) {
  put({TrackerKind::script, script.config.name},
      {.health = script.state.health, .reason = script.state.reason});
}

void Trackers::on_runner_started() {
  is_runner_there_ = true;
  ask_for_files();
  ask_for_processes();
  for (auto& [name, script] : scripts_) lose_run(script.state, context_.loop.now());
  run_due_scripts();
}

void Trackers::on_quorum(const ServiceQuorum& quorum) {
  const std::string name = to_string(quorum.key);
  quorums_[name] = {.health = quorum.health, .reason = quorum.reason};
  const TrackedName tracked{TrackerKind::service, name};
  if (used_.contains(tracked)) put(tracked, quorums_[name]);
}

void Trackers::follow_links() {
  for (const auto& name : used_) {
    if (name.first != TrackerKind::interface) continue;
    const auto fault = link_delays_.fault(links_, name.second);
    put(name, {.health = fault ? Health::down : Health::up, .reason = fault.value_or("is up")});
  }
}

void Trackers::put(const TrackedName& name, Reading reading) {
  Reading& known = readings_[name];
  const Reading before = std::exchange(known, std::move(reading));
  if (before == known) return;
  const bool is_news = before.health != known.health || before.value != known.value;
  if (is_news && known.health != Health::unknown) {
    const Severity severity = known.health == Health::down ? Severity::warning : Severity::notice;
    const std::string text = name.first == TrackerKind::file
                                 ? "says " + known.reason
                                 : std::string(to_string(known.health)) + ": " + known.reason;
    context_.tell(severity, "track", std::string(to_string(name.first)) + "/" + name.second, text);
  }
  on_change_(name);
}

}  // namespace evenkeel::vrrp
