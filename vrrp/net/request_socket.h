// Sends changes to the kernel by route netlink, several to a system call. Owns the socket. The
// kernel has done the work, and queued the answers, when a send returns: nothing here waits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenkeel/netlink.h"
#include "evenkeel/result.h"

namespace evenkeel::vrrp {

class RequestSocket {
 public:
  static Result<RequestSocket> open();

  // In order; an errno for each, 0 when done. Sequence numbers are set here, and who is asked for
  // an acknowledgement: the last, for a failure answers unasked.
  std::vector<int> run(std::span<const netlink::NetlinkMessage> messages);
  // By which the kernel's notifications name us as the cause.
  std::uint32_t port() const;

 private:
  explicit RequestSocket(netlink::Socket socket) : socket_(std::move(socket)) {}
  void run_batch(std::span<const netlink::NetlinkMessage> messages, std::span<int> results);
  void read_answers(std::uint32_t first_sequence, std::span<int> results);

  netlink::Socket socket_;
  std::uint32_t sequence_ = 1;
};

}  // namespace evenkeel::vrrp
