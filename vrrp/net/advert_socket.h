// Sends and receives adverts on one interface, or those of one own address on any. Owns a raw
// socket bound to the interface or the address; IP headers are ours when sending, so that the
// source is too.
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
#include "vrrp/protocol/packet.h"

namespace evenkeel::vrrp {

// What carries the adverts: IP protocol 112, or 51 with an authentication header before it.
enum class Carrier : std::uint8_t { ipv4, ipv4_sealed, ipv6 };

struct SocketPlace {
  Carrier carrier = Carrier::ipv4;
  int interface_index = 0;
  std::string interface;  // empty: any
  IpAddress address{};    // then: what is for this one
};

struct OutgoingAdvert {
  std::span<const std::byte> packet;
  IpAddress destination;
  bool is_sent = false;
};

class AdvertSocket {
 public:
  using OnAdvert = std::function<void(const Decoded&)>;

  static Result<std::unique_ptr<AdvertSocket>> open(EventLoop& loop, const SocketPlace& place,
                                                    OnAdvert on_advert);

  // Counted: each join needs its leave.
  Result<void> join(const IpAddress& group);
  void leave(const IpAddress& group);

  // Says of each whether it was sent. A packet names its own source, so this works while the
  // interface has lost its address.
  void send(std::span<OutgoingAdvert> adverts);

  // Delivers what has already arrived, before a decision that silence would justify.
  void drain();

 private:
  AdvertSocket(FileDescriptor socket, const SocketPlace& place, OnAdvert on_advert);
  std::size_t send_some(std::span<const OutgoingAdvert> adverts);
  Result<void> change_membership(int option_ipv4, int option_ipv6, const IpAddress& group);
  std::size_t receive();

  FileDescriptor socket_;
  SocketPlace place_;
  OnAdvert on_advert_;
  std::map<IpAddress, int> joined_;
  std::unique_ptr<Watch> watch_;  // after socket_: must end before it closes
};

}  // namespace evenkeel::vrrp
