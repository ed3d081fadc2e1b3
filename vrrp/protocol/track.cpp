// Pure.
#include "vrrp/protocol/track.h"

#include <algorithm>
#include <cstdlib>

namespace evenkeel::vrrp {

namespace {

constexpr int kOwner = 255;
constexpr int kFaultValue = -254;
constexpr int kMostOfFile = 253;

const Reading& reading_of(const Tracker& tracker, const Readings& readings) {
  static const Reading kUnknown;
  const auto found = readings.find({tracker.kind, tracker.name});
  return found == readings.end() ? kUnknown : found->second;
}

// A weight above 0 counts while the object is up, one below 0 while it is down.
void judge_object(const Tracker& tracker, TrackerState& state) {
  const bool is_down = state.health == Health::down;
  if (tracker.weight == 0) {
    const bool is_known = state.health != Health::unknown;
    state.is_fault = is_known && is_down != tracker.is_reversed;
    return;
  }
  const bool counts = is_down ? tracker.weight < 0 : tracker.weight > 0;
  if (counts) state.contribution = tracker.is_reversed ? -tracker.weight : tracker.weight;
}

void judge_file(const Tracker& tracker, std::int32_t value, TrackerState& state) {
  if (tracker.weight == 0) {
    state.is_fault = (value != 0) != tracker.is_reversed;
    return;
  }
  const int sum = value * tracker.weight * (tracker.is_reversed ? -1 : 1);
  state.is_fault = sum <= kFaultValue;
  if (!state.is_fault) state.contribution = std::min(sum, kMostOfFile);
}

TrackerState judge_one(const Tracker& tracker, const Readings& readings) {
  const Reading& reading = reading_of(tracker, readings);
  TrackerState state{.kind = tracker.kind,
                     .name = tracker.name,
                     .health = reading.health,
                     .reason = reading.reason};
  if (tracker.kind == TrackerKind::file) {
    if (reading.health != Health::unknown) judge_file(tracker, reading.value, state);
  } else {
    judge_object(tracker, state);
  }
  return state;
}

// The runner tells of these, and it may be long in coming; what interfaces and services are is
// known from the start.
bool is_asked_for(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::script:
    case TrackerKind::file:
    case TrackerKind::process:
      return true;
    case TrackerKind::interface:
    case TrackerKind::service:
      return false;
  }
  return false;
}

std::string name_of(const TrackerState& state) {
  return "tracked " + std::string(to_string(state.kind)) + " " + state.name;
}

std::string fault_text(const TrackerState& state) {
  if (state.kind == TrackerKind::file) return name_of(state) + " says " + state.reason;
  std::string text = name_of(state) + " is " + std::string(to_string(state.health));
  return state.reason.empty() ? text : text + ": " + state.reason;
}

}  // namespace

const Tracker* find_tracker(std::span<const Tracker> trackers, TrackerKind kind,
                            const std::string& name) {
  const auto found = std::find_if(trackers.begin(), trackers.end(), [&](const Tracker& tracker) {
    return tracker.kind == kind && tracker.name == name;
  });
  return found == trackers.end() ? nullptr : &*found;
}

Verdict judge(const Tracking& tracking, const Readings& readings) {
  Verdict verdict;
  int sum = tracking.priority;
  const auto add = [&](const Tracker& tracker, Weights weights) {
    TrackerState state = judge_one(tracker, readings);
    if (weights == Weights::ignored) {
      state.contribution = 0;
      // What a weight would have prevented from being a fault is none without it either.
      state.is_fault = state.is_fault && tracker.weight == 0;
    }
    if (tracking.priority == kOwner) state.contribution = 0;
    sum += state.contribution;
    if (state.is_fault && !verdict.fault) verdict.fault = fault_text(state);
    const bool is_awaited = is_asked_for(tracker.kind) && state.health == Health::unknown;
    if (is_awaited && !verdict.waiting) {
      verdict.waiting = "waiting for the first result of " + name_of(state);
    }
    verdict.trackers.push_back(std::move(state));
  };
  // What both track counts once: as the group's, unless the instance cannot do without it.
  for (const auto& tracker : tracking.own) {
    const bool is_shared = find_tracker(tracking.shared, tracker.kind, tracker.name) != nullptr;
    if (!is_shared || tracker.weight == 0) add(tracker, tracking.own_weights);
  }
  for (const auto& tracker : tracking.shared) {
    const auto* own = find_tracker(tracking.own, tracker.kind, tracker.name);
    if (own == nullptr || own->weight != 0) add(tracker, Weights::counted);
  }
  const bool is_owner = tracking.priority == kOwner;
  verdict.priority = static_cast<std::uint8_t>(is_owner ? kOwner : std::clamp(sum, 1, kOwner - 1));
  return verdict;
}

std::string priority_text(std::uint8_t configured, const Verdict& verdict) {
  std::string text =
      std::to_string(verdict.priority) + ": " + std::to_string(configured) + " configured";
  for (const auto& state : verdict.trackers) {
    if (state.contribution == 0) continue;
    text += state.contribution > 0 ? ", +" : ", ";
    text += std::to_string(state.contribution) + " " + std::string(to_string(state.kind)) + " " +
            state.name + " (";
    if (state.kind != TrackerKind::file) text += std::string(to_string(state.health)) + ": ";
    text += state.reason + ")";
  }
  return text;
}

std::int32_t file_value(std::string_view text) {
  const std::string copy(text);
  const long number = std::strtol(copy.c_str(), nullptr, 0);
  return static_cast<std::int32_t>(std::clamp<long>(number, kFaultValue, -kFaultValue));
}

}  // namespace evenkeel::vrrp
