// Large and hostile inputs: the result is what counts; a quadratic step would not end in time.
#include <gtest/gtest.h>

#include <random>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

TEST(Size, TenThousandServersInOneService) {
  std::string text = "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n";
  for (int i = 0; i < 10'000; ++i) {
    text += " real_server 10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) +
            " 80 {\n TCP_CHECK {\n }\n }\n";
  }
  const auto parsed = parse_text(text + "}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.services.at(0).servers.size(), 10'000U);
}

TEST(Size, FourThousandInstances) {
  std::string text;
  for (int i = 0; i < 4000; ++i) {
    text += "vrrp_instance v" + std::to_string(i) + " { interface eth" + std::to_string(i / 250) +
            " virtual_router_id " + std::to_string(i % 250 + 1) + " no_virtual_ipaddress }\n";
  }
  const auto parsed = parse_text(text);
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.instances.size(), 4000U);
}

// Pieces of the language in any order: every path of the parser, without a crash.
TEST(Size, RandomWordsAlwaysGiveAResult) {
  const std::vector<std::string> pieces{"vrrp_instance",
                                        "virtual_server",
                                        "real_server",
                                        "HTTP_GET",
                                        "TCP_CHECK",
                                        "url",
                                        "{",
                                        "}",
                                        "\n",
                                        "\n",
                                        "\"",
                                        "'",
                                        "$A=",
                                        "$A",
                                        "${A}",
                                        "~SEQ(i,3)",
                                        "@x",
                                        "@^x",
                                        "include conf",
                                        "#",
                                        "\\",
                                        "192.0.2.1",
                                        "2001:db8::1/64",
                                        "80",
                                        "0",
                                        "-1",
                                        "0.001",
                                        "priority",
                                        "path",
                                        "digest",
                                        "status_code",
                                        "virtual_ipaddress",
                                        "unicast_peer",
                                        "authentication",
                                        "auth_pass",
                                        "fwmark",
                                        "group",
                                        "lb_kind",
                                        "TUN type gue port",
                                        "notify_master",
                                        "global_defs",
                                        "metrics_listen",
                                        std::string(1, '\0'),
                                        "~LST({a,b},{1,2})",
                                        "interface eth0",
                                        "virtual_router_id 1",
                                        "protocol TCP",
                                        "brd +",
                                        "dev",
                                        "quorum",
                                        "sorry_server",
                                        "persistence_granularity"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const auto count = random() % 60;
    for (unsigned i = 0; i < count; ++i) text += pieces[random() % pieces.size()] + " ";
    const auto parsed = parse_text(text);
    EXPECT_TRUE(parsed.readable);
    EXPECT_EQ(parsed.findings, parse_text(text).findings);
  }
}

}  // namespace
}  // namespace evenkeel
