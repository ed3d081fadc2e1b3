#include "vrrp/protocol/link_delay.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

constexpr TimePoint kStart{1000s};
using Names = std::set<std::string>;

class LinkDelayTest : public testing::Test {
 protected:
  void eth0(bool is_up) {
    links_.put({.index = 2, .name = "eth0", .is_admin_up = true, .has_carrier = is_up});
  }
  bool is_usable(const std::string& name = "eth0") const { return !delays_.fault(links_, name); }
  Names follow(Duration after = Duration(0)) { return delays_.follow(links_, kStart + after); }

  LinkTable links_;
  LinkDelays delays_;
};

TEST_F(LinkDelayTest, WithoutAnEntryTheTableIsBelieved) {
  EXPECT_EQ(delays_.fault(links_, "eth0"), "does not exist");
  eth0(true);
  EXPECT_TRUE(is_usable());
  eth0(false);
  EXPECT_EQ(delays_.fault(links_, "eth0"), "has no carrier");
  links_.put({.index = 2, .name = "eth0", .is_admin_up = false, .has_carrier = true});
  EXPECT_EQ(delays_.fault(links_, "eth0"), "is down");
  EXPECT_EQ(follow(), Names{});
  EXPECT_EQ(delays_.next(), kNever);
}

TEST_F(LinkDelayTest, WhatIsSeenFirstCountsAtOnce) {
  for (const bool is_up : {true, false}) {
    LinkDelays delays;
    delays.set({{"eth0", 5s, 7s}});
    eth0(is_up);
    EXPECT_EQ(delays.follow(links_, kStart), Names{"eth0"});
    EXPECT_EQ(!delays.fault(links_, "eth0"), is_up);
    EXPECT_EQ(delays.next(), kNever);
  }
}

TEST_F(LinkDelayTest, EachDirectionHasItsOwnDelay) {
  delays_.set({{"eth0", 5s, 7s}});
  eth0(true);
  follow();
  eth0(false);
  EXPECT_EQ(follow(), Names{});
  EXPECT_TRUE(is_usable());
  EXPECT_EQ(delays_.next(), kStart + 5s);
  EXPECT_EQ(follow(5s - 1us), Names{});
  EXPECT_EQ(follow(5s), Names{"eth0"});
  EXPECT_EQ(delays_.fault(links_, "eth0"), "has no carrier");
  eth0(true);
  EXPECT_EQ(follow(10s), Names{});
  EXPECT_EQ(delays_.fault(links_, "eth0"), "is up, but not yet for its delay");
  EXPECT_EQ(delays_.next(), kStart + 17s);
  EXPECT_EQ(follow(17s), Names{"eth0"});
  EXPECT_TRUE(is_usable());
  EXPECT_EQ(delays_.next(), kNever);
}

TEST_F(LinkDelayTest, AFlapShorterThanTheDelayIsNotSeen) {
  delays_.set({{"eth0", 5s, 7s}});
  eth0(true);
  follow();
  eth0(false);
  follow(1s);
  eth0(true);
  EXPECT_EQ(follow(2s), Names{});
  EXPECT_EQ(delays_.next(), kNever);
  // The next one has its whole delay.
  eth0(false);
  follow(4s);
  EXPECT_EQ(delays_.next(), kStart + 9s);
}

TEST_F(LinkDelayTest, FurtherNewsOfTheSameDoesNotPutItOff) {
  delays_.set({{"eth0", 5s, 0s}});
  eth0(true);
  follow();
  eth0(false);
  follow(0s);
  follow(3s);
  EXPECT_EQ(delays_.next(), kStart + 5s);
}

TEST_F(LinkDelayTest, ADelayOfZeroIsNone) {
  delays_.set({{"eth0", 0s, 0s}});
  eth0(true);
  follow();
  eth0(false);
  EXPECT_EQ(follow(1s), Names{"eth0"});
  EXPECT_FALSE(is_usable());
}

TEST_F(LinkDelayTest, AnInterfaceThatIsGoneIsGoneAtOnceAndComesBackWithItsDelay) {
  delays_.set({{"eth0", 5s, 7s}});
  eth0(true);
  follow();
  eth0(false);
  follow(1s);
  links_.remove(2);
  EXPECT_EQ(follow(2s), Names{"eth0"});
  EXPECT_EQ(delays_.fault(links_, "eth0"), "does not exist");
  eth0(true);
  follow(3s);
  EXPECT_FALSE(is_usable());
  EXPECT_EQ(delays_.next(), kStart + 10s);
}

TEST_F(LinkDelayTest, AReloadKeepsWhatIsBelieved) {
  delays_.set({{"eth0", 5s, 0s}});
  eth0(true);
  follow();
  eth0(false);
  follow();
  delays_.set({{"eth0", 9s, 0s}, {"eth1", 1s, 1s}});
  EXPECT_TRUE(is_usable());
  EXPECT_EQ(follow(5s), (Names{"eth0", "eth1"})) << "the change that waited keeps its time";
  delays_.set({});
  EXPECT_FALSE(is_usable());
  EXPECT_EQ(delays_.next(), kNever);
}

}  // namespace
}  // namespace evenkeel::vrrp
