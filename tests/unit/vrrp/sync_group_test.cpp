// What a sync group decides.
#include "vrrp/protocol/sync_group.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

using Orders = std::vector<GroupOrder>;
constexpr auto kNone = GroupOrder::none;
constexpr auto kTakeOver = GroupOrder::take_over;
constexpr auto kGiveWay = GroupOrder::give_way;

Member member(Role role, bool wants_master = false) {
  return {.name = "m", .role = role, .wants_master = wants_master};
}

TEST(SyncGroup, TakesOverWhenEveryMemberWantsTo) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::backup, true)};
  EXPECT_EQ(decide(members).role, Role::master);
  EXPECT_EQ(decide(members).orders, (Orders{kTakeOver, kTakeOver}));
}

TEST(SyncGroup, WaitsForAMemberThatDoesNotWantTo) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::backup)};
  EXPECT_EQ(decide(members).role, Role::backup);
  EXPECT_EQ(decide(members).orders, (Orders{kNone, kNone}));
}

TEST(SyncGroup, OneMemberThatGaveWayTakesAllWithIt) {
  const std::vector<Member> members{member(Role::backup), member(Role::master)};
  EXPECT_EQ(decide(members).orders, (Orders{kNone, kGiveWay}));
}

TEST(SyncGroup, AMemberThatWantsToJoinsMasters) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::master)};
  EXPECT_EQ(decide(members).orders, (Orders{kTakeOver, kNone}));
}

TEST(SyncGroup, OneFaultIsEverybodys) {
  std::vector<Member> members{member(Role::master), member(Role::fault)};
  members[1].fault = "interface eth1 is down";
  EXPECT_EQ(decide(members).role, Role::fault);
  EXPECT_EQ(decide(members).reason, "member m is in FAULT: interface eth1 is down");
}

TEST(SyncGroup, AFaultWithoutACauseOfItsOwnHoldsNobody) {
  EXPECT_EQ(decide(std::vector{member(Role::fault), member(Role::fault)}).role, Role::backup);
}

TEST(SyncGroup, ANewMasterWaitsForAMemberThatHasNotStarted) {
  const std::vector<Member> members{member(Role::backup, true), member(Role::init)};
  EXPECT_EQ(decide(members).role, Role::init);
  EXPECT_EQ(decide(members).orders, (Orders{kNone, kNone}));
  // Who was adopted as MASTER stays so while the others start.
  EXPECT_EQ(decide(std::vector{member(Role::master), member(Role::init)}).orders,
            (Orders{kNone, kNone}));
}

TEST(SyncGroup, WhoLeavesIsNoMember) {
  std::vector<Member> members{member(Role::master), member(Role::master)};
  members[1].is_leaving = true;
  EXPECT_EQ(decide(members).role, Role::master);
  members[0].is_leaving = true;
  EXPECT_EQ(decide(members).role, Role::init);
  EXPECT_EQ(decide({}).role, Role::init);
}

}  // namespace
}  // namespace evenkeel::vrrp
