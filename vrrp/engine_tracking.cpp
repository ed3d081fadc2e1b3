// What is tracked becomes priority and fault of the instances.
#include "evenkeel/overload.h"
#include "vrrp/engine.h"
#include "vrrp/protocol/needs.h"

namespace evenkeel::vrrp {

namespace {

bool does_use(const std::vector<Tracker>& trackers, const TrackedName& name) {
  return find_tracker(trackers, name.first, name.second) != nullptr;
}

void note_used(const std::vector<Tracker>& trackers, std::set<TrackedName>& used) {
  for (const auto& tracker : trackers) used.emplace(tracker.kind, tracker.name);
}

}  // namespace

void Engine::set_tracking(const VrrpTracking& tracking,
                          const std::vector<VrrpInstance>& instances) {
  std::set<TrackedName> used;
  for (const auto& instance : instances) note_used(all_trackers(instance), used);
  auto old_groups = std::exchange(groups_, {});
  group_of_member_.clear();
  for (const auto& config : tracking.groups) {
    note_used(config.trackers, used);
    Group& group = groups_[config.name];
    if (const auto old = old_groups.find(config.name); old != old_groups.end()) {
      group = std::move(old->second);
    }
    group.config = config;
    for (const auto& member : config.members) group_of_member_[member] = config.name;
  }
  link_delays_.set(tracking.link_delays);
  follow_link_delays();
  trackers_.configure(tracking, used);
}

void Engine::on_tracked(const TrackedName& name) {
  for (auto& [id, instance] : instances_) {
    const Group* group = group_of(*instance);
    const bool is_concerned = does_use(instance->trackers, name) ||
                              (group != nullptr && does_use(group->config.trackers, name));
    if (is_concerned) rejudge(*instance);
  }
}

Verdict Engine::judge_instance(const Instance& instance) const {
  const Group* group = group_of(instance);
  Tracking tracking{.priority = instance.config.priority,
                    .own = instance.trackers,
                    .shared = {},
                    .own_weights = Weights::counted};
  if (group != nullptr) {
    tracking.shared = group->config.trackers;
    if (!group->config.do_member_weights_count) tracking.own_weights = Weights::ignored;
  }
  return judge(tracking, trackers_.readings());
}

Settings Engine::tracked_settings(const Instance& instance) const {
  Settings settings = settings_of(instance.config);
  settings.priority = instance.verdict.priority;
  settings.is_grouped = group_of(instance) != nullptr;
  // Resigned: it serves only when nobody else does.
  if (instance.resign.status == ResignStatus::resigned) {
    settings.priority = kPriorityResigned;
    settings.preempt = false;
  }
  return settings;
}

void Engine::rejudge(Instance& instance) {
  Verdict verdict = judge_instance(instance);
  if (verdict != instance.verdict) reporter_.mark(instance);
  instance.verdict = std::move(verdict);
  const Settings before = std::exchange(instance.settings, tracked_settings(instance));
  if (instance.is_start_wanted) {
    instance.is_start_wanted = false;
    return start(instance, std::nullopt);
  }
  if (instance.settings != before) {
    deliver(instance, SettingsChanged{before});
    if (instance.settings.priority != before.priority) tell_priority(instance, before.priority);
  }
  follow_link(instance);
}

// What is overdue comes first.
void Engine::hear_runner(const Message& message) {
  catch_up();
  std::visit(Overload{[this](const ScriptEnded& ended) { on_script_ended(ended); },
                      [this](const ScriptOverdue& overdue) { trackers_.on_overdue(overdue); },
                      [this](const FileContent& content) { trackers_.on_file(content); },
                      [this](const ProcessCount& counted) { trackers_.on_count(counted); },
                      [this](const LinesTaken& taken) { reporter_.on_lines_taken(taken.last); },
                      [](const auto&) {}},
             message);
}

void Engine::on_script_ended(const ScriptEnded& ended) {
  if (trackers_.take_end(ended) || guard_.take_end(ended)) return;
  reporter_.on_script_ended(ended.id);
}

void Engine::on_runner_started() {
  reporter_.on_runner_started();
  trackers_.on_runner_started();
  guard_.on_runner_started();
}

void Engine::tell_priority(const Instance& instance, std::uint8_t before) {
  reporter_.tell(Severity::notice, "priority", instance,
                 (instance.resign.status == ResignStatus::resigned
                      ? std::to_string(instance.settings.priority) + ": resigned"
                      : priority_text(instance.config.priority, instance.verdict)) +
                     "; was " + std::to_string(before));
  reporter_.mark(instance);
  if (!instance.config.scripts->do_priority_changes_count) return;
  if (instance.state.role == Role::master) {
    reporter_.run_scripts(instance, ScriptCause::master_priority);
  } else if (instance.state.role == Role::backup) {
    reporter_.run_scripts(instance, ScriptCause::backup_priority);
  }
}

}  // namespace evenkeel::vrrp
