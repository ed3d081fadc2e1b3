// Conditions, definitions and repetitions, through the whole parser.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

std::string router_id(const std::string& text, const ParseOptions& options = {}) {
  return parse_text(text, options).config.global.router_id;
}

TEST(Definitions, ANameIsReplacedBeforeABlankOrTheEnd) {
  EXPECT_EQ(router_id("$A=x\nglobal_defs {\n router_id $A\n}\n"), "x");
  EXPECT_EQ(router_id("$A=x\nglobal_defs {\n router_id $A.y\n}\n"), "$A.y");
}

TEST(Definitions, ABracedNameIsReplacedAnywhereAlsoInQuotes) {
  EXPECT_EQ(router_id("$A=x\nglobal_defs {\n router_id ${A}.${A}\n}\n"), "x.x");
  EXPECT_EQ(router_id("$A=x\nglobal_defs {\n router_id \"${A} $A\"\n}\n"), "x $A");
}

TEST(Definitions, ValuesReferToOthersAndTheLastDefinitionCounts) {
  EXPECT_EQ(router_id("$A=${B}1\n$B=x\n$B=y\nglobal_defs {\n router_id $A\n}\n"), "y1");
}

TEST(Definitions, AnUndefinedBracedNameIsOneErrorAndBreaksNoBlock) {
  const auto parsed = parse_text("global_defs {\n router_id ${NO}\n}\nvrrp_version 3\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"2: error: '${NO}' is not defined; write $NO=VALUE on a line before",
                   "4: error: unknown word 'vrrp_version'; it belongs in global_defs"}));
}

TEST(Definitions, ABlankBeforeTheEqualsSignIsAnError) {
  const auto parsed = parse_text("$A = x\n");
  EXPECT_EQ(lines_of(parsed), (Lines{"1: error: a blank before '=' in a definition; write $A=…"}));
}

TEST(Definitions, SelfReferenceIsAnErrorAtOnce) {
  const auto parsed =
      parse_text("$A=${B}${B}\n$B=${A}${A}\nglobal_defs {\n router_id \"${A}\"\n}\n");
  ASSERT_FALSE(parsed.findings.empty());
  EXPECT_NE(parsed.findings[0].text.find("refers to itself"), std::string::npos);
}

TEST(Definitions, SeveralLinesMakeWholeBlocks) {
  const auto parsed = parse_text(
      "$TIMES= \\\n delay_loop 7 \\\n protocol TCP lb_algo wlc lb_kind NAT\n"
      "virtual_server 192.0.2.10 80 {\n $TIMES\n"
      " real_server 10.0.0.1 80 {\n TCP_CHECK {\n }\n }\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  ASSERT_EQ(parsed.config.services.size(), 1U);
  EXPECT_EQ(parsed.config.services[0].servers[0].checks[0].delay_loop, 7s);
}

TEST(Definitions, ADefinitionOfSeveralLinesMayEndALine) {
  const auto parsed = parse_text("$BODY={ \\\n router_id x \\\n }\nglobal_defs $BODY\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.global.router_id, "x");
}

TEST(Definitions, AMultiLineDefinitionOfItselfEnds) {
  const auto parsed = parse_text("$A= \\\n $A \\\n $A\n$A\n");
  ASSERT_FALSE(parsed.findings.empty());
  EXPECT_EQ(parsed.findings[0].text, "a definition refers to itself");
}

TEST(Definitions, PredefinedNames) {
  MemorySource source;
  source.variables["CITY"] = "Oslo";
  source.files["/etc/a/conf"].text =
      "global_defs {\n router_id \"${_ENV CITY}${_HASH}${_BANG}${_PWD}${_INSTANCE}\"\n}\n";
  const auto parsed = parse_config("/etc/a/conf", source, {.instance_name = "i"});
  EXPECT_EQ(parsed.config.global.router_id, "Oslo#!/etc/ai");
}

TEST(Definitions, RandomNumbersStayInTheirRange) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    const auto text =
        router_id("global_defs {\n router_id ${_RANDOM 3 5}\n}\n", {.random_seed = seed});
    EXPECT_TRUE(text == "3" || text == "4" || text == "5") << text;
  }
}

TEST(Conditions, KeepALineForOneDirectorOrAllOthers) {
  const std::string text =
      "global_defs {\n@director1 router_id one\n@^director1 router_id other\n@nobody\n}\n";
  EXPECT_EQ(router_id(text), "one");
  EXPECT_EQ(router_id(text, {.config_id = "director2"}), "other");
}

TEST(Conditions, MayHeadABlock) {
  const std::string text = "@a vrrp_instance x {\n@a interface eth0\n@a }\n";
  EXPECT_EQ(lines_of(parse_text(text, {.config_id = "b"})), Lines{});
  EXPECT_EQ(lines_of(parse_text(text, {.config_id = "a"})),
            (Lines{"1: error: 'virtual_router_id' is missing; the instance is not started "
                   "(vrrp_instance x)"}));
}

std::size_t servers(const std::string& line) {
  const auto parsed = parse_text(
      "virtual_server 192.0.2.10 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n" + line + "\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  return parsed.config.services.empty() ? 0 : parsed.config.services[0].servers.size();
}

TEST(Repetition, SequencesRepeatALine) {
  EXPECT_EQ(servers("~SEQ(i,3) real_server 10.0.0.${i} 80 { }"), 3U);
}

TEST(Repetition, SequencesTakeStartStepAndEnd) {
  EXPECT_EQ(servers("~SEQ(i,2,3) real_server 10.0.0.${i} 80 { }"), 2U);
  EXPECT_EQ(servers("~SEQ(i,10,-5,1) real_server 10.0.0.${i} 80 { }"), 2U);
  EXPECT_EQ(servers("~SEQ(i,0x10,0x1f) real_server 10.0.0.${i} 80 { }"), 16U);
}

TEST(Repetition, HexadecimalSequencesPrintHexadecimally) {
  const auto parsed = parse_text(
      "virtual_server 2001:db8::1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n"
      "~SEQx(i,9,11) real_server 2001:db8::${i}:1 80 { }\n}\n");
  ASSERT_EQ(parsed.config.services.size(), 1U);
  EXPECT_EQ(to_string(parsed.config.services[0].servers[2].endpoint), "[2001:db8::b:1]:80");
}

TEST(Repetition, ListsAndTuples) {
  EXPECT_EQ(servers("~LST(i,7,8) real_server 10.0.0.${i} 80 { }"), 2U);
  EXPECT_EQ(servers("~LST({a,b},{1,80},{2,81}) real_server 10.0.0.${a} ${b} { }"), 2U);
}

TEST(Repetition, SeveralOnOneLineNest) {
  EXPECT_EQ(servers("~SEQ(i,2) ~SEQ(j,3) real_server 10.0.${i}.${j} 80 { }"), 6U);
}

TEST(Repetition, RepeatsAWholeBlockFromADefinition) {
  const auto parsed = parse_text(
      "$SERVER= \\\n real_server 10.0.0.${i} 80 { \\\n  weight ${i} \\\n }\n"
      "virtual_server 192.0.2.10 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n ~SEQ(i,4) "
      "$SERVER\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  ASSERT_EQ(parsed.config.services[0].servers.size(), 4U);
  EXPECT_EQ(parsed.config.services[0].servers[3].weight, 4);
}

TEST(Repetition, ABillionIsAnErrorAtOnce) {
  EXPECT_EQ(lines_of(parse_text("~SEQ(i,1000000000) x\n")),
            (Lines{"1: error: more than a million repetitions"}));
  EXPECT_EQ(lines_of(parse_text("~SEQ(i,5,-1,9) x\n")),
            (Lines{"1: error: the step of '~SEQ' never leads to its end"}));
}

}  // namespace
}  // namespace evenkeel
