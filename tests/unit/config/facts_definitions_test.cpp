// The numbered facts of the language on definitions, conditions, repetitions, includes and numbers,
// and the inputs that would take all memory or never end.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "daemon/config/disk_reader.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

std::string router_id(const std::string& before, const std::string& word) {
  return parse_text(before + "\nglobal_defs {\n router_id " + word + "\n}\n")
      .config.global.router_id;
}

TEST(DefinitionFacts, AValueIsTheRestOfTheLine) {
  EXPECT_EQ(router_id("$A=\"x y\" # comment", "$A"), "x y");
  EXPECT_EQ(router_id("$_a9=x", "${_a9}"), "x");
  EXPECT_EQ(lines_of(parse_text("$9=x\n")).size(), 1U);
}

TEST(DefinitionFacts, APlainNameEndsAtABlankACommaOrAParenthesis) {
  EXPECT_EQ(router_id("$A=x", "$A"), "x");
  EXPECT_EQ(router_id("$A=x", "$A,y"), "x,y");
  EXPECT_EQ(router_id("$A=x", "$A)y"), "x)y");
  EXPECT_EQ(router_id("$A=x", "$A.y"), "$A.y");
  EXPECT_EQ(router_id("$A=x", "\"$A\""), "$A");
  EXPECT_EQ(router_id("$A=x", "\"${A}\""), "x");
}

TEST(DefinitionFacts, ReplacementHappensAtUseAndRecursively) {
  EXPECT_EQ(router_id("$A=${B}\n$B=late", "$A"), "late");
}

TEST(DefinitionFacts, ADefinitionOverridesAPredefinedName) {
  EXPECT_EQ(router_id("$_HASH=mine", "${_HASH}"), "mine");
}

TEST(DefinitionFacts, TheInstanceNamesItselfAndTheSeedFixesTheNumbers) {
  EXPECT_EQ(router_id("instance blue", "${_INSTANCE}"), "blue");
  const std::string seed = "global_defs {\n random_seed 7\n}\n";
  const auto text = seed + "global_defs {\n router_id ${_RANDOM}${_RANDOM}\n}\n";
  EXPECT_EQ(parse_text(text, {.random_seed = 1}).config.global.router_id,
            parse_text(text, {.random_seed = 2}).config.global.router_id);
}

TEST(DefinitionFacts, AnUndefinedNameWithinQuotesIsText) {
  EXPECT_EQ(router_id("", "\"${NO}\""), "${NO}");
}

TEST(DefinitionFacts, SeveralLinesMayNestAndHoldComments) {
  const auto parsed = parse_text(
      "$INNER= \\\n  192.0.2.1/24 \\\n  # a comment \n  192.0.2.2/24\n"
      "$OUTER= \\\n vrrp_instance ${N} { \\\n  interface eth0 \\\n  virtual_router_id ${N} \\\n"
      "  virtual_ipaddress { \\\n   $INNER \\\n  } \\\n }\n$N=7\n$OUTER\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  ASSERT_EQ(parsed.config.instances.size(), 1U);
  EXPECT_EQ(parsed.config.instances[0].name, "7");
  EXPECT_EQ(parsed.config.instances[0].addresses.size(), 2U);
}

TEST(DefinitionFacts, AConditionMayStandBeforeAnything) {
  const std::string text =
      "@a $X=one\n@^a $X=two\n@^a ~SEQ(i,2) foo${i}\nglobal_defs {\n@a router_id $X\n@^a "
      "router_id $X\n@a\n}\n";
  EXPECT_EQ(parse_text(text, {.config_id = "a"}).config.global.router_id, "one");
  EXPECT_EQ(lines_of(parse_text(text, {.config_id = "a"})), Lines{});
  EXPECT_EQ(parse_text(text, {.config_id = "b"}).config.global.router_id, "two");
  EXPECT_EQ(parse_text(text, {.config_id = "b"}).findings.size(), 2U);
}

TEST(DefinitionFacts, AConditionWithoutANameIsAnError) {
  EXPECT_EQ(lines_of(parse_text("@ global_defs { }\n")),
            (Lines{"1: error: '@' without the name that the line is kept for"}));
}

TEST(DefinitionFacts, TheConfigurationIdIsTheShortHostName) {
  MemorySource source;
  source.host = "lb7.example.net";
  source.files["c"].text =
      "global_defs {\n@lb7 router_id seven\n@lb7.example.net router_id no\n}\n";
  EXPECT_EQ(parse_config("c", source, {}).config.global.router_id, "seven");
}

std::vector<std::string> peers(const std::string& line) {
  const auto parsed = parse_instance(" unicast_peer {\n" + line + "\n }");
  EXPECT_EQ(lines_of(parsed), Lines{}) << line;
  std::vector<std::string> names;
  for (const auto& peer : parsed.config.instances.at(0).peers) {
    names.push_back(to_string(peer.address));
  }
  return names;
}

TEST(RepetitionFacts, NumbersCountUpAndDownFromEveryBase) {
  EXPECT_EQ(peers("~SEQ(i,2) 10.0.0.$i"), (Lines{"10.0.0.1", "10.0.0.2"}));
  EXPECT_EQ(peers("~SEQ(i,3,2) 10.0.0.$i"), (Lines{"10.0.0.3", "10.0.0.2"}));
  EXPECT_EQ(peers("~SEQ(i,010,0x9) 10.0.0.${i}"), (Lines{"10.0.0.8", "10.0.0.9"}));
  EXPECT_EQ(peers("~SEQ(i,1,4,10) 10.0.0.${i}"), (Lines{"10.0.0.1", "10.0.0.5", "10.0.0.9"}));
}

TEST(RepetitionFacts, TheRightmostIsTheFastest) {
  EXPECT_EQ(peers("~SEQ(i,2) ~SEQ(j,2) 10.0.${i}.${j}"),
            (Lines{"10.0.1.1", "10.0.1.2", "10.0.2.1", "10.0.2.2"}));
}

TEST(RepetitionFacts, MissingMembersOfATupleAreBlank) {
  EXPECT_EQ(peers("~LST({a,b},{1,0},{2}) 10.0.0.${a}${b}"), (Lines{"10.0.0.10", "10.0.0.2"}));
}

TEST(NumberFacts, MoreDecimalsThanAMicrosecondAreCutOffWithAnError) {
  EXPECT_EQ(lines_of(parse_instance(" preempt_delay 0.1234567")),
            (Lines{"7: error: 'preempt_delay' counts microseconds: 0.123456 is used "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(lines_of(parse_instance(" preempt_delay 0.1000000")), Lines{});
}

class IncludeFacts : public testing::Test {
 protected:
  Lines lines(const std::string& text) {
    source_.files["/e/main"].text = text;
    parsed_ = parse_config("/e/main", source_, {});
    return lines_of(parsed_);
  }
  MemorySource source_;
  Parsed parsed_;
};

TEST_F(IncludeFacts, EachLetterIsStrictAboutItsOwn) {
  source_.files["/e/x"] = {"", true};
  source_.files["/e/a"].text = "";
  struct Case {
    const char* pattern;
    const char* strict;  // the letters that make it an error
  };
  for (const auto& [pattern, strict] : {Case{"x", "rmwba"}, Case{"no", "mwa"}, Case{"no*", "wa"},
                                        Case{"{a,no}", "ba"}, Case{"a", ""}}) {
    for (const char letter : std::string(" rmwba")) {
      const auto word = "include" + (letter == ' ' ? "" : std::string(1, letter));
      lines(word + " " + pattern + "\n");
      const bool is_strict = std::string(strict).find(letter) != std::string::npos;
      EXPECT_EQ(has_errors(parsed_.findings), is_strict) << word << " " << pattern;
    }
  }
}

TEST_F(IncludeFacts, TheDefaultStrictnessEndsWithItsFile) {
  source_.files["/e/a"].text = "global_defs {\n include_check match\n}\ninclude no\n";
  EXPECT_EQ(lines("include a\ninclude no\n"),
            (Lines{"4: error: no file to include: 'no'", "2: warning: no file to include: 'no'"}));
  EXPECT_EQ(lines("global_defs {\n include_check\n}\ninclude no*\n"),
            (Lines{"4: error: no file to include matches 'no*'"}));
  EXPECT_EQ(lines("global_defs {\n include_check\n include_check -wildcard_match\n}\n"
                  "include no*\n"),
            (Lines{"3: warning: 'include_check' is given twice; the last one counts"}));
  EXPECT_EQ(lines("global_defs {\n include_check mach\n}\n").size(), 1U);
}

TEST_F(IncludeFacts, AWordWithAnotherLetterIsNoInclude) {
  EXPECT_EQ(lines("includex a\n"),
            (Lines{"1: error: unknown word 'includex'; 'include' must begin a line"}));
}

TEST_F(IncludeFacts, DefinitionsAreNotReplacedAndThatIsSaid) {
  EXPECT_EQ(lines("$A=a\ninclude $A\n"),
            (Lines{"2: warning: no file to include: '$A'; definitions are not replaced on this "
                   "line"}));
}

TEST_F(IncludeFacts, TheMainFileMayBeAPattern) {
  source_.files["/e/1.conf"].text = "global_defs {\n router_id one\n";
  source_.files["/e/2.conf"].text = " vrrp_version 3\n}\nfoo\n";
  const auto parsed = parse_config("/e/*.conf", source_, {});
  EXPECT_EQ(parsed.config.global.router_id, "one");
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(to_string(parsed.findings[0]), "/e/2.conf:3:1: error: unknown word 'foo'");
}

TEST_F(IncludeFacts, EveryDetourToOneselfEnds) {
  source_.files["/e/main"].text = "include ./main\ninclude ../e/main\n";
  EXPECT_LE(parse_config("/e/main", source_, {}).findings.size(), 2U);
}

TEST(Hostile, SequencesOfABillionOnOneLineEndAtOnce) {
  const auto parsed = parse_text("~SEQ(i,900000) ~SEQ(j,900000) ~SEQ(k,900000) foo\n");
  EXPECT_EQ(lines_of(parsed).size(), 2U);
}

TEST(Hostile, ACommandThatEndsInABackslashAndNoQuotationMark) {
  const auto parsed = parse_text("vrrp_script s {\n script \"/bin/true\\\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{"2: error: a quotation mark without its partner on this line"});
}

TEST(Hostile, NobodysNameEndsInABackslash) {
  const auto parsed = parse_text("vrrp_script s {\n script \"/bin/true\" \\ x\n}\n");
  EXPECT_TRUE(parsed.config.tracking.scripts.empty());
  EXPECT_EQ(lines_of(parsed).back(),
            "2: error: nobody is named '\\': the script is not used (vrrp_script s)");
}

class BrokenSource : public MemorySource {
 public:
  bool has_user(const std::string& /*name*/) override { throw std::out_of_range("a mistake"); }
};

TEST(Hostile, AMistakeOfOursIsAnUnusableFile) {
  BrokenSource source;
  source.files["conf"].text = "global_defs {\n script_user somebody\n}\n";
  const auto parsed = parse_config("conf", source, {});
  EXPECT_FALSE(parsed.readable);
  EXPECT_EQ(exit_code(parsed), 4);
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_NE(parsed.findings[0].text.find("its own mistake (a mistake)"), std::string::npos);
}

// A line's place is its findings'.
TEST(Hostile, WhatASequenceSaysOftenIsToldOnce) {
  const auto parsed = parse_text("~SEQ(i,1,3) foo\n~SEQ(i,1,3) bar$i\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"1: error: unknown word 'foo'", "2: error: unknown word 'bar1'",
                   "2: error: unknown word 'bar2'", "2: error: unknown word 'bar3'"}));
}

TEST(Hostile, DefinitionsThatDoubleEndAtOnce) {
  std::string text = "$A0=xxxxxxxxxx\n";
  for (int i = 1; i < 64; ++i) {
    const auto before = "${A" + std::to_string(i - 1) + "}";
    text += "$A" + std::to_string(i) + "=" + before + before + "\n";
  }
  EXPECT_FALSE(parse_text(text + "${A63}\n").findings.empty());
}

TEST(Hostile, AFileOfAHundredMegabytesIsRefusedUnread) {
  const std::string path = testing::TempDir() + "/evenkeel_large_" + std::to_string(::getpid());
  FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(::ftruncate(::fileno(file), 100'000'000), 0);
  ASSERT_EQ(std::fclose(file), 0);
  DiskReader reader;
  const auto parsed = parse_config(path, reader, {});
  EXPECT_EQ(exit_code(parsed), 4);
  EXPECT_EQ(parsed.findings.at(0).text, "read " + path + ": larger than 64 MiB");
  EXPECT_EQ(std::remove(path.c_str()), 0);
}

TEST(Hostile, ALineOfManyMegabytesIsOneFinding) {
  const auto parsed =
      parse_text("global_defs { }\n" + std::string(30'000'000, 'x') + "\nglobal_defs { }\n");
  EXPECT_EQ(lines_of(parsed), (Lines{"2: error: the line is longer than 64 KiB and left out"}));
  EXPECT_LT(parsed.findings[0].source_line.size(), 1000U);
}

TEST(Hostile, AFileOfZeroesIsBoundedFindings) {
  EXPECT_LE(parse_text(std::string(60'000, '\0')).findings.size(), 2U);
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += std::string("\0\n", 2);
  EXPECT_LE(parse_text(lines).findings.size(), 1001U);
}

}  // namespace
}  // namespace evenkeel
