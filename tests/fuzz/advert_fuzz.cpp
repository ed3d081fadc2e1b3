// Bytes of a raw VRRP socket → advert: judged without reading outside, and what is believed can be
// sent again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>

#include "vrrp/protocol/packet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenkeel::vrrp;
  const auto decoded = decode(std::as_bytes(std::span(data, size)));
  const auto* received = std::get_if<ReceivedAdvert>(&decoded);
  if (received == nullptr) return 0;
  std::optional<Seal> seal;
  if (received->auth) seal = Seal{.password = "secret", .sequence = received->auth->sequence};
  const auto again = decode(encode(received->envelope, received->advert, seal));
  const auto* believed = std::get_if<ReceivedAdvert>(&again);
  if (believed == nullptr || believed->advert != received->advert) std::abort();
  if (!seal) return 0;
  if (believed->auth->sequence != received->auth->sequence) std::abort();
  if (believed->auth->integrity != integrity_value("secret", believed->auth->covered)) std::abort();
  return 0;
}
