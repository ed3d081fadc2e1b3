// Alignment and colour of keelctl's tables.
#include "daemon/ctl/table.h"

#include <gtest/gtest.h>

namespace evenkeel::ctl {
namespace {

TEST(Table, AlignsColumnsAndEndsNoLineWithBlanks) {
  Table table({{"NAME"}, {"COUNT", Align::right}, {"NOTE"}});
  table.add({{"a"}, {"1"}, {"first"}});
  table.add({{"longer"}, {"1000000"}, {""}});
  EXPECT_EQ(table.to_text(Colour::off),
            "NAME      COUNT  NOTE\n"
            "a             1  first\n"
            "longer  1000000\n");
}

TEST(Table, LeavesOutAColumnWithoutAnyText) {
  Table table({{"A"}, {"B"}, {"C"}});
  table.add({{"1"}, {""}, {"3"}});
  EXPECT_EQ(table.to_text(Colour::off), "A  C\n1  3\n");
}

TEST(Table, KeepsTheColumnsOfARowWithAHole) {
  Table table({{"A"}, {"B"}, {"C"}});
  table.add({{"1"}, {"2"}, {"3"}});
  table.add({{"1"}, {""}, {"3"}});
  EXPECT_EQ(table.to_text(Colour::off), "A  B  C\n1  2  3\n1     3\n");
}

TEST(Table, CountsCharactersNotBytes) {
  Table table({{"A"}, {"B"}});
  table.add({{"é€"}, {"x"}});
  table.add({{"abc"}, {"y"}});
  EXPECT_EQ(table.to_text(Colour::off), "A    B\né€   x\nabc  y\n");
}

TEST(Table, ColourDoesNotShiftColumns) {
  Table table({{"A"}, {"B"}});
  table.add({{"UP", Tint::good}, {"x"}});
  const auto text = table.to_text(Colour::on);
  EXPECT_NE(text.find("\x1b[32mUP\x1b[0m  x\n"), std::string::npos);
}

TEST(Table, ControlCharactersNeverReachTheTerminal) {
  EXPECT_EQ(printable("a\x1b[2Jb\nc\x7f"), "a?[2Jb?c?");
  Table table({{"A"}});
  table.add({{"\x1b]0;x\a"}});
  EXPECT_EQ(table.to_text(Colour::off).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace evenkeel::ctl
