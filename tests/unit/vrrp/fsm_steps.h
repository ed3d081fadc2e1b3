// What the tests of the VRRP state machine start from: a settled backup, a settled master, and how
// to look into a step's actions.
#pragma once

#include "vrrp/protocol/fsm.h"

namespace evenkeel::vrrp {

inline const TimePoint kStart{std::chrono::hours(1)};
inline const IpAddress kOwn = *parse_address("192.0.2.5");
inline const IpAddress kHigher = *parse_address("192.0.2.9");
inline const IpAddress kLower = *parse_address("192.0.2.1");

inline Settings settings(std::uint8_t priority = 100, std::uint8_t version = 2) {
  return {.version = version, .priority = priority};
}

inline AdvertReceived advert(std::uint8_t priority, const IpAddress& source = kHigher,
                             Duration interval = 1s) {
  return {.source = source, .priority = priority, .interval = interval};
}

template <typename T>
const T* find(const Step& result) {
  for (const auto& action : result.actions) {
    if (const auto* found = std::get_if<T>(&action)) return found;
  }
  return nullptr;
}

template <typename T>
std::size_t place(const Step& result) {
  for (std::size_t i = 0; i < result.actions.size(); ++i) {
    if (std::holds_alternative<T>(result.actions[i])) return i;
  }
  return result.actions.size();
}

inline Step start(const Settings& with) {
  return step(with, {}, Startup{.link = LinkUp{kOwn}, .adoption = {}}, kStart);
}

inline State backup(const Settings& with) { return start(with).state; }

inline State master(const Settings& with) {
  const State listening = backup(with);
  return step(with, listening, DeadlineReached{}, listening.deadline).state;
}

}  // namespace evenkeel::vrrp
