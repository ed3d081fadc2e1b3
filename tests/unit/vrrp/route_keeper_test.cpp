#include "vrrp/route_keeper.h"

#include <gtest/gtest.h>

#include "fakes/fake_routing_table.h"
#include "fakes/manual_timers.h"

namespace evenkeel::vrrp {
namespace {

constexpr int kEth0 = 2;
constexpr InstanceId kWeb = 1, kMail = 2;

struct News final : RouteObserver {
  void on_entry_put(InstanceId, const RoutingEntry& entry, PutCause cause) override {
    put.emplace_back(to_string(entry), cause);
  }
  void on_entry_failed(InstanceId, const RoutingEntry&, const std::string& problem) override {
    problems.push_back(problem);
  }
  void on_entry_fight(InstanceId, const RoutingEntry&) override { ++fights; }
  void on_place_taken(const std::string& place) override { places.insert(place); }
  void on_place_left(const std::string& place) override { places.erase(place); }

  std::size_t count(PutCause cause) const {
    return static_cast<std::size_t>(
        std::count_if(put.begin(), put.end(), [&](const auto& p) { return p.second == cause; }));
  }

  std::vector<std::pair<std::string, PutCause>> put;
  std::vector<std::string> problems;
  std::set<std::string> places;
  int fights = 0;
};

Route route(const char* destination = "10.1.0.0/16", const char* via = "10.0.0.254") {
  Route made;
  made.destination = *parse_prefix(destination);
  made.nexthop.via = *parse_address(via);
  made.nexthop.device = "eth0";
  return made;
}

Rule rule(std::uint32_t priority = 50) {
  Rule made;
  made.from = *parse_prefix("10.1.0.0/16");
  made.table = 100;
  made.priority = priority;
  return made;
}

class VrrpRouteKeeper : public testing::Test {
 protected:
  VrrpRouteKeeper() { set_link(AdminState::up); }

  enum class AdminState : std::uint8_t { down, up };
  void set_link(AdminState state) {
    links.put({.index = kEth0, .name = "eth0", .is_admin_up = state == AdminState::up});
    tell_link();
  }
  void tell_link() {
    LinkChanges changes;
    changes.names.insert("eth0");
    keeper.on_link_changes(changes);
    keeper.flush();
  }

  void hold(const RouteKeeper::Entries& entries, InstanceId instance = kWeb) {
    keeper.name(instance, entries);
    keeper.want(instance, entries);
    keeper.flush();
  }

  void let_go(InstanceId instance = kWeb) {
    keeper.unwant(instance);
    keeper.withdraw();
    keeper.flush();
  }

  void somebody_deletes_all() {
    kernel.entries.clear();
    keeper.look_soon();
    timers.advance(10ms);
  }

  bool has(const RoutingEntry& wanted) const {
    const auto desired = resolve(wanted, links);
    return std::any_of(kernel.entries.begin(), kernel.entries.end(), [&](const auto& entry) {
      return desired && is_satisfied_by(*desired, entry);
    });
  }

  KernelEntry in_kernel(const RoutingEntry& wanted) { return *resolve(wanted, links); }

  ManualTimers timers;
  LinkTable links;
  FakeRoutingTable kernel;
  News news;
  RouteKeeper keeper{timers, links, kernel, news};
};

TEST_F(VrrpRouteKeeper, WhatIsWantedIsThereAndGoesAgain) {
  hold({route(), rule()});
  EXPECT_TRUE(has(route()));
  EXPECT_TRUE(has(rule()));
  EXPECT_EQ(news.count(PutCause::acquired), 2U);
  EXPECT_EQ(news.places.size(), 2U);
  EXPECT_TRUE(keeper.describe(route()).is_present);
  let_go();
  EXPECT_TRUE(kernel.entries.empty());
  EXPECT_TRUE(news.places.empty());
  EXPECT_FALSE(keeper.describe(route()).is_present);
}

TEST_F(VrrpRouteKeeper, ApplyingTwiceWritesNothing) {
  hold({route(), rule()});
  timers.advance(1h);
  keeper.look_soon();
  timers.advance(1s);
  EXPECT_EQ(kernel.puts, 2);
  EXPECT_EQ(news.put.size(), 2U);
}

TEST_F(VrrpRouteKeeper, WhatNobodyNamesIsNotTouched) {
  kernel.entries = {in_kernel(route("10.8.0.0/16"))};
  hold({route()});
  let_go();
  EXPECT_EQ(kernel.entries.size(), 1U);
}

TEST_F(VrrpRouteKeeper, WithoutAnEntryNothingIsRead) {
  tell_link();
  keeper.look_soon();
  timers.advance(1s);
  EXPECT_EQ(kernel.reads, 0);
}

TEST_F(VrrpRouteKeeper, WhatSomebodyDeletesIsPutBackAtOnce) {
  hold({route(), rule()});
  timers.advance(1s);
  somebody_deletes_all();
  EXPECT_TRUE(has(route()));
  EXPECT_TRUE(has(rule()));
  EXPECT_EQ(news.count(PutCause::repaired), 2U);
}

TEST_F(VrrpRouteKeeper, WhatSomebodyReplacesIsReplacedAgain) {
  hold({route()});
  timers.advance(1s);
  kernel.entries = {in_kernel(route("10.1.0.0/16", "10.0.0.9"))};
  keeper.look_soon();
  timers.advance(10ms);
  EXPECT_TRUE(has(route()));
  EXPECT_EQ(kernel.entries.size(), 1U);
}

TEST_F(VrrpRouteKeeper, AFightIsDampedAndNamedOnce) {
  hold({route()});
  timers.advance(1s);
  for (int i = 0; i < 40; ++i) {
    somebody_deletes_all();
    timers.advance(20ms);
  }
  EXPECT_EQ(news.fights, 1);
  EXPECT_LE(kernel.puts, 14);
  timers.advance(2s);
  EXPECT_TRUE(has(route()));
}

TEST_F(VrrpRouteKeeper, WhatIsNotTrackedStaysAway) {
  Route untracked = route();
  untracked.tracked = false;
  hold({untracked});
  EXPECT_TRUE(has(untracked));
  timers.advance(1s);
  somebody_deletes_all();
  timers.advance(1min);
  EXPECT_FALSE(has(untracked));
  let_go();
  hold({untracked});
  EXPECT_TRUE(has(untracked));
}

TEST_F(VrrpRouteKeeper, ATransientFailureIsNoNews) {
  kernel.refusal = ENETUNREACH;
  hold({route()});
  timers.advance(60ms);
  kernel.refusal = 0;
  timers.advance(60ms);
  EXPECT_TRUE(has(route()));
  EXPECT_TRUE(news.problems.empty());
}

TEST_F(VrrpRouteKeeper, ALastingFailureIsToldOnceAndShown) {
  kernel.refusal = ENETUNREACH;
  hold({route()});
  timers.advance(1min);
  EXPECT_EQ(news.problems, std::vector<std::string>{"Network is unreachable"});
  EXPECT_EQ(keeper.describe(route()).reason, "Network is unreachable");
  kernel.refusal = 0;
  timers.advance(1s);
  EXPECT_TRUE(has(route()));
  EXPECT_EQ(keeper.describe(route()).reason, "");
}

TEST_F(VrrpRouteKeeper, AFailureIsTriedAgainWhenAnAddressComes) {
  kernel.refusal = ENETUNREACH;
  hold({route()});
  timers.advance(1min);
  timers.advance(500ms);
  kernel.refusal = 0;
  LinkChanges changes;
  changes.added.emplace_back(kEth0, *parse_prefix("10.0.0.1/24"));
  keeper.on_link_changes(changes);
  keeper.flush();
  EXPECT_TRUE(has(route()));
}

TEST_F(VrrpRouteKeeper, AMissingInterfaceDegradesOnlyWhatNeedsIt) {
  links.remove(kEth0);
  Route other = route("10.2.0.0/16");
  other.nexthop.device.clear();
  hold({route(), other});
  EXPECT_TRUE(has(other));
  EXPECT_EQ(news.problems, std::vector<std::string>{"interface eth0 does not exist"});
  EXPECT_EQ(keeper.describe(route()).reason, "interface eth0 does not exist");
  timers.advance(1min);
  tell_link();
  EXPECT_EQ(news.problems.size(), 1U);
  set_link(AdminState::up);
  EXPECT_TRUE(has(route()));
}

TEST_F(VrrpRouteKeeper, WhatWentWithItsInterfaceIsNoRepair) {
  hold({route()});
  timers.advance(1s);
  kernel.entries.clear();
  kernel.refusal = ENETDOWN;
  set_link(AdminState::down);
  timers.advance(1s);
  kernel.refusal = 0;
  set_link(AdminState::up);
  timers.advance(1s);
  EXPECT_TRUE(has(route()));
  EXPECT_EQ(news.count(PutCause::repaired), 0U);
}

TEST_F(VrrpRouteKeeper, WhatTwoWantStaysUntilBothLetGo) {
  hold({route()}, kWeb);
  hold({route()}, kMail);
  EXPECT_EQ(kernel.puts, 1);
  let_go(kWeb);
  EXPECT_TRUE(has(route()));
  let_go(kMail);
  EXPECT_FALSE(has(route()));
}

TEST_F(VrrpRouteKeeper, OfTwoAtOnePlaceTheLaterWishCountsUntilItEnds) {
  const Route fixed = route("10.1.0.0/16", "10.0.0.1"), moving = route("10.1.0.0/16", "10.0.0.2");
  hold({fixed}, kStatics);
  hold({moving}, kWeb);
  timers.advance(1min);
  EXPECT_TRUE(has(moving));
  EXPECT_EQ(kernel.entries.size(), 1U);
  EXPECT_EQ(kernel.puts, 2);
  let_go(kWeb);
  EXPECT_TRUE(has(fixed));
  EXPECT_EQ(kernel.entries.size(), 1U);
  EXPECT_EQ(news.count(PutCause::repaired), 0U);
}

TEST_F(VrrpRouteKeeper, AChangedRouteReplacesTheOldOneInOneStep) {
  const Route before = route(), after = route("10.1.0.0/16", "10.0.0.9");
  hold({before});
  hold({after});
  keeper.rename(kWeb, {after});
  keeper.withdraw();
  keeper.flush();
  timers.advance(1s);
  EXPECT_TRUE(has(after));
  EXPECT_EQ(kernel.entries.size(), 1U);
  EXPECT_EQ(kernel.puts, 2);
  EXPECT_EQ(keeper.size(), 1U);
}

TEST_F(VrrpRouteKeeper, WhatTheConfigurationDropsGoes) {
  hold({route(), rule(), rule(60)});
  keeper.rename(kWeb, {rule()});
  keeper.withdraw();
  keeper.flush();
  EXPECT_EQ(kernel.entries.size(), 1U);
  EXPECT_TRUE(has(rule()));
  EXPECT_FALSE(keeper.is_named(*parse_prefix("10.1.0.0/16")));
}

TEST_F(VrrpRouteKeeper, ASuccessorKeepsWhatItFindsWithoutNews) {
  kernel.entries = {in_kernel(route()), in_kernel(rule())};
  keeper.name(kWeb, {route(), rule()});
  keeper.begin_adoption({});
  keeper.want(kWeb, {route(), rule()});
  keeper.flush();
  EXPECT_EQ(kernel.reads, 0);
  keeper.finish_adoption();
  EXPECT_EQ(kernel.puts, 0);
  EXPECT_EQ(news.count(PutCause::adopted), 2U);
  EXPECT_EQ(news.places.size(), 2U);
}

TEST_F(VrrpRouteKeeper, ASuccessorThatIsNoMasterDropsWhatIsNamed) {
  kernel.entries = {in_kernel(route())};
  keeper.begin_adoption({});
  keeper.name(kWeb, {route()});
  keeper.finish_adoption();
  EXPECT_TRUE(kernel.entries.empty());
}

TEST_F(VrrpRouteKeeper, LeftoversOfTheRecordGoAndOthersStay) {
  const KernelEntry recorded = in_kernel(route("10.7.0.0/16"));
  kernel.entries = {recorded, in_kernel(route("10.8.0.0/16"))};
  keeper.begin_adoption([&](const std::string& place) { return place == place_of(recorded); });
  keeper.finish_adoption();
  ASSERT_EQ(kernel.entries.size(), 1U);
  EXPECT_TRUE(has(route("10.8.0.0/16")));
}

TEST_F(VrrpRouteKeeper, AnExpiredRouteIsNotPutBack) {
  Route passing = route();
  passing.expires = 10s;
  hold({passing});
  timers.advance(5s);
  somebody_deletes_all();
  EXPECT_TRUE(has(passing));
  timers.advance(11s);
  somebody_deletes_all();
  timers.advance(1min);
  EXPECT_FALSE(has(passing));
}

TEST_F(VrrpRouteKeeper, WhatTheKernelShowsOtherwiseIsNotRepairedForEver) {
  hold({route()});
  auto& shown = std::get<KernelRoute>(kernel.entries.front());
  shown.route.scope = 200;
  timers.advance(1min);
  EXPECT_EQ(kernel.puts, 1);
  somebody_deletes_all();
  EXPECT_EQ(kernel.puts, 2);
}

TEST_F(VrrpRouteKeeper, AFailedReadIsTriedAgain) {
  kernel.read_failure = EIO;
  hold({route()});
  EXPECT_FALSE(has(route()));
  kernel.read_failure = 0;
  timers.advance(1s);
  EXPECT_TRUE(has(route()));
}

}  // namespace
}  // namespace evenkeel::vrrp
