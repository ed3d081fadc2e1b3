// Links of an instance's own: made, repaired, adopted, removed.
#include <gtest/gtest.h>
#include <linux/if_link.h>

#include "unit/vrrp/link_keeping.h"

namespace evenkeel::vrrp::link_keeping {
namespace {

TEST_F(VrrpLinkKeeper, ALinkIsMadeDownAndKnownAtOnce) {
  run(LinkStand::down);
  ASSERT_NE(links.find("vrrp.51"), nullptr);
  EXPECT_FALSE(is_up());
  EXPECT_EQ(links.find("vrrp.51")->parent, kEth0);
  EXPECT_TRUE(kernel.configured.contains(links.find("vrrp.51")->index));
  EXPECT_EQ(news.made, std::vector<std::string>{"vrrp.51"});
  EXPECT_TRUE(news.places.contains("link vrrp.51 10"));
}

TEST_F(VrrpLinkKeeper, TheMasterSetsItUpAndTheBackupDown) {
  run(LinkStand::up);
  EXPECT_TRUE(is_up());
  keeper.stand(kWeb, LinkStand::up);
  EXPECT_EQ(kernel.turns, 1);
  keeper.stand(kWeb, LinkStand::down);
  EXPECT_FALSE(is_up());
  EXPECT_TRUE(news.repaired.empty());
}

TEST_F(VrrpLinkKeeper, FlushingTwiceChangesNothing) {
  run(LinkStand::up);
  const int turns = kernel.turns;
  keeper.flush();
  tell({"eth0", "vrrp.51"});
  EXPECT_EQ(kernel.creations, 1);
  EXPECT_EQ(kernel.turns, turns);
}

TEST_F(VrrpLinkKeeper, WithoutItsBaseItIsAwaited) {
  unplug();
  run(LinkStand::down);
  EXPECT_EQ(kernel.creations, 0);
  EXPECT_EQ(keeper.fault(kWeb), "");
  plug();
  tell({"eth0"});
  EXPECT_EQ(kernel.creations, 1);
}

TEST_F(VrrpLinkKeeper, ADeletedLinkIsPutBackAsItStood) {
  run(LinkStand::up);
  somebody_deletes("vrrp.51");
  EXPECT_TRUE(is_up());
  EXPECT_EQ(news.repaired, std::vector<std::string>{"vrrp.51"});
  EXPECT_EQ(news.places.count("link vrrp.51 10"), 0U);
  EXPECT_TRUE(news.places.contains("link vrrp.51 11"));
}

TEST_F(VrrpLinkKeeper, ADeletionThatIsHeardInTwoStepsIsOneRepair) {
  run(LinkStand::up);
  Link going = *links.find("vrrp.51");
  kernel.made.erase(going.index);
  going.is_admin_up = false;
  links.put(going);
  tell({"vrrp.51"});
  EXPECT_EQ(keeper.fault(kWeb), "");
  EXPECT_TRUE(news.repaired.empty());
  links.remove(going.index);
  tell({"vrrp.51"});
  EXPECT_TRUE(is_up());
  EXPECT_EQ(news.repaired.size(), 1U);
}

TEST_F(VrrpLinkKeeper, ALinkThatSomebodyTurnsIsTurnedBack) {
  run(LinkStand::up);
  somebody_sets("vrrp.51", false);
  EXPECT_TRUE(is_up());
  timers.advance(1s);
  keeper.stand(kWeb, LinkStand::down);
  somebody_sets("vrrp.51", true);
  EXPECT_FALSE(is_up());
  EXPECT_EQ(news.repaired.size(), 2U);
}

TEST_F(VrrpLinkKeeper, AFightOverALinkIsPacedAndNamedOnce) {
  run(LinkStand::up);
  for (int round = 0; round < 12; ++round) {
    if (links.find("vrrp.51") != nullptr) somebody_deletes("vrrp.51");
    timers.advance(30ms);
  }
  EXPECT_EQ(news.fights, 1);
  EXPECT_EQ(links.find("vrrp.51"), nullptr);
  timers.advance(1s);
  EXPECT_TRUE(is_up());
}

TEST_F(VrrpLinkKeeper, WhatGoesWithItsBaseIsNoRepair) {
  run(LinkStand::up);
  const int index = links.find("vrrp.51")->index;
  kernel.made.erase(index);
  links.remove(index);
  unplug();
  tell({"eth0", "vrrp.51"});
  keeper.stand(kWeb, LinkStand::down);
  plug(20);
  tell({"eth0"});
  EXPECT_EQ(kernel.creations, 2);
  EXPECT_TRUE(news.repaired.empty());
  EXPECT_EQ(news.made.size(), 2U);
}

TEST_F(VrrpLinkKeeper, AnOldViewOfTheKernelIsNotActedOn) {
  run(LinkStand::up);
  Link stale = *links.find("vrrp.51");
  stale.is_admin_up = false;
  links.put(stale);
  const int turns = kernel.turns;
  tell({"vrrp.51"}, true);
  EXPECT_EQ(kernel.turns, turns);
  stale.is_admin_up = true;
  links.put(stale);
  tell({"vrrp.51"});
  EXPECT_EQ(kernel.turns, turns);
  EXPECT_TRUE(news.repaired.empty());
}

TEST_F(VrrpLinkKeeper, AForeignLinkIsAFaultUntilItIsGone) {
  links.put({.index = 5, .name = "vrrp.51"});
  run(LinkStand::down);
  EXPECT_NE(keeper.fault(kWeb).find("somebody else"), std::string::npos);
  EXPECT_EQ(kernel.creations, 0);
  links.remove(5);
  tell({"vrrp.51"});
  EXPECT_EQ(keeper.fault(kWeb), "");
  EXPECT_EQ(kernel.creations, 1);
}

TEST_F(VrrpLinkKeeper, WhatTheKernelRefusesIsTriedAgain) {
  kernel.problem = "make the link vrrp.51 on eth0: Device or resource busy";
  run(LinkStand::up);
  EXPECT_EQ(keeper.fault(kWeb), kernel.problem);
  kernel.problem.clear();
  keeper.retry();
  EXPECT_EQ(keeper.fault(kWeb), "");
  EXPECT_TRUE(is_up());
  EXPECT_TRUE(news.repaired.empty());
}

TEST_F(VrrpLinkKeeper, ARecordedLinkIsAdoptedAsItStands) {
  links.put({.index = 7,
             .name = "vrrp.51",
             .is_admin_up = true,
             .hardware = virtual_mac(config()),
             .kind = VirtualLinkKind::macvlan,
             .parent = kEth0,
             .mode = MACVLAN_MODE_PRIVATE});
  kernel.made[7].is_up = true;
  keeper.name(kWeb, config());
  keeper.take_over([](const std::string& place) { return place == "link vrrp.51 7"; });
  keeper.flush();
  EXPECT_EQ(keeper.fault(kWeb), "");
  EXPECT_TRUE(is_up());
  keeper.stand(kWeb, LinkStand::up);
  EXPECT_EQ(kernel.creations, 0);
  EXPECT_EQ(kernel.turns, 0);
  EXPECT_TRUE(news.repaired.empty());
  EXPECT_TRUE(kernel.configured.contains(7));
}

TEST_F(VrrpLinkKeeper, ARecordedLinkThatNobodyNamesGoes) {
  links.put({.index = 7, .name = "vrrp.9", .kind = VirtualLinkKind::macvlan, .parent = kEth0});
  kernel.made[7] = {};
  keeper.take_over([](const std::string& place) { return place == "link vrrp.9 7"; });
  run(LinkStand::down);
  keeper.flush();
  EXPECT_FALSE(kernel.made.contains(7));
}

TEST_F(VrrpLinkKeeper, TheLinkGoesWithItsName) {
  run(LinkStand::up);
  keeper.unname(kWeb);
  keeper.flush();
  EXPECT_TRUE(kernel.made.empty());
  EXPECT_TRUE(news.places.empty());
}

TEST_F(VrrpLinkKeeper, ALinkOfOursThatSomebodyRenamedIsMadeAnew) {
  run(LinkStand::up);
  Link link = *links.find("vrrp.51");
  link.name = "mine";
  links.put(link);
  tell({"vrrp.51", "mine"});
  EXPECT_FALSE(kernel.made.contains(10));
  EXPECT_TRUE(is_up());
}

TEST_F(VrrpLinkKeeper, AnotherWishReplacesTheLinkAndIsNoRepair) {
  run(LinkStand::up);
  auto changed = config();
  changed.link.mac = HardwareAddress{2, 0, 0, 0, 0, 9};
  keeper.name(kWeb, changed);
  keeper.settle(kWeb);
  EXPECT_EQ(kernel.made.size(), 1U);
  EXPECT_EQ(kernel.made.begin()->second.wish.hardware, *changed.link.mac);
  EXPECT_TRUE(is_up());
  EXPECT_TRUE(news.repaired.empty());
}

TEST_F(VrrpLinkKeeper, ANameThatAnotherInstanceTookStaysItsOwn) {
  run(LinkStand::up);
  keeper.name(kOther, config());
  keeper.unname(kWeb);
  keeper.flush();
  EXPECT_EQ(kernel.made.size(), 1U);
  EXPECT_EQ(keeper.describe(kOther).size(), 1U);
}

TEST_F(VrrpLinkKeeper, ANameThatBothGaveUpIsNobodys) {
  run(LinkStand::up);
  keeper.name(kOther, config());
  keeper.unname(kOther);
  keeper.stand(kWeb, LinkStand::down);
  keeper.settle(kWeb);
  keeper.flush();
  EXPECT_EQ(keeper.fault(kWeb), "");
  EXPECT_TRUE(keeper.describe(kWeb).empty());
  EXPECT_TRUE(kernel.made.empty());
}

TEST_F(VrrpLinkKeeper, ARecordedLinkGoesEvenWhenNobodyHasALink) {
  links.put({.index = 7, .name = "vrrp.9", .kind = VirtualLinkKind::macvlan, .parent = kEth0});
  kernel.made[7] = {};
  keeper.take_over([](const std::string& place) { return place == "link vrrp.9 7"; });
  keeper.flush();
  EXPECT_TRUE(kernel.made.empty());
}

TEST_F(VrrpLinkKeeper, TheBaseIsSilencedUntilItsLastLinkGoes) {
  run(LinkStand::down);
  keeper.name(kOther, config("vrrp.52", 52));
  keeper.settle(kOther);
  EXPECT_EQ(arp(ArpSetting::ignore), 1U);
  EXPECT_EQ(arp(ArpSetting::filter), 1U);
  EXPECT_EQ(arp(ArpSetting::announce), 2U);
  EXPECT_TRUE(news.places.contains("setting arp_ignore 2"));
  keeper.unname(kWeb);
  keeper.flush();
  EXPECT_EQ(arp(ArpSetting::ignore), 1U);
  keeper.unname(kOther);
  keeper.flush();
  EXPECT_EQ(arp(ArpSetting::ignore), 0U);
  EXPECT_EQ(arp(ArpSetting::filter), 0U);
  EXPECT_EQ(arp(ArpSetting::announce), 0U);
  EXPECT_TRUE(news.places.empty());
}

TEST_F(VrrpLinkKeeper, ABaseThatIsAMacvlanItselfIsRestored) {
  Link base = *links.find("eth0");
  base.kind = VirtualLinkKind::macvlan;
  base.parent = 77;
  links.put(base);
  run(LinkStand::down);
  EXPECT_EQ(links.find("vrrp.51")->parent, 77);
  EXPECT_EQ(arp(ArpSetting::ignore), 1U);
  keeper.unname(kWeb);
  keeper.flush();
  EXPECT_EQ(arp(ArpSetting::ignore), 0U);
  EXPECT_TRUE(news.places.empty());
}

TEST_F(VrrpLinkKeeper, AnOperatorsOwnSettingStays) {
  Link base = *links.find("eth0");
  base.arp_ignore = 2;
  links.put(base);
  run(LinkStand::down);
  keeper.unname(kWeb);
  keeper.flush();
  EXPECT_FALSE((kernel.arp.contains({kEth0, ArpSetting::ignore})));
}

TEST_F(VrrpLinkKeeper, WhatAPredecessorSilencedIsRestored) {
  Link base = *links.find("eth0");
  base.arp_ignore = base.arp_filter = 1;
  links.put(base);
  keeper.take_over([](const std::string& place) { return place == "setting arp_ignore 2"; });
  run(LinkStand::down);
  keeper.unname(kWeb);
  keeper.flush();
  EXPECT_EQ(arp(ArpSetting::ignore), 0U);
  EXPECT_FALSE((kernel.arp.contains({kEth0, ArpSetting::filter})));
}

TEST_F(VrrpLinkKeeper, TheBaseIsToldOfWhenThatIsAskedFor) {
  run(LinkStand::down);
  EXPECT_TRUE(kernel.told.empty());
  auto asking = config("vrrp.52", 52);
  asking.link.announces_itself = true;
  keeper.name(kOther, asking);
  keeper.settle(kOther);
  EXPECT_EQ(kernel.told, std::vector<std::string>{"eth0"});
}

TEST_F(VrrpLinkKeeper, ItTellsWhatIsThere) {
  run(LinkStand::up);
  const OwnLinkState expected{.name = "vrrp.51",
                              .base = "eth0",
                              .hardware = "00:00:5e:00:01:33",
                              .is_present = true,
                              .is_up = true};
  EXPECT_EQ(keeper.describe(kWeb), std::vector<OwnLinkState>{expected});
  EXPECT_TRUE(keeper.describe(kOther).empty());
  EXPECT_TRUE(keeper.is_named("vrrp.51"));
  EXPECT_FALSE(keeper.is_named("eth0"));
}

}  // namespace
}  // namespace evenkeel::vrrp::link_keeping
