// Bytes of an IPv6 VRRP socket → advert: judged without reading outside, and what is believed can
// be sent again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "vrrp/protocol/packet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenkeel;
  using namespace evenkeel::vrrp;
  const Envelope envelope{.source = *parse_address("fe80::1"),
                          .destination = *parse_address("ff02::12")};
  const auto decoded = decode(std::as_bytes(std::span(data, size)), envelope);
  const auto* received = std::get_if<ReceivedAdvert>(&decoded);
  if (received == nullptr) return 0;
  const auto packet = encode(received->envelope, received->advert);
  const auto again = decode(std::span(packet).subspan(40), envelope);
  const auto* believed = std::get_if<ReceivedAdvert>(&again);
  if (believed == nullptr || believed->advert != received->advert) std::abort();
  return 0;
}
