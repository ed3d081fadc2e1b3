// The raw socket of one interface.
#include "vrrp/net/advert_socket.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "vrrp/net/receive_buffer.h"
#include "vrrp/net/socket_address.h"

namespace evenkeel::vrrp {

namespace {

// Other callbacks of the loop get their turn after so many received; so many go in one system call.
constexpr std::size_t kPacketsPerTurn = 32;
// Bounds a drain against a flood.
constexpr std::size_t kPacketsPerDrain = 4096;
// Network control; the highest an unprivileged process may ask for.
constexpr int kSocketPriority = 6;
// An advert has at most 8 + 16 * 255 bytes behind an IPv6 header.
constexpr std::size_t kMaxPacket = 4608;
constexpr std::size_t kMaxControl =
    CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(int));

// IPV6_FREEBIND, which the C library may not know: a source that its interface has not.
constexpr int kFreeBindIpv6 = 78;

bool set_up_ipv4(int fd, int interface_index) {
  ip_mreqn outgoing{};
  outgoing.imr_ifindex = interface_index;
  return set_option(fd, IPPROTO_IP, IP_HDRINCL, 1) &&
         set_option(fd, IPPROTO_IP, IP_MULTICAST_IF, outgoing) &&
         set_option(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0) &&
         set_option(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
}

bool set_up_ipv6(int fd, int interface_index) {
  // Which the C library may not know.
  constexpr int kMulticastAll = 29;  // IPV6_MULTICAST_ALL
  set_option(fd, IPPROTO_IPV6, kMulticastAll, 0);
  set_option(fd, IPPROTO_IPV6, kFreeBindIpv6, 1);
  return set_option(fd, IPPROTO_IPV6, IPV6_HDRINCL, 1) &&
         set_option(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, interface_index) &&
         set_option(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0) &&
         set_option(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) &&
         set_option(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
}

// To an address that may come later, or move to another interface.
bool bind_to_address(int fd, const IpAddress& address) {
  const bool is_ipv6 = address.family == Family::ipv6;
  const SocketAddress own = to_socket_address(address, 0);
  const bool may_come_later = is_ipv6 ? set_option(fd, IPPROTO_IPV6, kFreeBindIpv6, 1)
                                      : set_option(fd, IPPROTO_IP, IP_FREEBIND, 1);
  return may_come_later && ::bind(fd, own.get(), own.size) == 0;
}

std::string name_of(const SocketPlace& place) {
  return place.interface.empty() ? to_string(place.address) : place.interface;
}

bool bind_to_place(int fd, const SocketPlace& place) {
  if (place.interface.empty()) return bind_to_address(fd, place.address);
  return ::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, place.interface.c_str(),
                      static_cast<socklen_t>(place.interface.size() + 1)) == 0;
}

// What the kernel tells beside an IPv6 message.
std::optional<Envelope> envelope_of(msghdr& header, const sockaddr_in6& from) {
  Envelope envelope{.source = from_in6_addr(from.sin6_addr), .destination = {}, .ttl = 0};
  for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != IPPROTO_IPV6) continue;
    if (part->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo information{};
      std::memcpy(&information, CMSG_DATA(part), sizeof(information));
      envelope.destination = from_in6_addr(information.ipi6_addr);
    } else if (part->cmsg_type == IPV6_HOPLIMIT) {
      int limit = 0;
      std::memcpy(&limit, CMSG_DATA(part), sizeof(limit));
      envelope.ttl = static_cast<std::uint8_t>(limit);
    }
  }
  if (!envelope.destination.is_set()) return std::nullopt;
  return envelope;
}

// One reading of a socket.
struct Batch {
  std::array<std::array<std::byte, kMaxPacket>, kPacketsPerTurn> buffers;
  alignas(cmsghdr) std::array<std::array<std::byte, kMaxControl>, kPacketsPerTurn> controls;
  std::array<sockaddr_in6, kPacketsPerTurn> sources{};
  std::array<iovec, kPacketsPerTurn> pieces{};
  std::array<mmsghdr, kPacketsPerTurn> messages{};

  explicit Batch(Carrier carrier) {
    for (std::size_t i = 0; i < messages.size(); ++i) {
      pieces[i] = {.iov_base = buffers[i].data(), .iov_len = buffers[i].size()};
      msghdr& header = messages[i].msg_hdr;
      header.msg_iov = &pieces[i];
      header.msg_iovlen = 1;
      if (carrier != Carrier::ipv6) continue;
      header.msg_name = &sources[i];
      header.msg_namelen = sizeof(sources[i]);
      header.msg_control = controls[i].data();
      header.msg_controllen = controls[i].size();
    }
  }

  Decoded decoded(std::size_t place, Carrier carrier) {
    const auto bytes = std::span<const std::byte>(buffers[place]).first(messages[place].msg_len);
    if (carrier != Carrier::ipv6) return decode(bytes);
    const auto envelope = envelope_of(messages[place].msg_hdr, sources[place]);
    if (!envelope) return DroppedAdvert{AdvertError::bad_ip_header, {}};
    return decode(bytes, *envelope);
  }
};

// One writing to it.
struct Outgoing {
  using Source = std::array<std::byte, CMSG_SPACE(sizeof(in6_pktinfo))>;
  std::array<SocketAddress, kPacketsPerTurn> destinations;
  alignas(cmsghdr) std::array<Source, kPacketsPerTurn> sources;
  std::array<iovec, kPacketsPerTurn> pieces{};
  std::array<mmsghdr, kPacketsPerTurn> messages{};

  void put(std::size_t place, const OutgoingAdvert& advert, const SocketPlace& socket) {
    destinations[place] = to_socket_address(advert.destination, socket.interface_index);
    // The kernel only reads it.
    pieces[place] = {.iov_base = const_cast<std::byte*>(advert.packet.data()),
                     .iov_len = advert.packet.size()};
    msghdr& header = messages[place].msg_hdr;
    header.msg_name = &destinations[place].storage;
    header.msg_namelen = destinations[place].size;
    header.msg_iov = &pieces[place];
    header.msg_iovlen = 1;
    if (socket.carrier == Carrier::ipv6) name_source(header, sources[place], advert, socket);
  }

  // The packet names its source, and yet the kernel looks for one on the interface, unless it is
  // told: a link of an instance's own has no address before the first virtual one.
  static void name_source(msghdr& header, Source& control, const OutgoingAdvert& advert,
                          const SocketPlace& socket) {
    constexpr std::size_t kSourceAt = 8;
    in6_pktinfo information{};
    std::memcpy(&information.ipi6_addr, advert.packet.subspan(kSourceAt).data(),
                sizeof(information.ipi6_addr));
    information.ipi6_ifindex = static_cast<unsigned>(socket.interface_index);
    control = {};
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr* part = CMSG_FIRSTHDR(&header);
    part->cmsg_level = IPPROTO_IPV6;
    part->cmsg_type = IPV6_PKTINFO;
    part->cmsg_len = CMSG_LEN(sizeof(information));
    std::memcpy(CMSG_DATA(part), &information, sizeof(information));
  }
};

}  // namespace

AdvertSocket::AdvertSocket(FileDescriptor socket, const SocketPlace& place, OnAdvert on_advert)
    : socket_(std::move(socket)), place_(place), on_advert_(std::move(on_advert)) {}

Result<std::unique_ptr<AdvertSocket>> AdvertSocket::open(EventLoop& loop, const SocketPlace& place,
                                                         OnAdvert on_advert) {
  const std::string attempted = "open the VRRP socket on " + name_of(place);
  const bool is_ipv6 = place.carrier == Carrier::ipv6;
  FileDescriptor socket(
      ::socket(is_ipv6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
               place.carrier == Carrier::ipv4_sealed ? kIpProtocolAuth : kIpProtocolVrrp));
  if (!socket.is_open()) return errno_failure(attempted);
  const int fd = socket.get();
  if (!bind_to_place(fd, place)) return errno_failure(attempted);
  const bool is_set =
      is_ipv6 ? set_up_ipv6(fd, place.interface_index) : set_up_ipv4(fd, place.interface_index);
  if (!is_set) return errno_failure(attempted);
  set_option(fd, SOL_SOCKET, SO_PRIORITY, kSocketPriority);
  enlarge_receive_buffer(fd);
  std::unique_ptr<AdvertSocket> made(
      new AdvertSocket(std::move(socket), place, std::move(on_advert)));
  AdvertSocket* self = made.get();
  made->watch_ = loop.watch(fd, {.readable = true}, [self](Readiness) { self->receive(); });
  return made;
}

Result<void> AdvertSocket::change_membership(int option_ipv4, int option_ipv6,
                                             const IpAddress& group) {
  bool is_done = false;
  if (place_.carrier == Carrier::ipv6) {
    ipv6_mreq request{};
    request.ipv6mr_multiaddr = to_in6_addr(group);
    request.ipv6mr_interface = static_cast<unsigned>(place_.interface_index);
    is_done = set_option(socket_.get(), IPPROTO_IPV6, option_ipv6, request);
  } else {
    ip_mreqn request{};
    request.imr_multiaddr = to_in_addr(group);
    request.imr_ifindex = place_.interface_index;
    is_done = set_option(socket_.get(), IPPROTO_IP, option_ipv4, request);
  }
  if (is_done) return {};
  return errno_failure("join " + to_string(group));
}

Result<void> AdvertSocket::join(const IpAddress& group) {
  if (joined_[group]++ > 0) return {};
  auto joined = change_membership(IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP, group);
  if (!joined) joined_.erase(group);
  return joined;
}

void AdvertSocket::leave(const IpAddress& group) {
  const auto found = joined_.find(group);
  if (found == joined_.end() || --found->second > 0) return;
  joined_.erase(found);
  static_cast<void>(change_membership(IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP, group));
}

void AdvertSocket::send(std::span<OutgoingAdvert> adverts) {
  while (!adverts.empty()) {
    const std::size_t count = send_some(adverts.first(std::min(adverts.size(), kPacketsPerTurn)));
    for (auto& advert : adverts.first(count)) advert.is_sent = true;
    // What cannot be sent is in nobody's way.
    adverts = adverts.subspan(count == 0 ? 1 : count);
  }
}

// How many went before one that could not.
std::size_t AdvertSocket::send_some(std::span<const OutgoingAdvert> adverts) {
  Outgoing batch;
  for (std::size_t i = 0; i < adverts.size(); ++i) batch.put(i, adverts[i], place_);
  const int sent = ::sendmmsg(socket_.get(), batch.messages.data(),
                              static_cast<unsigned>(adverts.size()), MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

void AdvertSocket::drain() {
  for (std::size_t total = 0; total < kPacketsPerDrain; total += kPacketsPerTurn) {
    if (receive() < kPacketsPerTurn) return;
  }
}

// How many packets there were. An error (the interface went down) is no packet: the link monitor
// tells the story.
std::size_t AdvertSocket::receive() {
  Batch batch(place_.carrier);
  const int received =
      ::recvmmsg(socket_.get(), batch.messages.data(), kPacketsPerTurn, MSG_DONTWAIT, nullptr);
  const auto count = received < 0 ? std::size_t{0} : static_cast<std::size_t>(received);
  for (std::size_t i = 0; i < count; ++i) on_advert_(batch.decoded(i, place_.carrier));
  return count;
}

}  // namespace evenkeel::vrrp
