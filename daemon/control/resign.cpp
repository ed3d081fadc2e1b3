// Pure.
#include "daemon/control/resign.h"

#include <charconv>

namespace evenkeel::control {

namespace {

bool is_resigned(const InstanceState& state) {
  return state.resign.status == ResignStatus::asked ||
         state.resign.status == ResignStatus::resigned;
}

// Who shares a sync group moves with it: one alone cannot hand over, for the peer's group waits
// until it hears nothing of the others either.
bool is_meant(const Store& store, const InstanceState& state, const std::string& name) {
  if (name.empty() || state.name == name) return true;
  const auto named = store.instances().find(name);
  return named != store.instances().end() && !state.sync_group.empty() &&
         state.sync_group == named->second.sync_group;
}

tl::unexpected<Error> no_instance(const Store& store, const std::string& name) {
  std::string text = "there is no VRRP instance";
  if (!name.empty()) text += " \"" + name + "\"";
  const char* before = "; there are: ";
  for (const auto& [known, state] : store.instances()) {
    text += before + known;
    before = ", ";
  }
  return failure(0, text);
}

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  constexpr std::int64_t kYear = std::int64_t{365} * 24 * 3600;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 1 || number > kYear) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::int64_t seconds = unit.empty() || unit == "s" ? 1
                               : unit == "m"               ? 60
                               : unit == "h"               ? 3600
                               : unit == "d"               ? 24 * 3600
                                                           : 0;
  if (seconds == 0 || number * seconds > kYear) return std::nullopt;
  return std::chrono::seconds(number * seconds);
}

Result<std::vector<Resign>> plan_resign(const Store& store, const ResignWish& wish, WallTime now) {
  WallTime until{};
  if (!wish.duration.empty()) {
    const auto duration = parse_duration(wish.duration);
    if (!duration) {
      return failure(0, "\"" + wish.duration + "\" is no duration; write 90s, 10m, 2h or 1d");
    }
    until = now + *duration;
  }
  std::vector<Resign> plan;
  bool is_known = false;
  for (const auto& [name, state] : store.instances()) {
    if (!is_meant(store, state, wish.instance)) continue;
    is_known = true;
    if (is_resigned(state)) continue;
    plan.push_back({.instance = name, .until = until, .why = wish.why});
  }
  if (!is_known) return no_instance(store, wish.instance);
  if (plan.empty()) return failure(0, "it is resigned already; keelctl return takes that back");
  return plan;
}

Result<std::vector<std::string>> plan_return(const Store& store, const std::string& instance) {
  std::vector<std::string> names;
  bool is_known = false;
  for (const auto& [name, state] : store.instances()) {
    if (!is_meant(store, state, instance)) continue;
    is_known = true;
    if (is_resigned(state)) names.push_back(name);
  }
  if (!is_known) return no_instance(store, instance);
  if (names.empty()) return failure(0, "it is not resigned");
  return names;
}

}  // namespace evenkeel::control
