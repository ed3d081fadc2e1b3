#include "evenkeel/line_outbox.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

NotifySettings with_fifo(NotifyFifo NotifySettings::*fifo) {
  NotifySettings settings;
  (settings.*fifo).path = "/run/fifo";
  return settings;
}

std::string texts(const NotifyLines& message) {
  std::string all;
  for (const auto& line : message.lines) all += line.text + std::to_string(line.id) + " ";
  return all;
}

TEST(LineOutbox, SendsEachLineAtOnceWhereThereIsARunner) {
  LineOutbox outbox(WorkerKind::vrrp);
  outbox.configure(with_fifo(&NotifySettings::all));
  EXPECT_FALSE(outbox.add("a"));
  const auto first = outbox.replay();
  EXPECT_EQ(first.order, LineOrder::replay);
  EXPECT_EQ(first.sender, WorkerKind::vrrp);
  EXPECT_EQ(texts(first), "a1 ");
  const auto next = outbox.add("b");
  ASSERT_TRUE(next);
  EXPECT_EQ(next->order, LineOrder::next);
  EXPECT_EQ(texts(*next), "b2 ");
}

TEST(LineOutbox, KeepsTheOrderUntilLinesAreTaken) {
  LineOutbox outbox(WorkerKind::balancer);
  outbox.configure(with_fifo(&NotifySettings::lvs));
  for (const char* text : {"a", "b", "c"}) outbox.add(text);
  EXPECT_EQ(texts(outbox.replay()), "a1 b2 c3 ");
  outbox.take(2);
  EXPECT_EQ(texts(outbox.replay()), "c3 ");
  outbox.take(2);
  outbox.take(0);
  EXPECT_EQ(texts(outbox.replay()), "c3 ");
  outbox.take(99);
  EXPECT_EQ(texts(outbox.replay()), "");
  EXPECT_EQ(texts(*outbox.add("d")), "d4 ");
}

TEST(LineOutbox, KeepsNothingThatNoFifoIsFor) {
  LineOutbox outbox(WorkerKind::vrrp);
  outbox.replay();
  outbox.configure(with_fifo(&NotifySettings::lvs));
  EXPECT_FALSE(outbox.add("a"));
  EXPECT_EQ(texts(outbox.replay()), "");
  outbox.configure(with_fifo(&NotifySettings::vrrp));
  EXPECT_TRUE(outbox.add("b"));
  outbox.configure({});
  EXPECT_FALSE(outbox.add("c"));
}

TEST(LineOutbox, ForgetsTheOldestAboveItsBound) {
  LineOutbox outbox(WorkerKind::vrrp, 2);
  outbox.configure(with_fifo(&NotifySettings::vrrp));
  for (const char* text : {"a", "b", "c"}) outbox.add(text);
  EXPECT_EQ(texts(outbox.replay()), "b2 c3 ");
}

}  // namespace
}  // namespace evenkeel
