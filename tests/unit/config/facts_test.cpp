// The numbered facts of the language, one test each, in the reference's order: lines, comments,
// words, braces and scripts. Where keepalived loses something in silence, we keep or tell it.
#include <gtest/gtest.h>

#include "daemon/config/diagnostics.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

std::string router_id(const std::string& line) {
  return parse_text("global_defs {\n" + line + "\n}\n").config.global.router_id;
}

TEST(LanguageFacts, ASemicolonIsPartOfItsWord) {
  EXPECT_EQ(router_id("router_id a;"), "a;");
  EXPECT_EQ(lines_of(parse_instance(" priority 90;")),
            (Lines{"7: error: 'priority' takes a whole number from 1 to 255, not '90;' "
                   "(vrrp_instance web); a statement ends with its line, without ';'"}));
}

TEST(LanguageFacts, ALineOfTwoThousandCharactersIsOneLine) {
  const std::string name(2000, 'n');
  EXPECT_EQ(router_id("router_id " + name + " # " + std::string(2000, 'c')), name);
}

TEST(LanguageFacts, EveryBlankSeparatesAndIsDroppedAtBothEnds) {
  EXPECT_EQ(router_id("\t\f router_id\v\ta \r"), "a");
}

TEST(LanguageFacts, ABackslashJoinsNoLines) {
  EXPECT_EQ(lines_of(parse_instance(" priority \\\n 90")),
            (Lines{"7: error: 'priority' needs a value: a whole number from 1 to 255 "
                   "(vrrp_instance web)",
                   "7: error: a '\\' at the end of a line does not join it to the next; write the "
                   "statement on one line",
                   "8: error: unknown word '90' (vrrp_instance web)"}));
  EXPECT_EQ(parse_instance(" priority 90\\").config.instances.at(0).priority, 90);
  EXPECT_EQ(parse_text("global_defs {\n \\\n}\n").findings.size(), 1U);
}

TEST(LanguageFacts, WordsAreCaseSensitive) {
  EXPECT_EQ(lines_of(parse_text("Global_Defs { }\n")),
            (Lines{"1: error: unknown word 'Global_Defs'; did you mean 'global_defs'?"}));
  EXPECT_EQ(lines_of(parse_instance(" PRIORITY 90")),
            (Lines{"7: error: unknown word 'PRIORITY' (vrrp_instance web); did you mean "
                   "'priority'?"}));
  EXPECT_EQ(lines_of(parse_instance(" lower_prio_no_advert TRUE")),
            (Lines{"7: error: 'lower_prio_no_advert' takes on or off (or true, yes, false, no, in "
                   "lower case), not 'TRUE' (vrrp_instance web); did you mean 'true'?"}));
}

TEST(LanguageFacts, CommentsBeginDirectlyAfterAWordAndWithinSingleQuotes) {
  EXPECT_EQ(router_id("router_id a#b"), "a");
  EXPECT_EQ(router_id("router_id a!b"), "a");
  EXPECT_EQ(router_id("router_id 'a#b'"), "'a");
  EXPECT_EQ(router_id("router_id \"a#b\""), "a#b");
}

TEST(LanguageFacts, CommentSignsAreWrittenWithABackslashOrByName) {
  EXPECT_EQ(router_id(R"(router_id a\#b\!c)"), "a#b!c");
  EXPECT_EQ(router_id("router_id a${_HASH}b${_BANG}c"), "a#b!c");
}

TEST(LanguageFacts, QuotesHoldBlanksTogetherAndKnowNoEscapes) {
  EXPECT_EQ(router_id(R"(router_id "a  b\")"), R"(a  b\)");
}

TEST(LanguageFacts, AdjoiningQuotesAreTwoWords) {
  EXPECT_EQ(lines_of(parse_text("global_defs {\n router_id \"a\"\"b\"\n}\n")),
            (Lines{"2: warning: not used after 'router_id': 'b'"}));
}

TEST(LanguageFacts, SurplusWordsAreWarnedOfForEveryForm) {
  for (const auto* line : {"vrrp_version 3 foo", "vrrp_min_garp on foo",
                           "enable_script_security "
                           "foo",
                           "vrrp_garp_master_delay 5 foo", "lvs_flush foo"}) {
    const auto parsed = parse_text("global_defs {\n" + std::string(line) + "\n}\n");
    ASSERT_FALSE(parsed.findings.empty()) << line;
    EXPECT_NE(parsed.findings.back().text.find("not used after"), std::string::npos) << line;
    EXPECT_FALSE(has_errors(parsed.findings)) << line;
  }
}

TEST(LanguageFacts, OfAWordGivenTwiceTheLastCountsAndBothPlacesAreNamed) {
  const auto parsed = parse_instance(" priority 80\n priority 90");
  EXPECT_EQ(parsed.config.instances.at(0).priority, 90);
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(to_string(parsed.findings[0]),
            "conf:8:2: warning: 'priority' is given twice (vrrp_instance web); the last one counts "
            "(first at conf:7:2)");
}

TEST(LanguageFacts, OfAScriptGivenTwiceTheFirstCounts) {
  const auto parsed = parse_instance(" notify_master /a\n notify_master /b");
  EXPECT_EQ(parsed.config.instances.at(0).scripts->master.argv.at(0), "/a");
  EXPECT_EQ(lines_of(parsed), (Lines{"8: error: 'notify_master' is given twice (vrrp_instance "
                                     "web); the first one counts"}));
}

TEST(LanguageFacts, GlobalDefsMerge) {
  const auto parsed = parse_text(
      "global_defs { router_id a }\nglobal_defs { script_user b }\nglobal_defs { router_id c }\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.global.router_id, "c");
  EXPECT_EQ(parsed.config.global.script_user, "b");
}

TEST(LanguageFacts, TheWordsOfAOneLineBlockAllCount) {
  const auto parsed = parse_text("global_defs { router_id X vrrp_version 3 }\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.global.router_id, "X");
}

TEST(LanguageFacts, AValueBlockTakesOneLineOrSeveral) {
  for (const auto* block : {"{ 192.0.2.1/24 }", "{192.0.2.1/24}", "\n{\n192.0.2.1/24\n}",
                            "{ 192.0.2.1/24\n}", "{\n192.0.2.1/24 }"}) {
    const auto parsed =
        parse_text("vrrp_instance a {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress" +
                   std::string(block) + "\n priority 90\n}\n");
    EXPECT_EQ(lines_of(parsed), Lines{}) << block;
    EXPECT_EQ(parsed.config.instances.at(0).addresses.size(), 1U) << block;
    EXPECT_EQ(parsed.config.instances.at(0).priority, 90) << block;
  }
}

TEST(LanguageFacts, ASurplusBraceIsOneErrorAndParsingGoesOn) {
  const auto parsed = parse_text("global_defs {\n}\n}\nglobal_defs { router_id x }\n");
  EXPECT_EQ(lines_of(parsed), (Lines{"3: error: a '}' without its '{'"}));
  EXPECT_EQ(parsed.config.global.router_id, "x");
}

TEST(LanguageFacts, AMissingBraceIsFoundWhereTheNextBlockBegins) {
  const auto parsed = parse_text(
      "vrrp_instance a {\n  interface eth0\n  virtual_router_id 1\n  virtual_ipaddress {\n"
      "    192.0.2.1/24\n  }\n\nvrrp_instance b {\n  interface eth0\n  virtual_router_id 2\n"
      "  virtual_ipaddress {\n    192.0.2.2/24\n  }\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"1: error: the '{' of 'vrrp_instance' is not closed before 'vrrp_instance'"}));
  EXPECT_EQ(parsed.config.instances.size(), 2U);
}

TEST(LanguageFacts, AMissingBraceOfAValueBlockIsFoundToo) {
  const auto parsed = parse_text(
      "vrrp_instance a {\n  interface eth0\n  virtual_router_id 1\n  virtual_ipaddress {\n"
      "    192.0.2.1/24\n  unicast_peer {\n    192.0.2.9\n  }\n  priority 7\n}\n");
  EXPECT_EQ(lines_of(parsed), (Lines{"4: error: the '{' of 'virtual_ipaddress' is not closed "
                                     "before 'unicast_peer'"}));
  EXPECT_EQ(parsed.config.instances.at(0).priority, 7);
  EXPECT_EQ(parsed.config.instances.at(0).peers.size(), 1U);
}

TEST(LanguageFacts, TheBraceMissingAtOnePlaceMayStandAtTheEnd) {
  const auto parsed = parse_text(
      "vrrp_instance a {\n  interface eth0\n  virtual_router_id 1\n  no_virtual_ipaddress\n"
      "vrrp_instance b {\n  interface eth0\n  virtual_router_id 2\n  no_virtual_ipaddress\n}\n}\n");
  EXPECT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(parsed.config.instances.size(), 2U);
}

TEST(LanguageFacts, AnIndentedBlockInTheWrongPlaceIsNoMissingBrace) {
  const auto parsed =
      parse_instance(" priority 7\n garp_group {\n  garp_interval 1\n }\n version 3");
  EXPECT_EQ(lines_of(parsed), (Lines{"8: error: unknown word 'garp_group' (vrrp_instance web); it "
                                     "belongs in the outermost level"}));
  EXPECT_EQ(parsed.config.instances.at(0).version, 3);
}

TEST(LanguageFacts, InvisibleMistakesAreNamed) {
  EXPECT_EQ(lines_of(parse_instance(" \u00a0priority 7")),
            (Lines{"7: error: unknown word '\u00a0priority' (vrrp_instance web); there is a "
                   "no-break space (U+00A0) in it; write a plain one"}));
  EXPECT_EQ(router_id("router_id x"), "x");
  EXPECT_EQ(parse_text("\xef\xbb\xbfglobal_defs { router_id y }\n").config.global.router_id, "y");
}

TEST(LanguageFacts, SignsOfOtherLanguagesAreToldOf) {
  const auto advice = [](const std::string& line) {
    const auto parsed = parse_instance(line);
    return parsed.findings.empty() ? std::string() : parsed.findings.back().suggestion;
  };
  EXPECT_EQ(advice(" \u3000priority 5"), "there is a wide space (U+3000) in it; write a plain one");
  EXPECT_EQ(advice(" priority\u200b 5"),
            "there is a character without width in it; type the word anew");
  EXPECT_EQ(advice(" // the first"), "a comment begins with # or !");
  EXPECT_EQ(advice(" ;"), "a statement ends with its line, without ';'");
}

TEST(LanguageFacts, AnOldWordInAnotherBlockNamesItsSuccessorHere) {
  const auto parsed = parse_service("", " TCP_CHECK {\n nb_get_retry 3\n }");
  EXPECT_EQ(parsed.findings.at(0).suggestion, "write 'retry'");
}

TEST(LanguageFacts, BytesThatAreNoTextAreShownAsQuestionMarks) {
  const auto parsed = parse_text("gl\xff\xfe\xc3\n");
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(parsed.findings[0].text, "unknown word " + config::quoted("gl" + std::string(3, '?')));
  EXPECT_EQ(parsed.findings[0].source_line, "gl" + std::string(3, '?'));
}

TEST(LanguageFacts, AScriptLineIsCutAnewWithBothKindsOfQuotes) {
  const auto parsed = parse_text(
      "$SG=SG1\nvrrp_instance web {\n interface eth0\n virtual_router_id 51\n"
      " no_virtual_ipaddress\n"
      R"( notify_master "/s.sh ' sp\x20c ' '\"q\"' ${SG}.x plain" root)"
      "\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  const auto& script = parsed.config.instances.at(0).scripts->master;
  EXPECT_EQ(script.argv, (std::vector<std::string>{"/s.sh", " sp c ", "\"q\"", "SG1.x", "plain"}));
  EXPECT_EQ(script.user, "root");
}

TEST(LanguageFacts, NoShellLooksAtAScript) {
  const auto parsed = parse_instance(" notify \"/s.sh $HOME *.c a|b\"");
  EXPECT_EQ(parsed.config.instances.at(0).scripts->any.argv,
            (std::vector<std::string>{"/s.sh", "$HOME", "*.c", "a|b"}));
}

}  // namespace
}  // namespace evenkeel
