// Hears who else claims a virtual address: foreign ARP, and neighbour advertisements. Owns a packet
// socket and an ICMPv6 socket for all interfaces; the kernel passes only what may concern us.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "evenkeel/event_loop.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/neighbor_frame.h"

namespace evenkeel::vrrp {

class ClaimListener {
 public:
  using OnClaim = std::function<void(int interface_index, const NeighborClaim&)>;

  // Without IPv6 in the kernel it hears ARP alone.
  static Result<std::unique_ptr<ClaimListener>> open(EventLoop& loop, OnClaim on_claim);

  // Whose ARP is of interest. Announcements are heard for every address all the same.
  void watch_for(const std::vector<IpAddress>& addresses);

 private:
  explicit ClaimListener(OnClaim on_claim) : on_claim_(std::move(on_claim)) {}
  void receive_arp();
  void receive_icmp6();

  OnClaim on_claim_;
  FileDescriptor arp_, icmp6_;
  std::unique_ptr<Watch> arp_watch_, icmp6_watch_;  // after the sockets: must end before they close
};

}  // namespace evenkeel::vrrp
