// What one instance sends, and whether it believes what it hears: the rules between an instance's
// configuration and the adverts, as pure functions.
#pragma once

#include <optional>

#include "evenkeel/config.h"
#include "vrrp/protocol/packet.h"

namespace evenkeel::vrrp {

Advert make_advert(const VrrpInstance& instance, std::uint8_t priority);
Envelope make_envelope(const VrrpInstance& instance, const IpAddress& source,
                       const IpAddress& destination);

// Null unless the instance authenticates by header.
std::optional<Seal> make_seal(const VrrpInstance& instance, std::uint32_t sequence);

// What the instance knows of itself that its configuration does not say.
struct OwnSide {
  IpAddress source;            // the address we send from
  std::uint32_t sequence = 0;  // the newest sent or believed, of an authentication header
};

// Why the advert must be dropped; nothing when it counts.
std::optional<AdvertError> refusal(const VrrpInstance& instance, const OwnSide& own,
                                   const ReceivedAdvert& received);

// A different list is a misconfiguration worth counting, but the advert still counts.
bool has_same_addresses(const VrrpInstance& instance, const Advert& advert);

}  // namespace evenkeel::vrrp
