// What VRRP instances track, and their sync groups, as values. Included through config.h; its
// rules hold here. The objects travel to the vrrp worker as one VrrpTracking before the instances.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/script.h"

namespace evenkeel {

enum class TrackerKind : std::uint8_t { interface, script, file, service, process };
std::string_view to_string(TrackerKind kind);  // "interface", "script", …

// One use of a tracked object by an instance or a sync group.
struct Tracker {
  TrackerKind kind = TrackerKind::interface;
  std::string name;          // of the interface, vrrp_script, …; a service's key as text
  std::int32_t weight = 0;   // 0: FAULT while the object is down
  bool is_reversed = false;  // turns the contribution's sign; with weight 0, up and down
  bool operator==(const Tracker&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.name, self.weight, self.is_reversed);
  }
};

struct TrackedScript {
  std::string name;
  Script script;
  Duration interval = 1s;  // never 0
  Duration timeout = 1s;
  std::uint32_t rise = 1;
  std::uint32_t fall = 1;
  bool is_down_at_first = false;  // init_fail
  bool operator==(const TrackedScript&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.script, self.interval, self.timeout, self.rise, self.fall,
          self.is_down_at_first);
  }
};

enum class FileInit : std::uint8_t { none, if_missing, overwrite };

struct TrackedFile {
  std::string name;
  std::string path;
  FileInit init = FileInit::none;
  std::int32_t initial_value = 0;
  bool operator==(const TrackedFile&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.path, self.init, self.initial_value);
  }
};

// How a process is recognised. name: by what the kernel calls it, at most 15 characters. The others
// compare its command line: as it is; beginning with these parameters; the last of them only begun.
enum class ProcessMatch : std::uint8_t { name, command, exact, partial, initial };

struct TrackedProcess {
  std::string name;
  std::string command;  // its name, or its argv[0]
  std::vector<std::string> parameters;
  ProcessMatch match = ProcessMatch::name;
  std::uint32_t quorum = 1;
  std::uint32_t quorum_max = std::numeric_limits<std::uint32_t>::max();
  Duration fork_delay{0};       // of a change that a new process made
  Duration terminate_delay{0};  // of a change that the end of one made
  bool operator==(const TrackedProcess&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.command, self.parameters, self.match, self.quorum, self.quorum_max,
          self.fork_delay, self.terminate_delay);
  }
};

// A change of the interface's link counts once it has lasted so long.
struct LinkDelay {
  std::string interface;
  Duration down{0};
  Duration up{0};
  bool operator==(const LinkDelay&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.interface, self.down, self.up);
  }
};

struct GroupScripts {
  Script master, backup, fault, stop, any;  // notify_master … notify_stop, notify
  bool operator==(const GroupScripts&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.master, self.backup, self.fault, self.stop, self.any);
  }
};

struct SyncGroup {
  std::string name;
  std::vector<std::string> members;      // instances that exist, each in one group only
  std::vector<Tracker> trackers;         // count for every member
  bool do_member_weights_count = false;  // sync_group_tracking_weight
  GroupScripts scripts;
  bool operator==(const SyncGroup&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.members, self.trackers, self.do_member_weights_count, self.scripts);
  }
};

struct VrrpTracking {
  std::vector<TrackedScript> scripts;
  std::vector<TrackedFile> files;
  std::vector<TrackedProcess> processes;
  std::vector<SyncGroup> groups;
  std::vector<LinkDelay> link_delays;  // an interface once
  bool operator==(const VrrpTracking&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.scripts, self.files, self.processes, self.groups, self.link_delays);
  }
};

}  // namespace evenkeel
