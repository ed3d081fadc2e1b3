// Reads /proc.
#include "daemon/runner/process_watch.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <set>
#include <utility>

#include "daemon/runner/limits.h"

namespace evenkeel::runner {

namespace {

std::string read_some(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return {};
  std::array<char, kMaxCommandLine> buffer{};
  const ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

struct DirectoryCloser {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

std::vector<pid_t> all_processes() {
  std::vector<pid_t> pids;
  const std::unique_ptr<DIR, DirectoryCloser> proc(::opendir("/proc"));
  if (!proc) return pids;
  while (const dirent* entry = ::readdir(proc.get())) {
    const std::string_view name = entry->d_name;
    pid_t pid = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (parsed.ec == std::errc{} && parsed.ptr == name.data() + name.size()) pids.push_back(pid);
  }
  return pids;
}

}  // namespace

ProcessWatch::ProcessWatch(EventLoop& loop, Callbacks callbacks)
    : loop_(loop),
      callbacks_(std::move(callbacks)),
      scan_timer_(loop.make_timer([this] { on_timer(); })),
      piece_timer_(loop.make_timer([this] { scan_piece(); })) {}

void ProcessWatch::set(const std::vector<TrackedProcess>& processes) {
  table_.set(processes);
  told_.clear();
  is_scanning_ = false;
  is_scan_wanted_ = false;
  unseen_.clear();
  piece_timer_->cancel();
  scan_timer_->cancel();
  if (table_.is_empty()) {
    events_.reset();
    source_ = Source::none;
    return;
  }
  if (source_ == Source::none) listen();
  begin_scan();
}

void ProcessWatch::listen() {
  auto opened =
      ProcessEvents::open(loop_, {.on_events = [this](const auto& events) { on_events(events); },
                                  .on_lost = [this] { begin_scan(); }});
  if (!opened) return fall_back(opened.error().what);
  events_ = std::move(*opened);
  source_ = Source::waiting;
  asked_ = loop_.now();
}

void ProcessWatch::fall_back(const std::string& why) {
  events_.reset();
  source_ = Source::scan;
  if (!std::exchange(is_fallback_told_, true)) callbacks_.on_fallback(why);
}

void ProcessWatch::on_events(const std::vector<ProcessEvent>& events) {
  std::set<pid_t> changed;
  for (const auto& event : events) {
    switch (event.news) {
      case ProcessNews::listening:
        source_ = Source::events;
        begin_scan();  // what came between the last one and now
        break;
      case ProcessNews::refused:
        return fall_back("the kernel refuses to tell of processes");
      case ProcessNews::changed:
        changed.insert(event.pid);
        break;
      case ProcessNews::ended:
        changed.erase(event.pid);
        table_.remove(event.pid);
        break;
    }
  }
  for (const pid_t pid : changed) look_at(pid);
  if (!is_scanning_) tell_changes();
}

void ProcessWatch::on_timer() {
  if (source_ == Source::waiting && loop_.now() >= asked_ + kEventsPatience) {
    fall_back("the kernel does not answer");
  }
  begin_scan();
}

void ProcessWatch::begin_scan() {
  if (std::exchange(is_scanning_, true)) {
    is_scan_wanted_ = true;
    return;
  }
  unseen_ = all_processes();
  table_.begin_scan();
  scan_piece();
}

void ProcessWatch::scan_piece() {
  for (std::size_t i = 0; i < kProcessesPerTurn && !unseen_.empty(); ++i) {
    look_at(unseen_.back());
    unseen_.pop_back();
  }
  if (!unseen_.empty()) return piece_timer_->arm(loop_.now());
  is_scanning_ = false;
  table_.end_scan();
  tell_changes();
  if (std::exchange(is_scan_wanted_, false)) return begin_scan();
  const bool is_told = source_ == Source::events;
  scan_timer_->arm(loop_.now() + (is_told ? kTrustedScanInterval : kScanInterval));
}

void ProcessWatch::look_at(pid_t pid) {
  const std::string directory = "/proc/" + std::to_string(pid);
  const auto name = parse_stat(read_some(directory + "/stat"));
  if (!name) return table_.remove(pid);
  SeenProcess seen{.name = *name, .argv = {}};
  if (table_.needs_command_lines()) {
    seen.argv = parse_command_line(read_some(directory + "/cmdline"));
  }
  table_.put(pid, seen);
}

void ProcessWatch::tell_changes() {
  const auto counts = table_.counts();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i < told_.size() && told_[i] == counts[i]) continue;
    callbacks_.on_count({.name = table_.tracked()[i].name, .count = counts[i]});
  }
  told_ = counts;
}

}  // namespace evenkeel::runner
