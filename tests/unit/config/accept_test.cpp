// accept and no_accept, and what they are where neither is said.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

bool accepts(const std::string& body, const std::string& global = {}) {
  return parse_instance(body, global).config.instances.at(0).accept;
}

const std::string kStrict = "global_defs {\n vrrp_strict\n}\n";
const std::string kOwner = " state MASTER\n priority 255\n";

TEST(Accept, IsTheDefault) {
  EXPECT_TRUE(accepts(""));
  EXPECT_TRUE(accepts(" accept"));
  EXPECT_FALSE(accepts(" no_accept"));
}

TEST(Accept, TheLastWordCounts) {
  EXPECT_TRUE(accepts(" no_accept\n accept"));
  EXPECT_FALSE(accepts(" accept\n no_accept"));
}

TEST(Accept, IsNotTheDefaultOfStrictMode) {
  EXPECT_FALSE(accepts("", kStrict));
  EXPECT_FALSE(accepts(" strict_mode on"));
  EXPECT_TRUE(accepts(" strict_mode off", kStrict));
  EXPECT_TRUE(accepts(" accept", kStrict));
}

TEST(Accept, AnOwnerAlwaysDoes) {
  EXPECT_TRUE(accepts(kOwner, kStrict));
  EXPECT_TRUE(accepts(kOwner + " no_accept"));
  EXPECT_EQ(lines_of(parse_instance(kOwner + " no_accept")),
            Lines{"9: warning: 'no_accept' is not used: with priority 255 the addresses are the "
                  "machine's own, on which it answers (vrrp_instance web)"});
  EXPECT_EQ(lines_of(parse_instance(" no_accept")), Lines{});
}

TEST(Accept, ThePacketFilterIsAfterIpvsUnlessItIsSaidOtherwise) {
  const auto firewall = [](const std::string& global) {
    return parse_instance("", "global_defs {\n" + global + "\n}\n").config.daemon.firewall;
  };
  EXPECT_EQ(firewall("").nftables_priority, 110);
  EXPECT_EQ(firewall("").nftables, std::nullopt);
  EXPECT_EQ(firewall("nftables").nftables, "evenkeel");
  EXPECT_EQ(firewall("nftables mine").nftables, "mine");
  EXPECT_EQ(firewall("nftables_priority -1").nftables_priority, -1);
  EXPECT_EQ(firewall("vrrp_iptables").chain_in, "INPUT");
  EXPECT_EQ(firewall("vrrp_iptables MINE").chain_in, "MINE");
}

}  // namespace
}  // namespace evenkeel
