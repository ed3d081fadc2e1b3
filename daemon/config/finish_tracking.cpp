// Trackers and sync groups: names are looked up, and what can have no effect is said. Pure.
// Reference: 1.6, 1.8–1.10, 4.3, 4.4.
#include <algorithm>
#include <map>
#include <set>

#include "daemon/config/blocks.h"

namespace evenkeel::config {
namespace {

std::string_view block_of(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::interface:
      return "interface";
    case TrackerKind::script:
      return "vrrp_script";
    case TrackerKind::file:
      return "track_file";
    case TrackerKind::process:
      return "vrrp_track_process";
    case TrackerKind::service:
      return "virtual_server";
  }
  return "";
}

template <typename T>
const WeightDraft* find(const std::vector<TrackedDraft<T>>& objects, const std::string& name) {
  const auto found = std::find_if(objects.begin(), objects.end(),
                                  [&](const auto& object) { return object.value.name == name; });
  return found == objects.end() ? nullptr : &found->weight;
}

// The weight that the object brings along; null when there is no such object.
const WeightDraft* find_object(const TrackingDraft& draft, const TrackerDraft& tracker) {
  static const WeightDraft kPlain;
  static const WeightDraft kFile{.weight = 1, .is_reversed = {}};
  const auto is_named = [&](const ServiceKey& key) { return to_string(key) == tracker.name; };
  switch (tracker.kind) {
    case TrackerKind::interface:
      return &kPlain;
    case TrackerKind::script:
      return find(draft.scripts, tracker.name);
    case TrackerKind::file: {
      const auto* own = find(draft.files, tracker.name);
      return own != nullptr && !own->weight && !own->is_reversed ? &kFile : own;
    }
    case TrackerKind::process:
      return find(draft.processes, tracker.name);
    case TrackerKind::service:
      return std::any_of(draft.services.begin(), draft.services.end(), is_named) ? &kPlain
                                                                                 : nullptr;
  }
  return nullptr;
}

template <typename T>
std::vector<std::string> names_of(const std::vector<TrackedDraft<T>>& objects) {
  std::vector<std::string> names;
  names.reserve(objects.size());
  for (const auto& object : objects) names.push_back(object.value.name);
  return names;
}

std::vector<std::string> known_names(const TrackingDraft& draft, TrackerKind kind) {
  switch (kind) {
    case TrackerKind::interface:
      return {};
    case TrackerKind::script:
      return names_of(draft.scripts);
    case TrackerKind::file:
      return names_of(draft.files);
    case TrackerKind::process:
      return names_of(draft.processes);
    case TrackerKind::service: {
      std::vector<std::string> names;
      for (const auto& key : draft.services) names.push_back(to_string(key));
      return names;
    }
  }
  return {};
}

// "there are: 'a', 'b'": a wrong name is best put right from the list of the right ones.
std::string list_of(const std::vector<std::string>& names, std::string_view block) {
  constexpr std::size_t kMost = 10;
  if (names.empty()) return "there is no " + std::string(block);
  std::string text = "there are: ";
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) {
    text += (i == 0 ? "" : ", ") + quoted(names[i]);
  }
  return names.size() > kMost ? text + " and more" : text;
}

// Members that exist and are in no group before; the others are named.
void finish_members(Draft& draft, SyncGroupDraft& group, const std::vector<std::string>& instances,
                    std::map<std::string, std::string>& group_of) {
  for (const auto& member : group.members) {
    if (std::find(instances.begin(), instances.end(), member.name) == instances.end()) {
      draft.error(member.at, "vrrp_instance " + quoted(member.name) + " not found",
                  list_of(instances, "vrrp_instance"));
      continue;
    }
    const auto [known, is_new] = group_of.emplace(member.name, group.value.name);
    if (is_new) {
      group.value.members.push_back(member.name);
    } else {
      draft.error(member.at, "vrrp_instance " + quoted(member.name) +
                                 " is already in vrrp_sync_group " + quoted(known->second));
    }
  }
}

void warn_of_member_weights(Draft& draft, const SyncGroup& group,
                            const std::vector<VrrpInstance>& instances, const Position& at) {
  if (group.do_member_weights_count) return;
  for (const auto& instance : instances) {
    const bool is_member =
        std::find(group.members.begin(), group.members.end(), instance.name) != group.members.end();
    const bool has_weights =
        std::any_of(instance.trackers.begin(), instance.trackers.end(),
                    [](const Tracker& tracker) { return tracker.weight != 0; });
    if (!is_member || !has_weights) continue;
    draft.warning(at, "the weights that vrrp_instance " + quoted(instance.name) +
                          " tracks with do not count in a sync group; write "
                          "'sync_group_tracking_weight' or track in the group");
  }
}

void warn_of_priorities(Draft& draft, const SyncGroup& group,
                        const std::vector<VrrpInstance>& instances, const Position& at) {
  const VrrpInstance* first = nullptr;
  for (const auto& instance : instances) {
    if (std::find(group.members.begin(), group.members.end(), instance.name) ==
        group.members.end()) {
      continue;
    }
    if (first == nullptr) first = &instance;
    if (instance.priority == first->priority) continue;
    draft.warning(at, "members with different priorities: " + quoted(first->name) + " has " +
                          std::to_string(first->priority) + ", " + quoted(instance.name) + " has " +
                          std::to_string(instance.priority) +
                          "; where the peer's order differs the group may find no peace");
    return;
  }
}

}  // namespace

std::vector<Tracker> finish_trackers(Draft& draft, const std::vector<TrackerDraft>& trackers) {
  std::vector<Tracker> finished;
  for (const auto& tracker : trackers) {
    const auto* defaults = find_object(draft.tracking, tracker);
    if (defaults == nullptr) {
      draft.error(tracker.at,
                  "track " + std::string(to_string(tracker.kind)) + " " + quoted(tracker.name) +
                      " not found; not tracked",
                  list_of(known_names(draft.tracking, tracker.kind), block_of(tracker.kind)));
      continue;
    }
    // A weight of one's own replaces the object's; its direction stays unless it is said anew.
    const auto& own = tracker.weight;
    finished.push_back({.kind = tracker.kind,
                        .name = tracker.name,
                        .weight = own.weight ? *own.weight : defaults->weight.value_or(0),
                        .is_reversed = own.is_reversed ? *own.is_reversed
                                                       : defaults->is_reversed.value_or(false)});
  }
  return finished;
}

VrrpTracking finish_tracking(Draft& draft, const std::vector<VrrpInstance>& instances) {
  VrrpTracking tracking;
  for (auto& script : draft.tracking.scripts) tracking.scripts.push_back(script.value);
  for (auto& file : draft.tracking.files) tracking.files.push_back(file.value);
  for (auto& process : draft.tracking.processes) tracking.processes.push_back(process.value);
  tracking.link_delays = std::move(draft.tracking.link_delays);
  std::vector<std::string> names;
  names.reserve(instances.size());
  for (const auto& instance : instances) names.push_back(instance.name);
  std::map<std::string, std::string> group_of;
  draft.block = Block::sync_group;
  for (auto& own : draft.tracking.groups) {
    draft.tracking.group = std::move(own);
    auto& group = draft.tracking.group;
    finish_members(draft, group, names, group_of);
    group.value.trackers = finish_trackers(draft, group.trackers);
    if (group.value.members.empty()) {
      draft.error(group.at, "a sync group without members is left out");
      continue;
    }
    if (group.value.members.size() == 1) draft.warning(group.at, "a sync group of one member");
    warn_of_member_weights(draft, group.value, instances, group.at);
    warn_of_priorities(draft, group.value, instances, group.at);
    tracking.groups.push_back(std::move(group.value));
  }
  draft.block = Block::root;
  return tracking;
}

}  // namespace evenkeel::config
