#include "daemon/runner/script_queue.h"

#include <gtest/gtest.h>

namespace evenkeel::runner {
namespace {

constexpr TimePoint kNow{100s};
constexpr ScriptQueue::Limits kLimits{.running = 2, .queued = 3, .term_patience = 2s};

RunScript script(std::uint64_t id, std::string queue, Duration timeout = 10s) {
  RunScript made;
  made.id = id;
  made.queue = std::move(queue);
  made.timeout = timeout;
  return made;
}

TEST(ScriptQueue, ScriptsOfOneQueueRunOneAfterTheOtherInOrder) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a"));
  queue.add(script(2, "a"));
  const auto first = queue.start_next(kNow);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->script.id, 1U);
  EXPECT_FALSE(queue.start_next(kNow));
  queue.end(first->ticket);
  const auto second = queue.start_next(kNow);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->script.id, 2U);
}

TEST(ScriptQueue, DifferentQueuesRunSideBySideUpToTheLimit) {
  ScriptQueue queue(kLimits);
  for (const auto* name : {"a", "b", "c"}) queue.add(script(1, name));
  const auto first = queue.start_next(kNow);
  ASSERT_TRUE(first);
  EXPECT_TRUE(queue.start_next(kNow));
  EXPECT_FALSE(queue.start_next(kNow));
  EXPECT_EQ(queue.running(), 2U);
  EXPECT_EQ(queue.queued(), 1U);
  queue.end(first->ticket);
  EXPECT_EQ(queue.start_next(kNow)->script.queue, "c");
}

TEST(ScriptQueue, QueuesTakeTurnsWhenThereIsLittleRoom) {
  ScriptQueue queue({.running = 1, .queued = 3, .term_patience = 2s});
  queue.add(script(1, "a"));
  queue.add(script(2, "a"));
  queue.add(script(3, "b"));
  queue.end(queue.start_next(kNow)->ticket);
  const auto next = queue.start_next(kNow);
  EXPECT_EQ(next->script.id, 3U);
  queue.end(next->ticket);
  EXPECT_EQ(queue.start_next(kNow)->script.id, 2U);
}

TEST(ScriptQueue, TheOldestWaitingGivesWayWhenAQueueIsFull) {
  ScriptQueue queue(kLimits);
  queue.add(script(0, "a"));
  queue.start_next(kNow);
  for (std::uint64_t id = 1; id <= 3; ++id) EXPECT_FALSE(queue.add(script(id, "a")));
  const auto dropped = queue.add(script(4, "a"));
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->id, 1U);
  EXPECT_EQ(queue.queued(), 3U);
}

TEST(ScriptQueue, SendersMayChooseTheSameId) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a"));
  queue.add(script(1, "b"));
  const auto first = queue.start_next(kNow);
  const auto second = queue.start_next(kNow);
  EXPECT_NE(first->ticket, second->ticket);
  queue.end(first->ticket);
  EXPECT_EQ(queue.find(first->ticket), nullptr);
  EXPECT_NE(queue.find(second->ticket), nullptr);
}

TEST(ScriptQueue, WhatRunsTooLongIsTerminatedThenKilledEachOnce) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a", 5s));
  const auto ticket = queue.start_next(kNow)->ticket;
  EXPECT_EQ(queue.next_deadline(), kNow + 5s);
  EXPECT_TRUE(queue.take_overdue(kNow + 4s).empty());
  EXPECT_FALSE(queue.has_timed_out(ticket));
  EXPECT_EQ(queue.take_overdue(kNow + 5s), (std::vector{Overdue{ticket, Urge::terminate}}));
  EXPECT_TRUE(queue.has_timed_out(ticket));
  EXPECT_TRUE(queue.take_overdue(kNow + 6s).empty());
  EXPECT_EQ(queue.next_deadline(), kNow + 7s);
  EXPECT_EQ(queue.take_overdue(kNow + 7s), (std::vector{Overdue{ticket, Urge::kill}}));
  EXPECT_EQ(queue.next_deadline(), std::nullopt);
  EXPECT_TRUE(queue.take_overdue(kNow + 1h).empty());
}

TEST(ScriptQueue, InAHurryTheTimeLeftIsSharedWithThoseThatWait) {
  ScriptQueue queue(kLimits);
  for (std::uint64_t id = 1; id <= 3; ++id) queue.add(script(id, "a"));
  const auto hanging = queue.start_next(kNow)->ticket;
  queue.hurry(kNow + 1s, kNow + 9s);
  EXPECT_EQ(queue.next_deadline(), kNow + 3s) << "a third of the time but for the last SIGKILL";
  EXPECT_EQ(queue.take_overdue(kNow + 3s), (std::vector{Overdue{hanging, Urge::terminate}}));
  EXPECT_EQ(queue.take_overdue(kNow + 5s), (std::vector{Overdue{hanging, Urge::kill}}));
  queue.end(hanging);
  EXPECT_EQ(queue.start_next(kNow + 5s)->script.id, 2U);
  EXPECT_EQ(queue.next_deadline(), kNow + 6s);
}

TEST(ScriptQueue, InAHurryTheLastOneHasAllTheTimeThatIsLeft) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a"));
  queue.start_next(kNow);
  queue.hurry(kNow, kNow + 8s);
  EXPECT_EQ(queue.next_deadline(), kNow + 6s);
  queue.add(script(2, "b"));
  queue.start_next(kNow + 7s);
  EXPECT_EQ(queue.next_deadline(), kNow + 6s);
  EXPECT_EQ(queue.take_overdue(kNow + 7s).size(), 2U) << "none is left for this one";
}

TEST(ScriptQueue, AHurryLengthensNoTimeAndStopsNobodyTwice) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a", 1s));
  queue.add(script(2, "b", 2s));
  const auto first = queue.start_next(kNow)->ticket;
  queue.start_next(kNow);
  EXPECT_EQ(queue.take_overdue(kNow + 1s).size(), 1U);
  queue.hurry(kNow + 1s, kNow + 9s);
  EXPECT_EQ(queue.next_deadline(), kNow + 2s);
  EXPECT_EQ(queue.take_overdue(kNow + 2s).size(), 1U);
  EXPECT_EQ(queue.take_overdue(kNow + 3s), (std::vector{Overdue{first, Urge::kill}}));
}

TEST(ScriptQueue, InAHurryATrackingScriptHasItsOwnShortTime) {
  ScriptQueue queue(kLimits);
  auto tracking = script(1, "t");
  tracking.purpose = ScriptPurpose::track;
  queue.add(tracking);
  queue.start_next(kNow);
  queue.hurry(kNow, kNow + 8s);
  EXPECT_EQ(queue.next_deadline(), kNow + kLimits.tracking_at_stop);
}

TEST(ScriptQueue, TimeRunsFromTheStartNotFromTheRequest) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a", 5s));
  queue.add(script(2, "a", 5s));
  queue.end(queue.start_next(kNow)->ticket);
  queue.start_next(kNow + 3s);
  EXPECT_EQ(queue.next_deadline(), kNow + 8s);
}

TEST(ScriptQueue, EndingAnUnknownTicketIsHarmless) {
  ScriptQueue queue(kLimits);
  queue.end(42);
  EXPECT_EQ(queue.running(), 0U);
}

TEST(ScriptQueue, AnEmptiedQueueCanBeUsedAgain) {
  ScriptQueue queue(kLimits);
  queue.add(script(1, "a"));
  queue.end(queue.start_next(kNow)->ticket);
  queue.add(script(2, "a"));
  EXPECT_EQ(queue.start_next(kNow)->script.id, 2U);
}

TEST(ScriptQueue, NotifyScriptsLeaveRoomForTrackingScripts) {
  ScriptQueue queue({.running = 2, .reserved = 1, .queued = 3, .term_patience = 2s});
  queue.add(script(1, "a"));
  queue.add(script(2, "b"));
  auto tracking = script(3, "t");
  tracking.purpose = ScriptPurpose::track;
  queue.add(tracking);
  const auto first = queue.start_next(kNow);
  EXPECT_EQ(first->script.id, 1U);
  EXPECT_EQ(queue.start_next(kNow)->script.id, 3U) << "passes the one that may not start";
  EXPECT_FALSE(queue.start_next(kNow));
  queue.end(first->ticket);
  EXPECT_EQ(queue.start_next(kNow)->script.id, 2U);
}

}  // namespace
}  // namespace evenkeel::runner
