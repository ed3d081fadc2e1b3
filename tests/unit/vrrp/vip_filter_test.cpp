#include "vrrp/protocol/vip_filter.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>

namespace evenkeel::vrrp {
namespace {

using namespace std::string_literals;

constexpr int kEth0 = 2;

VrrpInstance instance(std::initializer_list<const char*> addresses) {
  VrrpInstance made;
  made.interface = "eth0";
  made.accept = false;
  for (const auto* address : addresses) {
    made.addresses.push_back({.prefix = *parse_prefix(address), .device = {}, .label = {}});
  }
  return made;
}

LinkTable links(int index = kEth0) {
  LinkTable table;
  table.put({.index = index, .name = "eth0"});
  return table;
}

BlockedAddresses blocked(std::initializer_list<const char*> addresses, int index = kEth0) {
  return resolve(blocked_by(instance(addresses)), links(index));
}

const std::set<std::string>& in(const FilterKeys& keys, FilterSet set) {
  return keys[static_cast<std::size_t>(set)];
}

std::string native(std::uint32_t number) {
  const auto bytes = std::bit_cast<std::array<char, 4>>(number);
  return {bytes.begin(), bytes.end()};
}

ServiceKey service(const char* text) { return *parse_service_key(text); }

std::size_t total(const FilterKeys& keys) {
  std::size_t sum = 0;
  for (const auto& set : keys) sum += set.size();
  return sum;
}

TEST(VipFilter, AnInstanceThatAcceptsBlocksNothing) {
  VrrpInstance config = instance({"192.0.2.10/24"});
  config.accept = true;
  EXPECT_TRUE(blocked_by(config).empty());
}

TEST(VipFilter, AddressesAndExcludedOnesAreBlockedOnEveryDevice) {
  VrrpInstance config = instance({"192.0.2.10/24"});
  config.excluded_addresses = instance({"2001:db8::1/64"}).addresses;
  const auto found = blocked_by(config);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], (BlockedAddress{.address = *parse_address("192.0.2.10")}));
  EXPECT_EQ(found[1], (BlockedAddress{.address = *parse_address("2001:db8::1")}));
}

TEST(VipFilter, ALinkLocalAddressIsBlockedOnItsDevice) {
  EXPECT_EQ(blocked({"fe80::1/64"}),
            (BlockedAddresses{{*parse_address("fe80::1"), "eth0", kEth0}}));
  VrrpInstance config = instance({"fe80::1/64"});
  config.addresses.front().device = "eth1";
  EXPECT_EQ(blocked_by(config).front().device, "eth1");
}

TEST(VipFilter, AnIpv4LinkLocalAddressIsOneLikeAnyOther) {
  EXPECT_EQ(blocked_by(instance({"169.254.0.9/16"})).front().device, "");
}

TEST(VipFilter, WhatHasNoDeviceYetIsLeftOut) {
  EXPECT_TRUE(resolve(blocked_by(instance({"fe80::1/64"})), LinkTable{}).empty());
  EXPECT_EQ(resolve(blocked_by(instance({"fd00::1/64"})), LinkTable{}).size(), 1U);
}

TEST(VipFilter, ADeviceThatCameAgainIsAnotherKey) {
  const FilterKeys before = keys_of(blocked({"fe80::1/64"}, 2));
  const FilterKeys after = keys_of(blocked({"fe80::1/64"}, 9));
  EXPECT_EQ(total(missing_from(before, after)), 1U);
  EXPECT_EQ(total(missing_from(after, before)), 1U);
}

TEST(VipFilter, KeysOfAddressesAreTheirBytes) {
  const FilterKeys keys = keys_of(blocked({"192.0.2.10/24", "2001:db8::1/64", "fe80::1/64"}));
  EXPECT_EQ(total(keys), 3U);
  EXPECT_EQ(in(keys, FilterSet::blocked4), std::set<std::string>{"\xC0\0\2\n"s});
  const auto bytes = [](const char* text) {
    const auto address = *parse_address(text);
    return std::string(address.bytes.begin(), address.bytes.end());
  };
  EXPECT_EQ(in(keys, FilterSet::blocked6), std::set<std::string>{bytes("2001:db8::1")});
  EXPECT_EQ(in(keys, FilterSet::blocked6_link),
            std::set<std::string>{bytes("fe80::1") + native(kEth0)});
}

TEST(VipFilter, KeysOfServicesArePaddedPartByPart) {
  const std::vector<ServiceKey> services{service("tcp:192.0.2.10:443"),
                                         service("udp:[2001:db8::1]:53")};
  const FilterKeys keys = keys_of(services);
  EXPECT_EQ(total(keys), 2U);
  EXPECT_EQ(in(keys, FilterSet::services4), std::set<std::string>{"\6\0\0\0\xC0\0\2\n\1\xBB\0\0"s});
  ASSERT_EQ(in(keys, FilterSet::services6).size(), 1U);
  EXPECT_EQ(in(keys, FilterSet::services6).begin()->size(), 24U);
  EXPECT_EQ(in(keys, FilterSet::services6).begin()->substr(20), "\0\x35\0\0"s);
}

TEST(VipFilter, AServiceOnAllPortsHasNoPortInItsKey) {
  const std::vector<ServiceKey> services{service("tcp:192.0.2.10:0"),
                                         service("tcp:[2001:db8::1]:0")};
  const FilterKeys keys = keys_of(services);
  EXPECT_EQ(in(keys, FilterSet::any_port4), std::set<std::string>{"\6\0\0\0\xC0\0\2\n"s});
  EXPECT_EQ(in(keys, FilterSet::any_port6).begin()->size(), 20U);
}

TEST(VipFilter, AServiceOfAMarkIsOneOfItsFamily) {
  const std::vector<ServiceKey> services{service("fwmark:7"), service("fwmark6:8")};
  const FilterKeys keys = keys_of(services);
  EXPECT_EQ(in(keys, FilterSet::marks4), std::set<std::string>{native(7)});
  EXPECT_EQ(in(keys, FilterSet::marks6), std::set<std::string>{native(8)});
}

TEST(VipFilter, EveryKeyHasTheLengthThatItsRuleLoads) {
  std::vector<ServiceKey> services;
  for (const auto* text : {"tcp:192.0.2.10:1", "tcp:[fd00::1]:1", "udp:192.0.2.10:0",
                           "udp:[fd00::1]:0", "fwmark:1", "fwmark6:1"}) {
    services.push_back(service(text));
  }
  FilterKeys keys = keys_of(services);
  const FilterKeys addresses = keys_of(blocked({"192.0.2.10/24", "fd00::1/64", "fe80::1/64"}));
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    keys[i].insert(addresses[i].begin(), addresses[i].end());
    const FilterRule& rule = rule_of(static_cast<FilterSet>(i));
    std::size_t length = 0;
    for (const auto field : rule.key) length += (size_of(field, rule.family) + 3) / 4 * 4;
    ASSERT_EQ(keys[i].size(), 1U) << rule.name;
    EXPECT_EQ(keys[i].begin()->size(), length) << rule.name;
  }
}

TEST(VipFilter, WhatIsAcceptedComesBeforeWhatIsDropped) {
  bool has_dropped = false;
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    const FilterRule& rule = rule_of(static_cast<FilterSet>(i));
    if (rule.verdict == FilterVerdict::drop) has_dropped = true;
    if (has_dropped) {
      EXPECT_EQ(rule.verdict, FilterVerdict::drop) << rule.name;
    }
  }
  EXPECT_TRUE(has_dropped);
}

TEST(VipFilter, TheDifferenceIsWhatHasToBeChanged) {
  const FilterKeys before = keys_of(blocked({"192.0.2.1/24", "192.0.2.2/24"}));
  const FilterKeys after = keys_of(blocked({"192.0.2.2/24", "192.0.2.3/24"}));
  EXPECT_EQ(in(missing_from(before, after), FilterSet::blocked4),
            std::set<std::string>{"\xC0\0\2\3"s});
  EXPECT_EQ(in(missing_from(after, before), FilterSet::blocked4),
            std::set<std::string>{"\xC0\0\2\1"s});
  EXPECT_EQ(total(missing_from(after, after)), 0U);
}

TEST(VipFilter, WhatCannotBeEnforcedIsSaid) {
  VrrpInstance config = instance({"192.0.2.1/24"});
  for (const auto kind : {FirewallKind::none, FirewallKind::nftables, FirewallKind::iptables}) {
    EXPECT_EQ(accept_mode(config, kind), AcceptMode::no_accept);
  }
  EXPECT_EQ(accept_mode(config, FirewallKind::unenforced), AcceptMode::unenforced);
  config.accept = true;
  EXPECT_EQ(accept_mode(config, FirewallKind::unenforced), AcceptMode::accept);
}

}  // namespace
}  // namespace evenkeel::vrrp
