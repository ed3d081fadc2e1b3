// One notify FIFO: made where there is none, written without ever waiting for a reader. Owns its
// descriptor. Lines leave whole and in order.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/runner/fifo_record.h"
#include "daemon/runner/limits.h"
#include "daemon/runner/line_queue.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/line_outbox.h"
#include "evenkeel/result.h"

namespace evenkeel::runner {

struct FifoOwner {
  uid_t user = 0;
  gid_t group = 0;
};

// Takes it out of the file system; what is no FIFO (any more) stays.
void unlink_fifo(const std::string& path);

class Fifo {
 public:
  // One that is made is for its owner alone; one that is there is taken as it is. The record tells
  // which of those a predecessor has made.
  static Result<std::unique_ptr<Fifo>> open(EventLoop& loop, const std::string& path,
                                            const FifoOwner& owner, FifoRecord& record,
                                            std::function<void()> on_written);
  ~Fifo() = default;
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  // `line` without its end.
  void write(const std::string& line);
  bool is_empty() const { return queue_.is_empty(); }
  std::uint64_t dropped() const { return queue_.dropped(); }
  const std::string& path() const { return path_; }
  // Takes it out of the file system if it was made by us. Who reads it reads to its end.
  void remove();

 private:
  Fifo(EventLoop& loop, std::string path, FifoRecord& record, std::function<void()> on_written)
      : loop_(loop), path_(std::move(path)), record_(record), on_written_(std::move(on_written)) {}

  Result<void> make(const FifoOwner& owner);
  void flush();

  EventLoop& loop_;
  std::string path_;
  FifoRecord& record_;
  std::function<void()> on_written_;
  FileDescriptor descriptor_;
  LineQueue queue_{kMaxNotifyLines};
  std::unique_ptr<Watch> watch_;  // while lines wait for room
};

}  // namespace evenkeel::runner
