#include "vrrp/protocol/packet.h"

#include <gtest/gtest.h>

#include <random>

namespace evenkeel::vrrp {
namespace {

const IpAddress kSource = *parse_address("192.0.2.1");
const IpAddress kGroup = *parse_address("224.0.0.18");

Advert version2() {
  Advert advert{.version = 2, .vrid = 51, .priority = 150, .interval = 1s};
  advert.addresses = {*parse_address("192.0.2.100"), *parse_address("192.0.2.101")};
  return advert;
}

Advert version3() {
  Advert advert = version2();
  advert.version = 3;
  advert.interval = 250ms;
  return advert;
}

Envelope envelope(ChecksumForm form) {
  return {.source = kSource, .destination = kGroup, .ttl = 255, .checksum = form};
}

ReceivedAdvert received(const Decoded& decoded) {
  const auto* advert = std::get_if<ReceivedAdvert>(&decoded);
  EXPECT_NE(advert, nullptr);
  return advert == nullptr ? ReceivedAdvert{} : *advert;
}

AdvertError reason(const std::vector<std::byte>& packet) {
  const Decoded decoded = decode(packet);
  const auto* dropped = std::get_if<DroppedAdvert>(&decoded);
  EXPECT_NE(dropped, nullptr);
  return dropped == nullptr ? AdvertError::own_packet : dropped->reason;
}

TEST(VrrpPacket, Version2SurvivesTheWire) {
  Advert advert = version2();
  advert.auth_type = kAuthPass;
  advert.auth_data = {'s', 'e', 'c', 'r', 'e', 't'};
  const auto back = received(decode(encode(envelope(ChecksumForm::message_only), advert)));
  EXPECT_EQ(back.advert, advert);
  EXPECT_EQ(back.envelope, envelope(ChecksumForm::message_only));
}

TEST(VrrpPacket, Version3SurvivesTheWireInBothChecksumForms) {
  for (const auto form : {ChecksumForm::message_only, ChecksumForm::with_pseudo_header}) {
    const auto back = received(decode(encode(envelope(form), version3())));
    EXPECT_EQ(back.advert, version3());
    EXPECT_EQ(back.envelope.checksum, form);
  }
}

TEST(VrrpPacket, BytesOfVersion2AreThoseOfTheRfc) {
  Advert advert = version2();
  advert.addresses.resize(1);
  const auto packet = encode(envelope(ChecksumForm::message_only), advert);
  ASSERT_EQ(packet.size(), 20U + 8U + 4U + 8U);
  const std::vector<int> expected{0x21, 51, 150, 1, 0, 1, 0xfa, 0x00};
  EXPECT_EQ(static_cast<int>(packet[0]), 0x45);
  EXPECT_EQ(static_cast<int>(packet[8]), 255);
  EXPECT_EQ(static_cast<int>(packet[9]), 112);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(static_cast<int>(packet[20 + i]), expected[i]);
  // 2133 + 9601 + 0001 + c000 + 0264 = 17999, folded 799a, complemented 8665.
  EXPECT_EQ(static_cast<int>(packet[26]), 0x86);
  EXPECT_EQ(static_cast<int>(packet[27]), 0x65);
}

TEST(VrrpPacket, AnIntervalBeyondTheFieldIsClamped) {
  Advert advert = version3();
  advert.interval = 100s;
  const auto form = ChecksumForm::with_pseudo_header;
  EXPECT_EQ(received(decode(encode(envelope(form), advert))).advert.interval, 40950ms);
}

TEST(VrrpPacket, OptionsInTheIpHeaderAreSkipped) {
  auto packet = encode(envelope(ChecksumForm::message_only), version2());
  packet.insert(packet.begin() + 20, 4, std::byte{1});
  packet[0] = std::byte{0x46};
  packet[3] = static_cast<std::byte>(packet.size());
  EXPECT_EQ(received(decode(packet)).advert, version2());
}

TEST(VrrpPacket, EachFlawHasItsReason) {
  const auto good = encode(envelope(ChecksumForm::message_only), version2());
  const auto with = [&](std::size_t at, int value) {
    auto packet = good;
    packet[at] = static_cast<std::byte>(value);
    return packet;
  };
  EXPECT_EQ(reason({}), AdvertError::too_short);
  EXPECT_EQ(reason({good.begin(), good.begin() + 19}), AdvertError::too_short);
  EXPECT_EQ(reason({good.begin(), good.end() - 1}), AdvertError::too_short);
  EXPECT_EQ(reason(with(0, 0x65)), AdvertError::bad_ip_header);
  EXPECT_EQ(reason(with(0, 0x44)), AdvertError::bad_ip_header);
  EXPECT_EQ(reason(with(9, 17)), AdvertError::bad_ip_header);
  EXPECT_EQ(reason(with(3, 19)), AdvertError::bad_ip_header);
  EXPECT_EQ(reason(with(3, 24)), AdvertError::too_short);
  EXPECT_EQ(reason(with(20, 0x41)), AdvertError::bad_version);
  EXPECT_EQ(reason(with(20, 0x22)), AdvertError::bad_type);
  EXPECT_EQ(reason(with(23, 3)), AdvertError::bad_length);
  EXPECT_EQ(reason(with(22, 151)), AdvertError::bad_checksum);
}

TEST(VrrpPacket, ADroppedAdvertStillSaysWhomItWasFor) {
  auto packet = encode(envelope(ChecksumForm::message_only), version2());
  packet[22] = std::byte{1};
  const Decoded decoded = decode(packet);
  EXPECT_EQ(std::get<DroppedAdvert>(decoded).vrid, 51);
}

TEST(VrrpPacket, APseudoHeaderChecksumDependsOnTheAddresses) {
  auto packet = encode(envelope(ChecksumForm::with_pseudo_header), version3());
  packet[15] = std::byte{99};
  EXPECT_EQ(reason(packet), AdvertError::bad_checksum);
}

TEST(VrrpPacket, TheLongestListFitsAndTheSurplusIsLeftOut) {
  Advert advert = version2();
  advert.addresses.assign(300, kSource);
  const auto back = received(decode(encode(envelope(ChecksumForm::message_only), advert)));
  EXPECT_EQ(back.advert.addresses.size(), kMaxAnnouncedAddresses);
}

TEST(VrrpPacket, NoBytesBreakTheDecoder) {
  std::mt19937 random(1);  // NOLINT: the same bytes in every run
  const auto good = encode(envelope(ChecksumForm::with_pseudo_header), version3());
  for (int round = 0; round < 20000; ++round) {
    auto packet = good;
    packet.resize(random() % (good.size() + 8));
    for (int flip = 0; flip < 4 && !packet.empty(); ++flip) {
      packet[random() % packet.size()] = static_cast<std::byte>(random());
    }
    const Decoded decoded = decode(packet);
    if (const auto* advert = std::get_if<ReceivedAdvert>(&decoded)) {
      EXPECT_LE(advert->advert.addresses.size(), kMaxAnnouncedAddresses);
    }
  }
}

const IpAddress kSource6 = *parse_address("fe80::1");
const IpAddress kGroup6 = *parse_address("ff02::12");

Envelope envelope6() {
  return {.source = kSource6,
          .destination = kGroup6,
          .ttl = 255,
          .checksum = ChecksumForm::with_pseudo_header};
}

Advert advert6(std::uint8_t version) {
  Advert advert{.version = version, .vrid = 51, .priority = 150, .interval = 1s};
  advert.addresses = {*parse_address("fe80::100"), *parse_address("2001:db8::100")};
  return advert;
}

std::span<const std::byte> message6(const std::vector<std::byte>& packet) {
  return std::span(packet).subspan(40);
}

TEST(VrrpPacket, BothVersionsSurviveTheWireOverIPv6) {
  for (const std::uint8_t version : {std::uint8_t{2}, std::uint8_t{3}}) {
    const auto packet = encode(envelope6(), advert6(version));
    ASSERT_EQ(packet.size(), 40U + 8U + 2 * 16U);
    const auto back = received(decode(message6(packet), envelope6()));
    EXPECT_EQ(back.advert, advert6(version));
    EXPECT_EQ(back.envelope, envelope6());
  }
}

TEST(VrrpPacket, TheHeaderOfIPv6IsThatOfTheRfc) {
  const auto packet = encode(envelope6(), advert6(3));
  const std::vector<int> expected{0x6c, 0, 0, 0, 0, 40, 112, 255};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(std::to_integer<int>(packet[i]), expected[i]) << i;
  }
  EXPECT_EQ(std::to_integer<int>(packet[8]), 0xfe);
  EXPECT_EQ(std::to_integer<int>(packet[24]), 0xff);
  EXPECT_EQ(std::to_integer<int>(packet[39]), 0x12);
}

TEST(VrrpPacket, TheChecksumOverIPv6CoversTheAddresses) {
  const auto packet = encode(envelope6(), advert6(3));
  Envelope other = envelope6();
  other.source = *parse_address("fe80::2");
  const auto decoded = decode(message6(packet), other);
  EXPECT_EQ(std::get<DroppedAdvert>(decoded).reason, AdvertError::bad_checksum);
}

TEST(VrrpPacket, AnIPv6MessageOfEveryShorterLengthIsDropped) {
  const auto packet = encode(envelope6(), advert6(3));
  const auto message = message6(packet);
  for (std::size_t size = 0; size < message.size(); ++size) {
    const auto decoded = decode(message.first(size), envelope6());
    EXPECT_TRUE(std::holds_alternative<DroppedAdvert>(decoded)) << size;
  }
}

TEST(VrrpPacket, AnEnvelopeOfIPv4DoesNotFitAnIPv6Message) {
  const auto packet = encode(envelope6(), advert6(3));
  const auto decoded = decode(message6(packet), envelope(ChecksumForm::with_pseudo_header));
  EXPECT_EQ(std::get<DroppedAdvert>(decoded).reason, AdvertError::bad_ip_header);
}

}  // namespace
}  // namespace evenkeel::vrrp
