// TCP_CHECK: does the real server answer a connection request? Owns an epoll descriptor that holds
// the sockets of all running attempts, itself watched once by the loop: an attempt costs no loop
// object and the fewest system calls.
//
// The connection is ended by a reset before its handshake is complete: the kernel is asked to hold
// back the ACK (TCP_QUICKACK 0) and the close discards (SO_LINGER 0). So the server's application
// never sees the check, logs nothing and wakes up for nothing, and neither side keeps a TIME_WAIT
// entry, of which 10,000 checks in 10 s would pile up 60,000. Should the ACK get out first, the
// application sees a connection that ends at once.
#pragma once

#include <memory>
#include <vector>

#include "checker/probe/prober.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"

namespace evenkeel::checker {

class TcpProber final : public Prober {
 public:
  TcpProber(EventLoop& loop, Callback callback);

  void start(Id id, const Attempt& attempt) override;
  void cancel(Id id) override;
  std::optional<TimePoint> on_deadline(Id id) override;

 private:
  struct Running {
    TimePoint started;
    int fd = -1;
    std::uint32_t serial = 0;  // tells a late event of an earlier attempt
  };

  void on_ready();
  void finish(Id id, int error);
  void close(Running& running);

  EventLoop& loop_;
  Callback callback_;
  FileDescriptor epoll_;
  std::unique_ptr<Watch> watch_;
  std::vector<Running> running_;  // by id
};

}  // namespace evenkeel::checker
