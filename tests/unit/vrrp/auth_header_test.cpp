#include "vrrp/protocol/auth_header.h"

#include <gtest/gtest.h>

#include "vrrp/protocol/packet.h"

namespace evenkeel::vrrp {
namespace {

constexpr std::size_t kIpHeader = 20;

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> sealed_packet(const char* destination = "224.0.0.18",
                                     std::uint32_t sequence = 0x01020304) {
  Advert advert{.version = 2, .vrid = 51, .priority = 150, .interval = 1s};
  advert.auth_type = kAuthHeader;
  advert.addresses = {*parse_address("192.0.2.100")};
  const Envelope envelope{.source = *parse_address("192.0.2.1"),
                          .destination = *parse_address(destination)};
  return encode(envelope, advert, Seal{.password = "secret", .sequence = sequence});
}

IntegrityValue value_of(const std::vector<std::byte>& packet) {
  const auto header = read_auth_header(packet, kIpHeader);
  return header ? integrity_value("secret", header->covered) : IntegrityValue{};
}

// RFC 2202, test cases 1 and 2, cut to 96 bits as in RFC 2403.
TEST(VrrpAuthHeader, TheIntegrityValueIsHmacMd5) {
  EXPECT_EQ(
      integrity_value(std::string(16, '\x0b'), bytes_of("Hi There")),
      (IntegrityValue{0x92, 0x94, 0x72, 0x7a, 0x36, 0x38, 0xbb, 0x1c, 0x13, 0xf4, 0x8e, 0xf8}));
  EXPECT_EQ(
      integrity_value("Jefe", bytes_of("what do ya want for nothing?")),
      (IntegrityValue{0x75, 0x0c, 0x78, 0x3e, 0x6a, 0xb0, 0xb5, 0x03, 0xea, 0xa8, 0x6e, 0x31}));
}

TEST(VrrpAuthHeader, WhatIsSealedIsRead) {
  const auto header = read_auth_header(sealed_packet(), kIpHeader);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->spi, 0xc0000201U);
  EXPECT_EQ(header->sequence, 0x01020304U);
  EXPECT_EQ(header->integrity, integrity_value("secret", header->covered));
}

TEST(VrrpAuthHeader, BytesAreThoseOfTheRfc) {
  const auto packet = sealed_packet();
  ASSERT_EQ(packet.size(), 20U + 24U + 8U + 4U + 8U);
  EXPECT_EQ(std::to_integer<int>(packet[9]), 51);
  EXPECT_EQ(std::to_integer<int>(packet[3]), 64);
  const std::vector<int> expected{112, 4, 0, 0, 192, 0, 2, 1, 1, 2, 3, 4};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(std::to_integer<int>(packet[20 + i]), expected[i]) << i;
  }
}

// The kernel fills in an identification of 0, which would break the seal.
TEST(VrrpAuthHeader, ThePacketHasAnIdentificationOfItsOwn) {
  const auto packet = sealed_packet("224.0.0.18", 0x10000);
  EXPECT_NE(std::to_integer<int>(packet[4]) << 8 | std::to_integer<int>(packet[5]), 0);
}

TEST(VrrpAuthHeader, FieldsThatARouterChangesAreNotCovered) {
  for (const std::size_t at : {1U, 6U, 7U, 10U, 11U}) {
    auto packet = sealed_packet();
    const auto before = value_of(packet);
    packet[at] ^= std::byte{0x55};
    EXPECT_EQ(value_of(packet), before) << at;
  }
}

TEST(VrrpAuthHeader, EveryOtherByteIsCovered) {
  const auto original = sealed_packet();
  const auto before = value_of(original);
  for (std::size_t at = 0; at < original.size(); ++at) {
    const bool is_mutable = at == 1 || at == 6 || at == 7 || at == 10 || at == 11;
    const bool is_value = at >= 32 && at < 44;
    const bool is_frame = at == 20 || at == 21;  // another header altogether
    if (is_mutable || is_value || is_frame) continue;
    auto packet = original;
    packet[at] ^= std::byte{0x01};
    EXPECT_NE(value_of(packet), before) << at;
  }
}

TEST(VrrpAuthHeader, TheTtlIsCoveredByMulticastOnly) {
  auto unicast = sealed_packet("192.0.2.2");
  const auto before = value_of(unicast);
  unicast[8] = std::byte{64};
  EXPECT_EQ(value_of(unicast), before);
}

TEST(VrrpAuthHeader, WhatIsNoWholeHeaderOfVrrpIsNone) {
  auto packet = sealed_packet();
  EXPECT_FALSE(read_auth_header(std::span(packet).first(43), kIpHeader));
  packet[20] = std::byte{6};
  EXPECT_FALSE(read_auth_header(packet, kIpHeader));
  const auto decoded = decode(packet);
  EXPECT_EQ(std::get<DroppedAdvert>(decoded).reason, AdvertError::bad_auth);
}

TEST(VrrpAuthHeader, TheSequenceGrowsAndFollowsTheClock) {
  const WallTime then{std::chrono::seconds(1000)};
  EXPECT_EQ(next_sequence(0, then), 1000U);
  EXPECT_EQ(next_sequence(1000, then), 1001U);
  EXPECT_EQ(next_sequence(5000, then), 5001U);
  EXPECT_EQ(next_sequence(5000, WallTime{}), 5001U);
}

}  // namespace
}  // namespace evenkeel::vrrp
