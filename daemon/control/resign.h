// An operator's hand-over, checked against what is known: which instances it is for, or why it
// cannot be; a sync group goes as one. Pure. Whether a peer takes over shows only when it is tried:
// the instance's `resign` field tells, RESIGNED or REFUSED.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/messages.h"
#include "evenkeel/result.h"
#include "evenkeel/store.h"

namespace evenkeel::control {

struct ResignWish {
  std::string instance;  // empty: all
  std::string duration;  // "10m"; empty: until it is told to return
  std::string why;
};

Result<std::vector<Resign>> plan_resign(const Store& store, const ResignWish& wish, WallTime now);
// The names of those that are resigned, or why there is none.
Result<std::vector<std::string>> plan_return(const Store& store, const std::string& instance);

// "90", "90s", "10m", "2h", "1d": at least a second, at most a year.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace evenkeel::control
