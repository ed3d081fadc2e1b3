// What has been read of trackers and sync groups, before names are looked up. Part of the Draft;
// written by tracking_table.cpp, turned into values by finish_tracking.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/tokens.h"
#include "evenkeel/config.h"

namespace evenkeel::config {

// "[weight N [reverse|noreverse]]": what was given of it.
struct WeightDraft {
  std::optional<std::int32_t> weight;
  std::optional<bool> is_reversed;
};

struct TrackerDraft {
  TrackerKind kind = TrackerKind::interface;
  std::string name;
  Position at;
  WeightDraft weight;
};

// A tracked object, and the weight for those who use it without one of their own.
template <typename T>
struct TrackedDraft {
  T value{};
  Position at;
  WeightDraft weight;
  std::optional<Duration> timeout;  // scripts only: else the interval
};

struct MemberDraft {
  std::string name;
  Position at;
};

struct SyncGroupDraft {
  SyncGroup value;
  Position at;
  std::vector<MemberDraft> members;
  std::vector<TrackerDraft> trackers;
};

struct TrackingDraft {
  std::vector<TrackedDraft<TrackedScript>> scripts;
  std::vector<TrackedDraft<TrackedFile>> files;
  std::vector<TrackedDraft<TrackedProcess>> processes;
  std::vector<LinkDelay> link_delays;
  std::vector<SyncGroupDraft> groups;
  // The ones being read.
  TrackedDraft<TrackedScript> script;
  TrackedDraft<TrackedFile> file;
  TrackedDraft<TrackedProcess> process;
  std::optional<ProcessMatch> param_match;  // of the process
  bool is_full_command = false;
  bool has_quorum = false;
  SyncGroupDraft group;
  // Names in use, by the word of their block.
  std::map<std::pair<std::string, std::string>, Position> names;
  // Whatever may be tracked, by kind and name, once all of the text is read. Without a value: it
  // cannot be used, as a finding of its own says.
  std::map<TrackerKind, std::map<std::string, std::optional<WeightDraft>>> objects;
  std::vector<std::string> unusable_scripts;
};

}  // namespace evenkeel::config
