// The authentication header that may protect a version 2 advert (RFC 2402, HMAC-MD5-96 of RFC
// 2403), as keepalived uses it: the SPI is the sender's address, the password is the key, one
// counter serves both directions. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenkeel/clock.h"

namespace evenkeel::vrrp {

inline constexpr std::uint8_t kIpProtocolAuth = 51;
inline constexpr std::size_t kAuthHeaderSize = 24;

using IntegrityValue = std::array<std::uint8_t, 12>;

struct AuthHeader {
  std::uint32_t spi = 0;
  std::uint32_t sequence = 0;
  IntegrityValue integrity{};
  std::vector<std::byte> covered;  // what the value was computed over
  bool operator==(const AuthHeader&) const = default;
};

// What a sender needs to write one.
struct Seal {
  std::string password;
  std::uint32_t sequence = 0;
};

IntegrityValue integrity_value(const std::string& password, std::span<const std::byte> covered);

// Reads the header that follows an IPv4 header of `ip_header` bytes; nothing when it is not a whole
// one that announces VRRP.
std::optional<AuthHeader> read_auth_header(std::span<const std::byte> packet,
                                           std::size_t ip_header);

// Fills in the header's integrity value; `packet` is complete but for it.
void seal_packet(std::span<std::byte> packet, std::size_t ip_header, const std::string& password);

// Grows with every advert and never falls behind the clock: what a restarted process sends is newer
// than what its predecessor sent, without a record of it.
std::uint32_t next_sequence(std::uint32_t last, WallTime now);

}  // namespace evenkeel::vrrp
