// Planned hand-overs: asked for by an operator, proven by a peer that takes over, ended by time or
// by the operator. A resigned instance still takes over when it hears no other master.
#include <algorithm>

#include "vrrp/engine.h"

namespace evenkeel::vrrp {

namespace {

std::string text_of(const std::string& why) {
  return why.empty() ? "resigned by the operator" : "resigned by the operator: " + why;
}

bool is_asked_or_resigned(const Instance& instance) {
  return instance.resign.status == ResignStatus::asked ||
         instance.resign.status == ResignStatus::resigned;
}

}  // namespace

void Engine::resign(const Resign& asked) {
  for (auto& [id, instance] : instances_) {
    if (!asked.instance.empty() && instance->config.name != asked.instance) continue;
    instance->resign = {.status = asked.status, .reason = text_of(asked.why), .until = asked.until};
    reporter_.mark(*instance);
    if (asked.status == ResignStatus::resigned) {
      // A resigned director that serves does so because nobody else can: it does not ask again.
      rejudge(*instance);
      continue;
    }
    reporter_.tell(Severity::notice, "resign", *instance, "asked to resign: " + asked.why);
    deliver(*instance, HandOver{instance->resign.reason, relief_time_of(*instance)});
    follow_resign(*instance);
  }
}

// Of its sync group, or its own.
Duration Engine::relief_time_of(const Instance& instance) {
  Duration longest = relief_time(instance.settings);
  const Group* group = group_of(instance);
  if (group == nullptr) return longest;
  for (const Instance* member : members_of(*group)) {
    longest = std::max(longest, relief_time(member->settings));
  }
  return longest;
}

void Engine::end_resign(const std::string& name) {
  for (auto& [id, instance] : instances_) {
    if (!name.empty() && instance->config.name != name) continue;
    if (is_asked_or_resigned(*instance)) end_resign(*instance, "the operator asked it to return");
  }
}

// Who is not MASTER has nothing to hand over, and has resigned at once.
void Engine::follow_resign(Instance& instance) {
  if (instance.resign.status != ResignStatus::asked) return;
  if (instance.state.role == Role::master) return;
  instance.resign.status = ResignStatus::resigned;
  reporter_.tell(Severity::notice, "resign", instance, instance.resign.reason);
  reporter_.mark(instance);
  rejudge(instance);
}

void Engine::refuse_resign(Instance& instance, const std::string& why) {
  if (instance.resign.status != ResignStatus::asked) return;
  instance.resign = {.status = ResignStatus::refused, .reason = why, .until = {}};
  reporter_.mark(instance);
}

void Engine::end_resign(Instance& instance, const std::string& why) {
  instance.resign = {};
  reporter_.tell(Severity::notice, "resign", instance, "returned: " + why);
  reporter_.mark(instance);
  rejudge(instance);
}

void Engine::tick_resign(Instance& instance) {
  const bool is_over = is_asked_or_resigned(instance) && instance.resign.until != WallTime{} &&
                       wall_now() >= instance.resign.until;
  if (is_over) end_resign(instance, "its time is over");
}

}  // namespace evenkeel::vrrp
