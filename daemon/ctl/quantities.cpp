// Ages and sizes in words. Pure.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "daemon/ctl/views.h"

namespace evenkeel::ctl {

std::string age_of(std::string_view time, WallTime now) {
  std::tm parts{};
  if (std::sscanf(std::string(time).c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &parts.tm_year,
                  &parts.tm_mon, &parts.tm_mday, &parts.tm_hour, &parts.tm_min,
                  &parts.tm_sec) != 6) {
    return "";
  }
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  const auto then = std::chrono::seconds(::timegm(&parts));
  const auto passed = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) - then;
  const auto seconds = std::max<std::int64_t>(passed.count(), 0);
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min", seconds / 60);
  if (seconds < 86400) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{} d {} h", seconds / 86400, seconds % 86400 / 3600);
}

std::string human_bytes(double bytes) {
  constexpr std::array<std::string_view, 6> kUnits{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  std::size_t unit = 0;
  while (bytes >= 1024 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

}  // namespace evenkeel::ctl
