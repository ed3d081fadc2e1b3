#include "vrrp/net/arp_socket.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

TEST(VrrpArp, AFrameIsARequestForTheAddressFromItself) {
  const HardwareAddress hardware{2, 0, 0, 0, 0, 7};
  const auto frame = gratuitous_arp(hardware, *parse_address("192.0.2.100"));
  const std::vector<int> expected{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,   0, 0,  0,   0,
                                  7,    8,    6,    0,    1,    8,    0,   6, 4,  0,   1,
                                  2,    0,    0,    0,    0,    7,    192, 0, 2,  100, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xff, 192,  0,   2, 100};
  ASSERT_EQ(frame.size(), expected.size());
  for (std::size_t i = 0; i < frame.size(); ++i) EXPECT_EQ(static_cast<int>(frame[i]), expected[i]);
}

}  // namespace
}  // namespace evenkeel::vrrp
