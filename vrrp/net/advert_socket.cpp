// The raw socket of one interface.
#include "vrrp/net/advert_socket.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "vrrp/protocol/packet.h"

namespace evenkeel::vrrp {

namespace {

// Other callbacks of the loop get their turn after so many packets.
constexpr int kPacketsPerTurn = 32;
// Bounds a drain against a flood.
constexpr int kPacketsPerDrain = 4096;
// Network control; the highest an unprivileged process may ask for.
constexpr int kSocketPriority = 6;
// Several hundred instances may advertise within one millisecond.
constexpr int kReceiveBuffer = 1 << 20;
// An advert has at most 20 + 40 + 8 + 4 * 255 + 8 bytes.
constexpr std::size_t kMaxPacket = 2048;

template <typename T>
bool set(int fd, int level, int option, const T& value) {
  return ::setsockopt(fd, level, option, &value, sizeof(value)) == 0;
}

in_addr to_in_addr(const IpAddress& address) {
  in_addr raw{};
  std::memcpy(&raw, address.bytes.data(), sizeof(raw));
  return raw;
}

ip_mreqn membership(const IpAddress& group, int interface_index) {
  ip_mreqn request{};
  request.imr_multiaddr = to_in_addr(group);
  request.imr_ifindex = interface_index;
  return request;
}

}  // namespace

AdvertSocket::AdvertSocket(FileDescriptor socket, int interface_index, OnPacket on_packet)
    : socket_(std::move(socket)),
      interface_index_(interface_index),
      on_packet_(std::move(on_packet)) {}

Result<std::unique_ptr<AdvertSocket>> AdvertSocket::open(EventLoop& loop, int interface_index,
                                                         const std::string& interface,
                                                         OnPacket on_packet) {
  const std::string attempted = "open the VRRP socket on " + interface;
  FileDescriptor socket(
      ::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, kIpProtocolVrrp));
  if (!socket.is_open()) return errno_failure(attempted);
  const int fd = socket.get();
  if (::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                   static_cast<socklen_t>(interface.size() + 1)) != 0) {
    return errno_failure(attempted);
  }
  ip_mreqn outgoing{};
  outgoing.imr_ifindex = interface_index;
  const bool is_set =
      set(fd, IPPROTO_IP, IP_HDRINCL, 1) && set(fd, IPPROTO_IP, IP_MULTICAST_IF, outgoing) &&
      set(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0) && set(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
  if (!is_set) return errno_failure(attempted);
  set(fd, SOL_SOCKET, SO_PRIORITY, kSocketPriority);
  if (!set(fd, SOL_SOCKET, SO_RCVBUFFORCE, kReceiveBuffer)) {
    set(fd, SOL_SOCKET, SO_RCVBUF, kReceiveBuffer);
  }
  std::unique_ptr<AdvertSocket> made(
      new AdvertSocket(std::move(socket), interface_index, std::move(on_packet)));
  AdvertSocket* self = made.get();
  made->watch_ = loop.watch(fd, {.readable = true}, [self](Readiness) { self->receive(); });
  return made;
}

Result<void> AdvertSocket::join(const IpAddress& group) {
  if (joined_[group]++ > 0) return {};
  if (set(socket_.get(), IPPROTO_IP, IP_ADD_MEMBERSHIP, membership(group, interface_index_))) {
    return {};
  }
  auto error = errno_failure("join " + to_string(group));
  joined_.erase(group);
  return error;
}

void AdvertSocket::leave(const IpAddress& group) {
  const auto found = joined_.find(group);
  if (found == joined_.end() || --found->second > 0) return;
  joined_.erase(found);
  set(socket_.get(), IPPROTO_IP, IP_DROP_MEMBERSHIP, membership(group, interface_index_));
}

Result<void> AdvertSocket::send(std::span<const std::byte> packet, const IpAddress& destination) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr = to_in_addr(destination);
  const auto sent =
      ::sendto(socket_.get(), packet.data(), packet.size(), MSG_DONTWAIT,
               static_cast<const sockaddr*>(static_cast<const void*>(&to)), sizeof(to));
  if (sent >= 0) return {};
  return errno_failure("send an advert to " + to_string(destination));
}

void AdvertSocket::drain() {
  for (int total = 0; total < kPacketsPerDrain; total += kPacketsPerTurn) {
    if (receive() < kPacketsPerTurn) return;
  }
}

// How many packets there were. An error (the interface went down) is no packet: the link monitor
// tells the story.
int AdvertSocket::receive() {
  std::array<std::array<std::byte, kMaxPacket>, kPacketsPerTurn> buffers;
  std::array<iovec, kPacketsPerTurn> pieces{};
  std::array<mmsghdr, kPacketsPerTurn> messages{};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    pieces[i] = {.iov_base = buffers[i].data(), .iov_len = buffers[i].size()};
    messages[i].msg_hdr.msg_iov = &pieces[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  const int count =
      ::recvmmsg(socket_.get(), messages.data(), kPacketsPerTurn, MSG_DONTWAIT, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto place = static_cast<std::size_t>(i);
    on_packet_(std::span(buffers[place]).first(messages[place].msg_len));
  }
  return count;
}

}  // namespace evenkeel::vrrp
