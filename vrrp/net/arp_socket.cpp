// Ethernet header (14), then ARP for Ethernet and IPv4 (RFC 826):
//   0 hardware 1   2 protocol 0x0800   4 lengths 6, 4   6 operation 1 (request)
//   8 sender hardware (6), sender IP (4), target hardware ff:… (6), target IP (4)
#include "vrrp/net/arp_socket.h"

#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>

namespace evenkeel::vrrp {

namespace {

constexpr HardwareAddress kBroadcast{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

class FrameWriter {
 public:
  explicit FrameWriter(ArpFrame& frame) : frame_(frame) {}
  void bytes(std::initializer_list<int> values) {
    for (const int value : values) frame_[at_++] = static_cast<std::byte>(value);
  }
  void hardware(const HardwareAddress& address) {
    for (const auto value : address) frame_[at_++] = static_cast<std::byte>(value);
  }
  void ip(const IpAddress& address) {
    for (std::size_t i = 0; i < 4; ++i) frame_[at_++] = static_cast<std::byte>(address.bytes[i]);
  }

 private:
  ArpFrame& frame_;
  std::size_t at_ = 0;
};

}  // namespace

ArpFrame gratuitous_arp(const HardwareAddress& hardware, const IpAddress& address) {
  ArpFrame frame{};
  FrameWriter out(frame);
  out.hardware(kBroadcast);
  out.hardware(hardware);
  out.bytes({0x08, 0x06});
  out.bytes({0, 1, 0x08, 0, 6, 4, 0, 1});
  out.hardware(hardware);
  out.ip(address);
  out.hardware(kBroadcast);
  out.ip(address);
  return frame;
}

Result<ArpSocket> ArpSocket::open() {
  // Protocol 0: no frame is ever delivered to it.
  FileDescriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) return errno_failure("open the ARP socket");
  return ArpSocket(std::move(socket));
}

Result<void> ArpSocket::announce(const Link& link, const IpAddress& address) {
  if (!link.hardware) return {};
  const auto frame = gratuitous_arp(*link.hardware, address);
  sockaddr_ll to{};
  to.sll_family = AF_PACKET;
  to.sll_ifindex = link.index;
  to.sll_halen = ETH_ALEN;
  std::copy(kBroadcast.begin(), kBroadcast.end(), to.sll_addr);
  const auto sent =
      ::sendto(socket_.get(), frame.data(), frame.size(), MSG_DONTWAIT,
               static_cast<const sockaddr*>(static_cast<const void*>(&to)), sizeof(to));
  if (sent >= 0) return {};
  return errno_failure("announce " + to_string(address) + " on " + link.name);
}

}  // namespace evenkeel::vrrp
