// Starts a worker: this program again with --role, on a socketpair, with the least privilege its
// role needs. Used by the supervisor.
#pragma once

#include <sys/types.h>

#include <string>

#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"
#include "evenkeel/worker.h"

namespace evenkeel {

struct Spawned {
  pid_t pid = -1;
  FileDescriptor channel;  // our end
};

// `listen_fd` is passed on when not negative and stays ours.
Result<Spawned> spawn_worker(const WorkerOptions& options, int listen_fd);

}  // namespace evenkeel
