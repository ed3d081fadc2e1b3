// VRRP adverts ⇄ bytes, as pure functions. Follows RFC 3768 (version 2) and RFC 9568 (version 3),
// in the older words master and backup. The bytes begin with the IP header, as a raw socket takes
// them with IP_HDRINCL and IPV6_HDRINCL; one for IPv6 delivers them without it.
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
#include "vrrp/protocol/auth_header.h"

namespace evenkeel::vrrp {

inline constexpr std::uint8_t kIpProtocolVrrp = 112;
inline constexpr std::uint8_t kAuthNone = 0;
inline constexpr std::uint8_t kAuthPass = 1;
inline constexpr std::uint8_t kAuthHeader = 2;
inline constexpr std::size_t kMaxAnnouncedAddresses = 255;

using AuthData = std::array<std::uint8_t, 8>;

struct Advert {
  std::uint8_t version = 2;
  std::uint8_t vrid = 0;
  std::uint8_t priority = 0;
  Duration interval{0};
  std::uint8_t auth_type = kAuthNone;  // version 2 only
  AuthData auth_data{};                // version 2 over IPv4 only
  std::vector<IpAddress> addresses{};  // of the envelope's family
  bool operator==(const Advert&) const = default;
};

struct Envelope {
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl = 255;                              // the hop limit
  ChecksumForm checksum = ChecksumForm::message_only;  // not asked over IPv6
  bool operator==(const Envelope&) const = default;
};

struct ReceivedAdvert {
  Envelope envelope;
  Advert advert;
  std::optional<AuthHeader> auth{};
};

// `vrid` is set when the bytes got far enough to say whom they were for.
struct DroppedAdvert {
  AdvertError reason = AdvertError::too_short;
  std::optional<std::uint8_t> vrid;
};

using Decoded = std::variant<ReceivedAdvert, DroppedAdvert>;

// Total: judges any bytes. Checks what can be judged without knowing the instance.
Decoded decode(std::span<const std::byte> packet);
// Of an IPv6 socket, which tells the header apart from the message.
Decoded decode(std::span<const std::byte> message, const Envelope& envelope);

// At most kMaxAnnouncedAddresses addresses are written. With a seal an authentication header goes
// between the IP header and the message; over IPv4 only.
std::vector<std::byte> encode(const Envelope& envelope, const Advert& advert,
                              const std::optional<Seal>& seal = std::nullopt);

}  // namespace evenkeel::vrrp
