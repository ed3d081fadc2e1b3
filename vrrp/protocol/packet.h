// VRRP adverts ⇄ bytes, as pure functions. Follows RFC 3768 (version 2) and RFC 9568 (version 3)
// over IPv4, in the older words master and backup. The bytes begin with the IP header, as a raw
// socket delivers them and takes them with IP_HDRINCL.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/state.h"

namespace evenkeel::vrrp {

inline constexpr std::uint8_t kIpProtocolVrrp = 112;
inline constexpr std::uint8_t kAuthNone = 0;
inline constexpr std::uint8_t kAuthPass = 1;
inline constexpr std::size_t kMaxAnnouncedAddresses = 255;

// Version 3 over IPv4 exists with and without the pseudo header under the checksum (RFC 9568,
// section 5.2.8); version 2 has none.
enum class ChecksumForm : std::uint8_t { message_only, with_pseudo_header };

using AuthData = std::array<std::uint8_t, 8>;

struct Advert {
  std::uint8_t version = 2;
  std::uint8_t vrid = 0;
  std::uint8_t priority = 0;
  Duration interval{0};
  std::uint8_t auth_type = kAuthNone;  // version 2 only
  AuthData auth_data{};
  std::vector<IpAddress> addresses{};
  bool operator==(const Advert&) const = default;
};

struct Envelope {
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl = 255;
  ChecksumForm checksum = ChecksumForm::message_only;
  bool operator==(const Envelope&) const = default;
};

struct ReceivedAdvert {
  Envelope envelope;
  Advert advert;
};

// `vrid` is set when the bytes got far enough to say whom they were for.
struct DroppedAdvert {
  AdvertError reason = AdvertError::too_short;
  std::optional<std::uint8_t> vrid;
};

using Decoded = std::variant<ReceivedAdvert, DroppedAdvert>;

// Total: judges any bytes. Checks what can be judged without knowing the instance.
Decoded decode(std::span<const std::byte> packet);

// At most kMaxAnnouncedAddresses addresses are written.
std::vector<std::byte> encode(const Envelope& envelope, const Advert& advert);

}  // namespace evenkeel::vrrp
