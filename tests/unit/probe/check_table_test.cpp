#include "checker/probe/check_table.h"

#include <gtest/gtest.h>

namespace evenkeel::checker {
namespace {

const ServiceKey kService{
    .protocol = Protocol::tcp, .endpoint = {*parse_address("192.0.2.1"), 80}, .fwmark = 0};
constexpr WallTime kThen{1000s};

Endpoint server(std::uint8_t number) { return {make_ipv4(0x0A000000U + number), 80}; }

RealServer server_with(std::uint8_t number, std::vector<Check> checks) {
  RealServer made;
  made.endpoint = server(number);
  for (auto& check : checks) check.target = made.endpoint;
  made.checks = std::move(checks);
  return made;
}

struct Recorder final : CheckTable::Observer {
  void on_check_started(CheckTable::Id id) override { started.push_back(id); }
  void on_check_stopped(CheckTable::Id id) override { stopped.push_back(id); }
  void on_check_removed(const CheckState& last) override { removed.push_back(state_key(last)); }
  void on_checks_of_server_changed(CheckedServers::value_type&) override { ++changed; }

  std::vector<CheckTable::Id> started, stopped;
  std::vector<std::string> removed;
  int changed = 0;
};

struct CheckTableTest : testing::Test {
  Recorder seen;
  CheckTable table{seen};

  void load(std::vector<RealServer> servers) {
    seen = {};
    VirtualServer service;
    service.key = kService;
    service.servers = std::move(servers);
    table.begin();
    table.apply(service, kThen);
    table.end();
  }
};

TEST_F(CheckTableTest, NewChecksStartUnknown) {
  load({server_with(1, {{}, {}}), server_with(2, {{}})});
  EXPECT_EQ(seen.started.size(), 3U);
  EXPECT_EQ(table.size(), 3U);
  const auto state = table.state_of(seen.started[1]);
  EXPECT_EQ(state.key.server, server(1));
  EXPECT_EQ(state.index, 1);
  EXPECT_EQ(state.health, Health::unknown);
}

TEST_F(CheckTableTest, ServersWithoutChecksAreNotHeld) {
  load({server_with(1, {})});
  EXPECT_EQ(table.size(), 0U);
}

TEST_F(CheckTableTest, UnchangedChecksAreNotTouched) {
  load({server_with(1, {{}, {}})});
  load({server_with(1, {{}, {}})});
  EXPECT_TRUE(seen.started.empty());
  EXPECT_TRUE(seen.stopped.empty());
  EXPECT_EQ(seen.changed, 0);
}

TEST_F(CheckTableTest, AChangedCheckKeepsItsVerdictAndStartsAgain) {
  load({server_with(1, {{}})});
  const auto id = seen.started.front();
  table[id].state = {.health = Health::up, .failures = 1};
  table[id].passed = 9;
  load({server_with(1, {{.delay_loop = 3s}})});
  EXPECT_EQ(seen.stopped, std::vector{id});
  EXPECT_EQ(seen.started, std::vector{id});
  EXPECT_EQ(table[id].state, (HealthState{.health = Health::up}));
  EXPECT_EQ(table[id].passed, 0U);
  EXPECT_EQ(table[id].profile->health.delay_loop, 3s);
}

TEST_F(CheckTableTest, AChangedTargetIsAChangedCheck) {
  load({server_with(1, {{}})});
  auto moved = server_with(1, {{}});
  moved.checks[0].target.port = 81;
  load({moved});
  EXPECT_EQ(seen.started.size(), 1U);
}

TEST_F(CheckTableTest, WhatIsNotNamedAnyMoreIsRemoved) {
  load({server_with(1, {{}, {}}), server_with(2, {{}})});
  load({server_with(1, {{}})});
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(seen.stopped.size(), 2U);
  EXPECT_EQ(seen.removed, (std::vector<std::string>{"check/tcp:192.0.2.1:80/10.0.0.1:80/1",
                                                    "check/tcp:192.0.2.1:80/10.0.0.2:80/0"}));
  EXPECT_EQ(seen.changed, 1);
}

TEST_F(CheckTableTest, ServersThatLoseAllChecksAreForgotten) {
  load({server_with(1, {{}})});
  load({server_with(1, {})});
  EXPECT_EQ(table.size(), 0U);
  load({server_with(1, {{}})});
  EXPECT_EQ(seen.started.size(), 1U);
}

TEST_F(CheckTableTest, PlacesOfRemovedChecksAreUsedAgain) {
  load({server_with(1, {{}}), server_with(2, {{}})});
  load({server_with(3, {{}}), server_with(4, {{}})});
  load({server_with(5, {{}}), server_with(6, {{}})});
  EXPECT_LE(table.capacity(), 4U);
}

TEST_F(CheckTableTest, EqualSettingsShareOneProfile) {
  load({server_with(1, {{}}), server_with(2, {{}}), server_with(3, {{.retry = 7}})});
  EXPECT_EQ(table[seen.started[0]].profile, table[seen.started[1]].profile);
  EXPECT_NE(table[seen.started[0]].profile, table[seen.started[2]].profile);
}

TEST_F(CheckTableTest, KindsAreNamedAsTheStateHasThem) {
  Check http, https;
  http.probe = HttpProbe{};
  https.probe = HttpProbe{.tls = true};
  load({server_with(1, {{}, http, https})});
  for (std::uint8_t kind = 0; kind < 3; ++kind) {
    EXPECT_EQ(table.state_of(seen.started[kind]).kind, kind);
  }
}

TEST_F(CheckTableTest, AnHttpCheckHasAStepForEachUrlAndAtLeastOne) {
  Check none, two;
  none.probe = HttpProbe{};
  two.probe = HttpProbe{.urls = {{.path = "/a"}, {.path = "/b"}}};
  load({server_with(1, {none, two})});
  EXPECT_EQ(table[seen.started[0]].profile->health.steps, 1);
  EXPECT_EQ(table[seen.started[1]].profile->health.steps, 2);
}

struct FollowingTest : CheckTableTest {
  static constexpr std::uint16_t kPort = 8080;

  // A service with the same servers on another port, checked as kService.
  void load_both(const std::vector<RealServer>& servers) {
    VirtualServer leader, follower;
    leader.key = follower.key = kService;
    follower.key.endpoint.port = kPort;
    follower.checked_as = kService;
    leader.servers = follower.servers = servers;
    for (auto& each : follower.servers) each.checks.clear();
    seen = {};
    table.begin();
    table.apply(leader, kThen);
    table.apply(follower, kThen);
    table.end();
  }
};

TEST_F(FollowingTest, AServiceThatIsCheckedAsAnotherHasNoCheckOfItsOwn) {
  load_both({server_with(1, {{}}), server_with(2, {{}})});
  EXPECT_EQ(table.size(), 2U);
  const auto followers = table.followers_of({kService, server(2)});
  ASSERT_EQ(followers.size(), 1U);
  EXPECT_EQ(followers[0].service.endpoint.port, kPort);
  EXPECT_EQ(followers[0].server, server(2));
  EXPECT_TRUE(table.followers_of({kService, server(3)}).empty());
}

TEST_F(FollowingTest, WithoutItsLeaderThereIsNoFollower) {
  load_both({server_with(1, {{}})});
  load({server_with(1, {{}})});
  EXPECT_FALSE(table.has_followers());
  load_both({});
  EXPECT_FALSE(table.has_followers());
  EXPECT_EQ(table.size(), 0U);
}

}  // namespace
}  // namespace evenkeel::checker
