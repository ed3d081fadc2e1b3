// global_defs to GlobalSettings.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

Parsed parse_global(const std::string& body) {
  return parse_text("global_defs {\n" + body + "\n}\n");
}

TEST(GlobalDefs, DefaultsComeFromTheHostAndTheContract) {
  const auto global = parse_text("").config.global;
  EXPECT_EQ(global.router_id, "director1.example.net");
  EXPECT_EQ(to_string(global.metrics_listen), "127.0.0.1:9815");
  EXPECT_FALSE(global.script_security);
  EXPECT_EQ(global.script_user, "");
}

TEST(GlobalDefs, BlocksMayRepeatAndMerge) {
  const auto parsed = parse_text(
      "global_defs { router_id a }\nglobal_defs { enable_script_security script_user joe: staff }");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.global.router_id, "a");
  EXPECT_EQ(parsed.config.global.script_user, "joe");
  EXPECT_TRUE(parsed.config.global.script_security);
}

TEST(GlobalDefs, MetricsListenTakesAnAddressOrOff) {
  EXPECT_EQ(to_string(parse_global("metrics_listen :: 9000").config.global.metrics_listen),
            "[::]:9000");
  EXPECT_EQ(parse_global("metrics_listen 192.0.2.1").config.global.metrics_listen.port, 9815);
  EXPECT_EQ(parse_global("metrics_listen off").config.global.metrics_listen.port, 0);
  for (const auto* bad : {"metrics_listen localhost 9000", "metrics_listen 127.0.0.1 0",
                          "metrics_listen 127.0.0.1 65536", "metrics_listen off 1"}) {
    EXPECT_EQ(lines_of(parse_global(bad)),
              (Lines{"2: error: 'metrics_listen' takes ADDRESS [PORT], or off"}))
        << bad;
  }
}

TEST(GlobalDefs, VipLeaseTakesSecondsOrForever) {
  EXPECT_EQ(parse_global("vip_lease 30").config.global.vip_lease, 30s);
  EXPECT_EQ(parse_global("vip_lease forever").config.global.vip_lease, 0s);
  EXPECT_EQ(parse_global("vip_lease 0").findings.size(), 1U);
}

TEST(GlobalDefs, AGapOfNothingIsAnErrorAndNone) {
  const auto parsed = parse_global("vrrp_garp_interval 0\nvrrp_gna_interval 0.0");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"2: error: 'vrrp_garp_interval' 0 is what holds without it; none is used; leave "
                   "the line out",
                   "3: error: 'vrrp_gna_interval' 0 is what holds without it; none is used; leave "
                   "the line out"}));
}

TEST(GlobalDefs, WordsThatHoldAnywayAreSilent) {
  EXPECT_EQ(lines_of(parse_global("vrrp_skip_check_adv_addr\ndynamic_interfaces")), Lines{});
}

TEST(GlobalDefs, TheDefaultFileOfRedHatIsUnderstood) {
  const auto parsed = parse_global(
      "notification_email {\n a@example.net b@example.net\n}\n"
      "notification_email_from c@example.net\nsmtp_server 192.0.2.1\nsmtp_connect_timeout 30\n"
      "router_id LVS_DEVEL\nvrrp_skip_check_adv_addr\nvrrp_strict\nvrrp_garp_interval 0\n"
      "vrrp_gna_interval 0");
  EXPECT_EQ(exit_code(parsed), 5);
  EXPECT_EQ(parsed.config.global.router_id, "LVS_DEVEL");
}

}  // namespace
}  // namespace evenkeel
