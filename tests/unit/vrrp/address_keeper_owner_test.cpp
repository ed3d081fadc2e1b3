// What an address owner (priority 255) borrows from its machine stays the machine's.
#include "unit/vrrp/address_keeping.h"

namespace evenkeel::vrrp {
namespace {

using namespace address_keeping;
using OwnersAddress = AddressKeeping;

TEST_F(OwnersAddress, AnOwnersOwnAddressIsNeitherLeasedNorRemoved) {
  const auto config = instance({kOwn}, 255);
  hold(config);
  EXPECT_EQ(kernel.puts, 0);
  keeper.unname(1, config);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kOwn));
}

TEST_F(OwnersAddress, AnOwnersAddressThatTheMachineGetsLateIsItsOwn) {
  const auto config = instance({kVip}, 255);
  hold(config);
  EXPECT_EQ(kernel.leases.at({kEth0, *parse_prefix(kVip)}), Duration(9s));
  somebody_makes_permanent(kVip);
  EXPECT_EQ(news.removed, std::vector<std::string>{kVip});  // from our record
  timers.advance(1h);
  EXPECT_EQ(kernel.leases.at({kEth0, *parse_prefix(kVip)}), Duration(0));
  keeper.unwant(1, config);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kVip));
}

TEST_F(OwnersAddress, AnOwnersAddressIsPutBackForEverAsTheMachineHadIt) {
  const auto config = instance({kOwn}, 255);
  KernelAddress own;
  own.is_permanent = true;
  own.broadcast = parse_address("192.0.2.255");
  links.put_address(kEth0, *parse_prefix(kOwn), own);
  hold(config);
  for (int round = 0; round < 2; ++round) {
    somebody_deletes(kOwn);
    timers.advance(1s);
    EXPECT_EQ(kernel.leases.at({kEth0, *parse_prefix(kOwn)}), Duration(0));
    EXPECT_EQ(links.address(kEth0, *parse_prefix(kOwn))->broadcast, own.broadcast);
  }
  const std::pair returned(std::string(kOwn), PutCause::returned);
  EXPECT_EQ(news.put, std::vector(2, returned));
  keeper.unwant(1, config);
  keeper.flush();
  EXPECT_TRUE(kernel.has(kEth0, kOwn));
}

TEST_F(OwnersAddress, WhoKeepsDeletingAnOwnersAddressIsInAFight) {
  hold(instance({kOwn}, 255));
  for (int round = 0; round < 12; ++round) {
    somebody_deletes(kOwn);
    timers.advance(20ms);
  }
  EXPECT_EQ(news.fights, 1);
}

TEST_F(OwnersAddress, AnOwnersAddressForEverThatWeMadeIsOurs) {
  VrrpInstance config = instance({kVip}, 255);
  config.vip_lease = Duration(0);
  hold(config);
  keeper.unwant(1, config);
  keeper.flush();
  EXPECT_FALSE(kernel.has(kEth0, kVip));
}

TEST_F(OwnersAddress, AnOwnersAddressIsNoVirtualOneToOthers) {
  keeper.name(1, instance({kOwn, kVip}, 255));
  EXPECT_FALSE(keeper.is_virtual("eth0", *parse_prefix(kOwn)));
  EXPECT_TRUE(keeper.is_virtual("eth0", *parse_prefix(kVip)));
}

}  // namespace
}  // namespace evenkeel::vrrp
