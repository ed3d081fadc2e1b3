// What VRRP instances track, and their sync groups, as values. Included through config.h; its
// rules hold here. The objects travel to the vrrp worker as one VrrpTracking before the instances.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/script.h"

namespace evenkeel {

enum class TrackerKind : std::uint8_t { interface, script, file, service };
std::string_view to_string(TrackerKind kind);  // "interface", "script", …

// One use of a tracked object by an instance or a sync group.
struct Tracker {
  TrackerKind kind = TrackerKind::interface;
  std::string name;          // of the interface, vrrp_script, …; a service's key as text
  std::int32_t weight = 0;   // 0: FAULT while the object is down
  bool is_reversed = false;  // turns the contribution's sign; with weight 0, up and down
  bool operator==(const Tracker&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.kind, self.name, self.weight, self.is_reversed);
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

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.script, self.interval, self.timeout, self.rise, self.fall,
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

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.path, self.init, self.initial_value);
  }
};

struct GroupScripts {
  Script master, backup, fault, stop, any;  // notify_master … notify_stop, notify
  bool operator==(const GroupScripts&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.master, self.backup, self.fault, self.stop, self.any);
  }
};

struct SyncGroup {
  std::string name;
  std::vector<std::string> members;      // instances that exist, each in one group only
  std::vector<Tracker> trackers;         // count for every member
  bool do_member_weights_count = false;  // sync_group_tracking_weight
  GroupScripts scripts;
  bool operator==(const SyncGroup&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.members, self.trackers, self.do_member_weights_count,
                    self.scripts);
  }
};

struct VrrpTracking {
  std::vector<TrackedScript> scripts;
  std::vector<TrackedFile> files;
  std::vector<SyncGroup> groups;
  bool operator==(const VrrpTracking&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.scripts, self.files, self.groups);
  }
};

}  // namespace evenkeel
