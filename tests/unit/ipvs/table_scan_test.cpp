#include "checker/ipvs/table_scan.h"

#include <gtest/gtest.h>

#include <map>

#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

const std::string kHeading =
    "IP Virtual Server version 1.2.1 (size=4096)\n"
    "Prot LocalAddress:Port Scheduler Flags\n"
    "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\n";
const std::string kWeb =
    "TCP  C000020A:0050 rr \n"
    "  -> 0A000002:0050      Masq    1      3          4         \n"
    "  -> 0A000001:0050      Masq    1      0          0         \n";

class TableScanTest : public testing::Test {
 protected:
  void believe(const std::optional<ServiceTable>& held) { held_[held->service.key] = *held; }

  TableScan::Findings scan(const std::string& text, std::size_t piece = 10000) {
    TableScan made([this](const ServiceKey& wanted) -> const ServiceTable* {
      const auto found = held_.find(wanted);
      return found == held_.end() ? nullptr : &found->second;
    });
    for (std::size_t at = 0; at < text.size(); at += piece) {
      made.feed(std::string_view(text).substr(at, piece));
    }
    return made.finish();
  }

  std::map<ServiceKey, ServiceTable> held_;
};

using Keys = std::vector<ServiceKey>;

TEST_F(TableScanTest, AnUnchangedTableRaisesNoSuspicionHoweverItIsCut) {
  believe(table(service("tcp:192.0.2.10:80", "rr"),
                {destination("10.0.0.1:80"), destination("10.0.0.2:80")}));
  for (const std::size_t piece : {1U, 7U, 64U, 10000U}) {
    const auto findings = scan(kHeading + kWeb, piece);
    EXPECT_EQ(findings.seen, Keys{key("tcp:192.0.2.10:80")});
    EXPECT_TRUE(findings.suspects.empty());
    EXPECT_TRUE(findings.foreign.empty());
  }
}

TEST_F(TableScanTest, AServiceThatIsGoneIsNotSeen) {
  believe(table(service("tcp:192.0.2.10:80", "rr"), {}));
  EXPECT_TRUE(scan(kHeading).seen.empty());
}

TEST_F(TableScanTest, EveryVisibleDifferenceIsSuspicious) {
  const auto one = destination("10.0.0.1:80");
  const auto two = destination("10.0.0.2:80");
  auto direct = two;
  direct.method = Method::dr;
  auto persistent = service("tcp:192.0.2.10:80", "rr");
  persistent.persistence = std::chrono::seconds(60);
  auto one_packet = service("tcp:192.0.2.10:80", "rr");
  one_packet.one_packet = true;
  const Service web = service("tcp:192.0.2.10:80", "rr");
  for (const auto& believed :
       {table(web, {one}), table(web, {one, two, destination("10.0.0.3:80")}),
        table(web, {one, destination("10.0.0.2:80", 2)}), table(web, {one, direct}),
        table(service("tcp:192.0.2.10:80", "wlc"), {one, two}), table(persistent, {one, two}),
        table(one_packet, {one, two})}) {
    believe(believed);
    EXPECT_EQ(scan(kHeading + kWeb).suspects, Keys{key("tcp:192.0.2.10:80")});
  }
}

TEST_F(TableScanTest, GranularityIsCompared) {
  auto persistent = service("tcp:192.0.2.10:80", "rr");
  persistent.persistence = std::chrono::seconds(60);
  persistent.persistence_prefix = 24;
  believe(table(persistent, {}));
  EXPECT_TRUE(scan("TCP  C000020A:0050 rr persistent 6000 FFFFFF00\n").suspects.empty());
  EXPECT_FALSE(scan("TCP  C000020A:0050 rr persistent 6000 FFFFFFFF\n").suspects.empty());
}

TEST_F(TableScanTest, Ipv6GranularityIsPrintedAsASwappedWord) {
  auto persistent = service("tcp:[2001:db8::10]:80", "wrr");
  persistent.persistence = std::chrono::seconds(300);
  persistent.persistence_prefix = 64;
  believe(table(persistent, {}));
  const std::string head = "TCP  [2001:0db8:0000:0000:0000:0000:0000:0010]:0050 wrr ";
  EXPECT_TRUE(scan(head + "persistent 30000 40000000\n").suspects.empty());
  EXPECT_FALSE(scan(head + "persistent 30000 80000000\n").suspects.empty());
}

TEST_F(TableScanTest, WhatWeDidNotMakeIsForeign) {
  EXPECT_EQ(scan(kHeading + kWeb).foreign, Keys{key("tcp:192.0.2.10:80")});
  EXPECT_EQ(scan("FWM  00000007 rr \n").foreign, Keys{key("fwmark:7")});
}

TEST_F(TableScanTest, MarksOfBothFamiliesAreToldApartByTheirDestinations) {
  believe(table(service("fwmark:7", "rr"), {destination("10.0.0.1:0")}));
  believe(table(service("fwmark6:7", "rr"), {destination("[2001:db8::1]:0")}));
  const auto findings = scan(
      "FWM  00000007 rr \n  -> 0A000001:0000      Masq    1      0          0\n"
      "FWM  00000007 rr \n  -> [2001:0db8:0000:0000:0000:0000:0000:0001]:0000      Masq    "
      "1      0          0\n");
  EXPECT_EQ(findings.seen, (Keys{key("fwmark:7"), key("fwmark6:7")}));
  EXPECT_TRUE(findings.suspects.empty());
}

TEST_F(TableScanTest, AMarkTunnelledToTheOtherFamilyIsStillOurs) {
  auto through = destination("10.0.0.1:0");
  through.method = Method::tun;
  believe(table(service("fwmark6:7", "rr"), {through}));
  const auto findings =
      scan("FWM  00000007 rr \n  -> 0A000001:0000      Tunnel  1      0          0\n");
  EXPECT_EQ(findings.seen, Keys{key("fwmark6:7")});
  EXPECT_TRUE(findings.suspects.empty());
}

TEST_F(TableScanTest, AnEndlessLineIsCutNotHoarded) {
  const auto findings = scan(std::string(1U << 20U, 'x') + "\n" + kWeb, 4096);
  EXPECT_EQ(findings.foreign.size(), 1U);
}

}  // namespace
}  // namespace evenkeel::ipvs
