#include "daemon/supervisor/resign_record.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

constexpr WallTime kUntil{std::chrono::hours(500'000)};

Resigns some() {
  return {{"web", {.instance = "web", .until = kUntil, .why = "kernel: 100 % new\nand more"}},
          {"in ner/?&#",
           {.instance = "in ner/?&#", .until = {}, .why = "", .status = ResignStatus::resigned}}};
}

TEST(ResignRecord, ReadsWhatItWrites) { EXPECT_EQ(parse_resigns(format_resigns(some())), some()); }

TEST(ResignRecord, ALineThatCannotBeReadIsLeftOut) {
  const std::string text = format_resigns(some());
  EXPECT_EQ(parse_resigns("nonsense\n/x?until=soon\n/?until=0\n/y?why=x\n\n" + text), some());
  EXPECT_EQ(parse_resigns(text.substr(0, text.size() - 1)).size(), 1U) << "cut off";
  EXPECT_TRUE(parse_resigns("").empty());
}

TEST(ResignRecord, EndsWithItsTime) {
  auto resigns = some();
  drop_ended(resigns, kUntil - std::chrono::seconds(1));
  EXPECT_EQ(resigns.size(), 2U);
  drop_ended(resigns, kUntil);
  EXPECT_EQ(resigns.size(), 1U);
  EXPECT_EQ(resigns.count("web"), 0U);
}

TEST(ResignRecord, IsAFileOnlyWhileSomebodyIsResigned) {
  const std::string dir = ::testing::TempDir();
  ResignRecord record(dir);
  ASSERT_TRUE(record.store(some()));
  EXPECT_EQ(ResignRecord(dir).load(), some());
  ASSERT_TRUE(record.store({}));
  EXPECT_TRUE(ResignRecord(dir).load().empty());
  EXPECT_TRUE(record.store({}));
  EXPECT_FALSE(ResignRecord(dir + "/nowhere").store(some()));
}

}  // namespace
}  // namespace evenkeel
