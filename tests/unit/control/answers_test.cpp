// The routes of the control socket as questions and answers over a store.
#include "daemon/control/answers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace evenkeel::control {
namespace {

using Json = nlohmann::json;

const ServiceKey kService{
    .protocol = Protocol::tcp, .endpoint = {make_ipv4(0xc000020a), 443}, .fwmark = 0};

class Answers : public testing::Test {
 protected:
  HttpResponse ask(const std::string& method, const std::string& target) {
    const HttpRequest request{.method = method,
                              .target = *parse_http_target(target),
                              .body = {},
                              .peer = {.is_local = true, .uid = 7, .gid = 8, .pid = 9}};
    return answer(store_, facts_, actions_, request);
  }

  static std::string whole(HttpResponse response) {
    while (response.next_piece && response.next_piece(response.body)) {
    }
    return response.body;
  }

  Json get(const std::string& target) { return Json::parse(whole(ask("GET", target))); }

  void add_servers(std::uint32_t count) {
    ServiceState service;
    service.key = kService;
    service.status = ServiceStatus::up;
    store_.apply(service);
    for (std::uint32_t i = 0; i < count; ++i) {
      ServerState server;
      server.key = {kService, {make_ipv4(0x0a000000 + i), 80}};
      server.health = i == 0 ? Health::down : Health::up;
      store_.apply(server);
    }
  }

  void add_event(const std::string& object) {
    Event event;
    event.when = WallTime{} + 1s;
    event.object = object;
    store_.add(event);
  }

  Store store_;
  ControlFacts facts_{.now = WallTime{} + std::chrono::hours(1)};
  ControlActions actions_;
};

TEST_F(Answers, StatusOfAnEmptyStoreIsComplete) {
  const auto status = get("/v1/status");
  for (const auto* part : {"time", "version", "config", "processes", "vrrp", "ipvs", "scripts",
                           "events", "services"}) {
    EXPECT_TRUE(status.contains(part)) << part;
  }
  EXPECT_EQ(status["time"], "1970-01-01T01:00:00.000000Z");
  EXPECT_TRUE(status["services"].empty());
}

TEST_F(Answers, StatusHasEveryServerOnce) {
  add_servers(300);
  const auto status = get("/v1/status");
  ASSERT_EQ(status["services"].size(), 1U);
  EXPECT_EQ(status["services"][0]["servers"].size(), 300U);
  EXPECT_FALSE(get("/v1/status?servers=false")["services"][0].contains("servers"));
}

TEST_F(Answers, StatusIsProducedInSmallPieces) {
  add_servers(2000);
  auto response = ask("GET", "/v1/status");
  std::size_t pieces = 0;
  for (bool has_more = true; has_more; ++pieces) {
    std::string piece;
    has_more = response.next_piece(piece);
    EXPECT_LT(piece.size(), 64U << 10U);
  }
  EXPECT_GT(pieces, 20U);
}

TEST_F(Answers, AServiceThatVanishesMidAnswerLeavesValidJson) {
  add_servers(300);
  auto response = ask("GET", "/v1/status");
  auto text = response.body;
  for (int i = 0; response.next_piece(text); ++i) {
    if (i == 2) store_.remove("service/" + to_string(kService));
  }
  EXPECT_FALSE(Json::parse(text, nullptr, false).is_discarded());
}

TEST_F(Answers, ProcessesSayWhetherTheyAreSilent) {
  ProcessState process;
  process.kind = WorkerKind::checker;
  store_.apply(process);
  EXPECT_TRUE(get("/v1/status")["processes"][0]["stale_since"].is_null());
  process.stale_since = WallTime{} + 5s;
  store_.apply(process);
  EXPECT_EQ(get("/v1/status")["processes"][0]["stale_since"], "1970-01-01T00:00:05.000000Z");
}

TEST_F(Answers, InstancesUseTheWordsOfVrrp) {
  InstanceState instance;
  instance.name = "web";
  instance.role = Role::master;
  instance.advert_interval = 1500ms;
  instance.counters.dropped[static_cast<std::size_t>(AdvertError::bad_ttl)] = 3;
  store_.apply(instance);
  const auto web = get("/v1/vrrp")["instances"][0];
  EXPECT_EQ(web["role"], "MASTER");
  EXPECT_EQ(web["advert_interval_seconds"], 1.5);
  EXPECT_EQ(web["counters"]["adverts_dropped"]["bad_ttl"], 3);
  EXPECT_TRUE(web["master"].is_null());
}

TEST_F(Answers, RoutesAndRulesSayWhatIsAmiss) {
  InstanceState instance;
  instance.name = "web";
  instance.routes = {{"10.1.0.0/16 dev eth9", false, "interface eth9 does not exist"}};
  instance.rules = {{"50: from all table 100", true, ""}};
  instance.counters.route_repairs = 2;
  store_.apply(instance);
  VrrpState process;
  process.statics.routes = {{"blackhole 10.8.0.0/16", true, ""}};
  process.statics.rule_repairs = 4;
  store_.apply(process);
  const auto vrrp = get("/v1/vrrp");
  const auto web = vrrp["instances"][0];
  EXPECT_EQ(web["routes"][0]["route"], "10.1.0.0/16 dev eth9");
  EXPECT_EQ(web["routes"][0]["present"], false);
  EXPECT_EQ(web["routes"][0]["reason"], "interface eth9 does not exist");
  EXPECT_EQ(web["rules"][0]["rule"], "50: from all table 100");
  EXPECT_EQ(web["counters"]["route_repairs"], 2);
  EXPECT_EQ(vrrp["static"]["routes"][0]["route"], "blackhole 10.8.0.0/16");
  EXPECT_EQ(vrrp["static"]["rule_repairs"], 4);
}

TEST_F(Answers, AnInstancesOwnLinkIsTold) {
  InstanceState instance;
  instance.name = "web";
  instance.links = {{.name = "vrrp.51",
                     .base = "eth0",
                     .hardware = "00:00:5e:00:01:33",
                     .is_present = true,
                     .is_up = false,
                     .reason = "why"}};
  instance.counters.link_repairs = 3;
  store_.apply(instance);
  const auto web = get("/v1/vrrp")["instances"][0];
  EXPECT_EQ(web["links"][0]["link"], "vrrp.51");
  EXPECT_EQ(web["links"][0]["interface"], "eth0");
  EXPECT_EQ(web["links"][0]["mac"], "00:00:5e:00:01:33");
  EXPECT_EQ(web["links"][0]["present"], true);
  EXPECT_EQ(web["links"][0]["up"], false);
  EXPECT_EQ(web["links"][0]["reason"], "why");
  EXPECT_EQ(web["counters"]["link_repairs"], 3);
}

TEST_F(Answers, OneServiceAndItsServersAreFoundById) {
  add_servers(100);
  EXPECT_EQ(get("/v1/services/tcp:192.0.2.10:443")["status"], "UP");
  const auto answer = get("/v1/services/tcp:192.0.2.10:443/servers");
  EXPECT_EQ(answer["service"], "tcp:192.0.2.10:443");
  EXPECT_EQ(answer["servers"].size(), 100U);
  EXPECT_EQ(ask("GET", "/v1/services/tcp:192.0.2.11:443").status, 404U);
  EXPECT_EQ(ask("GET", "/v1/services/nonsense/servers").status, 404U);
}

TEST_F(Answers, BytesThatAreNoUtf8AreReplaced) {
  InstanceState instance;
  instance.name = "a\xff";
  store_.apply(instance);
  EXPECT_EQ(get("/v1/vrrp")["instances"][0]["name"], "a\xef\xbf\xbd");
}

TEST_F(Answers, EventsAreOneALineFromANumberOn) {
  for (int i = 0; i < 200; ++i) add_event("vrrp/web");
  const auto lines = [this](const std::string& target) {
    const auto text = whole(ask("GET", target));
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines("/v1/events"), 200);
  EXPECT_EQ(lines("/v1/events?since=150"), 50);
  EXPECT_EQ(lines("/v1/events?last=3"), 3);
  EXPECT_EQ(lines("/v1/events?last=1000"), 200);
  EXPECT_EQ(lines("/v1/events?since=999999"), 0);
  EXPECT_EQ(ask("GET", "/v1/events?since=x").status, 400U);
}

TEST_F(Answers, EventsOfAFullRingHaveNoGap) {
  for (std::size_t i = 0; i < Store::kMaxEvents + 50; ++i) add_event("vrrp/web");
  const auto text = whole(ask("GET", "/v1/events"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), Store::kMaxEvents);
  EXPECT_EQ(Json::parse(text.substr(0, text.find('\n')))["number"], 51);
}

TEST_F(Answers, FollowedEventsStayOpen) {
  EXPECT_EQ(ask("GET", "/v1/events?follow=1").after, HttpAfter::follow);
  EXPECT_EQ(ask("GET", "/v1/events").after, HttpAfter::done);
}

TEST_F(Answers, ErrorsNameCodeMessageAndWhatWasAttempted) {
  const auto response = ask("GET", "/v2/status");
  EXPECT_EQ(response.status, 404U);
  const auto error = Json::parse(response.body);
  EXPECT_EQ(error["code"], "not_found");
  EXPECT_EQ(error["attempted"], "GET /v2/status");
  EXPECT_FALSE(error["message"].empty());
}

TEST_F(Answers, AWrongMethodNamesTheRightOne) {
  const auto response = ask("GET", "/v1/reload");
  EXPECT_EQ(response.status, 405U);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].second, "POST");
}

TEST_F(Answers, RoutesListThemselves) { EXPECT_EQ(get("/")["routes"].size(), routes().size()); }

TEST_F(Answers, ActionsLearnWhoAsksAndTheirResultIsTheAnswer) {
  Caller seen;
  actions_.reload = [&seen](const Caller& caller) {
    seen = caller;
    ActionResult result;
    result.status = 409;
    result.message = "no";
    result.findings = {"a:1:2: error: x"};
    return result;
  };
  const auto response = ask("POST", "/v1/reload");
  EXPECT_EQ(response.status, 409U);
  EXPECT_EQ(seen.uid, 7U);
  EXPECT_EQ(seen.pid, 9);
  const auto answer = Json::parse(response.body);
  EXPECT_EQ(answer["code"], "refused");
  EXPECT_EQ(answer["findings"][0], "a:1:2: error: x");
  EXPECT_EQ(ask("POST", "/v1/leave").status, 501U);
}

TEST_F(Answers, ExplainFindsObjectsByKeyAndForShort) {
  add_servers(2);
  InstanceState instance;
  instance.name = "web";
  instance.role = Role::fault;
  instance.reason = "eth0 is down";
  store_.apply(instance);
  for (const auto* id : {"vrrp/web", "web"}) {
    const auto answer = get(std::string("/v1/explain/") + id);
    EXPECT_EQ(answer["object"], "vrrp/web");
    EXPECT_EQ(answer["state"], "FAULT");
    EXPECT_EQ(answer["reason"], "eth0 is down");
  }
  for (const auto* id : {"server/tcp:192.0.2.10:443/10.0.0.0:80", "tcp:192.0.2.10:443/10.0.0.0:80",
                         "check/tcp:192.0.2.10:443/10.0.0.0:80/0"}) {
    EXPECT_EQ(get(std::string("/v1/explain/") + id)["state"], "DOWN") << id;
  }
  EXPECT_EQ(get("/v1/explain/tcp:192.0.2.10:443")["object"], "service/tcp:192.0.2.10:443");
  EXPECT_EQ(get("/v1/explain/config")["state"], "LOADED");
  EXPECT_EQ(get("/v1/explain/balancer")["state"], "UNAVAILABLE");
  for (const auto* id : {"nothing", "vrrp/db", "server/x", "server/tcp:192.0.2.10:443/1.1.1.1:1",
                         "process/checker", "check/", "/"}) {
    EXPECT_EQ(ask("GET", std::string("/v1/explain/") + id).status, 404U) << id;
  }
}

TEST_F(Answers, ExplainSaysWhyABackupIsNotMaster) {
  InstanceState instance;
  instance.name = "web";
  instance.role = Role::backup;
  instance.reason = "starting: listening for a master";
  instance.why_not_master = "not preempting 10.0.0.2 (priority 100): nopreempt";
  store_.apply(instance);
  EXPECT_EQ(get("/v1/explain/web")["reason"], instance.reason + "; " + instance.why_not_master);
  EXPECT_EQ(get("/v1/vrrp")["instances"][0]["why_not_master"], instance.why_not_master);
}

TEST_F(Answers, ExplainTellsTheEventsOfTheObjectAndItsParts) {
  add_servers(2);
  add_event("service/tcp:192.0.2.10:443");
  add_event("server/tcp:192.0.2.10:443/10.0.0.1:80");
  add_event("server/tcp:192.0.2.10:4430/10.0.0.1:80");
  add_event("vrrp/web");
  EXPECT_EQ(get("/v1/explain/service/tcp:192.0.2.10:443")["events"].size(), 2U);
  EXPECT_EQ(get("/v1/explain/server/tcp:192.0.2.10:443/10.0.0.1:80")["events"].size(), 1U);
}

TEST_F(Answers, ExplainTakesTheChecksReasonWhenThePoolHasNone) {
  add_servers(1);
  CheckState check;
  check.key = {kService, {make_ipv4(0x0a000000), 80}};
  check.health = Health::down;
  check.reason = "connection refused";
  store_.apply(check);
  EXPECT_EQ(get("/v1/explain/tcp:192.0.2.10:443/10.0.0.0:80")["reason"],
            "TCP_CHECK: connection refused");
}

TEST_F(Answers, ADifferenceIsWhatTheSupervisorSays) {
  std::string file;
  actions_.config_diff = [&](const Caller& caller, const std::string& asked) {
    file = asked;
    EXPECT_EQ(caller.uid, 7U);
    return ConfigDiff{.message = {},
                      .file = "/etc/a.conf",
                      .refusal = {},
                      .findings = {"a.conf:1:1: warning: x"},
                      .changes = {{"vrrp/web", ChangeKind::changed, {{"nopreempt", "", "on"}}}}};
  };
  EXPECT_EQ(get("/v1/config/diff?file=%2Fetc%2Fa.conf"),
            Json::parse(R"({"file":"/etc/a.conf","running_generation":0,"would_load":true,
              "reason":"","findings":["a.conf:1:1: warning: x"],"changes":[{"object":"vrrp/web",
              "change":"changed","fields":[{"field":"nopreempt","from":null,"to":"on"}]}]})"));
  EXPECT_EQ(file, "/etc/a.conf");
}

TEST_F(Answers, ADifferenceOfAnySizeIsOneObject) {
  actions_.config_diff = [](const Caller&, const std::string&) {
    ConfigDiff diff;
    diff.refusal = "it brings 1 new error(s)";
    for (int i = 0; i < 1000; ++i) diff.changes.push_back({"vrrp/" + std::to_string(i), {}, {}});
    return diff;
  };
  const auto diff = get("/v1/config/diff");
  EXPECT_EQ(diff["changes"].size(), 1000U);
  EXPECT_EQ(diff["would_load"], false);
}

TEST_F(Answers, ADifferenceThatMayNotBeAskedForIsForbidden) {
  EXPECT_EQ(ask("GET", "/v1/config/diff").status, 501U);
  actions_.config_diff = [](const Caller&, const std::string&) {
    return ConfigDiff{.status = 403, .message = "only root"};
  };
  const auto response = ask("GET", "/v1/config/diff?file=/etc/shadow");
  EXPECT_EQ(response.status, 403U);
  EXPECT_EQ(Json::parse(response.body)["message"], "only root");
}

TEST(StatusText, IsTheWholeStatusAsOneJsonText) {
  const auto status = Json::parse(status_text(Store()), nullptr, false);
  ASSERT_TRUE(status.is_object());
  EXPECT_TRUE(status.contains("services"));
}

}  // namespace
}  // namespace evenkeel::control
