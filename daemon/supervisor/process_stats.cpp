// Reads /proc/PID/stat and counts /proc/PID/fd; see proc(5).
#include "daemon/supervisor/process_stats.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace evenkeel {

namespace {

// Fields of stat after the command name, which may itself hold blanks and parentheses.
std::istringstream fields_after_name(const std::string& path) {
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto end_of_name = text.rfind(')');
  return std::istringstream(end_of_name == std::string::npos ? "" : text.substr(end_of_name + 1));
}

std::uint32_t count_descriptors(const std::string& directory) {
  std::error_code error;
  std::uint32_t count = 0;
  for (auto entry = std::filesystem::directory_iterator(directory, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    ++count;
  }
  return count;
}

}  // namespace

std::optional<ProcessStats> read_process_stats(pid_t pid) {
  const auto directory = "/proc/" + std::to_string(pid);
  auto fields = fields_after_name(directory + "/stat");
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;  // fields 14 and 15, clock ticks
  for (int field = 16; field < 24; ++field) fields >> skipped;
  std::uint64_t resident_pages = 0;
  if (!(fields >> resident_pages)) return std::nullopt;
  const auto ticks_per_second = ::sysconf(_SC_CLK_TCK);
  ProcessStats stats;
  stats.resident_bytes = resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  stats.cpu = Duration((user + system) * 1'000'000 / ticks_per_second);
  stats.open_descriptors = count_descriptors(directory + "/fd");
  return stats;
}

}  // namespace evenkeel
