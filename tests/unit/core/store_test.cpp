// The store keeps the latest of each object, in order, and forgets what is removed.
#include "evenkeel/store.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

ServerState server(const char* service, const char* endpoint) {
  ServerState state;
  state.key.service = *parse_service_key(service);
  state.key.server = parse_service_key(std::string("tcp:") + endpoint)->endpoint;
  return state;
}

TEST(Store, LatestStateWins) {
  Store store;
  InstanceState state;
  state.name = "web";
  state.role = Role::backup;
  store.apply(state);
  state.role = Role::master;
  store.apply(state);
  ASSERT_EQ(store.instances().size(), 1U);
  EXPECT_EQ(store.instances().at("web").role, Role::master);
}

TEST(Store, ServersAreSortedAndUniqueWithinTheirService) {
  Store store;
  for (const auto* endpoint : {"10.0.0.2:80", "10.0.0.1:80", "10.0.0.2:80"}) {
    store.apply(server("tcp:192.0.2.10:80", endpoint));
  }
  const auto& servers = store.services().begin()->second.servers;
  ASSERT_EQ(servers.size(), 2U);
  EXPECT_EQ(to_string(servers[0].state.key.server), "10.0.0.1:80");
}

TEST(Store, ChecksBelongToTheirServer) {
  Store store;
  CheckState check;
  check.key = server("tcp:192.0.2.10:80", "10.0.0.1:80").key;
  check.index = 1;
  check.passed = 3;
  store.apply(check);
  const auto& entry = store.services().begin()->second.servers.front();
  ASSERT_EQ(entry.checks.size(), 2U);
  EXPECT_EQ(entry.checks[1].passed, 3U);
  store.remove("check/tcp:192.0.2.10:80/10.0.0.1:80/1");
  EXPECT_EQ(store.services().begin()->second.servers.front().checks.size(), 1U);
}

TEST(Store, RemovedObjectsAreGone) {
  Store store;
  store.apply(server("tcp:192.0.2.10:80", "10.0.0.1:80"));
  store.apply(server("tcp:192.0.2.10:80", "10.0.0.2:80"));
  store.remove("server/tcp:192.0.2.10:80/10.0.0.1:80");
  ASSERT_EQ(store.services().begin()->second.servers.size(), 1U);
  store.remove("service/tcp:192.0.2.10:80");
  EXPECT_TRUE(store.services().empty());
}

TEST(Store, NonsenseKeysRemoveNothing) {
  Store store;
  store.apply(server("tcp:192.0.2.10:80", "10.0.0.1:80"));
  for (const auto* key :
       {"", "server", "server/", "server/x/y", "check/tcp:192.0.2.10:80/10.0.0.1:80/999999",
        "service/tcp", "vrrp/none", "server/tcp:192.0.2.10:80/10.0.0.9:80"}) {
    store.remove(key);
  }
  EXPECT_EQ(store.services().begin()->second.servers.size(), 1U);
}

TEST(Store, EventsAreNumberedAndBoundedButCountedForEver) {
  Store store;
  for (std::size_t i = 0; i < Store::kMaxEvents + 10; ++i) store.add({.kind = "role"});
  EXPECT_EQ(store.events().size(), Store::kMaxEvents);
  EXPECT_EQ(store.events().back().number, Store::kMaxEvents + 10);
  EXPECT_EQ(store.event_totals().at("role"), Store::kMaxEvents + 10);
}

TEST(Store, StateKeysNameEveryKindOfObject) {
  EXPECT_EQ(state_key(server("tcp:192.0.2.10:80", "10.0.0.1:80")),
            "server/tcp:192.0.2.10:80/10.0.0.1:80");
  ProcessState process;
  process.kind = WorkerKind::vrrp;
  EXPECT_EQ(state_key(process), "process/vrrp");
}

}  // namespace
}  // namespace evenkeel
