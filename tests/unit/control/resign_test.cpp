#include "daemon/control/resign.h"

#include <gtest/gtest.h>

namespace evenkeel::control {
namespace {

constexpr WallTime kNow{std::chrono::hours(1'000'000)};

Store store(ResignStatus of_a = ResignStatus::none) {
  Store made;
  InstanceState a;
  a.name = "a";
  a.resign.status = of_a;
  InstanceState b;
  b.name = "b";
  made.apply(a);
  made.apply(b);
  return made;
}

TEST(Resign, GoesToOneInstanceOrToAll) {
  const auto one =
      plan_resign(store(), {.instance = "b", .duration = "10m", .why = "kernel update"}, kNow);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->size(), 1U);
  EXPECT_EQ(one->at(0).instance, "b");
  EXPECT_EQ(one->at(0).until, kNow + std::chrono::minutes(10));
  EXPECT_EQ(one->at(0).why, "kernel update");
  EXPECT_EQ(plan_resign(store(), {}, kNow)->size(), 2U);
}

TEST(Resign, WithoutADurationItLastsUntilTheReturn) {
  EXPECT_EQ(plan_resign(store(), {}, kNow)->at(0).until, WallTime{});
}

TEST(Resign, WhoIsResignedIsNotAskedAgain) {
  for (const auto status : {ResignStatus::asked, ResignStatus::resigned}) {
    EXPECT_FALSE(plan_resign(store(status), {.instance = "a"}, kNow));
    EXPECT_EQ(plan_resign(store(status), {}, kNow)->size(), 1U);
  }
  EXPECT_TRUE(plan_resign(store(ResignStatus::refused), {.instance = "a"}, kNow));
}

TEST(Resign, AnUnknownInstanceIsToldWithThoseThatExist) {
  const auto plan = plan_resign(store(), {.instance = "c"}, kNow);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().what, "there is no VRRP instance \"c\"; there are: a, b");
  EXPECT_FALSE(plan_return(store(), "c"));
  EXPECT_FALSE(plan_resign(Store{}, {}, kNow));
}

TEST(Resign, OnlyWhoIsResignedReturns) {
  EXPECT_EQ(*plan_return(store(ResignStatus::resigned), ""), std::vector<std::string>{"a"});
  EXPECT_EQ(*plan_return(store(ResignStatus::asked), "a"), std::vector<std::string>{"a"});
  EXPECT_FALSE(plan_return(store(ResignStatus::resigned), "b"));
  EXPECT_FALSE(plan_return(store(), ""));
}

TEST(Resign, ASyncGroupGoesAndReturnsAsOne) {
  Store made = store();
  for (const auto* name : {"c", "d"}) {
    InstanceState member;
    member.name = name;
    member.sync_group = "both";
    made.apply(member);
  }
  const auto names = [](const Result<std::vector<Resign>>& plan) {
    std::string text;
    for (const auto& asked : *plan) text += asked.instance;
    return text;
  };
  EXPECT_EQ(names(plan_resign(made, {.instance = "d"}, kNow)), "cd");
  EXPECT_EQ(names(plan_resign(made, {.instance = "a"}, kNow)), "a");
  for (const auto* name : {"c", "d"}) {
    InstanceState member = made.instances().at(name);
    member.resign.status = ResignStatus::resigned;
    made.apply(member);
  }
  EXPECT_EQ(*plan_return(made, "c"), (std::vector<std::string>{"c", "d"}));
}

TEST(Resign, DurationsHaveAUnit) {
  EXPECT_EQ(parse_duration("90"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("90s"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("10m"), std::chrono::minutes(10));
  EXPECT_EQ(parse_duration("2h"), std::chrono::hours(2));
  EXPECT_EQ(parse_duration("365d"), std::chrono::hours(365 * 24));
  for (const auto* text : {"", "0", "-1m", "m", "1w", "1 m", "366d", "99999999999999999999"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

}  // namespace
}  // namespace evenkeel::control
