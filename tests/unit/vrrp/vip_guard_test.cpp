#include "vrrp/vip_guard.h"

#include <gtest/gtest.h>

#include "fakes/fake_filter_table.h"
#include "fakes/manual_timers.h"

namespace evenkeel::vrrp {
namespace {

constexpr InstanceId kWeb = 1, kMail = 2;

VrrpInstance instance(const char* address, const char* other = nullptr) {
  VrrpInstance made;
  made.interface = "eth0";
  made.accept = false;
  for (const auto* text : {address, other}) {
    if (text == nullptr) continue;
    made.addresses.push_back({.prefix = *parse_prefix(text), .device = {}, .label = {}});
  }
  return made;
}

class VrrpVipGuard : public testing::Test {
 protected:
  VrrpVipGuard() {
    links.put({.index = 2, .name = "eth0"});
    firewall.services = {*parse_service_key("tcp:192.0.2.1:80")};
  }

  void configure(const std::set<Family>& families = {Family::ipv4}) {
    guard.configure(firewall, families);
    guard.flush();
  }
  void want(InstanceId id, const VrrpInstance& config) {
    guard.want(id, config);
    guard.flush();
  }
  void unwant(InstanceId id) {
    guard.unwant(id);
    guard.flush();
  }
  void end(int status, ScriptEnd how = ScriptEnd::exited) {
    ASSERT_FALSE(scripts.empty());
    EXPECT_TRUE(guard.take_end({.id = scripts.back().first, .status = status, .end = how}));
  }
  std::size_t blocked() const { return table.count(FilterSet::blocked4); }
  FirewallKind kind() const { return guard.state().kind; }
  bool last_script_has(const char* text) const {
    return !scripts.empty() && scripts.back().second.find(text) != std::string::npos;
  }

  ManualTimers timers;
  LinkTable links;
  FakeFilterTable table;
  Firewall firewall;
  std::vector<std::pair<std::uint64_t, std::string>> scripts;
  std::vector<FirewallKind> told;
  VipGuard guard{
      timers,
      links,
      table,
      {.run = [this](std::uint64_t id, const std::string& text) { scripts.emplace_back(id, text); },
       .on_change = [this](const FirewallState&) { told.push_back(guard.state().kind); }}};
};

TEST_F(VrrpVipGuard, WithoutNoAcceptThereIsNoTable) {
  configure({});
  VrrpInstance config = instance("192.0.2.1/24");
  config.accept = true;
  want(kWeb, config);
  EXPECT_FALSE(table.keys);
  EXPECT_EQ(table.replacements, 0);
  EXPECT_EQ(kind(), FirewallKind::none);
}

TEST_F(VrrpVipGuard, TheTableIsThereBeforeThereIsAMaster) {
  configure();
  EXPECT_TRUE(table.keys);
  EXPECT_EQ(blocked(), 0U);
  EXPECT_EQ(table.count(FilterSet::services4), 1U);
  EXPECT_EQ(told, std::vector{FirewallKind::nftables});
}

TEST_F(VrrpVipGuard, AMastersAddressesAreBlockedWhileItIsMaster) {
  configure();
  want(kWeb, instance("192.0.2.1/24", "192.0.2.2/24"));
  EXPECT_EQ(blocked(), 2U);
  EXPECT_EQ(table.replacements, 1);
  unwant(kWeb);
  EXPECT_EQ(blocked(), 0U);
  EXPECT_EQ(table.changes, 2);
}

TEST_F(VrrpVipGuard, AnAddressOfTwoMastersStaysBlockedForTheOther) {
  configure();
  want(kWeb, instance("192.0.2.1/24"));
  want(kMail, instance("192.0.2.1/24"));
  unwant(kWeb);
  EXPECT_EQ(blocked(), 1U);
  unwant(kMail);
  EXPECT_EQ(blocked(), 0U);
}

TEST_F(VrrpVipGuard, WantingTheSameAgainWritesNothing) {
  configure();
  want(kWeb, instance("192.0.2.1/24"));
  want(kWeb, instance("192.0.2.1/24"));
  configure();
  EXPECT_EQ(table.changes, 1);
  EXPECT_EQ(table.replacements, 1);
}

TEST_F(VrrpVipGuard, AReloadMayTurnAMasterEitherWay) {
  configure();
  VrrpInstance config = instance("192.0.2.1/24");
  want(kWeb, config);
  config.accept = true;
  guard.configure(firewall, {});
  guard.flush();
  EXPECT_EQ(blocked(), 1U) << "not before the instance has changed";
  guard.change(kWeb, config);
  guard.flush();
  EXPECT_FALSE(table.keys);
  EXPECT_EQ(kind(), FirewallKind::none);
  config.accept = false;
  guard.configure(firewall, {Family::ipv4});
  guard.change(kWeb, config);
  guard.flush();
  EXPECT_EQ(blocked(), 1U);
}

TEST_F(VrrpVipGuard, WhoIsNoMasterBlocksNothingWhenItChanges) {
  configure();
  guard.change(kWeb, instance("192.0.2.1/24"));
  guard.flush();
  EXPECT_EQ(blocked(), 0U);
}

TEST_F(VrrpVipGuard, OtherSettingsMakeTheTableAnew) {
  configure();
  want(kWeb, instance("192.0.2.1/24"));
  firewall.settings.nftables = "other";
  configure();
  EXPECT_EQ(table.name, "other");
  EXPECT_EQ(blocked(), 1U);
}

TEST_F(VrrpVipGuard, AnInterfaceThatCameAgainIsBlockedByItsNewIndex) {
  configure({Family::ipv6});
  want(kWeb, instance("fe80::1/64"));
  const auto before = *table.keys;
  links.remove(2);
  links.put({.index = 9, .name = "eth0"});
  guard.on_link_changes({.names = {"eth0"}});
  guard.flush();
  EXPECT_EQ(table.count(FilterSet::blocked6_link), 1U);
  EXPECT_NE(*table.keys, before);
}

TEST_F(VrrpVipGuard, ATableThatIsNotAsItWasIsMadeAnew) {
  configure();
  want(kWeb, instance("192.0.2.1/24"));
  table.keys.reset();
  want(kMail, instance("192.0.2.2/24"));
  EXPECT_EQ(blocked(), 2U);
  EXPECT_EQ(table.replacements, 2);
}

TEST_F(VrrpVipGuard, WhatIsRefusedIsSaidAndTriedAgain) {
  table.refusal = EPERM;
  configure();
  EXPECT_EQ(kind(), FirewallKind::unenforced);
  EXPECT_EQ(guard.state().reason, "nftables: refused");
  EXPECT_TRUE(scripts.empty());
  want(kWeb, instance("192.0.2.1/24"));
  table.refusal = 0;
  timers.advance(1s);
  EXPECT_EQ(kind(), FirewallKind::nftables);
  EXPECT_EQ(blocked(), 1U);
  EXPECT_EQ(told, (std::vector{FirewallKind::unenforced, FirewallKind::nftables}));
}

TEST_F(VrrpVipGuard, AnOrderlyStopTakesTheTable) {
  configure();
  want(kWeb, instance("192.0.2.1/24"));
  guard.remove();
  EXPECT_FALSE(table.keys);
}

class VrrpVipGuardByIptables : public VrrpVipGuard {
 protected:
  VrrpVipGuardByIptables() { table.refusal = EOPNOTSUPP; }
};

TEST_F(VrrpVipGuardByIptables, AreTriedBeforeThereIsAMaster) {
  configure();
  ASSERT_EQ(scripts.size(), 1U);
  EXPECT_FALSE(last_script_has("-j DROP"));
  end(0);
  EXPECT_EQ(kind(), FirewallKind::iptables);
  EXPECT_EQ(guard.state().reason, "nftables: refused");
  timers.advance(1min);
  EXPECT_EQ(scripts.size(), 1U) << "nothing is there that could be changed";
}

TEST_F(VrrpVipGuardByIptables, NftablesAreNotTriedAgainWithEachChange) {
  configure();
  end(0);
  want(kWeb, instance("192.0.2.1/24"));
  EXPECT_EQ(table.replacements, 1);
}

TEST_F(VrrpVipGuardByIptables, AMastersAddressesAreBlockedAndLookedAtAgain) {
  configure();
  end(0);
  want(kWeb, instance("192.0.2.1/24"));
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_TRUE(last_script_has("-d 192.0.2.1 -j DROP"));
  end(0);
  timers.advance(5s);
  ASSERT_EQ(scripts.size(), 3U);
  EXPECT_TRUE(last_script_has("is_there 6 'INPUT'"));
  end(kIptablesRepaired);
  EXPECT_EQ(guard.state().repairs, 1U);
  EXPECT_EQ(kind(), FirewallKind::iptables);
}

TEST_F(VrrpVipGuardByIptables, WhatChangesMeanwhileIsDoneAfterwards) {
  configure();
  want(kWeb, instance("192.0.2.1/24"));
  unwant(kWeb);
  want(kMail, instance("192.0.2.2/24"));
  EXPECT_EQ(scripts.size(), 1U) << "one at a time";
  end(0);
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_TRUE(last_script_has("-d 192.0.2.2 -j DROP"));
  EXPECT_FALSE(last_script_has("-d 192.0.2.1 -j DROP"));
}

TEST_F(VrrpVipGuardByIptables, AFailureIsSaidAndTriedAgain) {
  configure();
  end(1);
  EXPECT_EQ(kind(), FirewallKind::unenforced);
  EXPECT_EQ(guard.state().reason, "nftables: refused; iptables: exit status 1");
  EXPECT_EQ(scripts.size(), 1U);
  timers.advance(5s);
  ASSERT_EQ(scripts.size(), 2U);
  end(0, ScriptEnd::timed_out);
  EXPECT_EQ(guard.state().reason, "nftables: refused; iptables: not run to its end");
  timers.advance(5s);
  end(0);
  EXPECT_EQ(kind(), FirewallKind::iptables);
}

TEST_F(VrrpVipGuardByIptables, ANewRunnerIsAskedAgain) {
  configure();
  guard.on_runner_started();
  EXPECT_EQ(scripts.size(), 2U);
  end(0);
  guard.on_runner_started();
  EXPECT_EQ(scripts.size(), 2U);
}

TEST_F(VrrpVipGuardByIptables, ScriptsOfOthersAreNotTheirs) {
  configure();
  EXPECT_FALSE(guard.take_end({.id = 1}));
  EXPECT_FALSE(guard.take_end({.id = std::uint64_t{1} << 63U | 1U}));
}

TEST_F(VrrpVipGuardByIptables, NobodyWhoAsksForThemTakesThem) {
  configure();
  end(0);
  VrrpInstance config = instance("192.0.2.1/24");
  want(kWeb, config);
  end(0);
  config.accept = true;
  guard.configure(firewall, {});
  guard.change(kWeb, config);
  guard.flush();
  EXPECT_TRUE(last_script_has("remove iptables 'INPUT'"));
  EXPECT_FALSE(last_script_has("-j DROP"));
  EXPECT_EQ(kind(), FirewallKind::none);
  end(0);
  EXPECT_EQ(kind(), FirewallKind::none);
  timers.advance(1min);
  EXPECT_EQ(scripts.size(), 3U);
}

TEST_F(VrrpVipGuardByIptables, AnOrderlyStopTakesThem) {
  configure({Family::ipv4, Family::ipv6});
  end(0);
  guard.remove();
  EXPECT_TRUE(last_script_has("remove iptables 'INPUT'"));
  EXPECT_TRUE(last_script_has("remove ip6tables 'INPUT'"));
}

TEST_F(VrrpVipGuardByIptables, AStopAsksForNothingButTheirRemoval) {
  configure();
  end(0);
  want(kWeb, instance("192.0.2.1/24"));
  end(0);
  guard.hold();
  unwant(kWeb);
  timers.advance(1min);
  EXPECT_EQ(scripts.size(), 2U);
  guard.remove();
  EXPECT_EQ(scripts.size(), 3U);
  EXPECT_TRUE(last_script_has("remove iptables 'INPUT'"));
}

TEST_F(VrrpVipGuardByIptables, AnotherChainIsLeftBeforeTheNextIsUsed) {
  configure();
  end(0);
  want(kWeb, instance("192.0.2.1/24"));
  end(0);
  firewall.settings.chain_in = "MINE";
  configure();
  ASSERT_EQ(scripts.size(), 4U);
  EXPECT_NE(scripts[2].second.find("remove iptables 'INPUT'"), std::string::npos);
  EXPECT_TRUE(last_script_has("jump 'MINE'"));
}

}  // namespace
}  // namespace evenkeel::vrrp
