// The sentences of reasons.h.
#include "vrrp/protocol/reasons.h"

#include <array>
#include <cstdio>

namespace evenkeel::vrrp {

std::string seconds_text(Duration duration) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3f s", to_seconds(duration));
  return buffer.data();
}

std::string silent_reason(const IpAddress& master, Duration silence) {
  return "no advert from " + to_string(master) + " for " + seconds_text(silence);
}

std::string resigned_reason(const IpAddress& master) {
  return (master.is_set() ? to_string(master) : std::string("the master")) +
         " resigned (priority 0)";
}

std::string preempted_reason(const IpAddress& master, unsigned theirs, unsigned ours) {
  return "our priority " + std::to_string(ours) + " is higher than " + to_string(master) + "'s " +
         std::to_string(theirs);
}

std::string yielded_reason(const IpAddress& master, unsigned theirs, unsigned ours) {
  if (theirs == ours) {
    return to_string(master) + " has our priority " + std::to_string(ours) +
           " and the higher address";
  }
  return to_string(master) + " has priority " + std::to_string(theirs) + ", ours is " +
         std::to_string(ours);
}

namespace {

std::string name_of(const Conflict& conflict) {
  if (conflict.priority == 0)
    return conflict.hardware + ", which claims " + to_string(conflict.address);
  const std::string where = conflict.hardware.empty() ? "" : " at " + conflict.hardware;
  return to_string(conflict.address) + where + " with priority " +
         std::to_string(conflict.priority);
}

}  // namespace

std::string conflict_text(const Conflict& conflict, unsigned ours) {
  return "a second master: " + name_of(conflict) + "; our priority is " + std::to_string(ours) +
         "; staying MASTER";
}

std::string healed_text(const Conflict& conflict) {
  return "the second master has fallen silent: " + name_of(conflict);
}

std::string stalled_reason(Duration late) {
  return "this process was not scheduled for " + seconds_text(late) + ": listening first";
}

std::string suspended_reason(Duration slept) {
  return "the machine was suspended for " + seconds_text(slept) + ": listening first";
}

std::string adopted_reason(Duration age) {
  return "taken over from the previous process, which sent its last advert " + seconds_text(age) +
         " ago";
}

std::string why_not_master(const Settings& settings, const State& state, TimePoint now) {
  if (state.role != Role::backup) return "";
  if (state.wants_master) return "waiting for its sync group";
  const auto& master = state.master;
  if (!master || master->priority >= effective_priority(settings, state)) return "";
  const std::string left_alone = "not preempting " + to_string(master->address) + " (priority " +
                                 std::to_string(master->priority) + "): ";
  if (!settings.preempt) return left_alone + "nopreempt";
  if (!state.preempt_at || now >= *state.preempt_at) return "";
  const auto left = std::chrono::ceil<std::chrono::seconds>(*state.preempt_at - now);
  return left_alone + "preempt_delay, " + std::to_string(left.count()) + " s left";
}

}  // namespace evenkeel::vrrp
