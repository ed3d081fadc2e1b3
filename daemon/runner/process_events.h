// The kernel's news of processes: began, became another, ended. Owns a connector socket; where the
// kernel gives none (it refuses in a network or process namespace), says so.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"

namespace evenkeel::runner {

// listening: from now on nothing is missed.
enum class ProcessNews : std::uint8_t { listening, refused, changed, ended };

struct ProcessEvent {
  ProcessNews news = ProcessNews::changed;
  pid_t pid = 0;
  bool operator==(const ProcessEvent&) const = default;
};

// What one datagram says of processes; of their threads alone nothing. A total function.
std::vector<ProcessEvent> parse_process_events(std::span<const std::byte> bytes);

class ProcessEvents {
 public:
  struct Callbacks {
    std::function<void(const std::vector<ProcessEvent>&)> on_events;
    std::function<void()> on_lost;  // more than the socket holds: look at all of them
  };

  static Result<std::unique_ptr<ProcessEvents>> open(EventLoop& loop, Callbacks callbacks);

 private:
  ProcessEvents(FileDescriptor socket, Callbacks callbacks)
      : socket_(std::move(socket)), callbacks_(std::move(callbacks)) {}

  void on_readable();

  FileDescriptor socket_;
  Callbacks callbacks_;
  std::unique_ptr<Watch> watch_;  // after the socket: must end before it closes
};

}  // namespace evenkeel::runner
