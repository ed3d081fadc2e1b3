#include "vrrp/protocol/neighbor_frame.h"

#include <gtest/gtest.h>

#include <random>

namespace evenkeel::vrrp {
namespace {

const HardwareAddress kHardware{2, 0, 0, 0, 0, 7};
const IpAddress kAddress = *parse_address("192.0.2.100");
const IpAddress kAddress6 = *parse_address("2001:db8::100");

Link link() {
  return {
      .index = 2, .name = "eth0", .is_admin_up = true, .has_carrier = true, .hardware = kHardware};
}

std::vector<int> numbers(std::span<const std::byte> bytes) {
  std::vector<int> list;
  for (const auto value : bytes) list.push_back(std::to_integer<int>(value));
  return list;
}

std::span<const std::byte> message_of(const std::vector<std::byte>& frame) {
  return std::span(frame).subspan(14 + 40);
}

TEST(VrrpNeighborFrame, ArpIsARequestForTheAddressFromItself) {
  const std::vector<int> expected{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,   0, 0,  0,   0,
                                  7,    8,    6,    0,    1,    8,    0,   6, 4,  0,   1,
                                  2,    0,    0,    0,    0,    7,    192, 0, 2,  100, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xff, 192,  0,   2, 100};
  EXPECT_EQ(numbers(announcement_frame(link(), kAddress)), expected);
}

TEST(VrrpNeighborFrame, ANeighborAdvertIsForAllNodesAndOverrides) {
  const auto frame = announcement_frame(link(), kAddress6);
  ASSERT_EQ(frame.size(), 14U + 40U + 32U);
  const auto all = numbers(frame);
  EXPECT_EQ(std::vector<int>(all.begin(), all.begin() + 14),
            (std::vector<int>{0x33, 0x33, 0, 0, 0, 1, 2, 0, 0, 0, 0, 7, 0x86, 0xdd}));
  EXPECT_EQ(all[14 + 6], 58);
  EXPECT_EQ(all[14 + 7], 255);
  const auto message = numbers(message_of(frame));
  EXPECT_EQ(message[0], 136);
  EXPECT_EQ(message[4], 0x20);
  EXPECT_EQ(std::vector<int>(message.begin() + 24, message.end()),
            (std::vector<int>{2, 1, 2, 0, 0, 0, 0, 7}));
}

TEST(VrrpNeighborFrame, TheRouterFlagIsTheInterfaces) {
  Link router = link();
  router.is_ipv6_router = true;
  EXPECT_EQ(numbers(message_of(announcement_frame(router, kAddress6)))[4], 0xa0);
}

// Over the pseudo header and the message, the sum is all ones.
TEST(VrrpNeighborFrame, TheChecksumOfANeighborAdvertIsRight) {
  const auto all = numbers(announcement_frame(link(), kAddress6));
  std::uint32_t sum = 58 + 32;
  for (std::size_t i = 14 + 8; i < all.size(); i += 2) {
    sum += static_cast<std::uint32_t>(all[i] << 8 | all[i + 1]);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  EXPECT_EQ(sum, 0xffffU);
}

TEST(VrrpNeighborFrame, WithoutAMacThereIsNothingToSay) {
  Link tunnel = link();
  tunnel.hardware.reset();
  EXPECT_TRUE(announcement_frame(tunnel, kAddress).empty());
  EXPECT_TRUE(announcement_frame(tunnel, kAddress6).empty());
}

TEST(VrrpNeighborFrame, WhatWeAnnounceOthersCanRead) {
  const NeighborClaim arp{kAddress, kHardware};
  EXPECT_EQ(read_arp(announcement_frame(link(), kAddress)), arp);
  const NeighborClaim advert{kAddress6, kHardware};
  const auto frame = announcement_frame(link(), kAddress6);
  EXPECT_EQ(read_neighbor_advert(message_of(frame)), advert);
}

TEST(VrrpNeighborFrame, AProbeClaimsNothing) {
  auto frame = announcement_frame(link(), kAddress);
  for (std::size_t i = 28; i < 32; ++i) frame[i] = std::byte{0};
  EXPECT_EQ(read_arp(frame), std::nullopt);
}

TEST(VrrpNeighborFrame, ANeighborAdvertWithoutAMacClaimsNothing) {
  const auto frame = announcement_frame(link(), kAddress6);
  EXPECT_EQ(read_neighbor_advert(message_of(frame).first(24)), std::nullopt);
  auto endless = announcement_frame(link(), kAddress6);
  endless[14 + 40 + 24] = std::byte{1};
  endless[14 + 40 + 25] = std::byte{0};
  EXPECT_EQ(read_neighbor_advert(message_of(endless)), std::nullopt);
}

TEST(VrrpNeighborFrame, AnyBytesAreJudged) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::byte> bytes(random() % 100);
    for (auto& value : bytes) value = static_cast<std::byte>(random());
    if (!bytes.empty() && round % 2 == 0) bytes[0] = std::byte{136};
    read_arp(bytes);
    read_neighbor_advert(bytes);
  }
}

TEST(VrrpNeighborFrame, EveryPrefixOfAFrameIsJudged) {
  const auto arp = announcement_frame(link(), kAddress);
  for (std::size_t size = 0; size < arp.size(); ++size) {
    EXPECT_EQ(read_arp(std::span(arp).first(size)), std::nullopt);
  }
}

TEST(VrrpNeighborFrame, AMacIsWrittenAsUsual) {
  EXPECT_EQ(to_string(HardwareAddress{0x02, 0xab, 0, 0, 0x0c, 0xff}), "02:ab:00:00:0c:ff");
}

}  // namespace
}  // namespace evenkeel::vrrp
