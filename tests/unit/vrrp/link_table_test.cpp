#include "vrrp/protocol/link_table.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

const Prefix kVirtual = *parse_prefix("192.0.2.100/24");
const Prefix kFirst = *parse_prefix("192.0.2.9/24");
const Prefix kSecond = *parse_prefix("192.0.2.1/24");

std::optional<IpAddress> source(const LinkTable& table) {
  return choose_source(table, 2, Family::ipv4, Reach::link,
                       [](const Prefix& prefix) { return prefix == kVirtual; });
}

KernelAddress address(bool is_secondary = false, std::uint8_t scope = 0) {
  KernelAddress made;
  made.is_secondary = is_secondary;
  made.scope = scope;
  return made;
}

TEST(VrrpLinkTable, ARenamedLinkIsFoundByItsNewNameOnly) {
  LinkTable table;
  table.put({.index = 2, .name = "eth0"});
  table.put({.index = 2, .name = "lan"});
  EXPECT_EQ(table.find("eth0"), nullptr);
  EXPECT_EQ(table.find("lan")->index, 2);
}

TEST(VrrpLinkTable, TwoLinksMaySwapNames) {
  LinkTable table;
  table.put({.index = 2, .name = "eth0"});
  table.put({.index = 3, .name = "eth1"});
  table.put({.index = 2, .name = "eth1"});
  table.put({.index = 3, .name = "eth0"});
  EXPECT_EQ(table.find("eth0")->index, 3);
  EXPECT_EQ(table.find("eth1")->index, 2);
}

TEST(VrrpLinkTable, ARemovedLinkTakesItsAddressesAlong) {
  LinkTable table;
  table.put({.index = 2, .name = "eth0"});
  table.put_address(2, kFirst, address());
  table.remove(2);
  EXPECT_TRUE(table.addresses(2).empty());
}

TEST(VrrpSource, IsTheFirstPrimaryAddressInTheKernelsOrder) {
  LinkTable table;
  table.put_address(2, kFirst, address());
  table.put_address(2, kSecond, address());
  EXPECT_EQ(source(table), kFirst.address);
}

TEST(VrrpSource, IsNeverAVirtualAddress) {
  LinkTable table;
  table.put_address(2, kVirtual, address());
  EXPECT_EQ(source(table), std::nullopt);
  table.put_address(2, kFirst, address(true));
  EXPECT_EQ(source(table), kFirst.address);
}

TEST(VrrpSource, IsNotOfHostScope) {
  LinkTable table;
  table.put_address(2, kFirst, address(false, 254));
  EXPECT_EQ(source(table), std::nullopt);
}

TEST(VrrpSource, PrefersAPrimaryToAnOlderSecondary) {
  LinkTable table;
  table.put_address(2, kFirst, address(true));
  table.put_address(2, kSecond, address());
  EXPECT_EQ(source(table), kSecond.address);
}

std::optional<IpAddress> source6(const LinkTable& table, Reach reach) {
  return choose_source(table, 2, Family::ipv6, reach, [](const Prefix&) { return false; });
}

TEST(VrrpLinkTable, AdvertsOverIPv6ComeFromTheLinkLocalAddress) {
  LinkTable table;
  table.put_address(2, *parse_prefix("192.0.2.1/24"), address());
  table.put_address(2, *parse_prefix("2001:db8::1/64"), address());
  EXPECT_EQ(source6(table, Reach::link), std::nullopt);
  table.put_address(2, *parse_prefix("fe80::1/64"), address(false, 253));
  EXPECT_EQ(source6(table, Reach::link), parse_address("fe80::1"));
  EXPECT_EQ(source6(table, Reach::global), parse_address("2001:db8::1"));
}

TEST(VrrpLinkTable, ATentativeAddressSendsNothing) {
  LinkTable table;
  KernelAddress tentative = address(false, 253);
  tentative.is_tentative = true;
  table.put_address(2, *parse_prefix("fe80::1/64"), tentative);
  EXPECT_EQ(source6(table, Reach::link), std::nullopt);
  tentative.is_tentative = false;
  table.put_address(2, *parse_prefix("fe80::1/64"), tentative);
  EXPECT_EQ(source6(table, Reach::link), parse_address("fe80::1"));
}

}  // namespace
}  // namespace evenkeel::vrrp
