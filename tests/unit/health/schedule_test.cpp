#include "checker/health/schedule.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace evenkeel::checker {
namespace {

constexpr TimePoint kNow{100s};

TEST(Schedule, PopsInOrderOfTime) {
  Schedule schedule;
  schedule.set(3, kNow + 3s);
  schedule.set(1, kNow + 1s);
  schedule.set(2, kNow + 2s);
  EXPECT_EQ(schedule.next(), kNow + 1s);
  EXPECT_EQ(schedule.pop_due(kNow + 5s), 1U);
  EXPECT_EQ(schedule.pop_due(kNow + 5s), 2U);
  EXPECT_EQ(schedule.pop_due(kNow + 5s), 3U);
  EXPECT_EQ(schedule.pop_due(kNow + 5s), std::nullopt);
}

TEST(Schedule, WhatIsNotDueStays) {
  Schedule schedule;
  schedule.set(0, kNow + 1s);
  EXPECT_EQ(schedule.pop_due(kNow), std::nullopt);
  EXPECT_TRUE(schedule.contains(0));
}

TEST(Schedule, SettingAgainMoves) {
  Schedule schedule;
  schedule.set(0, kNow + 1s);
  schedule.set(1, kNow + 2s);
  schedule.set(0, kNow + 3s);
  EXPECT_EQ(schedule.size(), 2U);
  EXPECT_EQ(schedule.pop_due(kNow + 9s), 1U);
  EXPECT_EQ(schedule.pop_due(kNow + 9s), 0U);
}

TEST(Schedule, RemovingTheUnknownIsHarmless) {
  Schedule schedule;
  schedule.remove(7);
  schedule.set(1, kNow);
  schedule.remove(7);
  schedule.remove(1);
  schedule.remove(1);
  EXPECT_EQ(schedule.next(), std::nullopt);
}

TEST(Schedule, AgreesWithASortedMapOnRandomUse) {
  std::minstd_rand random(1);
  Schedule schedule;
  std::map<Schedule::Id, TimePoint> model;
  for (int i = 0; i < 20000; ++i) {
    const auto id = static_cast<Schedule::Id>(random() % 200);
    switch (random() % 4) {
      case 0:
        schedule.remove(id);
        model.erase(id);
        break;
      case 1:
        if (const auto popped = schedule.pop_due(kNow + 1h)) {
          for (const auto& [other, when] : model) EXPECT_GE(when, model.at(*popped));
          model.erase(*popped);
        }
        break;
      default:
        model[id] = kNow + Duration(random() % 1000);
        schedule.set(id, model[id]);
    }
    ASSERT_EQ(schedule.size(), model.size());
    ASSERT_EQ(schedule.contains(id), model.contains(id));
  }
}

}  // namespace
}  // namespace evenkeel::checker
