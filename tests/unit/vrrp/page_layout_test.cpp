#include "vrrp/protocol/page_layout.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace evenkeel::vrrp {
namespace {

constexpr const char* kBoot = "6b0c1f0e-5c1c-4f0a-9d3e-0123456789ab";
const InstanceKey kKey{"eth0", 51, Family::ipv4};
const PageRole kRole{kKey, Role::master, 123456789};
const PageAddress kAddress{"eth0", *parse_prefix("192.0.2.100/24")};

std::vector<std::byte> page() {
  std::vector<std::byte> bytes(page_layout::size({4, 4, 4}));
  page_layout::write_header(bytes, kBoot, {4, 4, 4});
  page_layout::write_role(bytes, 2, kRole);
  page_layout::write_address(bytes, 4, 3, kAddress);
  page_layout::write_place(bytes, {4, 4, 4}, 1, page_place("a"));
  return bytes;
}

TEST(VrrpPage, WhatIsWrittenIsRead) {
  const auto content = read_page(page());
  ASSERT_TRUE(content);
  EXPECT_EQ(content->boot_id, kBoot);
  EXPECT_EQ(content->roles, std::vector<PageRole>{kRole});
  EXPECT_EQ(content->addresses, std::vector<PageAddress>{kAddress});
  EXPECT_EQ(content->places, std::vector<PagePlace>{page_place("a")});
}

TEST(VrrpPage, AStampChangesRoleAndTime) {
  auto bytes = page();
  page_layout::stamp_role(bytes, 2, Role::backup, 5);
  EXPECT_EQ(read_page(bytes)->roles[0], (PageRole{kKey, Role::backup, 5}));
}

TEST(VrrpPage, ClearedEntriesAreGone) {
  auto bytes = page();
  page_layout::clear_role(bytes, 2);
  page_layout::clear_address(bytes, 4, 3);
  page_layout::clear_place(bytes, {4, 4, 4}, 1);
  EXPECT_TRUE(read_page(bytes)->roles.empty());
  EXPECT_TRUE(read_page(bytes)->addresses.empty());
  EXPECT_TRUE(read_page(bytes)->places.empty());
}

TEST(VrrpPage, APlaceIsKnownByItsHash) {
  EXPECT_EQ(page_place(""), 14695981039346656037U);
  EXPECT_EQ(page_place("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_NE(page_place("ab"), page_place("ba"));
}

TEST(VrrpPage, APageWithoutPlacesIsRead) {
  auto bytes = page();
  const std::uint32_t none = 0;
  std::memcpy(bytes.data() + 52, &none, sizeof(none));
  bytes.resize(page_layout::size({4, 4, 0}));
  ASSERT_TRUE(read_page(bytes));
  EXPECT_EQ(read_page(bytes)->roles.size(), 1U);
  EXPECT_TRUE(read_page(bytes)->places.empty());
}

TEST(VrrpPage, ANameOfFullLengthFits) {
  auto bytes = page();
  page_layout::write_role(bytes, 0, {{"abcdefghijklmno", 1, Family::ipv4}, Role::backup, 0});
  EXPECT_EQ(read_page(bytes)->roles[0].key.interface, "abcdefghijklmno");
}

TEST(VrrpPage, BothFamiliesHaveTheirOwnRolesAndAddresses) {
  auto bytes = page();
  const PageRole six{{"eth0", 51, Family::ipv6}, Role::backup, 7};
  const PageAddress address{"eth0", *parse_prefix("2001:db8::1/128")};
  page_layout::write_role(bytes, 0, six);
  page_layout::write_address(bytes, 4, 0, address);
  EXPECT_EQ(read_page(bytes)->roles, (std::vector<PageRole>{six, kRole}));
  EXPECT_EQ(read_page(bytes)->addresses, (std::vector<PageAddress>{address, kAddress}));
}

TEST(VrrpPage, AForeignOrShortPageSaysNothing) {
  EXPECT_FALSE(read_page({}));
  auto bytes = page();
  bytes[0] = std::byte{'X'};
  EXPECT_FALSE(read_page(bytes));
  bytes = page();
  bytes.pop_back();
  EXPECT_FALSE(read_page(bytes));
}

TEST(VrrpPage, AnImpossibleRoleIsSkipped) {
  auto bytes = page();
  bytes[page_layout::role_offset(2) + 18] = std::byte{99};
  EXPECT_TRUE(read_page(bytes)->roles.empty());
}

TEST(VrrpPage, NoBytesBreakTheReader) {
  std::mt19937 random(3);  // NOLINT: the same bytes in every run
  const auto good = page();
  for (int round = 0; round < 20000; ++round) {
    auto bytes = good;
    for (int flip = 0; flip < 8; ++flip) {
      bytes[random() % bytes.size()] = static_cast<std::byte>(random());
    }
    bytes.resize(random() % (bytes.size() + 1));
    const auto content = read_page(bytes);
    if (!content) continue;
    for (const auto& role : content->roles) EXPECT_LE(role.role, Role::fault);
  }
}

}  // namespace
}  // namespace evenkeel::vrrp
