#include "vrrp/protocol/iptables_text.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace evenkeel::vrrp {
namespace {

BlockedAddress blocked(const char* address, const char* device = "") {
  return {.address = *parse_address(address), .device = device};
}

std::vector<ServiceKey> services(std::initializer_list<const char*> texts) {
  std::vector<ServiceKey> keys;
  for (const auto* text : texts) keys.push_back(*parse_service_key(text));
  return keys;
}

std::vector<std::string> rules_in(const std::string& script) {
  std::vector<std::string> found;
  for (auto at = script.find("\n-A evenkeel "); at != std::string::npos;) {
    const auto begin = at + 13, end = script.find('\n', begin);
    found.push_back(script.substr(begin, end - begin));
    at = script.find("\n-A evenkeel ", end);
  }
  return found;
}

bool has(const std::vector<std::string>& rules, const char* rule) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

bool is_shell(const std::string& script) {
  FILE* shell = ::popen("/bin/sh -n 2>/dev/null", "w");
  std::fwrite(script.data(), 1, script.size(), shell);
  return ::pclose(shell) == 0;
}

TEST(IptablesText, DropsComeLast) {
  const auto keys = services({"tcp:192.0.2.1:80"});
  const auto rules = rules_in(iptables_script({.blocked = {blocked("192.0.2.1")},
                                               .services = keys,
                                               .parent = {},
                                               .families = {Family::ipv4}},
                                              IptablesVerb::put));
  ASSERT_EQ(rules.size(), 5U);
  EXPECT_EQ(rules[0], "-p icmp -m icmp --icmp-type destination-unreachable -j RETURN");
  EXPECT_EQ(rules[3], "-d 192.0.2.1 -p tcp -m tcp --dport 80 -j RETURN");
  EXPECT_EQ(rules[4], "-d 192.0.2.1 -j DROP");
}

TEST(IptablesText, OnlyServicesOfBlockedAddressesAndMarksAreLetThrough) {
  const auto keys = services(
      {"tcp:192.0.2.1:0", "udp:192.0.2.2:53", "fwmark:7", "fwmark6:8", "tcp:[fd00::1]:80"});
  const auto rules = rules_in(iptables_script({.blocked = {blocked("192.0.2.1")},
                                               .services = keys,
                                               .parent = {},
                                               .families = {Family::ipv4}},
                                              IptablesVerb::put));
  EXPECT_TRUE(has(rules, "-d 192.0.2.1 -p tcp -j RETURN"));
  EXPECT_TRUE(has(rules, "-m mark --mark 7 -j RETURN"));
  EXPECT_EQ(rules.size(), 6U);
}

TEST(IptablesText, NeighbourDiscoveryIsLetThrough) {
  const auto script = iptables_script({.blocked = {blocked("fd00::1"), blocked("fe80::1", "eth0")},
                                       .services = {},
                                       .parent = {},
                                       .families = {Family::ipv6}},
                                      IptablesVerb::put);
  const auto rules = rules_in(script);
  EXPECT_TRUE(has(rules, "-p ipv6-icmp -m icmp6 --icmpv6-type neighbour-solicitation -j RETURN"));
  EXPECT_TRUE(has(rules, "-p ipv6-icmp -m icmp6 --icmpv6-type neighbour-advertisement -j RETURN"));
  EXPECT_TRUE(has(rules, "-d fd00::1 -j DROP"));
  EXPECT_TRUE(has(rules, "-d fe80::1 -i eth0 -j DROP"));
  EXPECT_NE(script.find("choose ip6tables\n"), std::string::npos);
  EXPECT_EQ(script.find("choose iptables\n"), std::string::npos);
}

TEST(IptablesText, AFamilyWithoutAddressesHasNothingOfOurs) {
  const auto script = iptables_script({.blocked = {blocked("192.0.2.1")},
                                       .services = {},
                                       .parent = {},
                                       .families = {Family::ipv4, Family::ipv6}},
                                      IptablesVerb::put);
  EXPECT_NE(script.find("remove ip6tables 'INPUT' || exit 1\n"), std::string::npos);
  EXPECT_NE(script.find("jump 'INPUT'\n"), std::string::npos);
}

TEST(IptablesText, ACheckKnowsHowManyLinesThereAre) {
  const auto script = iptables_script(
      {.blocked = {blocked("192.0.2.1")}, .services = {}, .parent = {}, .families = {Family::ipv4}},
      IptablesVerb::check);
  EXPECT_NE(script.find("if ! is_there 5 'INPUT'; then\n"), std::string::npos);
  EXPECT_NE(script.find("status=3\n"), std::string::npos);
}

TEST(IptablesText, AChainsNameIsOneWordOfTheShell) {
  const auto script = iptables_script(
      {.blocked = {}, .services = {}, .parent = "a'; b", .families = {Family::ipv4}},
      IptablesVerb::remove);
  EXPECT_NE(script.find("remove iptables 'a'\\''; b' || exit 1\n"), std::string::npos);
}

TEST(IptablesText, IsTextOfTheShell) {
  for (const auto verb : {IptablesVerb::put, IptablesVerb::check, IptablesVerb::remove}) {
    const auto keys = services({"tcp:192.0.2.1:80", "fwmark6:8"});
    EXPECT_TRUE(is_shell(iptables_script({.blocked = {blocked("192.0.2.1"), blocked("fd00::1")},
                                          .services = keys,
                                          .parent = "x'y",
                                          .families = {Family::ipv4, Family::ipv6}},
                                         verb)));
  }
  EXPECT_FALSE(is_shell("if"));
}

}  // namespace
}  // namespace evenkeel::vrrp
