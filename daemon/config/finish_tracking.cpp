// Trackers and sync groups: names are looked up, and what can have no effect is said. Pure.
// Reference: 1.6, 1.8–1.10, 4.3, 4.4.
#include <algorithm>
#include <map>

#include "daemon/config/blocks.h"
#include "daemon/config/known_names.h"

namespace evenkeel::config {
namespace {

using InstancesByName = std::map<std::string, const VrrpInstance*>;

using Weights = std::map<std::string, std::optional<WeightDraft>>;

// The weight that the object brings along; null when there is no such object.
const std::optional<WeightDraft>* find_object(const TrackingDraft& draft,
                                              const TrackerDraft& tracker) {
  static const std::optional<WeightDraft> kPlain(std::in_place);
  if (tracker.kind == TrackerKind::interface) return &kPlain;
  const auto& known = draft.objects.at(tracker.kind);
  const auto found = known.find(tracker.name);
  return found == known.end() ? nullptr : &found->second;
}

// keepalived forgets those of the others in silence.
bool is_weighted(const Tracker& tracker) {
  return tracker.weight != 0 && tracker.kind != TrackerKind::process &&
         tracker.kind != TrackerKind::service;
}

// keepalived looks a name up where it is used. Here it counts wherever it is defined.
void report_later_definition(Draft& draft, const TrackerDraft& tracker) {
  const auto* block = tracker.kind == TrackerKind::script    ? "vrrp_script"
                      : tracker.kind == TrackerKind::file    ? "track_file"
                      : tracker.kind == TrackerKind::process ? "vrrp_track_process"
                                                             : nullptr;
  if (block == nullptr) return;
  const auto defined = draft.tracking.names.find({block, tracker.name});
  if (defined == draft.tracking.names.end() || defined->second.order < tracker.at.order) return;
  draft.diagnostics.clash(tracker.at, defined->second,
                          std::string(block) + " " + quoted(tracker.name) +
                              " is defined further down, where keepalived does not find it; it is "
                              "tracked" +
                              draft.context());
}

template <typename T>
Weights weights_of(const std::vector<TrackedDraft<T>>& objects) {
  Weights weights;
  for (const auto& object : objects) weights.emplace(object.value.name, object.weight);
  return weights;
}

// Members that exist and are in no group before; the others are named.
std::vector<const VrrpInstance*> finish_members(Draft& draft, SyncGroupDraft& group,
                                                const InstancesByName& instances,
                                                std::map<std::string, std::string>& group_of) {
  std::vector<const VrrpInstance*> members;
  for (const auto& member : group.members) {
    const auto found = instances.find(member.name);
    if (found == instances.end()) {
      draft.error(member.at, "vrrp_instance " + quoted(member.name) + " not found",
                  advice_on_name(member.name, names_of(instances)));
      continue;
    }
    const auto [known, is_new] = group_of.emplace(member.name, group.value.name);
    if (is_new) {
      group.value.members.push_back(member.name);
      members.push_back(found->second);
    } else {
      draft.error(member.at, "vrrp_instance " + quoted(member.name) +
                                 " is already in vrrp_sync_group " + quoted(known->second));
    }
  }
  return members;
}

void report_member_weights(Draft& draft, const SyncGroup& group,
                           const std::vector<const VrrpInstance*>& members, const Position& at) {
  if (group.do_member_weights_count) return;
  for (const auto* member : members) {
    const bool has_weights =
        std::any_of(member->trackers.begin(), member->trackers.end(), is_weighted);
    if (!has_weights) continue;
    draft.error(at,
                "the weights that vrrp_instance " + quoted(member->name) +
                    " tracks with do not count in a sync group",
                "write 'sync_group_tracking_weight' or track in the group");
  }
}

// An instance is in FAULT without its interface, and so is its group.
void report_member_interfaces(Draft& draft, const SyncGroupDraft& group,
                              const std::vector<const VrrpInstance*>& members) {
  for (const auto& tracker : group.trackers) {
    if (tracker.kind != TrackerKind::interface) continue;
    const auto owner = std::find_if(members.begin(), members.end(), [&tracker](const auto* member) {
      return member->interface == tracker.name && member->tracks_interface;
    });
    if (owner == members.end()) continue;
    draft.error(tracker.at, "'track_interface' " + quoted(tracker.name) +
                                " is the own interface of the member " + quoted((*owner)->name) +
                                ", which always counts");
  }
}

void warn_of_priorities(Draft& draft, const std::vector<const VrrpInstance*>& members,
                        const Position& at) {
  const auto& first = *members.front();
  const auto other = std::find_if(members.begin(), members.end(), [&first](const auto* member) {
    return member->priority != first.priority;
  });
  if (other == members.end()) return;
  draft.warning(at, "members with different priorities: " + quoted(first.name) + " has " +
                        std::to_string(first.priority) + ", " + quoted((*other)->name) + " has " +
                        std::to_string((*other)->priority) +
                        "; where the peer's order differs the group may find no peace");
}

}  // namespace

void know_tracked_objects(Draft& draft, const std::vector<VirtualServer>& services) {
  auto& objects = draft.tracking.objects;
  objects[TrackerKind::script] = weights_of(draft.tracking.scripts);
  for (const auto& name : draft.tracking.unusable_scripts) {
    objects[TrackerKind::script].emplace(name, std::nullopt);
  }
  objects[TrackerKind::process] = weights_of(draft.tracking.processes);
  auto& files = objects[TrackerKind::file] = weights_of(draft.tracking.files);
  for (auto& [name, weight] : files) {
    if (!weight->weight && !weight->is_reversed) weight->weight = 1;
  }
  auto& keys = objects[TrackerKind::service];
  for (const auto& service : services) keys.emplace(to_string(service.key), WeightDraft{});
}

// Whatever they do to the priority, the addresses stay where another router is MASTER.
void warn_of_unheard_weights(Draft& draft, const std::vector<TrackerDraft>& given,
                             const std::vector<Tracker>& trackers) {
  for (const auto& tracker : trackers) {
    const auto at = std::find_if(given.begin(), given.end(), [&tracker](const auto& one) {
      return one.kind == tracker.kind && one.name == tracker.name;
    });
    if (tracker.weight == 0 || at == given.end()) continue;
    draft.warning(at->at, "the weight of " + quoted(tracker.name) +
                              " does not bring the addresses here while another router is MASTER: "
                              "'nopreempt'");
  }
}

std::vector<Tracker> finish_trackers(Draft& draft, const std::vector<TrackerDraft>& trackers) {
  std::vector<Tracker> finished;
  for (const auto& tracker : trackers) {
    const auto* known = find_object(draft.tracking, tracker);
    if (known == nullptr) {
      draft.error(tracker.at,
                  "track " + std::string(to_string(tracker.kind)) + " " + quoted(tracker.name) +
                      " not found; not tracked",
                  advice_on_name(tracker.name, names_of(draft.tracking.objects.at(tracker.kind))));
      continue;
    }
    if (!*known) continue;
    report_later_definition(draft, tracker);
    const auto& defaults = *known;
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
  InstancesByName by_name;
  for (const auto& instance : instances) by_name.emplace(instance.name, &instance);
  std::map<std::string, std::string> group_of;
  draft.block = Block::sync_group;
  for (auto& own : draft.tracking.groups) {
    draft.tracking.group = std::move(own);
    auto& group = draft.tracking.group;
    const auto members = finish_members(draft, group, by_name, group_of);
    group.value.trackers = finish_trackers(draft, group.trackers);
    if (members.empty()) {
      draft.error(group.at, "a sync group without members is left out");
      continue;
    }
    if (members.size() == 1) draft.error(group.at, "a sync group of one member");
    report_member_weights(draft, group.value, members, group.at);
    report_member_interfaces(draft, group, members);
    warn_of_priorities(draft, members, group.at);
    const bool is_patient = std::any_of(members.begin(), members.end(),
                                        [](const auto* member) { return !member->preempt; });
    if (is_patient) warn_of_unheard_weights(draft, group.trackers, group.value.trackers);
    tracking.groups.push_back(std::move(group.value));
  }
  draft.block = Block::root;
  return tracking;
}

}  // namespace evenkeel::config
