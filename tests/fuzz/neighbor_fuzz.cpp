// Bytes of the ARP and ICMPv6 sockets → who claims an address: judged without reading outside, and
// what is believed can be announced in the same words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "vrrp/protocol/neighbor_frame.h"

namespace {

using evenkeel::vrrp::NeighborClaim;

std::vector<std::byte> frame_of(const NeighborClaim& claim) {
  evenkeel::vrrp::Link link;
  link.hardware = claim.hardware;
  return announcement_frame(link, claim.address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  if (const auto claim = evenkeel::vrrp::read_arp(bytes)) {
    if (evenkeel::vrrp::read_arp(frame_of(*claim)) != claim) std::abort();
  }
  if (const auto claim = evenkeel::vrrp::read_neighbor_advert(bytes)) {
    const auto frame = frame_of(*claim);
    if (evenkeel::vrrp::read_neighbor_advert(std::span(frame).subspan(54)) != claim) std::abort();
  }
  return 0;
}
