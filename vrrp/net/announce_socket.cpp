// The packet socket of the announcements.
#include "vrrp/net/announce_socket.h"

#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <sys/socket.h>

#include "vrrp/protocol/neighbor_frame.h"

namespace evenkeel::vrrp {

Result<AnnounceSocket> AnnounceSocket::open() {
  // Protocol 0: no frame is ever delivered to it.
  FileDescriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) return errno_failure("open the announcements' socket");
  return AnnounceSocket(std::move(socket));
}

Result<void> AnnounceSocket::announce(const Link& link, const IpAddress& address) {
  const auto frame = announcement_frame(link, address);
  if (frame.empty()) return {};
  sockaddr_ll to{};
  to.sll_family = AF_PACKET;
  to.sll_ifindex = link.index;
  to.sll_halen = ETH_ALEN;
  const auto sent =
      ::sendto(socket_.get(), frame.data(), frame.size(), MSG_DONTWAIT,
               static_cast<const sockaddr*>(static_cast<const void*>(&to)), sizeof(to));
  if (sent >= 0) return {};
  return errno_failure("announce " + to_string(address) + " on " + link.name);
}

}  // namespace evenkeel::vrrp
