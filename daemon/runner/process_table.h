// Which processes of the machine are those that vrrp tracks, and how many of each there are: pure
// values. The process watch feeds it with what /proc says.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/config.h"

namespace evenkeel::runner {

// A process as /proc shows it.
struct SeenProcess {
  std::string name;               // at most 15 characters
  std::vector<std::string> argv;  // empty: a thread of the kernel
  bool operator==(const SeenProcess&) const = default;
};

// The name from /proc/PID/stat; nothing for one that has ended and waits to be reaped.
std::optional<std::string> parse_stat(std::string_view text);
// The words of /proc/PID/cmdline, each ended by a NUL.
std::vector<std::string> parse_command_line(std::string_view bytes);

bool does_match(const TrackedProcess& tracked, const SeenProcess& seen);
// Whether a process's name alone cannot tell.
bool needs_command_line(const TrackedProcess& tracked);

class ProcessTable {
 public:
  // What is tracked from now on; nothing is known of any process then.
  void set(std::vector<TrackedProcess> tracked);
  bool is_empty() const { return tracked_.empty(); }
  bool needs_command_lines() const;

  void put(pid_t pid, const SeenProcess& seen);
  void remove(pid_t pid) { matches_.erase(pid); }
  // Between the two every process is put; those that were not are gone.
  void begin_scan();
  void end_scan();

  // How many there are of each that is tracked, in order.
  std::vector<std::uint32_t> counts() const;
  const std::vector<TrackedProcess>& tracked() const { return tracked_; }

 private:
  struct Match {
    std::vector<std::size_t> tracked;  // indices
    bool is_seen = true;               // in this scan
  };

  std::vector<TrackedProcess> tracked_;
  std::map<pid_t, Match> matches_;  // of those that match something
};

}  // namespace evenkeel::runner
