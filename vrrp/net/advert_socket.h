// Sends and receives adverts on one interface. Owns a raw socket for IP protocol 112, bound to the
// interface; IP headers are ours in both directions.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "evenkeel/address.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"

namespace evenkeel::vrrp {

class AdvertSocket {
 public:
  using OnPacket = std::function<void(std::span<const std::byte>)>;

  static Result<std::unique_ptr<AdvertSocket>> open(EventLoop& loop, int interface_index,
                                                    const std::string& interface,
                                                    OnPacket on_packet);

  // Counted: each join needs its leave.
  Result<void> join(const IpAddress& group);
  void leave(const IpAddress& group);

  // The packet names its own source, so this works while the interface has lost its address.
  Result<void> send(std::span<const std::byte> packet, const IpAddress& destination);

  // Delivers what has already arrived, before a decision that silence would justify.
  void drain();

 private:
  AdvertSocket(FileDescriptor socket, int interface_index, OnPacket on_packet);
  int receive();

  FileDescriptor socket_;
  int interface_index_;
  OnPacket on_packet_;
  std::map<IpAddress, int> joined_;
  std::unique_ptr<Watch> watch_;  // after socket_: must end before it closes
};

}  // namespace evenkeel::vrrp
