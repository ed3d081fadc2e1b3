// Addresses and keys: text in, value out, the same text back.
#include "evenkeel/address.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

TEST(Address, PrintsWhatItParsed) {
  for (const auto* text :
       {"192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::", "ff02::12"}) {
    const auto address = parse_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(to_string(*address), text);
  }
}

TEST(Address, RefusesWhatIsNotALiteral) {
  for (const auto* text : {"", "192.0.2", "192.0.2.1.5", "192.0.2.256", "host", " 192.0.2.1",
                           "192.0.2.1 ", "1::2::3", ":::", "192.168.100./24"}) {
    EXPECT_FALSE(parse_address(text)) << text;
  }
  EXPECT_FALSE(parse_address(std::string_view("192.0.2.1\0", 10)));
  EXPECT_FALSE(parse_address(std::string(500, '1')));
}

TEST(Address, ValueOfIpv4IsHostOrder) {
  EXPECT_EQ(ipv4_value(*parse_address("192.0.2.1")), 0xc0000201U);
  EXPECT_EQ(make_ipv4(0xc0000201U), *parse_address("192.0.2.1"));
}

TEST(Address, KnowsMulticastAndLinkLocal) {
  EXPECT_TRUE(is_multicast(*parse_address("224.0.0.18")));
  EXPECT_TRUE(is_multicast(*parse_address("ff02::12")));
  EXPECT_FALSE(is_multicast(*parse_address("192.0.2.1")));
  EXPECT_TRUE(is_link_local(*parse_address("fe80::1")));
  EXPECT_TRUE(is_link_local(*parse_address("169.254.1.1")));
  EXPECT_FALSE(is_link_local(*parse_address("2001:db8::1")));
}

TEST(Prefix, WithoutLengthIsAHost) {
  EXPECT_EQ(to_string(*parse_prefix("192.0.2.1")), "192.0.2.1/32");
  EXPECT_EQ(to_string(*parse_prefix("2001:db8::1")), "2001:db8::1/128");
  EXPECT_EQ(to_string(*parse_prefix("192.0.2.1/24")), "192.0.2.1/24");
}

TEST(Prefix, RefusesImpossibleLengths) {
  for (const auto* text : {"192.0.2.1/33", "2001:db8::1/129", "192.0.2.1/", "192.0.2.1/-1",
                           "192.0.2.1/2x", "192.0.2.1/256"}) {
    EXPECT_FALSE(parse_prefix(text)) << text;
  }
}

TEST(Prefix, MaskedHasNoHostBits) {
  const auto masked_text = [](std::string_view text) {
    return to_string(masked(*parse_prefix(text)));
  };
  EXPECT_EQ(masked_text("192.0.2.255/32"), "192.0.2.255/32");
  EXPECT_EQ(masked_text("192.0.2.255/25"), "192.0.2.128/25");
  EXPECT_EQ(masked_text("192.0.2.255/24"), "192.0.2.0/24");
  EXPECT_EQ(masked_text("192.0.2.255/1"), "128.0.0.0/1");
  EXPECT_EQ(masked_text("192.0.2.255/0"), "0.0.0.0/0");
  EXPECT_EQ(masked_text("2001:db8::ffff/127"), "2001:db8::fffe/127");
  EXPECT_EQ(masked_text("2001:db8:ffff::1/33"), "2001:db8:8000::/33");
  EXPECT_EQ(masked_text("2001:db8::1/0"), "::/0");
}

TEST(ServiceKey, PrintsWhatItParsed) {
  for (const auto* text : {"tcp:192.0.2.10:443", "udp:[2001:db8::1]:53", "sctp:192.0.2.1:0",
                           "fwmark:7", "fwmark6:4294967295"}) {
    const auto key = parse_service_key(text);
    ASSERT_TRUE(key) << text;
    EXPECT_EQ(to_string(*key), text);
  }
}

TEST(ServiceKey, RefusesWhatNamesNoService) {
  for (const auto* text :
       {"", "tcp", "tcp:", "tcp:192.0.2.1", "tcp:192.0.2.1:65536", "icmp:1.2.3.4:5", "fwmark:0",
        "fwmark:x", "tcp:2001:db8::1:80", "tcp:[192.0.2.1]:80"}) {
    EXPECT_FALSE(parse_service_key(text)) << text;
  }
}

}  // namespace
}  // namespace evenkeel
