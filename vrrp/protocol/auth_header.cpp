// Authentication header (24 bytes) after the IP header:
//   0 next header 112   1 length 4   2 reserved (2)   4 SPI (4)   8 sequence (4)   12 integrity
//   (12)
#include "vrrp/protocol/auth_header.h"

#include <md5.h>

#include <algorithm>
#include <cstring>

namespace evenkeel::vrrp {

namespace {

constexpr std::uint8_t kNextHeaderVrrp = 112;
constexpr std::uint8_t kLength = 4;  // in words of 32 bits, less two
constexpr std::size_t kSpiAt = 4, kSequenceAt = 8, kIntegrityAt = 12;
// Of the IPv4 header.
constexpr std::size_t kTypeOfServiceAt = 1, kFragmentAt = 6, kTtlAt = 8, kChecksumAt = 10,
                      kDestinationAt = 16;

using Digest = std::array<std::uint8_t, MD5_DIGEST_LENGTH>;

std::uint32_t number_at(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number = number << 8U | std::to_integer<std::uint32_t>(bytes[at + i]);
  }
  return number;
}

void update(MD5_CTX& context, std::span<const std::byte> bytes) {
  MD5Update(&context, static_cast<const std::uint8_t*>(static_cast<const void*>(bytes.data())),
            bytes.size());
}

// RFC 2104. The key is never longer than a block.
Digest hmac_md5(std::span<const std::byte> key, std::span<const std::byte> text) {
  std::array<std::byte, MD5_BLOCK_LENGTH> inner{}, outer{};
  std::copy_n(key.begin(), std::min(key.size(), inner.size()), inner.begin());
  outer = inner;
  for (auto& value : inner) value ^= std::byte{0x36};
  for (auto& value : outer) value ^= std::byte{0x5c};
  Digest digest{};
  MD5_CTX context;
  MD5Init(&context);
  update(context, inner);
  update(context, text);
  MD5Final(digest.data(), &context);
  MD5Init(&context);
  update(context, outer);
  update(context, std::as_bytes(std::span(digest)));
  MD5Final(digest.data(), &context);
  return digest;
}

// What a router on the way may change counts as zero (RFC 2402, section 3.3.3.1.1.1). Between
// neighbours by multicast the TTL may not change, and keepalived counts it.
std::vector<std::byte> covered_part(std::span<const std::byte> packet, std::size_t ip_header) {
  std::vector<std::byte> covered(packet.begin(), packet.end());
  const auto zero = [&](std::size_t at, std::size_t size) {
    std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), size, std::byte{0});
  };
  const bool is_multicast = (covered[kDestinationAt] & std::byte{0xf0}) == std::byte{0xe0};
  zero(kTypeOfServiceAt, 1);
  zero(kFragmentAt, 2);
  if (!is_multicast) zero(kTtlAt, 1);
  zero(kChecksumAt, 2);
  zero(ip_header + kIntegrityAt, std::tuple_size_v<IntegrityValue>);
  return covered;
}

}  // namespace

IntegrityValue integrity_value(const std::string& password, std::span<const std::byte> covered) {
  const Digest digest = hmac_md5(std::as_bytes(std::span(password)), covered);
  IntegrityValue value{};
  std::copy_n(digest.begin(), value.size(), value.begin());
  return value;
}

std::optional<AuthHeader> read_auth_header(std::span<const std::byte> packet,
                                           std::size_t ip_header) {
  if (packet.size() < ip_header + kAuthHeaderSize) return std::nullopt;
  const auto bytes = packet.subspan(ip_header, kAuthHeaderSize);
  if (bytes[0] != std::byte{kNextHeaderVrrp} || bytes[1] != std::byte{kLength}) return std::nullopt;
  AuthHeader header{.spi = number_at(bytes, kSpiAt),
                    .sequence = number_at(bytes, kSequenceAt),
                    .integrity = {},
                    .covered = covered_part(packet, ip_header)};
  std::memcpy(header.integrity.data(), bytes.data() + kIntegrityAt, header.integrity.size());
  return header;
}

void seal_packet(std::span<std::byte> packet, std::size_t ip_header, const std::string& password) {
  const auto value = integrity_value(password, covered_part(packet, ip_header));
  std::memcpy(packet.data() + ip_header + kIntegrityAt, value.data(), value.size());
}

std::uint32_t next_sequence(std::uint32_t last, WallTime now) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  return std::max(last + 1, static_cast<std::uint32_t>(std::max<std::int64_t>(seconds, 0)));
}

}  // namespace evenkeel::vrrp
