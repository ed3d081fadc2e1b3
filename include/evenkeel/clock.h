// The two clocks. Protocol decisions use the monotonic one and receive "now" as an argument;
// the wall clock appears only in text for people.
#pragma once

#include <chrono>
#include <string>

namespace evenkeel {

using namespace std::chrono_literals;

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = std::chrono::microseconds;
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

inline WallTime wall_now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

// RFC 3339 in UTC with microseconds: "2026-01-31T12:00:00.000000Z".
std::string to_string(WallTime when);

// Seconds as a number with a fraction, for JSON and metrics.
constexpr double to_seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace evenkeel
