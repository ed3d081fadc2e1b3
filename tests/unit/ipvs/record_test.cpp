#include "checker/ipvs/record.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

const std::set<ServiceKey> kServices{key("tcp:192.0.2.10:80"), key("udp:[2001:db8::1]:53"),
                                     key("fwmark6:7")};

TEST(IpvsRecord, SurvivesTheRoundTrip) {
  EXPECT_EQ(parse_record(format_record(kServices)), kServices);
  EXPECT_TRUE(parse_record(format_record({})).empty());
}

TEST(IpvsRecord, DamagedLinesNameNothing) {
  EXPECT_TRUE(parse_record("").empty());
  EXPECT_TRUE(parse_record("nonsense\n\n# tcp\n").empty());
  EXPECT_EQ(parse_record("x\ntcp:192.0.2.10:80\ntcp:192.0.2.1"),
            std::set<ServiceKey>{key("tcp:192.0.2.10:80")});
}

TEST(IpvsRecord, TheFileIsReplacedAndRemoved) {
  const std::string path = testing::TempDir() + "balancer.record." + std::to_string(getpid());
  RecordFile writer(path);
  EXPECT_TRUE(writer.load().empty());
  ASSERT_TRUE(writer.store(kServices));
  EXPECT_EQ(RecordFile(path).load(), kServices);
  ASSERT_TRUE(writer.store({key("fwmark:1")}));
  EXPECT_EQ(RecordFile(path).load(), std::set<ServiceKey>{key("fwmark:1")});
  writer.remove();
  EXPECT_TRUE(RecordFile(path).load().empty());
}

TEST(IpvsRecord, AnUnwritableFileIsAnError) {
  EXPECT_FALSE(RecordFile("/nonexistent/record").store(kServices));
}

}  // namespace
}  // namespace evenkeel::ipvs
