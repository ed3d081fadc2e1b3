#include "vrrp/connected_routes.h"

#include <gtest/gtest.h>

#include "fakes/fake_routing_table.h"
#include "fakes/manual_timers.h"

namespace evenkeel::vrrp {
namespace {

constexpr int kEth0 = 2;
constexpr const char* kVip = "192.0.2.100/24";
const Prefix kSubnet = *parse_prefix("192.0.2.0/24");

class VrrpConnectedRoutes : public testing::Test {
 protected:
  VrrpConnectedRoutes() { links.put({.index = kEth0, .name = "eth0", .is_admin_up = true}); }

  void put_address(const char* prefix, KernelAddress details = {}) {
    links.put_address(kEth0, *parse_prefix(prefix), std::move(details));
  }
  void hold(const char* prefix) {
    put_address(prefix);
    held = parse_prefix(prefix)->address;
  }

  ManualTimers timers;
  LinkTable links;
  FakeRoutingTable kernel;
  IpAddress held;
  std::vector<std::string> repaired;
  int fights = 0;
  ConnectedRoutes connected{
      timers,
      links,
      kernel,
      {.holder_of = [this](const std::string&,
                           const IpAddress& address) { return address == held ? 1U : 0U; },
       .on_repaired = [this](InstanceId,
                             const Route& route) { repaired.push_back(to_string(route)); },
       .on_fight = [this](InstanceId, const Route&) { ++fights; }}};
};

TEST_F(VrrpConnectedRoutes, IsPutBackAsTheKernelMadeIt) {
  hold(kVip);
  connected.on_gone(kEth0, kSubnet);
  timers.advance(1ms);
  ASSERT_EQ(kernel.entries.size(), 1U);
  const Route made = std::get<KernelRoute>(kernel.entries[0]).route;
  EXPECT_EQ(made.destination, kSubnet);
  EXPECT_EQ(made.protocol, 2);
  EXPECT_EQ(made.scope, 253);
  EXPECT_EQ(made.preferred_source, held);
  EXPECT_EQ(repaired, std::vector<std::string>{"192.0.2.0/24 dev eth0 src 192.0.2.100"});
}

TEST_F(VrrpConnectedRoutes, ItsSourceIsThePrimaryAddress) {
  put_address(kVip, {.is_secondary = true});
  held = parse_prefix(kVip)->address;
  put_address("192.0.2.1/24");
  connected.on_gone(kEth0, kSubnet);
  timers.advance(1ms);
  EXPECT_EQ(repaired, std::vector<std::string>{"192.0.2.0/24 dev eth0 src 192.0.2.1"});
}

TEST_F(VrrpConnectedRoutes, Ipv6HasAMetricInsteadOfASource) {
  hold("2001:db8::100/64");
  connected.on_gone(kEth0, *parse_prefix("2001:db8::/64"));
  timers.advance(1ms);
  EXPECT_EQ(repaired, std::vector<std::string>{"2001:db8::/64 dev eth0 metric 256"});
}

TEST_F(VrrpConnectedRoutes, WithoutAnAddressOfOursNothingIsDone) {
  put_address("192.0.2.1/24");
  connected.on_gone(kEth0, kSubnet);
  connected.on_gone(kEth0, *parse_prefix("198.51.100.0/24"));
  connected.on_gone(99, kSubnet);
  timers.advance(1min);
  EXPECT_EQ(kernel.puts, 0);
}

TEST_F(VrrpConnectedRoutes, OneThatSomebodyMadeMeanwhileStays) {
  hold(kVip);
  connected.on_gone(kEth0, kSubnet);
  timers.advance(1ms);
  connected.on_gone(kEth0, kSubnet);
  timers.advance(1s);
  EXPECT_EQ(kernel.entries.size(), 1U);
  EXPECT_EQ(repaired.size(), 1U);
}

TEST_F(VrrpConnectedRoutes, AFightIsDampedAndNamedOnce) {
  hold(kVip);
  for (int i = 0; i < 60; ++i) {
    kernel.entries.clear();
    connected.on_gone(kEth0, kSubnet);
    timers.advance(30ms);
  }
  EXPECT_EQ(fights, 1);
  EXPECT_LE(kernel.puts, 13);
  timers.advance(1s);
  EXPECT_FALSE(kernel.entries.empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
