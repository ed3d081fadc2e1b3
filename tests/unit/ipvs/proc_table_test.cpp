#include "checker/ipvs/proc_table.h"

#include <gtest/gtest.h>

#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

TEST(ProcTable, ReadsAnIpv4Service) {
  const auto line = parse_proc_line("TCP  C000020A:0050 wrr persistent 36000 FFFFFF00");
  const auto& read = std::get<ProcService>(line);
  EXPECT_EQ(read.key, key("tcp:192.0.2.10:80"));
  EXPECT_EQ(read.scheduler, "wrr");
  EXPECT_TRUE(read.is_persistent);
  EXPECT_EQ(read.netmask, 0xffffff00U);
  EXPECT_FALSE(read.one_packet);
}

TEST(ProcTable, ReadsOnePacketScheduling) {
  const auto line = parse_proc_line("UDP  C000020A:0035 rr ops ");
  EXPECT_TRUE(std::get<ProcService>(line).one_packet);
}

TEST(ProcTable, ReadsAnIpv6Service) {
  const auto line = parse_proc_line("TCP  [2001:0db8:0000:0000:0000:0000:0000:0010]:01BB wlc ");
  EXPECT_EQ(std::get<ProcService>(line).key, key("tcp:[2001:db8::10]:443"));
}

TEST(ProcTable, ReadsAMark) {
  const auto line = parse_proc_line("FWM  00000007 rr persistent 100 FFFFFFFF");
  EXPECT_EQ(std::get<ProcService>(line).key.fwmark, 7U);
  EXPECT_EQ(std::get<ProcService>(line).scheduler, "rr");
}

TEST(ProcTable, ReadsDestinations) {
  const auto line = parse_proc_line("  -> 0A000001:1F90      Route   5      12         34        ");
  EXPECT_EQ(std::get<ProcDestination>(line),
            (ProcDestination{endpoint("10.0.0.1:8080"), Method::dr, 5, 12, 34}));
  const auto wide = parse_proc_line(
      "  -> [2001:0db8:0000:0000:0000:0000:0000:0001]:0050      Tunnel  1      0          0");
  EXPECT_EQ(std::get<ProcDestination>(wide).endpoint, endpoint("[2001:db8::1]:80"));
}

TEST(ProcTable, HeadingsAndGarbageAreNothing) {
  for (const auto* line :
       {"", " ", "->", "IP Virtual Server version 1.2.1 (size=4096)",
        "Prot LocalAddress:Port Scheduler Flags",
        "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn", "TCP", "TCP  C000020A wrr",
        "TCP  :0050 wrr", "TCP  C000020A:10050 wrr", "TCP  C000020A:0050", "FWM  00000000 rr",
        "FWM  xyz rr", "ICMP C000020A:0050 wrr", "TCP  [::1:0050 rr", "TCP  [10.0.0.1]:0050 rr",
        "  -> 0A000001:0050 Masq 1 0", "  -> 0A000001:0050 Teleport 1 0 0",
        "  -> 0A000001:0050 Masq x 0 0"}) {
    EXPECT_EQ(parse_proc_line(line), ProcLine(ProcOther{})) << line;
  }
}

TEST(ProcTable, AnyCutOfALineIsSafe) {
  const std::string line = "  -> [2001:0db8:0000:0000:0000:0000:0000:0001]:0050 Masq 1 0 0";
  for (std::size_t length = 0; length <= line.size(); ++length) {
    parse_proc_line(std::string_view(line).substr(0, length));
    parse_proc_line(std::string_view(line).substr(length));
  }
}

}  // namespace
}  // namespace evenkeel::ipvs
