// Ipvlans, and links whose base goes into a VRF.
#include <gtest/gtest.h>
#include <linux/if_link.h>

#include "unit/vrrp/link_keeping.h"

namespace evenkeel::vrrp::link_keeping {
namespace {

VrrpInstance ipvlan_config() {
  auto made = config();
  made.link.kind = VirtualLinkKind::ipvlan;
  return made;
}

TEST_F(VrrpLinkKeeper, AnIpvlanStandsUpInAnyRoleAndSilencesNobody) {
  keeper.name(kWeb, ipvlan_config());
  keeper.settle(kWeb);
  EXPECT_TRUE(is_up());
  keeper.stand(kWeb, LinkStand::down);
  EXPECT_TRUE(is_up());
  EXPECT_TRUE(kernel.arp.empty());
  somebody_sets("vrrp.51", false);
  EXPECT_TRUE(is_up());
  EXPECT_EQ(news.repaired.size(), 1U);
}

TEST_F(VrrpLinkKeeper, AnIpvlanThatBecomesAMacvlanStandsAsTheRoleDemands) {
  keeper.name(kWeb, ipvlan_config());
  keeper.settle(kWeb);
  run(LinkStand::down);
  EXPECT_EQ(kernel.creations, 2);
  EXPECT_FALSE(is_up());
  EXPECT_EQ(arp(ArpSetting::ignore), 1U);
  EXPECT_TRUE(news.repaired.empty());
}

TEST_F(VrrpLinkKeeper, AnIpvlanIsNotMadeBesideAForeignOneOfAnotherMode) {
  links.put({.index = 5,
             .name = "theirs",
             .kind = VirtualLinkKind::ipvlan,
             .parent = kEth0,
             .mode = IPVLAN_MODE_L3});
  keeper.name(kWeb, ipvlan_config());
  keeper.settle(kWeb);
  EXPECT_EQ(kernel.creations, 0);
  EXPECT_EQ(keeper.fault(kWeb),
            "the ipvlan theirs of somebody else on eth0 has another mode, which would change with "
            "ours");
  links.remove(5);
  keeper.retry();
  EXPECT_EQ(keeper.fault(kWeb), "");
  EXPECT_TRUE(is_up());
}

TEST_F(VrrpLinkKeeper, ALinkFollowsItsBaseIntoAVrf) {
  run(LinkStand::up);
  Link base = *links.find("eth0");
  base.vrf = 30;
  links.put(base);
  tell({"eth0"});
  using Moves = std::vector<std::pair<int, int>>;
  EXPECT_EQ(kernel.vrfs, (Moves{{10, 30}}));
  EXPECT_EQ(links.find("vrrp.51")->vrf, 30);
  EXPECT_TRUE(news.repaired.empty());
  Link link = *links.find("vrrp.51");
  link.vrf = 0;
  links.put(link);
  tell({"vrrp.51"});
  EXPECT_EQ(kernel.vrfs, (Moves{{10, 30}, {10, 30}}));
  EXPECT_EQ(news.repaired.size(), 1U);
}

}  // namespace
}  // namespace evenkeel::vrrp::link_keeping
