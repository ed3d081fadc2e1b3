// virtual_rules and static_rules to values.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

Parsed parse_rules(const std::string& lines) {
  return parse_text("static_rules {\n" + lines + "\n}\n");
}

Rule rule(const std::string& line) {
  const auto parsed = parse_rules(line);
  EXPECT_FALSE(has_errors(parsed.findings)) << render(parsed.findings, Caret::hidden);
  return parsed.config.statics.rules.empty() ? Rule{} : parsed.config.statics.rules[0];
}

std::string error(const std::string& line) {
  const auto parsed = parse_rules(line);
  EXPECT_TRUE(parsed.config.statics.rules.empty()) << line;
  for (const auto& finding : parsed.findings) {
    if (finding.severity == FindingSeverity::error) return finding.text;
  }
  return {};
}

TEST(RuleLine, TheCommonFormSelectsBySourceAndDestination) {
  const auto made = rule("from 192.0.2.0/24 to 198.51.100.0/24 table 7 preference 100");
  EXPECT_EQ(to_string(*made.from), "192.0.2.0/24");
  EXPECT_EQ(to_string(*made.to), "198.51.100.0/24");
  EXPECT_EQ(made.table, 7U);
  EXPECT_EQ(made.priority, 100U);
  EXPECT_EQ(made.family, Family::ipv4);
  EXPECT_EQ(made.action, RuleAction::lookup);
}

TEST(RuleLine, EveryWordIsStored) {
  const auto made = rule(
      "inet6 not from 2001:db8::/32 to all priority 9 tos 8 fwmark 0x10/0xff realms 5 sup_pl 0 "
      "sup_group 3 iif eth0 oif eth1 tunnel-id 77 uidrange 1000-2000 l3mdev protocol 99 ipproto "
      "udp sport 53 dport 1024-2048 no_track");
  EXPECT_EQ(made.family, Family::ipv6);
  EXPECT_TRUE(made.inverted);
  EXPECT_FALSE(made.to);
  EXPECT_EQ(made.tos, 8);
  EXPECT_EQ(made.fwmark, 16U);
  EXPECT_EQ(made.fwmask, 255U);
  EXPECT_EQ(made.realms, 5U);
  EXPECT_EQ(made.suppress_prefix_length, 0);
  EXPECT_EQ(made.suppress_group, 3U);
  EXPECT_EQ(made.input_interface, "eth0");
  EXPECT_EQ(made.output_interface, "eth1");
  EXPECT_EQ(made.tunnel_id, 77U);
  EXPECT_EQ(made.uids, (NumberRange<std::uint32_t>{1000, 2000}));
  EXPECT_TRUE(made.l3mdev);
  EXPECT_EQ(made.protocol, 99);
  EXPECT_EQ(made.ip_protocol, 17);
  EXPECT_EQ(made.source_ports, (NumberRange<std::uint16_t>{53, 53}));
  EXPECT_EQ(made.destination_ports, (NumberRange<std::uint16_t>{1024, 2048}));
  EXPECT_FALSE(made.tracked);
}

TEST(RuleLine, ActionsOtherThanATable) {
  EXPECT_EQ(rule("from 192.0.2.0/24 type blackhole priority 1").action, RuleAction::blackhole);
  EXPECT_EQ(rule("from 192.0.2.0/24 prohibit order 1").action, RuleAction::prohibit);
  EXPECT_EQ(rule("nop preference 1").action, RuleAction::nop);
  const auto jump = rule("goto 200 preference 100");
  EXPECT_EQ(jump.action, RuleAction::go_to);
  EXPECT_EQ(jump.target, 200U);
  EXPECT_EQ(error("goto 50 preference 100"),
            "'goto' leads to a rule after this one: its number must be above 100");
}

TEST(RuleLine, AMissingPreferenceIsNumberedDownwardsAndAnError) {
  const auto parsed = parse_rules(
      "from 192.0.2.0/24 table 1\nfrom 192.0.2./24 table 1\n"
      "to 192.0.2.0/24 table 1");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"2: error: the rule has no preference: 16384 is used; write 'preference N'",
                   "3: error: 'from' takes an address with its length, IP/LEN, not '192.0.2./24'",
                   "4: error: the rule has no preference: 16383 is used; write 'preference N'"}));
  ASSERT_EQ(parsed.config.statics.rules.size(), 2U);
  EXPECT_EQ(parsed.config.statics.rules[1].priority, 16383U);
  EXPECT_EQ(exit_code(parsed), 5);
}

TEST(RuleLine, MistakesNameTheWord) {
  EXPECT_EQ(error("from 192.0.2.0/24 tabel 1 preference 1"), "unknown word 'tabel' in a rule");
  EXPECT_EQ(error("from 192.0.2.0/24 to 2001:db8::/32 table 1 preference 1"),
            "the addresses of the rule are of different families");
  EXPECT_EQ(error("inet6 from 192.0.2.0/24 table 1 preference 1"),
            "the addresses of the rule are of different families");
  EXPECT_EQ(error("table 0 preference 1"), "a rule cannot use table 0");
  EXPECT_EQ(error("sport 0 table 1 preference 1"),
            "'sport' takes N or A-B from 1 to 65535, not '0'");
  EXPECT_EQ(error("fwmark 1/x table 1 preference 1"),
            "'fwmark' takes MARK or MARK/MASK, of 32 bits, not '1/x'");
  EXPECT_EQ(error("from 192.0.2.0/24 preference 1"), "a rule without an action is left out");
  EXPECT_EQ(error("table"), "'table' needs a value");
}

}  // namespace
}  // namespace evenkeel
