// Single values, good and bad.
#include "daemon/config/values.h"

#include <gtest/gtest.h>

namespace evenkeel::config {
namespace {

TEST(Values, IntegersAreWholeAndDecimal) {
  EXPECT_EQ(parse_integer("12"), 12);
  EXPECT_EQ(parse_integer("-3"), -3);
  for (const auto* text : {"", "1.5", "0x10", "12a", " 1", "+1", "99999999999999999999"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Values, SecondsMayHaveAFraction) {
  EXPECT_EQ(parse_seconds("1"), Duration(1s));
  EXPECT_EQ(parse_seconds("0.5"), Duration(500ms));
  EXPECT_EQ(parse_seconds(".25"), Duration(250ms));
  EXPECT_EQ(parse_seconds("3."), Duration(3s));
  EXPECT_EQ(parse_seconds("0.0000019"), Duration(1us));
  for (const auto* text : {"", ".", "-1", "1e3", "1.2.3", "1s", "99999999999"}) {
    EXPECT_FALSE(parse_seconds(text)) << text;
  }
}

TEST(Values, SecondsArePrintedWithoutTrailingZeros) {
  EXPECT_EQ(format_seconds(40950ms), "40.95");
  EXPECT_EQ(format_seconds(10ms), "0.01");
  EXPECT_EQ(format_seconds(3s), "3");
}

TEST(Values, BooleansAreLowerCaseWords) {
  EXPECT_EQ(parse_boolean("on"), true);
  EXPECT_EQ(parse_boolean("no"), false);
  EXPECT_FALSE(parse_boolean("TRUE"));
  EXPECT_FALSE(parse_boolean(""));
  EXPECT_FALSE(parse_boolean("on|true"));
}

TEST(Values, InterfaceNames) {
  EXPECT_TRUE(is_interface_name("eth0.100"));
  EXPECT_TRUE(is_interface_name("123456789012345"));
  for (const auto* text : {"", "1234567890123456", "a/b", "a b", "..", "a:b"}) {
    EXPECT_FALSE(is_interface_name(text)) << text;
  }
}

TEST(Values, ScopesByNameOrNumber) {
  EXPECT_EQ(parse_scope("global"), 0);
  EXPECT_EQ(parse_scope("link"), 253);
  EXPECT_EQ(parse_scope("7"), 7);
  EXPECT_FALSE(parse_scope("256"));
  EXPECT_FALSE(parse_scope("nonsense"));
}

TEST(Values, MasksByLengthOrDotted) {
  EXPECT_EQ(parse_mask("255.255.255.0", 32), 24);
  EXPECT_EQ(parse_mask("0.0.0.0", 32), 0);
  EXPECT_EQ(parse_mask("64", 128), 64);
  for (const auto* text : {"33", "255.0.255.0", "", "-1", "ffff::"}) {
    EXPECT_FALSE(parse_mask(text, 32)) << text;
  }
}

}  // namespace
}  // namespace evenkeel::config
