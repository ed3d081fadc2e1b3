#include "checker/pool/pool.h"

#include <gtest/gtest.h>

namespace evenkeel::pool {
namespace {

const WallTime kNow{std::chrono::seconds(1000)};
const WallTime kLater{std::chrono::seconds(2000)};

Endpoint endpoint(int last) {
  return {make_ipv4(0x0a000000U + static_cast<std::uint32_t>(last)), 80};
}

Script script(const std::string& name) { return {.argv = {name}, .user = {}, .group = {}}; }

RealServer server(int last, std::int32_t weight = 1) {
  RealServer made;
  made.endpoint = endpoint(last);
  made.weight = weight;
  made.checks.emplace_back();
  return made;
}

VirtualServer service(std::vector<RealServer> servers) {
  VirtualServer made;
  made.key = {Protocol::tcp, {make_ipv4(0xc000020aU), 80}, 0};
  made.servers = std::move(servers);
  made.quorum_up = script("/quorum-up");
  made.quorum_down = script("/quorum-down");
  return made;
}

Pool started(VirtualServer settings) {
  Pool pool(make_settings(std::move(settings)), kNow);
  pool.start(kNow);
  return pool;
}

SorryServer sorry(int last) {
  return {.endpoint = endpoint(last), .forwarding = {}, .when_unneeded = OnFailure::remove};
}

std::vector<std::string> names(const std::vector<Script>& scripts) {
  std::vector<std::string> result;
  for (const auto& each : scripts) result.push_back(each.argv.front());
  return result;
}

using Names = std::vector<std::string>;

TEST(Pool, UncheckedHealthIsAssumedUpAtTheStart) {
  Pool pool(make_settings(service({server(1), server(2)})), kNow);
  const Changes changes = pool.start(kNow);
  EXPECT_EQ(changes.quorum, Quorum::up);
  EXPECT_EQ(names(changes.scripts), Names{"/quorum-up"});
  EXPECT_EQ(pool.wanted_weight(0), 1);
  EXPECT_EQ(pool.health()[0].health, Health::unknown);
  EXPECT_EQ(pool.servers_up(), 2U);
}

TEST(Pool, AServerTurnsOnlyWhenItCountsOtherwiseThanBefore) {
  Pool pool = started(service({server(1), server(2)}));
  EXPECT_EQ(pool.report(endpoint(1), Health::up, "connected", kNow).turned, std::nullopt)
      << "it was assumed up";
  EXPECT_EQ(pool.report(endpoint(1), Health::down, "timeout", kNow).turned, Health::down);
  EXPECT_EQ(pool.report(endpoint(1), Health::down, "refused", kNow).turned, std::nullopt);
  EXPECT_EQ(pool.report(endpoint(1), Health::up, "connected", kNow).turned, Health::up);
  EXPECT_EQ(pool.start(kNow).turned, std::nullopt);
}

TEST(Pool, AlphaKeepsAServerOutUntilItPasses) {
  auto settings = service({server(1)});
  settings.servers[0].alpha = true;
  Pool pool = started(settings);
  EXPECT_EQ(pool.wanted_weight(0), std::nullopt);
  EXPECT_EQ(pool.quorum(), Quorum::lost);
  const Changes changes = pool.report(endpoint(1), Health::up, "connected", kLater);
  EXPECT_EQ(changes.quorum, Quorum::up);
  EXPECT_EQ(pool.wanted_weight(0), 1);
}

TEST(Pool, AlphaOfOneCheckIsEnough) {
  auto settings = service({server(1)});
  settings.servers[0].checks[0].alpha = true;
  EXPECT_FALSE(started(settings).is_alive(0));
}

TEST(Pool, AServerWithoutChecksIsUp) {
  auto settings = service({server(1)});
  settings.servers[0].checks.clear();
  settings.servers[0].alpha = true;
  Pool pool = started(settings);
  EXPECT_EQ(pool.health()[0].health, Health::up);
  EXPECT_EQ(pool.wanted_weight(0), 1);
}

TEST(Pool, AFailedServerLeavesTheTableAndComesBack) {
  Pool pool = started(service({server(1, 5), server(2)}));
  const Changes down = pool.report(endpoint(1), Health::down, "connection refused", kLater);
  EXPECT_TRUE(down.needs_reconcile);
  EXPECT_EQ(down.server, 0U);
  EXPECT_EQ(down.quorum, std::nullopt);
  EXPECT_EQ(pool.wanted_weight(0), std::nullopt);
  EXPECT_EQ(pool.explain_server(0), "connection refused");
  EXPECT_EQ(pool.health()[0].since, kLater);
  EXPECT_EQ(pool.weight_up(), 1U);
  pool.report(endpoint(1), Health::up, "connected", kLater);
  EXPECT_EQ(pool.wanted_weight(0), 5);
  EXPECT_EQ(pool.weight_up(), 6U);
}

TEST(Pool, InhibitOnFailureKeepsAFailedServerAtWeightZero) {
  auto settings = service({server(1, 5), server(2)});
  settings.servers[0].on_failure = OnFailure::inhibit;
  Pool pool = started(settings);
  pool.report(endpoint(1), Health::down, "", kLater);
  EXPECT_EQ(pool.wanted_weight(0), 0);
}

TEST(Pool, ConfirmingAnAssumedUpServerChangesNothingInTheTable) {
  Pool pool = started(service({server(1)}));
  const Changes changes = pool.report(endpoint(1), Health::up, "connected", kLater);
  EXPECT_FALSE(changes.needs_reconcile);
  EXPECT_EQ(changes.server, 0U);
  EXPECT_TRUE(changes.scripts.empty());
}

TEST(Pool, TheSameReportTwiceIsNoChange) {
  Pool pool = started(service({server(1)}));
  pool.report(endpoint(1), Health::down, "timeout", kNow);
  const Changes again = pool.report(endpoint(1), Health::down, "timeout", kLater);
  EXPECT_EQ(again.server, std::nullopt);
  EXPECT_EQ(pool.health()[0].since, kNow);
}

TEST(Pool, ANewReasonKeepsTheTimeOfTheChange) {
  Pool pool = started(service({server(1)}));
  pool.report(endpoint(1), Health::down, "timeout", kNow);
  const Changes other = pool.report(endpoint(1), Health::down, "connection refused", kLater);
  EXPECT_EQ(other.server, 0U);
  EXPECT_FALSE(other.needs_reconcile);
  EXPECT_EQ(pool.health()[0].since, kNow);
}

TEST(Pool, UnknownHealthFromARebornCheckerIsNoNews) {
  Pool pool = started(service({server(1), server(2)}));
  pool.report(endpoint(1), Health::down, "timeout", kNow);
  EXPECT_EQ(pool.report(endpoint(1), Health::unknown, "", kLater).server, std::nullopt);
  EXPECT_FALSE(pool.is_alive(0));
}

TEST(Pool, AReportOnAStrangerIsIgnored) {
  Pool pool = started(service({server(1)}));
  EXPECT_FALSE(pool.report(endpoint(9), Health::down, "", kNow).needs_reconcile);
}

TEST(Pool, ScriptsRunServerFirstThenQuorum) {
  auto settings = service({server(1)});
  settings.servers[0].notify_up = script("/up");
  settings.servers[0].notify_down = script("/down");
  Pool pool = started(settings);
  EXPECT_EQ(names(pool.report(endpoint(1), Health::down, "", kNow).scripts),
            (Names{"/down", "/quorum-down"}));
  EXPECT_EQ(names(pool.report(endpoint(1), Health::up, "", kNow).scripts),
            (Names{"/up", "/quorum-up"}));
}

TEST(Pool, WithoutASorryServerTheRestServesOnBelowTheQuorum) {
  auto settings = service({server(1), server(2)});
  settings.quorum = 2;
  Pool pool = started(settings);
  EXPECT_EQ(pool.report(endpoint(1), Health::down, "", kNow).quorum, Quorum::lost);
  EXPECT_EQ(pool.wanted_weight(1), 1);
  EXPECT_FALSE(pool.is_sorry_server_active());
}

TEST(Pool, TheSorryServerReplacesTheRestWhenTheQuorumIsLost) {
  auto settings = service({server(1), server(2)});
  settings.quorum = 2;
  settings.sorry_server = sorry(9);
  Pool pool = started(settings);
  EXPECT_EQ(pool.wanted_sorry_weight(), std::nullopt);
  pool.report(endpoint(1), Health::down, "", kNow);
  EXPECT_EQ(pool.wanted_sorry_weight(), 1);
  EXPECT_EQ(pool.wanted_weight(1), std::nullopt);
  EXPECT_EQ(pool.explain_server(1), "not checked yet, assumed up");
  pool.report(endpoint(2), Health::up, "connected", kNow);
  EXPECT_EQ(pool.explain_server(1), "up, but without quorum the sorry server serves");
  pool.report(endpoint(1), Health::up, "", kNow);
  EXPECT_EQ(pool.wanted_sorry_weight(), std::nullopt);
  EXPECT_EQ(pool.wanted_weight(1), 1);
}

TEST(Pool, AnInhibitedSorryServerWaitsAtWeightZero) {
  auto settings = service({server(1)});
  settings.sorry_server = sorry(9);
  settings.sorry_server->when_unneeded = OnFailure::inhibit;
  Pool pool = started(settings);
  EXPECT_EQ(pool.wanted_sorry_weight(), 0);
  pool.report(endpoint(1), Health::down, "", kNow);
  EXPECT_EQ(pool.wanted_sorry_weight(), 1);
}

TEST(Pool, InhibitedServersStayAtZeroWhileTheSorryServerServes) {
  auto settings = service({server(1), server(2)});
  settings.quorum = 2;
  settings.sorry_server = sorry(9);
  settings.servers[1].on_failure = OnFailure::inhibit;
  Pool pool = started(settings);
  pool.report(endpoint(1), Health::down, "", kNow);
  EXPECT_EQ(pool.wanted_weight(1), 0);
}

TEST(Pool, TheQuorumSaysWhy) {
  auto settings = service({server(1), server(2)});
  settings.quorum = 2;
  settings.sorry_server = sorry(9);
  Pool pool = started(settings);
  EXPECT_EQ(pool.explain_quorum(), "quorum reached: weight 2 of 2 is up, 2 needed");
  pool.report(endpoint(1), Health::down, "", kNow);
  EXPECT_EQ(pool.explain_quorum(),
            "no quorum: weight 1 of 2 is up, 2 needed; sorry server 10.0.0.9:80 serves");
}

TEST(Pool, AdoptionTakesThePredecessorsDecisions) {
  Pool pool(make_settings(service({server(1), server(2), server(3), server(4, 0)})), kNow);
  const std::vector<SeenServer> seen{{endpoint(3), 0}, {endpoint(1), 7}, {endpoint(4), 0}};
  pool.adopt(seen, kLater);
  EXPECT_EQ(pool.wanted_weight(0), 1);             // at another weight: up
  EXPECT_EQ(pool.wanted_weight(1), std::nullopt);  // absent
  EXPECT_EQ(pool.wanted_weight(2), std::nullopt);  // inhibited
  EXPECT_EQ(pool.wanted_weight(3), 0);             // weight 0 is what it shall have
  EXPECT_EQ(pool.explain_server(1), "adopted from the kernel table");
  EXPECT_EQ(pool.quorum(), Quorum::up);
}

TEST(Pool, AnAdoptedAlphaServerServesOn) {
  auto settings = service({server(1)});
  settings.servers[0].alpha = true;
  Pool pool(make_settings(settings), kNow);
  pool.adopt(std::vector<SeenServer>{{endpoint(1), 1}}, kLater);
  EXPECT_EQ(pool.wanted_weight(0), 1);
}

TEST(Pool, AServerWithoutChecksIsUpAlthoughTheAdoptedTableLacksIt) {
  auto settings = service({server(1)});
  settings.servers[0].checks.clear();
  Pool pool(make_settings(settings), kNow);
  pool.adopt({}, kLater);
  EXPECT_EQ(pool.wanted_weight(0), 1);
}

TEST(Pool, AnAdoptedSorryServerServesOn) {
  auto settings = service({server(1), server(2)});
  settings.quorum = 2;
  settings.sorry_server = sorry(9);
  Pool pool(make_settings(settings), kNow);
  pool.adopt(std::vector<SeenServer>{{endpoint(9), 1}}, kLater);
  EXPECT_TRUE(pool.is_sorry_server_active());
  EXPECT_EQ(pool.wanted_sorry_weight(), 1);
}

TEST(Pool, WithinTheHysteresisAdoptionKeepsTheSideTheTableShows) {
  auto settings = service({server(1), server(2), server(3), server(4)});
  settings.quorum = 3;
  settings.hysteresis = 1;
  settings.sorry_server = sorry(9);
  Pool up(make_settings(settings), kNow);
  up.adopt(std::vector<SeenServer>{{endpoint(1), 1}, {endpoint(2), 1}}, kLater);
  EXPECT_EQ(up.quorum(), Quorum::up);
  Pool lost(make_settings(settings), kNow);
  lost.adopt(std::vector<SeenServer>{{endpoint(9), 1}}, kLater);
  for (int i = 1; i <= 3; ++i) lost.report(endpoint(i), Health::up, "", kLater);
  EXPECT_EQ(lost.quorum(), Quorum::lost);
  lost.report(endpoint(4), Health::up, "", kLater);
  EXPECT_EQ(lost.quorum(), Quorum::up);
}

TEST(Pool, AdoptionDoesNotOverruleAReport) {
  Pool pool(make_settings(service({server(1)})), kNow);
  pool.report(endpoint(1), Health::up, "connected", kNow);
  pool.adopt({}, kLater);
  EXPECT_TRUE(pool.is_alive(0));
}

TEST(Pool, AReportEndsAnAdoptedDecision) {
  Pool pool(make_settings(service({server(1), server(2)})), kNow);
  pool.adopt(std::vector<SeenServer>{{endpoint(1), 1}}, kLater);
  EXPECT_TRUE(pool.report(endpoint(2), Health::up, "connected", kLater).needs_reconcile);
  EXPECT_EQ(pool.wanted_weight(1), 1);
}

TEST(Pool, ReloadKeepsTheHealthOfServersThatStay) {
  Pool pool = started(service({server(1), server(2), server(3)}));
  pool.report(endpoint(2), Health::down, "timeout", kNow);
  pool.configure(make_settings(service({server(2, 8), server(3), server(4)})), kLater);
  EXPECT_EQ(pool.health()[0].health, Health::down);
  EXPECT_EQ(pool.health()[0].since, kNow);
  EXPECT_EQ(pool.explain_server(0), "timeout");
  EXPECT_EQ(pool.health()[2].health, Health::unknown);
  EXPECT_EQ(pool.weight_up(), 2U);
  EXPECT_EQ(pool.find(endpoint(1)), std::nullopt);
}

TEST(Pool, ReloadThatRaisesTheQuorumLosesIt) {
  Pool pool = started(service({server(1), server(2)}));
  pool.report(endpoint(1), Health::down, "", kNow);
  auto settings = service({server(1), server(2)});
  settings.quorum = 2;
  const Changes changes = pool.configure(make_settings(settings), kLater);
  EXPECT_EQ(changes.quorum, Quorum::lost);
  EXPECT_EQ(names(changes.scripts), Names{"/quorum-down"});
}

TEST(Pool, ReloadThatTakesAllChecksOfADownServerBringsItUp) {
  Pool pool = started(service({server(1)}));
  pool.report(endpoint(1), Health::down, "", kNow);
  auto settings = service({server(1)});
  settings.servers[0].checks.clear();
  pool.configure(make_settings(settings), kLater);
  EXPECT_TRUE(pool.is_alive(0));
}

TEST(Pool, OnlyOmegaRunsScriptsAtTheStop) {
  auto settings = service({server(1), server(2)});
  settings.servers[0].notify_down = script("/down-1");
  settings.servers[1].notify_down = script("/down-2");
  EXPECT_TRUE(started(settings).stop_scripts().empty());
  settings.omega = true;
  Pool pool = started(settings);
  pool.report(endpoint(1), Health::down, "", kNow);
  EXPECT_EQ(names(pool.stop_scripts()), (Names{"/down-2", "/quorum-down"}));
}

TEST(PoolSettings, CompareTheirScriptsByValue) {
  auto settings = service({server(1)});
  settings.servers[0].notify_up = script("/up");
  EXPECT_EQ(make_settings(settings), make_settings(settings));
  auto other = settings;
  other.servers[0].notify_up = script("/other");
  EXPECT_FALSE(make_settings(settings) == make_settings(other));
  other.servers[0].notify_up = {};
  EXPECT_FALSE(make_settings(settings) == make_settings(other));
}

}  // namespace
}  // namespace evenkeel::pool
