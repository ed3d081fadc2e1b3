#include "vrrp/script_outbox.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

RunScript script(const std::string& queue) {
  RunScript made;
  made.queue = queue;
  return made;
}

std::vector<std::string> queues(const ScriptOutbox& outbox) {
  std::vector<std::string> names;
  for (const auto& waiting : outbox.all()) names.push_back(waiting.queue);
  return names;
}

TEST(ScriptOutbox, KeepsWhatHasNotEndedInTheOrderOfAsking) {
  ScriptOutbox outbox(10);
  auto first = script("a");
  auto second = script("b");
  auto third = script("a");
  for (auto* each : {&first, &second, &third}) EXPECT_FALSE(outbox.add(*each));
  outbox.end(second.id);
  EXPECT_EQ(queues(outbox), (std::vector<std::string>{"a", "a"}));
  EXPECT_LT(first.id, third.id);
  outbox.end(first.id);
  outbox.end(third.id);
  EXPECT_TRUE(outbox.all().empty());
}

TEST(ScriptOutbox, AboveTheBoundTheOldestGoes) {
  ScriptOutbox outbox(2);
  for (const auto* name : {"a", "b"}) {
    auto each = script(name);
    EXPECT_FALSE(outbox.add(each));
  }
  auto last = script("c");
  const auto forgotten = outbox.add(last);
  ASSERT_TRUE(forgotten);
  EXPECT_EQ(forgotten->queue, "a");
  EXPECT_EQ(queues(outbox), (std::vector<std::string>{"b", "c"}));
}

TEST(ScriptOutbox, CountsTheRunsOfOneScriptInItsQueue) {
  ScriptOutbox outbox(10);
  auto asked = script("a");
  asked.script.argv = {"/bin/tell", "x"};
  outbox.add(asked);
  const auto first = asked.id;
  outbox.add(asked);
  EXPECT_EQ(outbox.count("a", asked.script), 2U);
  EXPECT_EQ(outbox.count("b", asked.script), 0U);
  EXPECT_EQ(outbox.count("a", {.argv = {"/bin/tell"}, .user = {}, .group = {}}), 0U);
  outbox.end(first);
  EXPECT_EQ(outbox.count("a", asked.script), 1U);
}

TEST(ScriptOutbox, AnEndThatIsNotKnownIsNothing) {
  ScriptOutbox outbox(2);
  outbox.end(7);
  EXPECT_TRUE(outbox.all().empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
