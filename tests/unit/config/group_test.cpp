// virtual_server_group to one VirtualServer for each entry.
#include <gtest/gtest.h>

#include "daemon/config/group_entries.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

std::string group(const std::string& lines) { return "virtual_server_group G {\n" + lines + "}\n"; }

std::string service(const std::string& body = {}) {
  return "virtual_server group G {\n protocol TCP lb_algo wlc lb_kind NAT\n" + body +
         " real_server 10.0.0.1 80 {\n TCP_CHECK { }\n }\n}\n";
}

Lines keys_of(const Parsed& parsed) {
  Lines keys;
  for (const auto& each : parsed.config.services) keys.push_back(to_string(each.key));
  return keys;
}

// The first finding of a group with these lines and one good entry.
std::string complaint(const std::string& line) {
  const auto parsed = parse_text(group(" 192.0.2.99 80\n " + line + "\n") + service());
  EXPECT_EQ(parsed.config.services.size(), 1U) << line;
  return parsed.findings.empty() ? "" : parsed.findings.front().text;
}

TEST(Group, EveryFormOfAnEntryIsAService) {
  const auto parsed = parse_text(group(" 192.0.2.1 80\n 192.0.2.10-12 81\n"
                                       " 192.0.2.254-192.0.3.1 82\n 192.0.2.8/31 83\n"
                                       " fwmark 7\n fwmark 8 inet\n") +
                                 service());
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(keys_of(parsed), (Lines{"fwmark:7", "fwmark:8", "tcp:192.0.2.1:80", "tcp:192.0.2.8:83",
                                    "tcp:192.0.2.9:83", "tcp:192.0.2.10:81", "tcp:192.0.2.11:81",
                                    "tcp:192.0.2.12:81", "tcp:192.0.2.254:82", "tcp:192.0.2.255:82",
                                    "tcp:192.0.3.0:82", "tcp:192.0.3.1:82"}));
  for (const auto& each : parsed.config.services) EXPECT_EQ(each.group, "G");
}

TEST(Group, RangesOfIpv6MoveInTheLastGroup) {
  const auto parsed =
      parse_text(group(" 2001:db8::fe-101 80\n 2001:db8::20-2001:db8::21 81\n 2001:db8::40/127 82\n"
                       " fwmark 7 inet6\n") +
                 "virtual_server group G {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server "
                 "2001:db8:1::1 80 { }\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(keys_of(parsed),
            (Lines{"fwmark6:7", "tcp:[2001:db8::20]:81", "tcp:[2001:db8::21]:81",
                   "tcp:[2001:db8::40]:82", "tcp:[2001:db8::41]:82", "tcp:[2001:db8::fe]:80",
                   "tcp:[2001:db8::ff]:80", "tcp:[2001:db8::100]:80", "tcp:[2001:db8::101]:80"}));
}

TEST(Group, TheOrderOfGroupAndServiceDoesNotMatter) {
  const auto lines = group(" 192.0.2.1 80\n");
  EXPECT_EQ(parse_text(service() + lines).config, parse_text(lines + service()).config);
}

TEST(Group, BadEntriesAreNamedAndTheOthersRun) {
  const std::string where = " (virtual_server_group G)";
  EXPECT_EQ(complaint("example.net 80"), "not an IP address: 'example.net'" + where);
  EXPECT_EQ(complaint("192.0.2.1 70000"), "not a port from 0 to 65535: '70000'" + where);
  EXPECT_EQ(complaint("192.0.2.1 80 tcp"), "an entry is IP [PORT]; too much: 'tcp'" + where);
  EXPECT_EQ(complaint("192.0.2.9-3 80"), "the range '192.0.2.9-3' ends before it begins" + where);
  EXPECT_EQ(complaint("192.0.2.9-256 80"),
            "a range ends with an address or with a last octet to 255, not '256'" + where);
  EXPECT_EQ(complaint("192.0.2.9-2001:db8::1 80"),
            "both ends of a range are of one family" + where);
  EXPECT_EQ(complaint("192.0.2.1/24 80"), "the host bits of '192.0.2.1/24' must be 0" + where);
  EXPECT_EQ(complaint("10.0.0.0/8 80"),
            "the range '10.0.0.0/8' has more than 65536 addresses" + where);
  EXPECT_EQ(complaint("2001:db8::-2001:db9:: 80"),
            "the range '2001:db8::-2001:db9::' has more than 65536 addresses" + where);
  for (const auto* mark : {"fwmark", "fwmark 0", "fwmark x", "fwmark 7 inet4", "fwmark 7 inet x"}) {
    EXPECT_EQ(complaint(mark), "'fwmark' takes a number from 1 to 4294967295 [inet|inet6]" + where);
  }
}

TEST(Group, AnUnknownGroupIsToldWhatThereIs) {
  EXPECT_EQ(lines_of(parse_text(service())),
            (Lines{"1: warning: no virtual_server_group 'G': the service is not started; there is "
                   "none"}));
  const auto parsed = parse_text("virtual_server_group H {\n 192.0.2.1 80\n}\n" + service());
  EXPECT_EQ(lines_of(parsed),
            (Lines{"1: warning: virtual_server_group 'H' is used by no virtual_server",
                   "4: warning: no virtual_server_group 'G': the service is not started; did "
                   "you mean 'H'?"}));
}

TEST(Group, ASecondGroupOfANamePointsAtTheFirst) {
  const auto parsed = parse_text(group(" 192.0.2.1 80\n") + group(" 192.0.2.2 80\n") + service());
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(
      to_string(parsed.findings[0]),
      "conf:4:22: warning: a second virtual_server_group 'G' is left out (first at conf:1:22)");
  EXPECT_EQ(keys_of(parsed), Lines{"tcp:192.0.2.1:80"});
}

TEST(Group, EntriesThatOverlapPointAtEachOther) {
  const auto parsed = parse_text(group(" 192.0.2.1-3 80\n 192.0.2.3 80\n") + service());
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(to_string(parsed.findings[0]),
            "conf:3:2: warning: a second virtual_server tcp:192.0.2.3:80 is left out (first at "
            "conf:2:2)");
  EXPECT_EQ(parsed.config.services.size(), 3U);
}

TEST(Group, AnEmptyGroupStartsNothing) {
  EXPECT_EQ(lines_of(parse_text(group("") + service())),
            (Lines{"3: error: virtual_server_group 'G' has no entry: no service is started"}));
}

TEST(Group, AServerWithoutAPortTakesThatOfEachEntry) {
  const auto parsed = parse_text(group(" 192.0.2.1 80\n 192.0.2.1 443\n") +
                                 "virtual_server group G {\n protocol TCP lb_algo wlc lb_kind NAT\n"
                                 " real_server 10.0.0.1 {\n TCP_CHECK { }\n }\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  ASSERT_EQ(parsed.config.services.size(), 2U);
  for (const auto& each : parsed.config.services) {
    EXPECT_EQ(each.servers.at(0).endpoint.port, each.key.endpoint.port);
    EXPECT_EQ(each.servers.at(0).checks.at(0).target.port, each.key.endpoint.port);
    EXPECT_FALSE(each.checked_as);
  }
}

TEST(Group, EqualChecksAreMadeOnce) {
  const auto parsed =
      parse_text(group(" 192.0.2.1 80\n 192.0.2.2 443\n 192.0.2.3 80\n fwmark 9\n") + service());
  const auto& services = parsed.config.services;
  ASSERT_EQ(services.size(), 4U);
  EXPECT_FALSE(services[0].checked_as);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(services[i].checked_as, services[0].key);
}

// The entry that would have asked is left out: the next one does.
TEST(Group, ChecksAreMadeForAServiceThatExists) {
  const auto parsed = parse_text(
      "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server 10.9.9.9 "
      "80 { }\n}\n" +
      group(" 192.0.2.1 80\n 192.0.2.2 80\n 192.0.2.3 80\n") + service());
  const auto& services = parsed.config.services;
  ASSERT_EQ(services.size(), 3U);
  EXPECT_FALSE(services[1].checked_as);
  EXPECT_EQ(services[2].checked_as, services[1].key);
}

TEST(Group, AMistakeInTheServiceIsToldOnce) {
  const auto parsed =
      parse_text(group(" 192.0.2.1 80\n 192.0.2.1 81\n 192.0.2.1 82\n") + service(" quorum 9\n"));
  EXPECT_EQ(lines_of(parsed),
            (Lines{"8: error: 'quorum' is more than all weights together; 1 is used "
                   "(virtual_server group G)"}));
}

// 64 servers in 4096 services are as many as there may be.
TEST(Group, ManyLargeRangesAreRefusedBeforeTheyFillTheMemory) {
  std::string lines = " 10.0.0.0/20 80\n", servers;
  for (int i = 1; i < 200; ++i) lines += " 10." + std::to_string(i) + ".0.0/16 80\n";
  for (int i = 1; i <= 64; ++i) servers += " real_server 10.0.0." + std::to_string(i) + " 80 { }\n";
  const auto parsed = parse_text(
      group(lines) + "virtual_server group G {\n protocol TCP lb_algo wlc lb_kind NAT\n" + servers +
      "}\n");
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(parsed.findings[0].line, 3U);
  EXPECT_EQ(parsed.config.services.size(), 4096U);
}

TEST(Group, TheRangeOfOneAddressIsThatAddress) {
  for (const auto* text : {"192.0.2.7", "192.0.2.7-7", "192.0.2.7-192.0.2.7", "192.0.2.7/32"}) {
    const auto range = config::parse_range(text);
    ASSERT_TRUE(range) << text;
    EXPECT_EQ(to_string(range->first), "192.0.2.7");
    EXPECT_EQ(range->count, 1U);
  }
}

}  // namespace
}  // namespace evenkeel
