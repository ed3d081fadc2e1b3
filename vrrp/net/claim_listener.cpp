// ARP by a packet socket with a filter program, neighbour advertisements by ICMPv6.
#include "vrrp/net/claim_listener.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "vrrp/net/socket_address.h"

namespace evenkeel::vrrp {

namespace {

// A flood of ARP may not hold up the adverts.
constexpr int kFramesPerTurn = 32;
// The kernel takes 4096 instructions, two an address; the rest is caught by its announcements.
constexpr std::size_t kMostWatched = 1000;
constexpr std::uint32_t kSenderAt = 28, kTargetAt = 38;
constexpr int kHopLimit = 255;

// Passes gratuitous ARP, and any ARP from one of the addresses.
std::vector<sock_filter> filter_for(const std::vector<IpAddress>& addresses) {
  std::vector<sock_filter> program{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kTargetAt),
      BPF_STMT(BPF_MISC | BPF_TAX, 0),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kSenderAt),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_X, 0, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0xffffU),
  };
  std::size_t count = 0;
  for (const auto& address : addresses) {
    if (address.family != Family::ipv4 || count == kMostWatched) continue;
    ++count;
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ipv4_value(address), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, 0xffffU));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
  return program;
}

bool attach(int fd, std::vector<sock_filter> program) {
  const sock_fprog whole{.len = static_cast<unsigned short>(program.size()),
                         .filter = program.data()};
  return set_option(fd, SOL_SOCKET, SO_ATTACH_FILTER, whole);
}

FileDescriptor open_icmp6() {
  FileDescriptor socket(
      ::socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMPV6));
  if (!socket.is_open()) return socket;
  icmp6_filter filter{};
  ICMP6_FILTER_SETBLOCKALL(&filter);
  ICMP6_FILTER_SETPASS(ND_NEIGHBOR_ADVERT, &filter);
  const int fd = socket.get();
  const bool is_set = set_option(fd, IPPROTO_ICMPV6, ICMP6_FILTER, filter) &&
                      set_option(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) &&
                      set_option(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
  return is_set ? std::move(socket) : FileDescriptor();
}

struct Arrival {
  int interface_index = 0;
  int hop_limit = 0;
};

Arrival arrival_of(msghdr& header) {
  Arrival arrival;
  for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != IPPROTO_IPV6) continue;
    if (part->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo information{};
      std::memcpy(&information, CMSG_DATA(part), sizeof(information));
      arrival.interface_index = static_cast<int>(information.ipi6_ifindex);
    } else if (part->cmsg_type == IPV6_HOPLIMIT) {
      std::memcpy(&arrival.hop_limit, CMSG_DATA(part), sizeof(arrival.hop_limit));
    }
  }
  return arrival;
}

}  // namespace

Result<std::unique_ptr<ClaimListener>> ClaimListener::open(EventLoop& loop, OnClaim on_claim) {
  std::unique_ptr<ClaimListener> made(new ClaimListener(std::move(on_claim)));
  // With protocol 0 nothing arrives before the filter is there.
  made->arp_ = FileDescriptor(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int fd = made->arp_.get();
  if (!made->arp_.is_open() || !attach(fd, filter_for({}))) return errno_failure("listen to ARP");
  sockaddr_ll place{};
  place.sll_family = AF_PACKET;
  place.sll_protocol = htons(ETH_P_ARP);
  if (::bind(fd, static_cast<const sockaddr*>(static_cast<const void*>(&place)), sizeof(place)) !=
      0) {
    return errno_failure("listen to ARP");
  }
  ClaimListener* self = made.get();
  made->arp_watch_ = loop.watch(fd, {.readable = true}, [self](Readiness) { self->receive_arp(); });
  made->icmp6_ = open_icmp6();
  if (made->icmp6_.is_open()) {
    made->icmp6_watch_ = loop.watch(made->icmp6_.get(), {.readable = true},
                                    [self](Readiness) { self->receive_icmp6(); });
  }
  return made;
}

void ClaimListener::watch_for(const std::vector<IpAddress>& addresses) {
  static_cast<void>(attach(arp_.get(), filter_for(addresses)));
}

void ClaimListener::receive_arp() {
  std::array<std::byte, 128> frame;
  for (int frames = 0; frames < kFramesPerTurn; ++frames) {
    sockaddr_ll from{};
    socklen_t size = sizeof(from);
    const auto got = ::recvfrom(arp_.get(), frame.data(), frame.size(), MSG_DONTWAIT,
                                static_cast<sockaddr*>(static_cast<void*>(&from)), &size);
    if (got < 0) return;
    const auto claim = read_arp(std::span(frame).first(static_cast<std::size_t>(got)));
    if (claim && from.sll_pkttype != PACKET_OUTGOING) on_claim_(from.sll_ifindex, *claim);
  }
}

void ClaimListener::receive_icmp6() {
  std::array<std::byte, 256> message;
  for (int messages = 0; messages < kFramesPerTurn; ++messages) {
    alignas(cmsghdr) std::array<std::byte, 128> control;
    iovec piece{.iov_base = message.data(), .iov_len = message.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto got = ::recvmsg(icmp6_.get(), &header, MSG_DONTWAIT);
    if (got < 0) return;
    const Arrival arrival = arrival_of(header);
    const auto claim =
        read_neighbor_advert(std::span(message).first(static_cast<std::size_t>(got)));
    // RFC 4861, section 7.1.2: what was routed is forged.
    if (claim && arrival.hop_limit == kHopLimit) on_claim_(arrival.interface_index, *claim);
  }
}

}  // namespace evenkeel::vrrp
