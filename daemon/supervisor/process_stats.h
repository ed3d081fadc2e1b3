// What /proc says of a process: memory, CPU, descriptors. Used by the supervisor for ProcessState.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "evenkeel/clock.h"

namespace evenkeel {

struct ProcessStats {
  std::uint64_t resident_bytes = 0;
  Duration cpu{0};
  std::uint32_t open_descriptors = 0;
};

// Nothing when the process is gone.
std::optional<ProcessStats> read_process_stats(pid_t pid);

}  // namespace evenkeel
