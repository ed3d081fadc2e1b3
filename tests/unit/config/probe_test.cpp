// The kinds of checks that nobody makes yet: they are read into the model like the others.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

constexpr const char* kWhere = " (real_server 10.0.0.1:80 of virtual_server 192.0.2.10 80)";

constexpr const char* kFile = "track_file f {\n file /run/f\n}\n";

// The checks of a server with this block; all it has to say is that the kind has no effect yet.
std::vector<Check> checks(const std::string& block, const std::string& service = {}) {
  const auto parsed = parse_service(service, block, kFile);
  EXPECT_EQ(parsed.findings.size(), 1U) << render(parsed.findings, Caret::hidden);
  EXPECT_FALSE(has_errors(parsed.findings)) << block;
  return parsed.config.services.at(0).servers.at(0).checks;
}

template <typename Kind>
Kind probe(const std::string& block) {
  return std::get<Kind>(*checks(block).at(0).probe);
}

// The errors in such a block, without the warning about its kind.
Lines errors(const std::string& block) {
  Lines lines;
  for (const auto& finding : parse_service("", block, kFile).findings) {
    if (finding.severity == FindingSeverity::error) lines.push_back(finding.text);
  }
  return lines;
}

TEST(Probe, EachKindIsOneWarning) {
  for (const auto* block : {"SMTP_CHECK { }", "DNS_CHECK { }", "MISC_CHECK {\n misc_path /bin/x\n}",
                            "UDP_CHECK { }", "PING_CHECK { }", "FILE_CHECK {\n track_file f\n}"}) {
    const auto made = checks(block);
    ASSERT_EQ(made.size(), 1U) << block;
    EXPECT_FALSE(is_performed(*made[0].probe)) << block;
  }
}

TEST(Probe, AMisspeltWordInOneIsAnError) {
  EXPECT_EQ(
      lines_of(parse_service("", "DNS_CHECK {\n retyr 3\n}")),
      (Lines{"5: warning: 'DNS_CHECK' is accepted, without effect yet (DNS checks; the "
             "server counts as up)",
             std::string("6: error: unknown word 'retyr'") + kWhere + "; did you mean 'retry'?"}));
}

TEST(Probe, TimesHaveTheDefaultsOfTheKind) {
  const auto dns = checks("DNS_CHECK { }", " delay_loop 7").at(0);
  EXPECT_EQ(dns.retry, 3U);
  EXPECT_EQ(dns.delay_before_retry, 7s);
  const auto misc = checks("MISC_CHECK {\n misc_path /bin/x\n}", " delay_loop 7").at(0);
  EXPECT_EQ(misc.retry, 0U);
  EXPECT_EQ(misc.delay_before_retry, 1s);
  EXPECT_EQ(std::get<ScriptProbe>(*misc.probe).timeout, 7s);
  const auto smtp =
      checks("SMTP_CHECK {\n retry 5\n delay_before_retry 2\n warmup 0\n alpha\n}").at(0);
  EXPECT_EQ(smtp.retry, 5U);
  EXPECT_EQ(smtp.delay_before_retry, 2s);
  EXPECT_EQ(smtp.warmup, 0s);
  EXPECT_TRUE(smtp.alpha);
}

TEST(Probe, SmtpAsksEachOfItsHosts) {
  EXPECT_EQ(probe<SmtpProbe>("SMTP_CHECK {\n helo_name me\n}").helo_name, "me");
  const auto parsed = parse_service(
      "",
      "SMTP_CHECK {\n bindto 10.0.0.5\n host {\n connect_ip 10.9.9.1\n connect_port 25\n }\n"
      " host {\n connect_port 26\n bindto 10.0.0.6\n }\n connect_timeout 2\n}");
  EXPECT_FALSE(has_errors(parsed.findings));
  auto made = parsed.config.services.at(0).servers.at(0).checks;
  ASSERT_EQ(made.size(), 2U);
  std::sort(made.begin(), made.end(),
            [](const Check& a, const Check& b) { return a.target.port < b.target.port; });
  EXPECT_EQ(to_string(made[0].target), "10.9.9.1:25");
  EXPECT_EQ(to_string(made[0].source->bind.address), "10.0.0.5");
  EXPECT_EQ(to_string(made[1].target), "10.0.0.1:26");
  EXPECT_EQ(to_string(made[1].source->bind.address), "10.0.0.6");
  EXPECT_EQ(made[1].connect_timeout, 2s);
}

TEST(Probe, DnsTypesAndName) {
  EXPECT_EQ(probe<DnsProbe>("DNS_CHECK { }"), DnsProbe{});
  const auto made = probe<DnsProbe>("DNS_CHECK {\n type AAAA\n name a.example.\n}");
  EXPECT_EQ(made.type, DnsType::aaaa);
  EXPECT_EQ(made.name, "a.example.");
  for (const auto* type : {"A", "NS", "CNAME", "SOA", "MX", "TXT"}) {
    EXPECT_EQ(errors(std::string("DNS_CHECK {\n type ") + type + "\n}"), Lines{}) << type;
  }
  EXPECT_EQ(
      errors("DNS_CHECK {\n type PTR\n}"),
      (Lines{std::string("'type' takes one of A|NS|CNAME|SOA|MX|TXT|AAAA, not 'PTR'") + kWhere}));
}

TEST(Probe, TheScriptOfMiscAndItsUser) {
  const auto made = probe<ScriptProbe>(
      "MISC_CHECK {\n user joe staff\n misc_path \"/bin/x 'a b' c\"\n misc_timeout 25\n"
      " misc_dynamic\n}");
  EXPECT_EQ(made.script.argv, (std::vector<std::string>{"/bin/x", "a b", "c"}));
  EXPECT_EQ(made.script.user, "joe");
  EXPECT_EQ(made.script.group, "staff");
  EXPECT_EQ(made.timeout, 25s);
  EXPECT_TRUE(made.is_dynamic);
  EXPECT_EQ(probe<ScriptProbe>("MISC_CHECK {\n misc_path /bin/x ann\n user joe\n}").script.user,
            "joe");
}

TEST(Probe, ConnectWordsHaveNoPlaceInMisc) {
  EXPECT_EQ(errors("MISC_CHECK {\n misc_path /bin/x\n connect_port 80\n}").size(), 1U);
}

TEST(Probe, UdpBytesAndWildcards) {
  const auto made = probe<UdpProbe>(
      "UDP_CHECK {\n payload 00 0aFF\n require_reply 1x x2 xx\n min_reply_length 3\n"
      " max_reply_length 512\n}");
  EXPECT_EQ(made.payload, std::string("\0\x0a\xff", 3));
  EXPECT_TRUE(made.needs_reply);
  EXPECT_EQ(made.reply, std::string("\x10\x02\x00", 3));
  EXPECT_EQ(made.mask, std::string("\xf0\x0f\x00", 3));
  EXPECT_EQ(made.least_reply, 3);
  EXPECT_EQ(made.most_reply, 512);
  EXPECT_TRUE(probe<UdpProbe>("UDP_CHECK {\n require_reply\n}").needs_reply);
  EXPECT_EQ(errors("UDP_CHECK {\n payload 0\n}").size(), 1U);
  EXPECT_EQ(errors("UDP_CHECK {\n payload 0x\n}").size(), 1U);
  EXPECT_EQ(errors("UDP_CHECK {\n require_reply zz\n}").size(), 1U);
  EXPECT_EQ(errors("UDP_CHECK {\n max_reply_length 65536\n}"),
            (Lines{std::string("'max_reply_length' takes a whole number from 0 to 65535, not "
                               "'65536'") +
                   kWhere}));
  EXPECT_EQ(errors("UDP_CHECK {\n min_reply_length 300\n}").size(), 1U);
}

TEST(Probe, ABfdCheckIsOneWarningWithItsSession) {
  const auto parsed =
      parse_service("", "BFD_CHECK {\n name b\n}", "bfd_instance b {\n neighbor_ip 192.0.2.9\n}\n");
  EXPECT_FALSE(has_errors(parsed.findings));
  const auto& check = parsed.config.services.at(0).servers.at(0).checks.at(0);
  EXPECT_EQ(std::get<BfdProbe>(*check.probe).instance, "b");
}

TEST(Probe, FileWeights) {
  const auto made = probe<FileProbe>("FILE_CHECK {\n track_file f\n weight -3 reverse\n}");
  EXPECT_EQ(made.file, "f");
  EXPECT_EQ(made.weight, -3);
  EXPECT_TRUE(made.is_reversed);
  EXPECT_EQ(errors("FILE_CHECK {\n track_file f\n weight 1 backwards\n}").size(), 1U);
}

TEST(Probe, WhatACheckCannotDoWithoutIsNamed) {
  EXPECT_EQ(
      errors("MISC_CHECK { }"),
      (Lines{std::string("'MISC_CHECK' without a 'misc_path': the check is left out") + kWhere}));
  EXPECT_EQ(errors("BFD_CHECK { }"),
            (Lines{std::string("'BFD_CHECK' without a 'name': the check is left out") + kWhere}));
  EXPECT_EQ(
      errors("FILE_CHECK { }"),
      (Lines{std::string("'FILE_CHECK' without a 'track_file': the check is left out") + kWhere}));
}

TEST(Probe, PatternsOfAUrlAreKept) {
  const auto parsed = parse_service(
      "",
      "HTTP_GET {\n url { path /\n regex \"a b\"\n regex_no_match\n regex_options caseless utf\n"
      " regex_stack 4096 65536\n regex_min_offset 3\n regex_max_offset 9\n }\n url { path / }\n}");
  const auto& urls =
      std::get<HttpProbe>(*parsed.config.services.at(0).servers.at(0).checks.at(0).probe).urls;
  EXPECT_EQ(*urls.at(0).pattern, (BodyPattern{.expression = "a b",
                                              .options = {"caseless", "utf"},
                                              .must_not_match = true,
                                              .stack_start = 4096,
                                              .stack_most = 65536,
                                              .least_offset = 3,
                                              .most_offset = 9}));
  EXPECT_EQ(*urls.at(1).pattern, BodyPattern{});
  EXPECT_EQ(
      errors("HTTP_GET {\n url { path /\n regex_options fast\n regex_stack 9 1\n }\n}").size(), 2U);
}

// Tens of thousands of them are held at once.
TEST(Probe, ACheckStaysSmall) {
  EXPECT_LE(sizeof(Check), 96U);
  EXPECT_LE(sizeof(RealServer), 120U);
}

TEST(Probe, EqualProbesOfNeighboursAreHeldOnce) {
  const std::string server = " {\n HTTP_GET {\n url {\n path /x\n }\n }\n }\n";
  const auto parsed = parse_text(
      "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server 10.0.0.1 "
      "80" +
      server + " real_server 10.0.0.2 80" + server + "}\n");
  const auto& servers = parsed.config.services.at(0).servers;
  EXPECT_EQ(&*servers.at(0).checks.at(0).probe, &*servers.at(1).checks.at(0).probe);
}

}  // namespace
}  // namespace evenkeel
