#include "evenkeel/line_outbox.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

std::string texts(const LineOutbox& outbox) {
  std::string all;
  for (const auto& line : outbox.all()) all += line.text + std::to_string(line.id) + " ";
  return all;
}

TEST(LineOutbox, KeepsTheOrderUntilLinesAreTaken) {
  LineOutbox outbox(10);
  EXPECT_EQ(outbox.add("a").id, 1U);
  EXPECT_EQ(outbox.add("b").id, 2U);
  EXPECT_EQ(outbox.add("c").id, 3U);
  EXPECT_EQ(texts(outbox), "a1 b2 c3 ");
  outbox.take(2);
  EXPECT_EQ(texts(outbox), "c3 ");
  outbox.take(2);
  outbox.take(0);
  EXPECT_EQ(texts(outbox), "c3 ");
  outbox.take(99);
  EXPECT_TRUE(outbox.all().empty());
  EXPECT_EQ(outbox.add("d").id, 4U);
}

TEST(LineOutbox, ForgetsTheOldestAboveItsBound) {
  LineOutbox outbox(2);
  for (const char* text : {"a", "b", "c"}) outbox.add(text);
  EXPECT_EQ(texts(outbox), "b2 c3 ");
}

}  // namespace
}  // namespace evenkeel
