#include "vrrp/protocol/announce.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

const TimePoint kNow{std::chrono::hours(1)};
const IpAddress kFirst = *parse_address("192.0.2.1");
const IpAddress kSecond = *parse_address("192.0.2.2");

std::vector<IpAddress> addresses(const std::vector<Announcement>& announcements) {
  std::vector<IpAddress> list;
  for (const auto& announcement : announcements) list.push_back(announcement.address);
  return list;
}

TEST(VrrpAnnounceSchedule, ADelayOfZeroMeansNoSecondBurst) {
  AnnounceSchedule schedule;
  AnnounceSettings settings;
  settings.second_burst_delay = Duration(0);
  EXPECT_EQ(announce_takeover(schedule, settings, Takeover::plain, kNow), 5U);
  EXPECT_EQ(schedule.next(), kNever);
}

TEST(VrrpAnnounceSchedule, ATakeoverOfAResignedMasterIsAnnouncedAgainAfterASecond) {
  AnnounceSchedule schedule;
  announce_takeover(schedule, {}, Takeover::relieving, kNow);
  EXPECT_EQ(schedule.next(), kNow + 1s);
  EXPECT_EQ(announce_due(schedule, {}, kNow + 1s), 5U);
  EXPECT_EQ(schedule.next(), kNow + 5s);
}

TEST(VrrpAnnounceSchedule, AConflictThatGoesOnDoesNotPutItsBurstOff) {
  AnnounceSchedule schedule;
  announce_conflict(schedule, {}, kNow);
  announce_conflict(schedule, {}, kNow + 3s);
  EXPECT_EQ(schedule.lower_priority_burst, kNow + 5s);
}

TEST(VrrpAnnounceSchedule, NothingIsDueBeforeItsTime) {
  AnnounceSchedule schedule;
  announce_takeover(schedule, {}, Takeover::plain, kNow);
  EXPECT_EQ(announce_due(schedule, {}, kNow + 4999ms), 0U);
  EXPECT_EQ(announce_due(schedule, {}, kNow + 5s), 5U);
  EXPECT_EQ(announce_due(schedule, {}, kNow + 6s), 0U);
}

TEST(VrrpAnnounceSchedule, ExtraInterfacesAreDuePeriodically) {
  AnnounceSchedule schedule;
  AnnounceSettings settings;
  settings.extra = 30s;
  resume_announcing(schedule, settings, kNow);
  EXPECT_FALSE(extra_due(schedule, settings, kNow + 29s));
  EXPECT_TRUE(extra_due(schedule, settings, kNow + 30s));
  EXPECT_FALSE(extra_due(schedule, settings, kNow + 31s));
  EXPECT_EQ(schedule.next(), kNow + 60s);
}

TEST(VrrpAnnounceQueue, OneAddressOnTwoInterfacesIsAnnouncedOnBoth) {
  AnnounceQueue queue;
  queue.add({"eth0", kFirst, 1}, 1, Duration(0));
  queue.add({"eth1", kFirst, 1}, 1, Duration(0));
  queue.remove("eth0", kFirst);
  const auto due = queue.take(kNow, 100);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].device, "eth1");
}

TEST(VrrpAnnounceQueue, FramesGoOutInRoundsOverAllAddresses) {
  AnnounceQueue queue;
  queue.add({"eth0", kFirst, 1}, 2, Duration(0));
  queue.add({"eth0", kSecond, 1}, 2, Duration(0));
  EXPECT_EQ(addresses(queue.take(kNow, 100)),
            (std::vector<IpAddress>{kFirst, kSecond, kFirst, kSecond}));
  EXPECT_EQ(queue.next(), kNever);
}

TEST(VrrpAnnounceQueue, AnIntervalKeepsFramesApart) {
  AnnounceQueue queue;
  queue.add({"eth0", kFirst, 1}, 2, 100ms);
  EXPECT_EQ(queue.take(kNow, 100).size(), 1U);
  EXPECT_EQ(queue.next(), kNow + 100ms);
  EXPECT_TRUE(queue.take(kNow + 99ms, 100).empty());
  EXPECT_EQ(queue.take(kNow + 100ms, 100).size(), 1U);
}

TEST(VrrpAnnounceQueue, ALimitLeavesTheRestForLater) {
  AnnounceQueue queue;
  queue.add({"eth0", kFirst, 1}, 5, Duration(0));
  EXPECT_EQ(queue.take(kNow, 3).size(), 3U);
  EXPECT_LE(queue.next(), kNow);
  EXPECT_EQ(queue.take(kNow, 3).size(), 2U);
}

TEST(VrrpAnnounceQueue, AnAddressIsQueuedOnceHoweverOftenItIsAdded) {
  AnnounceQueue queue;
  for (int i = 0; i < 100; ++i) queue.add({"eth0", kFirst, 1}, 5, Duration(0));
  EXPECT_EQ(queue.take(kNow, 1000).size(), 5U);
}

TEST(VrrpAnnounceQueue, ARemovedAddressIsNotAnnounced) {
  AnnounceQueue queue;
  queue.add({"eth0", kFirst, 1}, 5, Duration(0));
  queue.add({"eth0", kSecond, 1}, 1, Duration(0));
  queue.remove("eth0", kFirst);
  EXPECT_EQ(addresses(queue.take(kNow, 100)), std::vector<IpAddress>{kSecond});
}

}  // namespace
}  // namespace evenkeel::vrrp
