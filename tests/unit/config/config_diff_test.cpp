// What one configuration changes of another, object by object.
#include "daemon/config/config_diff.h"

#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

const std::string kInstance =
    "vrrp_instance web {\n interface eth0\n virtual_router_id 51\n authentication {\n"
    " auth_type PASS\n auth_pass one\n }\n virtual_ipaddress {\n 192.0.2.10/24\n }\n}\n";
const std::string kService =
    "virtual_server 192.0.2.10 80 {\n protocol TCP\n lb_algo wlc\n lb_kind NAT\n"
    " real_server 10.0.0.1 80 {\n TCP_CHECK {\n }\n }\n}\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

// "KIND OBJECT" and "  FIELD: FROM -> TO", a line each.
Lines told(const std::string& before, const std::string& after) {
  Lines lines;
  for (const auto& change : changes(parse_text(before).config, parse_text(after).config)) {
    lines.push_back(std::string(to_string(change.kind)) + " " + change.object);
    for (const auto& field : change.fields) {
      lines.push_back("  " + field.field + ": " + field.from + " -> " + field.to);
    }
  }
  return lines;
}

TEST(ConfigDiff, TheSameConfigurationChangesNothing) {
  EXPECT_EQ(told(kInstance + kService, kService + kInstance), Lines{});
}

TEST(ConfigDiff, ObjectsComeAndGo) {
  EXPECT_EQ(told(kInstance, kService),
            (Lines{"removed vrrp/web", "added service/tcp:192.0.2.10:80"}));
}

TEST(ConfigDiff, AChangedFieldIsToldWithBothValues) {
  EXPECT_EQ(told(kInstance, replaced(kInstance, "interface eth0", "interface eth1\n nopreempt")),
            (Lines{"changed vrrp/web", "  interface: eth0 -> eth1", "  nopreempt:  -> on"}));
}

TEST(ConfigDiff, EntriesAreToldOneByOne) {
  EXPECT_EQ(told(kInstance, replaced(kInstance, "192.0.2.10/24", "192.0.2.10/24\n192.0.2.11/24")),
            (Lines{"changed vrrp/web", "  virtual_ipaddress:  -> 192.0.2.11/24"}));
  EXPECT_EQ(told(replaced(kInstance, "192.0.2.10/24", "192.0.2.10/24\n192.0.2.11/24"),
                 replaced(kInstance, "192.0.2.10/24", "192.0.2.11/24\n192.0.2.10/24")),
            (Lines{"changed vrrp/web", "  order:  -> "}));
}

TEST(ConfigDiff, ServersAndTheirServiceAreObjectsOfTheirOwn) {
  EXPECT_EQ(told(kService, replaced(kService, "TCP_CHECK {", "TCP_CHECK {\n retry 7")),
            (Lines{"changed server/tcp:192.0.2.10:80/10.0.0.1:80", "  TCP_CHECK/retry: 1 -> 7"}));
  EXPECT_EQ(told(kService, replaced(kService, "lb_algo wlc", "lb_algo rr")),
            (Lines{"changed service/tcp:192.0.2.10:80", "  lb_algo: wlc -> rr"}));
  EXPECT_EQ(told(kService, replaced(kService, "10.0.0.1", "10.0.0.2")),
            (Lines{"added server/tcp:192.0.2.10:80/10.0.0.2:80",
                   "removed server/tcp:192.0.2.10:80/10.0.0.1:80"}));
}

TEST(ConfigDiff, AnotherProtocolIsAnotherService) {
  EXPECT_EQ(told(kService, replaced(kService, "TCP\n", "UDP\n")),
            (Lines{"added service/udp:192.0.2.10:80", "removed service/tcp:192.0.2.10:80"}));
}

TEST(ConfigDiff, APasswordIsNeverTold) {
  EXPECT_EQ(told(kInstance, replaced(kInstance, "auth_pass one", "auth_pass two")),
            (Lines{"changed vrrp/web", "  authentication/auth_pass: (hidden) -> (hidden)"}));
}

TEST(ConfigDiff, TenThousandServersAreComparedAtOnce) {
  std::string before, after;
  for (int i = 0; i < 1000; ++i) {
    const auto address = "192.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
    before += replaced(kService, "192.0.2.10", address);
    after +=
        replaced(replaced(kService, "192.0.2.10", address), "TCP_CHECK {", "TCP_CHECK {\n retry 7");
  }
  EXPECT_EQ(told(before, after).size(), 2000U);
}

}  // namespace
}  // namespace evenkeel
