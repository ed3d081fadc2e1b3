// How a worker process starts and what it knows of the world: a channel, a runtime directory, a
// log. Each worker's folder implements its own entry; daemon/main.cpp calls it.
#pragma once

#include <functional>
#include <string>

#include "evenkeel/channel.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/log.h"

namespace evenkeel {

struct WorkerOptions {
  WorkerKind kind = WorkerKind::vrrp;
  int channel_fd = -1;
  int listen_fd = -1;  // exporter only: the bound metrics socket
  std::string runtime_dir;
  LogLevel log_level = LogLevel::info;
};

// In the runtime directory, while there are services in the kernel that the balancer made.
inline constexpr const char* kBalancerRecord = "/balancer.record";

// What a worker implements. Objects between begin and end are its slice; `end` must lead to one
// send(Ready{generation}) once the generation is in force.
class WorkerHandler {
 public:
  virtual ~WorkerHandler() = default;
  virtual void on_message(Message message) = 0;
  // Resign and clean up; then call WorkerContext::exit. Bounded by the supervisor.
  virtual void on_stop() = 0;
};

// Handed to a worker's handler: everything it may use of its process.
class WorkerContext {
 public:
  WorkerContext(const WorkerOptions& options, EventLoop& loop, Log& log);

  EventLoop& loop;
  Log& log;
  const WorkerOptions& options;

  void send(const Message& message);
  // Logs the text and sends it as an event: one wording for both.
  void tell(Severity severity, std::string kind, std::string object, std::string text);
  // Delivers what is queued, then ends the loop; at most a second later.
  void exit(int code);

 private:
  friend int run_worker(const WorkerOptions&,
                        const std::function<std::unique_ptr<WorkerHandler>(WorkerContext&)>&);
  std::unique_ptr<Channel> channel_;
  std::unique_ptr<Timer> exit_deadline_;
};

// Runs loop and channel around a handler. End of file, SIGTERM and Leave end the process at once
// without on_stop(): the kernel keeps what is in it. SIGINT is ignored. Returns the exit code.
int run_worker(const WorkerOptions& options,
               const std::function<std::unique_ptr<WorkerHandler>(WorkerContext&)>& make_handler);

namespace vrrp {
int run(const WorkerOptions& options);
}
namespace checker {
int run(const WorkerOptions& options);
}
namespace balancer {
int run(const WorkerOptions& options);
}
namespace runner {
int run(const WorkerOptions& options);
}
namespace exporter {
int run(const WorkerOptions& options);
}

}  // namespace evenkeel
