// Numbers and addresses in the order of the network. For packets and frames whose length the caller
// has checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "evenkeel/address.h"

namespace evenkeel::vrrp {

using Bytes = std::span<const std::byte>;

constexpr std::size_t size_of(Family family) { return family == Family::ipv6 ? 16 : 4; }

inline std::uint8_t byte_at(Bytes bytes, std::size_t at) {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

inline std::uint16_t word_at(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte_at(bytes, at) << 8U | byte_at(bytes, at + 1));
}

inline IpAddress address_at(Bytes bytes, std::size_t at, Family family) {
  IpAddress address{.family = family};
  for (std::size_t i = 0; i < size_of(family); ++i) address.bytes[i] = byte_at(bytes, at + i);
  return address;
}

}  // namespace evenkeel::vrrp
