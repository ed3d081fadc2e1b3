// Findings as text, and what makes an error new.
#include "daemon/config/finding.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

Finding error(std::string text, std::uint32_t line = 1) {
  Finding finding;
  finding.file = "conf";
  finding.line = line;
  finding.column = 3;
  finding.text = std::move(text);
  return finding;
}

TEST(Finding, IsOneLineWithPlaceSeverityAndAdvice) {
  auto finding = error("unknown word 'prioritty'");
  finding.suggestion = "did you mean 'priority'?";
  EXPECT_EQ(to_string(finding),
            "conf:1:3: error: unknown word 'prioritty'; did you mean 'priority'?");
  finding.severity = FindingSeverity::warning;
  finding.suggestion.clear();
  finding.other_place = "conf:9:1";
  EXPECT_EQ(to_string(finding), "conf:1:3: warning: unknown word 'prioritty' (first at conf:9:1)");
}

TEST(Finding, CaretStandsBelowTheWordBehindTabsAndUmlauts) {
  auto finding = error("x");
  finding.source_line = "\tab";
  finding.column = 3;
  EXPECT_EQ(render({finding}, Caret::shown), "conf:1:3: error: x\n  \tab\n  \t ^\n");
  finding.source_line = "äb";
  EXPECT_EQ(render({finding}, Caret::shown), "conf:1:3: error: x\n  äb\n   ^\n");
  EXPECT_EQ(render({finding}, Caret::hidden), "conf:1:3: error: x\n");
}

TEST(Finding, NewErrorsIgnoreWhereTheyStand) {
  EXPECT_TRUE(new_errors({error("a", 1)}, {error("a", 7)}).empty());
  EXPECT_EQ(new_errors({error("a")}, {error("a"), error("b")}).size(), 1U);
}

TEST(Finding, ASecondOfTheSameErrorIsNew) {
  EXPECT_EQ(new_errors({error("a")}, {error("a", 1), error("a", 2)}).size(), 1U);
}

TEST(Finding, WarningsAreNeverNewErrors) {
  auto warning = error("a");
  warning.severity = FindingSeverity::warning;
  EXPECT_TRUE(new_errors({}, {warning}).empty());
  EXPECT_EQ(new_errors({warning}, {error("a")}).size(), 1U);
}

}  // namespace
}  // namespace evenkeel
