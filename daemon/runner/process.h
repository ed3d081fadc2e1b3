// One running script: a child in its own session, its output line by line, and its end. Owns a
// pidfd and the reading end of the output pipe.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/runner/identity.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"

namespace evenkeel::runner {

// ours: it is told to end when we die.
enum class Lifetime : unsigned char { its_own, ours };

class Process {
 public:
  struct Callbacks {
    std::function<void(std::string_view)> on_line;
    // Exit status, or minus the signal. The process may be destroyed in it.
    std::function<void(int)> on_end;
  };

  // Returns when the child has become the script, or why it could not.
  static Result<std::unique_ptr<Process>> start(EventLoop& loop,
                                                const std::vector<std::string>& argv,
                                                const Identity& identity, Callbacks callbacks,
                                                Lifetime lifetime = Lifetime::its_own);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // To the whole process group, as long as its leader lives.
  void signal(int number) const;

 private:
  Process(EventLoop& loop, pid_t pid, FileDescriptor pidfd, FileDescriptor output,
          Callbacks callbacks);

  void on_output();
  void on_exit();
  // False at the end of the output.
  bool read_output();
  void take(std::string_view bytes);
  void end_line();

  pid_t pid_;
  FileDescriptor pidfd_;
  FileDescriptor output_;
  Callbacks callbacks_;
  std::string line_;
  std::size_t lines_ = 0;
  std::unique_ptr<Watch> exit_watch_;
  std::unique_ptr<Watch> output_watch_;
};

}  // namespace evenkeel::runner
