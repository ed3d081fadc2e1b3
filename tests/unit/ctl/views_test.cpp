// The JSON of the control socket as text for people.
#include "daemon/ctl/views.h"

#include <gtest/gtest.h>

namespace evenkeel::ctl {
namespace {

// 2026-01-31T12:00:00Z
const ViewFacts kFacts{.now = WallTime{} + std::chrono::seconds(1769860800)};

TEST(Views, AgesAreForPeople) {
  EXPECT_EQ(age_of("2026-01-31T11:59:55.000000Z", kFacts.now), "5 s");
  EXPECT_EQ(age_of("2026-01-31T11:55:00.5Z", kFacts.now), "5 min");
  EXPECT_EQ(age_of("2026-01-31T06:30:00Z", kFacts.now), "5 h 30 min");
  EXPECT_EQ(age_of("2026-01-28T10:00:00Z", kFacts.now), "3 d 2 h");
  EXPECT_EQ(age_of("2026-02-01T00:00:00Z", kFacts.now), "0 s");
  EXPECT_EQ(age_of("", kFacts.now), "");
  EXPECT_EQ(age_of("yesterday", kFacts.now), "");
}

TEST(Views, BytesAreForPeople) {
  EXPECT_EQ(human_bytes(0), "0 B");
  EXPECT_EQ(human_bytes(1023), "1023 B");
  EXPECT_EQ(human_bytes(4096), "4.0 KiB");
  EXPECT_EQ(human_bytes(1.5 * 1024 * 1024 * 1024), "1.5 GiB");
}

TEST(Views, VrrpShowsWhatTrackersMakeOfThePriority) {
  const auto text = view_vrrp(
      R"({"instances":[{"name":"web","role":"BACKUP","priority":150,"effective_priority":90,)"
      R"("trackers":[{"kind":"script","name":"chk","status":"DOWN","contribution":-60,)"
      R"("fault":false,"reason":"exit status 1"},{"kind":"interface","name":"eth1",)"
      R"("status":"DOWN","contribution":0,"fault":true,"reason":"is down"}]}]})",
      {});
  EXPECT_NE(text.find("90/150"), std::string::npos);
  EXPECT_NE(text.find("script chk"), std::string::npos);
  EXPECT_NE(text.find("-60  exit status 1"), std::string::npos);
  EXPECT_NE(text.find("FAULT  is down"), std::string::npos);
}

TEST(Views, VrrpShowsRoleSinceReasonAndAddresses) {
  const auto text = view_vrrp(R"({"instances":[{"name":"web","role":"MASTER","interface":"eth0",
    "vrid":51,"priority":150,"since":"2026-01-31T11:59:00Z","reason":"no advert for 3.6 s",
    "addresses":[{"address":"192.0.2.10/24","present":true},
                 {"address":"192.0.2.11/24","present":false}]}]})",
                              kFacts);
  EXPECT_EQ(text,
            "INSTANCE  ROLE    SINCE  INTERFACE  VRID  PRIORITY  "
            "ADDRESSES                            REASON\n"
            "web       MASTER  1 min  eth0         51       150  "
            "192.0.2.10/24 192.0.2.11/24(absent)  no advert for 3.6 s\n");
}

TEST(Views, ServersSayWhyTheyAreDown) {
  const auto text = view_servers(R"({"service":"tcp:192.0.2.10:80","servers":[
    {"server":"10.0.0.1:80","status":"DOWN","forwarding":"DR","weight":2,"effective_weight":0,
     "checks":[{"kind":"TCP_CHECK","status":"DOWN","reason":"connection refused"}]}]})",
                                 kFacts);
  EXPECT_NE(text.find("DOWN"), std::string::npos);
  EXPECT_NE(text.find("0/2"), std::string::npos);
  EXPECT_NE(text.find("TCP_CHECK: connection refused\n"), std::string::npos);
}

TEST(Views, StatusShowsServicesThatAreDownFirst) {
  std::string services;
  for (int i = 0; i < 40; ++i) {
    services += std::string(i == 0 ? "" : ",") + R"({"id":"tcp:192.0.2.)" + std::to_string(i) +
                R"(:80","status":")" + (i == 39 ? "DOWN" : "UP") + R"("})";
  }
  const auto text = view_status(R"({"services":[)" + services + "]}", kFacts);
  const auto down = text.find("tcp:192.0.2.39:80");
  ASSERT_NE(down, std::string::npos);
  EXPECT_LT(down, text.find("tcp:192.0.2.0:80"));
  EXPECT_NE(text.find("and 20 more"), std::string::npos);
}

TEST(Views, ASilentProcessIsNamed) {
  const auto text = view_status(R"({"processes":[{"process":"checker","status":"RUNNING",
    "stale_since":"2026-01-31T11:59:48Z"}]})",
                                kFacts);
  EXPECT_NE(text.find("silent for 12 s"), std::string::npos);
}

TEST(Views, ARefusedReloadIsNamed) {
  const auto text = view_config(
      R"({"last_reload_successful":false,"reason":"x","findings":["f:1:1: error: x"]})", kFacts);
  EXPECT_NE(text.find("the last reload was refused: x\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("f:1:1: error: x\n"));
}

TEST(Views, TheConfigurationSaysWhoLoadedWhat) {
  const auto text = view_config(
      R"({"file":"f","generation":3,"loaded":"2026-01-31T11:59:58Z","loaded_by":"uid 0",
          "last_reload_successful":true,"errors":0,"warnings":1,"hash":"abc","findings":[]})",
      kFacts);
  EXPECT_EQ(text,
            "configuration f generation 3, loaded 2 s ago by uid 0, 0 errors, 1 warnings\n"
            "SHA-256 abc\n");
}

TEST(Views, ADifferenceIsToldObjectByObject) {
  const auto text = view_config_diff(
      R"({"file":"f","would_load":true,"findings":["f:1:1: warning: w"],"changes":[
          {"object":"vrrp/web","change":"changed","fields":[
            {"field":"priority","from":"100","to":"150"},
            {"field":"nopreempt","from":null,"to":"on"}]},
          {"object":"service/tcp:192.0.2.10:80","change":"added","fields":[]}]})",
      kFacts);
  EXPECT_EQ(text,
            "f:1:1: warning: w\n"
            "changed  vrrp/web\n"
            "         priority: 100 -> 150\n"
            "         nopreempt: (none) -> on\n"
            "added    service/tcp:192.0.2.10:80\n"
            "a reload of f would change 2 objects\n");
}

TEST(Views, ADifferenceThatWouldBeRefusedSaysWhy) {
  EXPECT_EQ(
      view_config_diff(R"({"file":"f","would_load":false,"reason":"x","changes":[]})", kFacts),
      "a reload would be refused: x\n");
}

TEST(Views, ExplanationSaysStateSinceReasonDetailsAndEvents) {
  const auto text = view_explanation(R"({"object":"vrrp/web","state":"FAULT",
    "since":"2026-01-31T11:59:58Z","reason":"eth0 is down","details":{"vrid":51,
    "counters":{"repairs":2},"empty":[]},"events":[{"time":"t","severity":"info",
    "object":"vrrp/web","text":"went"}]})",
                                     kFacts);
  EXPECT_EQ(text,
            "vrrp/web is FAULT for 2 s: eth0 is down\n\n"
            "  vrid: 51\n  counters:\n    repairs: 2\n  empty: []\n\n"
            "t  info     vrrp/web: went\n");
}

TEST(Views, NonsenseGivesTextAndNoError) {
  for (const auto* json :
       {"", "null", "[]", "3", "\"x\"", "{\"instances\":3}", "{\"services\":[1]}",
        "{\"processes\":{\"a\":1}}", "not json", "{\"vrrp\":[[]]}"}) {
    for (const auto view : {view_status, view_vrrp, view_services, view_servers, view_explanation,
                            view_config, view_config_diff, view_event, view_action}) {
      EXPECT_NO_THROW(static_cast<void>(view(json, kFacts))) << json;
    }
  }
}

}  // namespace
}  // namespace evenkeel::ctl
