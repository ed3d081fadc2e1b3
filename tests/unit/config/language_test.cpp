// Statements, blocks and findings, through the whole parser.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

TEST(Language, BracesMayStandAnywhere) {
  for (const auto* text :
       {"global_defs { router_id x }", "global_defs{router_id x}", "global_defs\n{\nrouter_id x\n}",
        "global_defs {\r\n router_id x\r\n}\r\n", "global_defs\n\n# comment\n{ router_id x\n}"}) {
    const auto parsed = parse_text(text);
    EXPECT_EQ(lines_of(parsed), Lines{}) << text;
    EXPECT_EQ(parsed.config.global.router_id, "x") << text;
  }
}

TEST(Language, SeveralStatementsOnALineAllCount) {
  const auto parsed = parse_text(
      "vrrp_instance a { state BACKUP interface eth0 nopreempt virtual_router_id 7 priority 90 "
      "virtual_ipaddress { 192.0.2.1/24 192.0.2.2/24 } advert_int 2 }");
  EXPECT_EQ(lines_of(parsed), Lines{});
  const auto& instance = parsed.config.instances.at(0);
  EXPECT_EQ(instance.priority, 90);
  EXPECT_FALSE(instance.preempt);
  EXPECT_EQ(instance.advert_interval, 2s);
  EXPECT_EQ(instance.addresses.size(), 2U);
}

TEST(Language, AnOptionalValueIsNotTakenFromTheNextKeyword) {
  const auto parsed = parse_service(" persistence_timeout quorum 1 alpha lb_algo rr");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.services.at(0).persistence.count(), 360);
  EXPECT_EQ(parsed.config.services.at(0).scheduler, "rr");
}

TEST(Language, SurplusWordsAreNamedWithTheLikelySlip) {
  EXPECT_EQ(lines_of(parse_text("global_defs { router_id a b c }")),
            (Lines{"1: warning: not used after 'router_id': 'b c'"}));
  EXPECT_EQ(lines_of(parse_instance(" state BACKUP prority 7 advert_int 1")),
            (Lines{"7: warning: not used after 'state': 'prority 7' (vrrp_instance web); did you "
                   "mean 'priority'?"}));
}

TEST(Language, AnUnknownBlockIsOneFinding) {
  const auto parsed = parse_text(
      "vrrp_instanse a {\n state X\n track_script {\n b\n }\n foo { bar { } }\n}\n"
      "global_defs { router_id x }\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"1: error: unknown word 'vrrp_instanse'; did you mean 'vrrp_instance'?"}));
  EXPECT_EQ(parsed.config.global.router_id, "x");
}

TEST(Language, AWordWithoutEffectIsOneWarningWithItsBlock) {
  const auto parsed = parse_text(
      "bfd_instance a {\n neighbor_ip 192.0.2.1\n}\nbfd_instance b { neighbor_ip ::1 }\n");
  EXPECT_EQ(
      lines_of(parsed),
      (Lines{"1: warning: 'bfd_instance' is accepted, without effect yet (BFD); also at 1 more "
             "place"}));
  EXPECT_EQ(exit_code(parsed), 0);
}

TEST(Language, AMisplacedWordIsToldWhereItBelongs) {
  EXPECT_EQ(lines_of(parse_instance(" router_id x")),
            (Lines{"7: error: unknown word 'router_id' (vrrp_instance web); it belongs in "
                   "global_defs"}));
}

TEST(Language, MissingAndSurplusBracesAreReportedWhereTheyAre) {
  EXPECT_EQ(lines_of(parse_text("global_defs {\n router_id x\n\n")),
            (Lines{"1: error: the '{' of 'global_defs' is never closed"}));
  EXPECT_EQ(lines_of(parse_text("global_defs { }\n}\n")),
            (Lines{"2: error: a '}' without its '{'"}));
  EXPECT_EQ(lines_of(parse_text("{ a }\n")),
            (Lines{"1: error: a '{' without a keyword before it"}));
}

TEST(Language, BlocksAreAskedForAndRefused) {
  EXPECT_EQ(lines_of(parse_text("global_defs\n")),
            (Lines{"1: error: 'global_defs' needs a block in braces"}));
  EXPECT_EQ(lines_of(parse_instance(" priority 5 { x y { } }")),
            (Lines{"7: error: 'priority' takes no block (vrrp_instance web)"}));
}

TEST(Language, ValuesOutOfRangeStateTheRange) {
  EXPECT_EQ(lines_of(parse_instance(" priority 300")),
            (Lines{"7: error: 'priority' takes a whole number from 1 to 255, not '300' "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(lines_of(parse_instance(" priority")),
            (Lines{"7: error: 'priority' needs a value: a whole number from 1 to 255 "
                   "(vrrp_instance web)"}));
  EXPECT_EQ(lines_of(parse_instance(" state master")),
            (Lines{"7: error: 'state' takes one of MASTER|BACKUP, not 'master' (vrrp_instance "
                   "web); did you mean 'MASTER'?"}));
}

TEST(Language, AnOutOfRangeValueLeavesTheDefault) {
  EXPECT_EQ(parse_instance(" priority 300").config.instances.at(0).priority, 100);
}

TEST(Language, AnUnclosedQuoteIsAnError) {
  EXPECT_EQ(lines_of(parse_text("global_defs {\n router_id \"x y\n}\n")),
            (Lines{"2: error: a quotation mark without its partner on this line"}));
}

TEST(Language, IncludeWithinALineIsExplained) {
  EXPECT_EQ(lines_of(parse_text("global_defs { include x }\n")),
            (Lines{"1: error: unknown word 'include'; 'include' must begin a line"}));
}

TEST(Language, PasswordsAreNeverShown) {
  const auto parsed = parse_instance(
      " authentication {\n auth_type PASS\n auth_pass top secret\n auth_pass verysecret\n }\n");
  const auto text = render(parsed.findings, Caret::shown);
  EXPECT_EQ(parsed.findings.size(), 3U);
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
}

TEST(Language, NulBytesAreAnErrorEachLine) {
  EXPECT_EQ(lines_of(parse_text(std::string("global_defs {\n\0\0 \n}\n", 20))),
            (Lines{"2: error: a NUL byte: this is not a text file, or a damaged one"}));
}

TEST(Language, ALongLineIsLeftOut) {
  EXPECT_EQ(lines_of(parse_text("#" + std::string(100'000, 'x') + "\nglobal_defs { }\n")),
            (Lines{"1: error: the line is longer than 64 KiB and left out"}));
  EXPECT_EQ(lines_of(parse_text("#" + std::string(60'000, 'x') + "\n")), Lines{});
}

TEST(Language, ColumnsPointAtTheWord) {
  const auto parsed =
      parse_text("global_defs { router_id x\n\tfoo }\n@director1 bar\n$A=q\n  ${A} y\n");
  ASSERT_EQ(parsed.findings.size(), 3U);
  EXPECT_EQ(parsed.findings[0].column, 2U);
  EXPECT_EQ(parsed.findings[1].column, 12U);
  EXPECT_EQ(parsed.findings[2].column, 3U);
  EXPECT_EQ(parsed.findings[2].source_line, "  ${A} y");
}

TEST(Language, FindingsAreBoundedAndTheRestCounted) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "foo\n";
  const auto parsed = parse_text(text);
  EXPECT_EQ(parsed.findings.size(), 1001U);
  EXPECT_EQ(parsed.findings.back().text, "not shown: 4000 more errors and 0 more warnings");
}

TEST(Language, DeepNestingIsHarmless) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "a {\n";
  EXPECT_EQ(parse_text(text).findings.size(), 2U);
}

TEST(Language, AnEmptyFileIsClean) {
  EXPECT_EQ(exit_code(parse_text("")), 0);
  EXPECT_EQ(exit_code(parse_text("# nothing\n")), 0);
}

TEST(Language, ExitCodesTellUsableFromUnusable) {
  EXPECT_EQ(exit_code(parse_text("foo\n")), 5);
  EXPECT_EQ(exit_code(parse_instance(" foo")), 5);
  EXPECT_EQ(exit_code(parse_instance("")), 0);
}

TEST(Language, TheReferenceSamplesShapesAreUnderstood) {
  const auto parsed = parse_text(
      "vrrp_script chk {\n script \"</dev/tcp/127.0.0.1/80\" # connects and exits\n}\n"
      "vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 51\n"
      " virtual_ipaddress {\n  192.168.200.18/25\n }\n"
      " track_script {\n  chk weight 2    # +2\n }\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(exit_code(parsed), 0);
}

}  // namespace
}  // namespace evenkeel
