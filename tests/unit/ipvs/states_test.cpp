#include "checker/ipvs/states.h"

#include <gtest/gtest.h>

#include "checker/ipvs/desired.h"
#include "checker/ipvs/drift_watch.h"
#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

Entry entry_of_two_and_a_sorry_server() {
  VirtualServer settings;
  settings.key = key("tcp:192.0.2.10:80");
  settings.scheduler = "rr";
  settings.quorum = 2;
  settings.servers.resize(2);
  settings.servers[0].endpoint = endpoint("10.0.0.1:80");
  settings.servers[1].endpoint = endpoint("10.0.0.2:80");
  for (auto& server : settings.servers) server.checks.emplace_back();
  settings.sorry_server = SorryServer{endpoint("10.0.0.9:80"), {}, OnFailure::remove};
  Entry entry(pool::Pool(pool::make_settings(settings), {}));
  entry.pool.start({});
  entry.servers.resize(server_count(entry.pool.settings()));
  return entry;
}

const BalancerState kAvailable{.is_ipvs_available = true,
                               .reason = {},
                               .since = {},
                               .repairs_services = 0,
                               .repairs_servers = 0,
                               .netlink_errors = 0,
                               .foreign_services = {}};

TEST(BalancerStates, AServiceOutsideTheKernelIsInFault) {
  Entry entry = entry_of_two_and_a_sorry_server();
  EXPECT_EQ(current_status(entry), ServiceStatus::fault);
  BalancerState missing;
  missing.reason = "no IPVS";
  EXPECT_EQ(service_state(entry, missing).reason, "no IPVS");
  entry.error = Error{2, "add it: no such scheduler"};
  EXPECT_EQ(service_state(entry, kAvailable).reason, "add it: no such scheduler");
}

TEST(BalancerStates, TheQuorumDecidesUpAndDown) {
  Entry entry = entry_of_two_and_a_sorry_server();
  entry.actual = desired_table(entry.pool);
  EXPECT_EQ(current_status(entry), ServiceStatus::up);
  entry.pool.report(endpoint("10.0.0.1:80"), Health::down, "timeout", {});
  EXPECT_EQ(current_status(entry), ServiceStatus::down);
  const ServiceState state = service_state(entry, kAvailable);
  EXPECT_TRUE(state.sorry_server_active);
  EXPECT_EQ(state.servers, 2U);
  EXPECT_EQ(state.servers_up, 1U);
  EXPECT_EQ(state.weight_up, 1U);
}

TEST(BalancerStates, AServerShowsItsPlaceInTheTable) {
  Entry entry = entry_of_two_and_a_sorry_server();
  entry.servers[1].table_weight = 0;
  EXPECT_FALSE(server_state(entry, 0).is_in_table);
  EXPECT_EQ(server_state(entry, 0).effective_weight, 0);
  EXPECT_TRUE(server_state(entry, 1).is_in_table);
  EXPECT_EQ(server_state(entry, 1).key.server, endpoint("10.0.0.2:80"));
}

TEST(BalancerStates, TheSorryServerIsTheLastServer) {
  Entry entry = entry_of_two_and_a_sorry_server();
  ASSERT_EQ(entry.servers.size(), 3U);
  const ServerState sorry = server_state(entry, 2);
  EXPECT_TRUE(sorry.is_sorry_server);
  EXPECT_EQ(sorry.key.server, endpoint("10.0.0.9:80"));
  EXPECT_EQ(sorry.reason, "waits: the pool has its quorum");
}

TEST(BalancerStates, TableWeightTellsAbsentFromZero) {
  const auto held = table(service("tcp:192.0.2.10:80"), {destination("10.0.0.1:80", 0)});
  EXPECT_EQ(table_weight(held, endpoint("10.0.0.1:80")), 0);
  EXPECT_EQ(table_weight(held, endpoint("10.0.0.2:80")), kNotInTable);
  EXPECT_EQ(table_weight(std::nullopt, endpoint("10.0.0.1:80")), kNotInTable);
}

TEST(WatchInterval, GrowsWithTheTable) {
  EXPECT_EQ(watch_interval(0), 250ms);
  EXPECT_EQ(watch_interval(100), 250ms);
  EXPECT_EQ(watch_interval(200), 500ms);
  EXPECT_EQ(watch_interval(1000000), 1s);
}

}  // namespace
}  // namespace evenkeel::ipvs
