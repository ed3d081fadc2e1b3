#include "unit/vrrp/address_keeping.h"

#include <set>

namespace evenkeel::vrrp {
namespace {

using namespace address_keeping;
using VrrpAddressKeeper = AddressKeeping;

TEST_F(VrrpAddressKeeper, AWantedAddressIsAddedWithItsLease) {
  hold(instance({kVip}));
  EXPECT_EQ(kernel.leases.at({kEth0, *parse_prefix(kVip)}), Duration(9s));
  EXPECT_EQ(news.put.size(), 1U);
  EXPECT_TRUE(keeper.is_present("eth0", *parse_prefix(kVip)));
}

TEST_F(VrrpAddressKeeper, ANamedAddressAloneIsNotTouched) {
  keeper.name(1, instance({kVip}));
  keeper.flush();
  EXPECT_EQ(kernel.puts, 0);
}

TEST_F(VrrpAddressKeeper, TheLeaseIsRenewedAtHalfWithoutNews) {
  hold(instance({kVip}));
  timers.advance(4409ms);
  EXPECT_EQ(kernel.puts, 1);
  timers.advance(91ms);
  EXPECT_EQ(kernel.puts, 2);
  timers.advance(9s);
  EXPECT_EQ(kernel.puts, 4);
  EXPECT_EQ(news.put.size(), 1U);
}

TEST_F(VrrpAddressKeeper, WhatWasPutAtAboutTheSameTimeIsRenewedTogether) {
  std::set<TimePoint> renewals;
  for (Duration after{0}; after < 900ms; after += 10ms) {
    const TimePoint put = TimePoint{} + 1h + after;
    const TimePoint renewal = renewal_of(9s, put);
    EXPECT_LE(renewal, put + 4500ms);
    EXPECT_GT(renewal, put + 4410ms);
    renewals.insert(renewal);
  }
  EXPECT_LE(renewals.size(), 11U);
}

TEST_F(VrrpAddressKeeper, AnAddressForEverIsNeverRenewed) {
  VrrpInstance config = instance({kVip});
  config.vip_lease = Duration(0);
  hold(config);
  timers.advance(1h);
  EXPECT_EQ(kernel.puts, 1);
}

TEST_F(VrrpAddressKeeper, AReleasedAddressIsRemovedAndItsNotificationIsNoRepair) {
  const auto config = instance({kVip});
  hold(config);
  keeper.unwant(1, config);
  keeper.flush();
  EXPECT_FALSE(kernel.has(kEth0, kVip));
  EXPECT_EQ(news.removed, std::vector<std::string>{kVip});
  hold(config);
  const int puts = kernel.puts;
  LinkChanges late;
  late.removed.emplace_back(kEth0, *parse_prefix(kVip));
  keeper.on_link_changes(late);
  keeper.flush();
  EXPECT_EQ(kernel.puts, puts);
}

// As when its lease ends while the process stands still, which is no longer MASTER when it wakes.
TEST_F(VrrpAddressKeeper, WhatHadGoneBeforeItsReleaseIsNoRepairLater) {
  const auto config = instance({kVip});
  hold(config);
  kernel.leases.erase({kEth0, *parse_prefix(kVip)});
  links.remove_address(kEth0, *parse_prefix(kVip));
  keeper.unwant(1, config);
  LinkChanges changes;
  changes.removed.emplace_back(kEth0, *parse_prefix(kVip));
  keeper.on_link_changes(changes);
  keeper.flush();
  EXPECT_EQ(news.removed, std::vector<std::string>{kVip});
  hold(config);
  EXPECT_EQ(news.put.back().second, PutCause::acquired);
}

TEST_F(VrrpAddressKeeper, WhatSomebodyDeletesIsPutBackAtOnce) {
  hold(instance({kVip}));
  somebody_deletes(kVip);
  EXPECT_TRUE(kernel.has(kEth0, kVip));
  EXPECT_EQ(news.put.back().second, PutCause::repaired);
}

TEST_F(VrrpAddressKeeper, AFlushIsLetFinishBeforeTheNextRepair) {
  hold(instance({kVip}));
  somebody_deletes(kVip);
  somebody_deletes(kVip);
  EXPECT_FALSE(kernel.has(kEth0, kVip));
  timers.advance(RepairDamper::kRepairGap);
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

TEST_F(VrrpAddressKeeper, ARepairFightIsNamedOnceAndSlowsDown) {
  hold(instance({kVip}));
  for (int i = 0; i < 11; ++i) {
    somebody_deletes(kVip);
    timers.advance(50ms);
  }
  EXPECT_EQ(news.fights, 1);
  somebody_deletes(kVip);
  EXPECT_FALSE(kernel.has(kEth0, kVip));
  timers.advance(900ms);
  EXPECT_FALSE(kernel.has(kEth0, kVip));
  timers.advance(100ms);
  EXPECT_TRUE(kernel.has(kEth0, kVip));
  EXPECT_EQ(news.fights, 1);
}

TEST_F(VrrpAddressKeeper, WhatIsFoundThereIsAdoptedWithAFreshLease) {
  find_in_kernel(kVip, false);
  hold(instance({kVip}));
  EXPECT_EQ(kernel.leases.at({kEth0, *parse_prefix(kVip)}), Duration(9s));
  EXPECT_EQ(news.put.back().second, PutCause::adopted);
}

TEST_F(VrrpAddressKeeper, WhatSomebodyMadePermanentGetsItsLeaseBack) {
  hold(instance({kVip}));
  find_in_kernel(kVip, true);
  LinkChanges changes;
  changes.added.emplace_back(kEth0, *parse_prefix(kVip));
  keeper.on_link_changes(changes);
  keeper.flush();
  EXPECT_EQ(kernel.leases.at({kEth0, *parse_prefix(kVip)}), Duration(9s));
}

TEST_F(VrrpAddressKeeper, AnAddressStaysWhileOneInstanceWantsIt) {
  const auto config = instance({kVip});
  hold(config);
  keeper.name(2, config);
  keeper.want(2, config);
  keeper.unname(1, config);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kVip));
  keeper.unname(2, config);
  keeper.flush();
  EXPECT_FALSE(kernel.has(kEth0, kVip));
  EXPECT_EQ(keeper.size(), 1U);
  notify_removed(kVip);
  EXPECT_EQ(keeper.size(), 0U);
}

TEST_F(VrrpAddressKeeper, AnotherLabelIsDeletedAndAddedAgain) {
  VrrpInstance config = instance({kVip});
  hold(config);
  config.addresses[0].label = "eth0:web";
  hold(config);
  EXPECT_EQ(news.removed.size(), 1U);
  EXPECT_EQ(news.put.size(), 2U);
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

TEST_F(VrrpAddressKeeper, LeftoversOfThePredecessorAreRemoved) {
  find_in_kernel(kVip, false);
  keeper.take_over({{"eth0", *parse_prefix(kVip)}});
  keeper.flush();
  EXPECT_FALSE(kernel.has(kEth0, kVip));
  EXPECT_TRUE(kernel.has(kEth0, kOwn));
}

TEST_F(VrrpAddressKeeper, AMissingDeviceIsWaitedFor) {
  links.remove(kEth0);
  kernel.leases.clear();
  hold(instance({kVip}));
  EXPECT_EQ(kernel.puts, 0);
  add_link();
  LinkChanges changes;
  changes.names.insert("eth0");
  keeper.on_link_changes(changes);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kVip));
  EXPECT_EQ(news.put.back().second, PutCause::acquired);
}

TEST_F(VrrpAddressKeeper, ALostNotificationIsMadeGoodByAResync) {
  hold(instance({kVip}));
  kernel.leases.erase({kEth0, *parse_prefix(kVip)});
  links.remove_address(kEth0, *parse_prefix(kVip));
  LinkChanges changes;
  changes.is_resync = true;
  keeper.on_link_changes(changes);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

TEST_F(VrrpAddressKeeper, AFailureIsToldOnceAndTriedAgain) {
  kernel.failure = EPERM;
  hold(instance({kVip}));
  timers.advance(5s);
  EXPECT_EQ(news.errors, std::vector<int>{EPERM});
  kernel.failure = 0;
  timers.advance(1s);
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

TEST_F(VrrpAddressKeeper, TheInterfacesOwnAddressSurvivesAsSecondary) {
  const auto config = instance({kVip});
  hold(config);
  KernelAddress secondary;
  secondary.is_secondary = true;
  links.put_address(kEth0, *parse_prefix(kOwn), secondary);
  keeper.unwant(1, config);
  keeper.flush();
  EXPECT_TRUE(kernel.promoted.contains(kEth0));
}

TEST_F(VrrpAddressKeeper, ItsEndLeavesTheKernelAsItIs) {
  {
    AddressKeeper brief(timers, links, kernel, news);
    brief.name(1, instance({kVip}));
    brief.want(1, instance({kVip}));
    brief.flush();
  }
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

constexpr const char* kVip6 = "2001:db8::100/64";

TEST_F(VrrpAddressKeeper, BothFamiliesAreHeldAlike) {
  hold(instance({kVip, kVip6}));
  EXPECT_TRUE(kernel.has(kEth0, kVip6));
  somebody_deletes(kVip6);
  timers.advance(1s);
  EXPECT_TRUE(kernel.has(kEth0, kVip6));
  EXPECT_EQ(news.put.back(), std::pair(std::string(kVip6), PutCause::repaired));
}

TEST_F(VrrpAddressKeeper, IPv6AddressesThatGoWithTheirInterfaceComeBackWithIt) {
  hold(instance({kVip6}));
  links.put({.index = kEth0, .name = "eth0", .is_admin_up = false, .has_carrier = false});
  somebody_deletes(kVip6);
  timers.advance(5s);
  EXPECT_FALSE(kernel.has(kEth0, kVip6));
  add_link();
  LinkChanges changes;
  changes.names = {"eth0"};
  keeper.on_link_changes(changes);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kVip6));
  EXPECT_EQ(news.put.back().second, PutCause::acquired);
}

TEST_F(VrrpAddressKeeper, TheHolderOfAnAddressIsWhoWantsIt) {
  const IpAddress address = parse_prefix(kVip)->address;
  keeper.name(1, instance({kVip}));
  EXPECT_EQ(keeper.holder_of("eth0", address), 0U);
  keeper.want(1, instance({kVip}));
  EXPECT_EQ(keeper.holder_of("eth0", address), 1U);
  EXPECT_EQ(keeper.holder_of("eth1", address), 0U);
  EXPECT_EQ(keeper.holder_of("eth0", *parse_address("192.0.2.101")), 0U);
  int visits = 0;
  keeper.for_each_held("eth0", [&](InstanceId, const IpAddress&) { ++visits; });
  EXPECT_EQ(visits, 1);
}

TEST_F(VrrpAddressKeeper, ARenewalDoesNotProlongThePreferredLifetime) {
  auto config = instance({kVip6});
  config.addresses[0].preferred = 20s;
  hold(config);
  const std::pair key(kEth0, *parse_prefix(kVip6));
  EXPECT_EQ(kernel.preferred.at(key), Duration(20s));
  timers.advance(5s);
  EXPECT_EQ(kernel.preferred.at(key), Duration(15500ms));
  timers.advance(30s);
  EXPECT_EQ(kernel.preferred.at(key), Duration(0));
}

TEST_F(VrrpAddressKeeper, StandsBackWhenTheMachinesOwnAddressComesBehindIt) {
  links.remove_address(kEth0, *parse_prefix(kOwn));
  hold(instance({kVip}));
  ASSERT_EQ(kernel.puts, 1);
  links.put_address(kEth0, *parse_prefix(kOwn), {.is_secondary = true, .is_permanent = true});
  LinkChanges changes;
  changes.added.emplace_back(kEth0, *parse_prefix(kOwn));
  keeper.on_link_changes(changes);
  keeper.flush();
  // Not before its own address would outlive ours.
  EXPECT_EQ(kernel.puts, 1);
  EXPECT_EQ(kernel.promoted, std::set<int>{kEth0});
  links.put({.index = kEth0,
             .name = "eth0",
             .is_admin_up = true,
             .has_carrier = true,
             .promotes_secondaries = true});
  LinkChanges promoted;
  promoted.names.insert("eth0");
  keeper.on_link_changes(promoted);
  keeper.flush();
  EXPECT_EQ(kernel.puts, 2);
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

}  // namespace
}  // namespace evenkeel::vrrp
