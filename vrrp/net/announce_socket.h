// Sends gratuitous ARP and unsolicited neighbour advertisements. Owns one packet socket for all
// interfaces; it receives nothing.
#pragma once

#include "evenkeel/address.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class AnnounceSocket {
 public:
  static Result<AnnounceSocket> open();
  Result<void> announce(const Link& link, const IpAddress& address);

 private:
  explicit AnnounceSocket(FileDescriptor socket) : socket_(std::move(socket)) {}
  FileDescriptor socket_;
};

}  // namespace evenkeel::vrrp
