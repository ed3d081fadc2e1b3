#include "checker/ipvs/desired.h"

#include <gtest/gtest.h>

#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

RealServer server(const std::string& at, Forwarding method = Forwarding::nat) {
  RealServer made;
  made.endpoint = endpoint(at);
  made.forwarding.method = method;
  made.checks.emplace_back();
  return made;
}

VirtualServer web(std::vector<RealServer> servers) {
  VirtualServer made;
  made.key = key("tcp:192.0.2.10:80");
  made.scheduler = "rr";
  made.servers = std::move(servers);
  return made;
}

pool::Pool pool_of(VirtualServer settings) {
  pool::Pool made(pool::make_settings(std::move(settings)), {});
  made.start({});
  return made;
}

TEST(DesiredTable, CarriesEverySettingOfTheService) {
  auto settings = web({});
  settings.scheduler_flags = 8;
  settings.one_packet = true;
  settings.persistence = std::chrono::seconds(60);
  settings.persistence_prefix = 24;
  settings.persistence_engine = "sip";
  const Service made = desired_table(pool_of(settings)).service;
  Service expected = service("tcp:192.0.2.10:80", "rr");
  expected.scheduler_flags = 8;
  expected.one_packet = true;
  expected.persistence = std::chrono::seconds(60);
  expected.persistence_prefix = 24;
  expected.persistence_engine = "sip";
  EXPECT_EQ(made, expected);
}

TEST(DesiredTable, GranularityMeansNothingWithoutPersistence) {
  auto settings = web({});
  settings.persistence_prefix = 24;
  EXPECT_EQ(desired_table(pool_of(settings)).service, service("tcp:192.0.2.10:80", "rr"));
}

TEST(DesiredTable, CarriesMethodsAndThresholds) {
  auto settings = web({server("10.0.0.1:80", Forwarding::dr), server("10.0.0.2:80")});
  settings.servers[1].upper_threshold = 100;
  settings.servers[1].lower_threshold = 50;
  const auto made = desired_table(pool_of(settings));
  EXPECT_EQ(made.destinations[0].method, Method::dr);
  EXPECT_EQ(made.destinations[1].method, Method::nat);
  EXPECT_EQ(made.destinations[1].upper_threshold, 100U);
  EXPECT_EQ(made.destinations[1].lower_threshold, 50U);
}

TEST(DesiredTable, TunnelSettingsMatterOnlyForTunnels) {
  auto settings = web({server("10.0.0.1:80", Forwarding::tun), server("10.0.0.2:80")});
  for (auto& each : settings.servers) {
    each.forwarding.tunnel = TunnelType::gue;
    each.forwarding.tunnel_port = 6080;
  }
  const auto made = desired_table(pool_of(settings));
  EXPECT_EQ(made.destinations[0].tunnel_port, 6080);
  EXPECT_EQ(made.destinations[1], destination("10.0.0.2:80"));
}

TEST(DesiredTable, ADownServerIsAbsent) {
  auto made = pool_of(web({server("10.0.0.1:80"), server("10.0.0.2:80")}));
  made.report(endpoint("10.0.0.1:80"), Health::down, "", {});
  EXPECT_EQ(desired_table(made).destinations, std::vector<Destination>{destination("10.0.0.2:80")});
}

TEST(DesiredTable, TheSorryServerTakesItsSortedPlace) {
  auto settings = web({server("10.0.0.5:80")});
  settings.servers[0].on_failure = OnFailure::inhibit;
  settings.sorry_server = SorryServer{endpoint("10.0.0.2:80"), {}, OnFailure::remove};
  auto made = pool_of(settings);
  made.report(endpoint("10.0.0.5:80"), Health::down, "", {});
  EXPECT_EQ(desired_table(made).destinations,
            (std::vector<Destination>{destination("10.0.0.2:80"), destination("10.0.0.5:80", 0)}));
}

TEST(DesiredTable, ASorryServerFromThePoolIsThereOnce) {
  auto settings = web({server("10.0.0.1:80"), server("10.0.0.2:80")});
  settings.quorum = 2;
  settings.sorry_server = SorryServer{endpoint("10.0.0.2:80"), {}, OnFailure::inhibit};
  auto made = pool_of(settings);
  EXPECT_EQ(desired_table(made).destinations.size(), 2U);
  made.report(endpoint("10.0.0.1:80"), Health::down, "", {});
  EXPECT_EQ(desired_table(made).destinations, std::vector<Destination>{destination("10.0.0.2:80")});
}

}  // namespace
}  // namespace evenkeel::ipvs
