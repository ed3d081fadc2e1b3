#include "daemon/runner/process_table.h"

#include <gtest/gtest.h>

namespace evenkeel::runner {
namespace {

using Words = std::vector<std::string>;
using Counts = std::vector<std::uint32_t>;

TrackedProcess tracked(ProcessMatch match, std::string command, Words parameters = {}) {
  TrackedProcess made;
  made.name = "p";
  made.command = std::move(command);
  made.parameters = std::move(parameters);
  made.match = match;
  return made;
}

SeenProcess seen(Words argv, std::string name = "any") {
  return {.name = std::move(name), .argv = std::move(argv)};
}

TEST(ProcessTable, TheNameIsBetweenTheOutermostParentheses) {
  EXPECT_EQ(parse_stat("12 (haproxy) S 1 12"), "haproxy");
  EXPECT_EQ(parse_stat("12 (a) b) R 1"), "a) b");
  EXPECT_EQ(parse_stat("12 () S 1"), "");
  for (const char* text : {"", "12", "12 (", "12 (a)", "12 (a) ", "12 )a( S"}) {
    EXPECT_EQ(parse_stat(text), std::nullopt) << text;
  }
}

TEST(ProcessTable, WhatWaitsToBeReapedIsNone) {
  EXPECT_EQ(parse_stat("12 (a) Z 1"), std::nullopt);
  EXPECT_EQ(parse_stat("12 (a) X 1"), std::nullopt);
  EXPECT_EQ(parse_stat("12 (a) T 1"), "a");
}

TEST(ProcessTable, CommandLinesAreSplitAtTheirNuls) {
  using namespace std::string_view_literals;
  EXPECT_EQ(parse_command_line(""sv), Words{});
  EXPECT_EQ(parse_command_line("a\0"sv), Words{"a"});
  EXPECT_EQ(parse_command_line("a\0\0b c\0"sv), (Words{"a", "", "b c"}));
  EXPECT_EQ(parse_command_line("cut\0off"sv), (Words{"cut", "off"}));
}

TEST(ProcessTable, ByNameOnlyTheNameCounts) {
  const auto wanted = tracked(ProcessMatch::name, "haproxy");
  EXPECT_TRUE(does_match(wanted, seen({"/usr/sbin/other"}, "haproxy")));
  EXPECT_TRUE(does_match(wanted, seen({}, "haproxy")));
  EXPECT_FALSE(does_match(wanted, seen({"haproxy"}, "haproxy2")));
  EXPECT_FALSE(needs_command_line(wanted));
}

TEST(ProcessTable, ByCommandTheParametersDoNotCount) {
  const auto wanted = tracked(ProcessMatch::command, "/bin/a");
  EXPECT_TRUE(does_match(wanted, seen({"/bin/a"})));
  EXPECT_TRUE(does_match(wanted, seen({"/bin/a", "x"})));
  EXPECT_FALSE(does_match(wanted, seen({"a"}, "/bin/a")));
  EXPECT_FALSE(does_match(wanted, seen({}, "/bin/a")));
  EXPECT_TRUE(needs_command_line(wanted));
}

struct Case {
  Words parameters;
  bool exact, partial, initial;
};

TEST(ProcessTable, ParametersAreComparedAsParamMatchSays) {
  const Words wanted{"-f", "/etc/a"};
  const Case cases[] = {
      {{}, false, false, false},
      {{"-f"}, false, false, false},
      {{"-f", "/etc/a"}, true, true, true},
      {{"-f", "/etc/a", "-d"}, false, true, true},
      {{"-f", "/etc/ab"}, false, false, true},
      {{"-f", "/etc/ab", "-d"}, false, false, true},
      {{"-f", "/etc/"}, false, false, false},
      {{"-g", "/etc/a"}, false, false, false},
  };
  for (const auto& each : cases) {
    auto process = seen({"a"});
    process.argv.insert(process.argv.end(), each.parameters.begin(), each.parameters.end());
    EXPECT_EQ(does_match(tracked(ProcessMatch::exact, "a", wanted), process), each.exact);
    EXPECT_EQ(does_match(tracked(ProcessMatch::partial, "a", wanted), process), each.partial);
    EXPECT_EQ(does_match(tracked(ProcessMatch::initial, "a", wanted), process), each.initial);
    EXPECT_FALSE(does_match(tracked(ProcessMatch::partial, "b", wanted), process));
  }
  EXPECT_TRUE(does_match(tracked(ProcessMatch::exact, "a"), seen({"a"})));
  EXPECT_FALSE(does_match(tracked(ProcessMatch::exact, "a"), seen({"a", "x"})));
}

TEST(ProcessTable, CountsEachThatIsTracked) {
  ProcessTable table;
  EXPECT_TRUE(table.is_empty());
  table.set({tracked(ProcessMatch::name, "a"), tracked(ProcessMatch::name, "b"),
             tracked(ProcessMatch::command, "/bin/a")});
  EXPECT_TRUE(table.needs_command_lines());
  EXPECT_EQ(table.counts(), (Counts{0, 0, 0}));
  table.put(1, seen({"/bin/a"}, "a"));
  table.put(2, seen({"x"}, "a"));
  table.put(3, seen({"x"}, "c"));
  EXPECT_EQ(table.counts(), (Counts{2, 0, 1}));
  table.put(2, seen({"x"}, "b"));  // it became another
  EXPECT_EQ(table.counts(), (Counts{1, 1, 1}));
  table.put(2, seen({"x"}, "c"));
  table.remove(1);
  table.remove(77);
  EXPECT_EQ(table.counts(), (Counts{0, 0, 0}));
}

TEST(ProcessTable, WhatAScanDoesNotSeeIsGone) {
  ProcessTable table;
  table.set({tracked(ProcessMatch::name, "a")});
  for (const pid_t pid : {1, 2, 3}) table.put(pid, seen({}, "a"));
  table.begin_scan();
  table.put(2, seen({}, "a"));
  table.put(4, seen({}, "a"));
  EXPECT_EQ(table.counts(), Counts{4}) << "not before its end";
  table.end_scan();
  EXPECT_EQ(table.counts(), Counts{2});
  table.set({tracked(ProcessMatch::name, "b")});
  EXPECT_EQ(table.counts(), Counts{0});
}

}  // namespace
}  // namespace evenkeel::runner
