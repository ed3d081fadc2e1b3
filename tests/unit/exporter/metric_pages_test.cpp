// The scrape: families, their series and their text.
#include "daemon/exporter/metric_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "daemon/exporter/serialize.h"

namespace evenkeel::exporter {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string scrape(const Store& store) {
  std::string out;
  MetricPages pages({.store = store, .http = {}});
  while (pages.append(out)) {
  }
  return out;
}

bool has_line(const std::string& text, const std::string& line) {
  const auto lines = lines_of(text);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

Store filled(std::uint32_t services, std::uint32_t servers) {
  Store store;
  for (std::uint32_t i = 0; i < services; ++i) {
    ServiceState service;
    service.key = {Protocol::tcp, {make_ipv4(0xc0000200U + i), 80}, 0};
    service.status = ServiceStatus::up;
    store.apply(service);
    for (std::uint32_t j = 0; j < servers; ++j) {
      ServerState server;
      server.key = {service.key, {make_ipv4(0x0a000000U + j), 8080}};
      server.health = Health::up;
      server.weight = 3;
      store.apply(server);
      CheckState check;
      check.key = server.key;
      check.health = Health::up;
      check.passed = 4;
      store.apply(check);
    }
  }
  return store;
}

TEST(MetricPages, EachFamilyIsSaidOnceAndEachSeriesOnce) {
  const auto text = scrape(filled(7, 300));
  std::set<std::string> families;
  std::set<std::string> series;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("# TYPE")) {
      EXPECT_TRUE(families.insert(line).second) << line;
    } else if (!line.starts_with("#")) {
      EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
    }
  }
  const auto weights = std::count_if(series.begin(), series.end(), [](const auto& name) {
    return name.starts_with("evenkeel_server_weight{");
  });
  EXPECT_EQ(weights, 7 * 300);
}

TEST(MetricPages, NoPageIsLarge) {
  const auto store = filled(3, 2000);
  MetricPages pages({.store = store, .http = {}});
  std::size_t largest = 0;
  for (bool has_more = true; has_more;) {
    std::string page;
    has_more = pages.append(page);
    largest = std::max(largest, page.size());
  }
  EXPECT_LT(largest, 128U << 10U);
}

TEST(MetricPages, AServiceThatVanishesBetweenPagesHarmsNothing) {
  auto store = filled(3, 500);
  MetricPages pages({.store = store, .http = {}});
  std::string out;
  for (int i = 0; pages.append(out); ++i) {
    if (i == 60) store.remove("service/tcp:192.0.2.1:80");
  }
  EXPECT_NE(out.find("evenkeel_check_duration_seconds{service=\"tcp:192.0.2.2:80\""),
            std::string::npos);
}

TEST(MetricPages, RolesAreAStateSet) {
  Store store;
  InstanceState instance;
  instance.name = "web";
  instance.interface = "eth0";
  instance.vrid = 51;
  instance.role = Role::master;
  store.apply(instance);
  const auto text = scrape(store);
  const std::string labels =
      R"(evenkeel_vrrp_role{vrrp_instance="web",interface="eth0",vrid="51",)";
  EXPECT_TRUE(has_line(text, labels + R"(role="MASTER"} 1)")) << text;
  EXPECT_TRUE(has_line(text, labels + R"(role="BACKUP"} 0)"));
  EXPECT_TRUE(has_line(text, labels + R"(role="FAULT"} 0)"));
  EXPECT_TRUE(has_line(text, labels + R"(role="INIT"} 0)"));
}

TEST(MetricPages, RoutesAndRulesAreCountedWithTheirKind) {
  Store store;
  InstanceState instance;
  instance.name = "web";
  instance.routes = {{"10.1.0.0/16 dev eth0", true, ""}};
  instance.counters.route_repairs = 2;
  instance.counters.rule_repairs = 3;
  store.apply(instance);
  VrrpState process;
  process.statics.rules = {{"50: from all table 100", false, ""}};
  process.statics.route_repairs = 5;
  process.statics.repairs = 7;
  store.apply(process);
  const auto text = scrape(store);
  EXPECT_TRUE(has_line(text, R"(evenkeel_repairs_total{kind="address"} 7)")) << text;
  EXPECT_TRUE(has_line(text, R"(evenkeel_repairs_total{kind="route"} 7)"));
  EXPECT_TRUE(has_line(text, R"(evenkeel_repairs_total{kind="rule"} 3)"));
  EXPECT_TRUE(has_line(
      text, R"(evenkeel_vrrp_route_present{vrrp_instance="web",route="10.1.0.0/16 dev eth0"} 1)"));
  EXPECT_TRUE(has_line(
      text, R"(evenkeel_vrrp_static_present{kind="rule",name="50: from all table 100"} 0)"));
}

TEST(MetricPages, AnInstancesOwnLinkIsThereOrNot) {
  Store store;
  InstanceState instance;
  instance.name = "web";
  instance.links = {{.name = "vrrp.51", .base = "eth0", .is_present = true}};
  instance.counters.link_repairs = 3;
  store.apply(instance);
  const auto text = scrape(store);
  EXPECT_TRUE(has_line(
      text, R"(evenkeel_vrrp_link_present{vrrp_instance="web",link="vrrp.51",interface="eth0"} 1)"))
      << text;
  EXPECT_TRUE(has_line(text, R"(evenkeel_vrrp_link_repairs_total{vrrp_instance="web"} 3)"));
}

TEST(MetricPages, CountersExistWithZeroBeforeTheirFirstEvent) {
  const auto text = scrape(Store());
  EXPECT_TRUE(has_line(text, R"(evenkeel_events_total{kind="repair"} 0)"));
  EXPECT_TRUE(has_line(text, R"(evenkeel_repairs_total{kind="address"} 0)"));
  EXPECT_TRUE(has_line(text, R"(evenkeel_http_rejections_total{reason="malformed"} 0)"));
  EXPECT_TRUE(has_line(
      text, R"(evenkeel_vrrp_unattributed_adverts_dropped_total{reason="bad_checksum"} 0)"));
}

TEST(MetricPages, ASilentProcessIsNotUp) {
  Store store;
  ProcessState process;
  process.kind = WorkerKind::checker;
  process.status = ProcessStatus::running;
  store.apply(process);
  EXPECT_TRUE(has_line(scrape(store), R"(evenkeel_process_up{process="checker"} 1)"));
  process.stale_since = WallTime{} + 5s;
  store.apply(process);
  EXPECT_TRUE(has_line(scrape(store), R"(evenkeel_process_up{process="checker"} 0)"));
}

TEST(MetricPages, ChecksAreNamedByKindAndPlace) {
  Store store = filled(1, 1);
  CheckState second;
  second.key = {{Protocol::tcp, {make_ipv4(0xc0000200U), 80}, 0}, {make_ipv4(0x0a000000U), 8080}};
  second.index = 2;
  second.kind = 1;
  store.apply(second);
  const auto text = scrape(store);
  const std::string labels = R"(evenkeel_check_passed_total{service="tcp:192.0.2.0:80",)"
                             R"(server="10.0.0.0:8080",check=)";
  EXPECT_TRUE(has_line(text, labels + R"("TCP_CHECK/0"} 4)")) << text;
  EXPECT_TRUE(has_line(text, labels + R"("HTTP_GET/2"} 0)"));
  // The one between has not reported yet.
  EXPECT_EQ(text.find("TCP_CHECK/1"), std::string::npos);
}

TEST(Families, FollowTheConventions) {
  std::set<std::string_view> names;
  for (const auto families : {daemon_families(), process_families(), vrrp_families(),
                              service_families(), server_families(), check_families()}) {
    for (const auto& family : families) {
      EXPECT_TRUE(names.insert(family.name).second) << family.name;
      EXPECT_TRUE(family.help.ends_with(".")) << family.name;
      EXPECT_EQ(family.name.ends_with("_total"), family.type == FamilyType::counter) << family.name;
    }
  }
}

TEST(Families, NoLabelIsOneThatPrometheusSets) {
  const auto text = scrape(filled(1, 1));
  EXPECT_EQ(text.find("{instance="), std::string::npos);
  EXPECT_EQ(text.find(",instance="), std::string::npos);
  EXPECT_EQ(text.find("job="), std::string::npos);
}

TEST(Serialize, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(valid_utf8("a\xff"
                       "b"),
            "a?b");
  EXPECT_EQ(valid_utf8("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
            "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT_EQ(valid_utf8("\xc0\xaf"), "??");
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "???");
  EXPECT_EQ(valid_utf8("\xe2\x82"), "??");
  EXPECT_EQ(valid_utf8("\xf5\x80\x80\x80"), "????");
}

TEST(Serialize, FurtherPagesHaveNoHead) {
  const auto& family = server_families()[0];
  const std::vector<Sample> samples{{{{"server", "a\"b"}}, 1}};
  EXPECT_TRUE(serialize(family, samples, Page::first).starts_with("# HELP evenkeel_server_status"));
  EXPECT_EQ(serialize(family, samples, Page::further),
            "evenkeel_server_status{server=\"a\\\"b\"} 1\n");
  EXPECT_EQ(serialize(family, {}, Page::further), "");
}

}  // namespace
}  // namespace evenkeel::exporter
