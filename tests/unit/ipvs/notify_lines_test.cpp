#include "checker/ipvs/notify_lines.h"

#include <gtest/gtest.h>

namespace evenkeel::ipvs {
namespace {

ServerKey server(const char* service, const char* address, std::uint16_t port) {
  return {*parse_service_key(service), {*parse_address(address), port}};
}

TEST(NotifyLines, AServiceHasItsAddressProtocolAndPort) {
  EXPECT_EQ(service_line(*parse_service_key("tcp:192.0.2.1:80"), pool::Quorum::up),
            "VS [192.0.2.1]:tcp:80 UP");
  EXPECT_EQ(service_line(*parse_service_key("udp:[2001:db8::1]:53"), pool::Quorum::lost),
            "VS [2001:db8::1]:udp:53 DOWN");
  EXPECT_EQ(service_line(*parse_service_key("fwmark:7"), pool::Quorum::up), "VS FWM 7 UP");
}

TEST(NotifyLines, AServerComesBeforeItsService) {
  EXPECT_EQ(server_line(server("tcp:192.0.2.1:80", "10.0.0.1", 80), Health::down),
            "RS [10.0.0.1]:tcp:80 [192.0.2.1]:tcp:80 DOWN");
  EXPECT_EQ(server_line(server("sctp:192.0.2.1:9", "10.0.0.1", 10), Health::up),
            "RS [10.0.0.1]:sctp:10 [192.0.2.1]:sctp:9 UP");
  EXPECT_EQ(server_line(server("fwmark:7", "10.0.0.1", 0), Health::up),
            "RS [10.0.0.1]:none:0 FWM 7 UP");
}

}  // namespace
}  // namespace evenkeel::ipvs
