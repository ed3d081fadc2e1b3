// Sends gratuitous ARP. Owns one packet socket for all interfaces; it receives nothing.
#pragma once

#include <array>
#include <cstddef>

#include "evenkeel/address.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

using ArpFrame = std::array<std::byte, 42>;
// An ARP request for `address` from itself, as every neighbour expects it (RFC 5227, section 3).
ArpFrame gratuitous_arp(const HardwareAddress& hardware, const IpAddress& address);

class ArpSocket {
 public:
  static Result<ArpSocket> open();
  Result<void> announce(const Link& link, const IpAddress& address);

 private:
  explicit ArpSocket(FileDescriptor socket) : socket_(std::move(socket)) {}
  FileDescriptor socket_;
};

}  // namespace evenkeel::vrrp
