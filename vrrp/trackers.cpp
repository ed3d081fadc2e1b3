// Readings of what is tracked.
#include "vrrp/trackers.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/announce.h"

namespace evenkeel::vrrp {

namespace {

// Tells runs of ours from notify scripts, whose ids count from 1.
constexpr std::uint64_t kTrackRun = std::uint64_t{1} << 63U;

Reading read_link(const LinkTable& links, const std::string& name) {
  const Link* link = links.find(name);
  if (link == nullptr) return {.health = Health::down, .reason = "does not exist"};
  if (!link->is_admin_up) return {.health = Health::down, .reason = "is down"};
  if (!link->has_carrier) return {.health = Health::down, .reason = "has no carrier"};
  return {.health = Health::up, .reason = "is up"};
}

// A file that cannot be read counts as 0, as in keepalived.
Reading read_file(const std::string& path) {
  Reading reading{.health = Health::up};
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open()) {
    reading.reason = std::string("0: ") + std::strerror(errno);
    return reading;
  }
  std::array<char, 128> buffer{};
  const ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
  reading.value = file_value({buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))});
  reading.reason = std::to_string(reading.value);
  return reading;
}

Result<void> write_initial(const TrackedFile& file) {
  const int exclusive = file.init == FileInit::if_missing ? O_EXCL : O_TRUNC;
  const FileDescriptor made(
      ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | exclusive, 0644));
  if (!made.is_open()) {
    if (file.init == FileInit::if_missing && errno == EEXIST) return {};
    return errno_failure("make " + file.path);
  }
  const std::string text = std::to_string(file.initial_value) + "\n";
  if (::write(made.get(), text.data(), text.size()) < 0) return errno_failure("write " + file.path);
  return {};
}

}  // namespace

Trackers::Trackers(WorkerContext& context, const LinkTable& links, OnChange on_change)
    : context_(context),
      links_(links),
      on_change_(std::move(on_change)),
      file_watch_(context.loop, [this] { read_files(); }),
      script_timer_(context.loop.make_timer([this] { run_due_scripts(); })) {}

void Trackers::configure(const VrrpTracking& tracking, const std::set<TrackedName>& used) {
  used_ = used;
  std::erase_if(readings_, [&](const auto& known) { return !used.contains(known.first); });
  configure_scripts(tracking.scripts);
  configure_files(tracking.files);
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
    const TrackedName name{TrackerKind::script, script.name};
    if (!used_.contains(name)) continue;
    auto& made = scripts_[script.name];
    made.config = script;
    const auto known = old.find(script.name);
    if (known == old.end()) {
      made.state = first_state(script, context_.loop.now());
    } else {
      made.state = keep_state(script, known->second.state, context_.loop.now());
      made.run = known->second.run;
    }
    put(name, {.health = made.state.health, .reason = made.state.reason});
  }
}

void Trackers::configure_files(const std::vector<TrackedFile>& files) {
  auto old = std::exchange(files_, {});
  std::vector<std::string> paths;
  for (const auto& file : files) {
    if (!used_.contains({TrackerKind::file, file.name})) continue;
    files_[file.name] = file;
    paths.push_back(file.path);
    if (file.init == FileInit::none || old.contains(file.name)) continue;
    if (auto written = write_initial(file); !written) {
      context_.tell(Severity::error, "track", "file/" + file.name, written.error().what);
    }
  }
  file_watch_.set_paths(paths);
  read_files();
}

void Trackers::run_due_scripts() {
  if (!is_runner_there_) return;
  TimePoint next = kNever;
  for (auto& [name, script] : scripts_) {
    if (take_turn(script.config, script.state, context_.loop.now()) == ScriptTurn::run) {
      script.run = kTrackRun | next_run_++;
      context_.send(RunScript{.id = script.run,
                              .sender = WorkerKind::vrrp,
                              .queue = "script/" + name,
                              .script = script.config.script,
                              .timeout = script.config.timeout,
                              .purpose = ScriptPurpose::track});
    }
    next = std::min(next, script.state.next_run);
  }
  if (next != kNever) script_timer_->arm(next);
}

bool Trackers::take_end(const ScriptEnded& ended) {
  if ((ended.id & kTrackRun) == 0) return false;
  for (auto& [name, script] : scripts_) {
    if (script.run != ended.id || !script.state.is_running) continue;
    take_result(script.config, script.state, ended);
    put({TrackerKind::script, name},
        {.health = script.state.health, .reason = script.state.reason});
    break;
  }
  return true;
}

void Trackers::on_runner_started() {
  is_runner_there_ = true;
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
    if (name.first == TrackerKind::interface) put(name, read_link(links_, name.second));
  }
}

void Trackers::read_files() {
  for (const auto& [name, file] : files_) put({TrackerKind::file, name}, read_file(file.path));
}

void Trackers::tick() {
  if (file_watch_.retry()) read_files();
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
