#include "vrrp/net/role_page.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace evenkeel::vrrp {
namespace {

class VrrpRolePage : public testing::Test {
 protected:
  VrrpRolePage() {
    std::string name = (std::filesystem::temp_directory_path() / "evenkeel-page-XXXXXX").string();
    directory = mkdtemp(name.data());
  }
  ~VrrpRolePage() override { std::filesystem::remove_all(directory); }

  std::string directory;
};

TEST_F(VrrpRolePage, ASuccessorReadsWhatWasStamped) {
  {
    RolePage page(directory);
    ASSERT_TRUE(page.reserve(1, 1, 1));
    page.stamp({"eth0", 51, Family::ipv4}, Role::master, 42);
    page.add_address({"eth0", *parse_prefix("192.0.2.100/24")});
    page.add_place(7);
    page.add_place(7);
  }
  const auto content = RolePage(directory).predecessor();
  EXPECT_EQ(content.roles, (std::vector<PageRole>{{{"eth0", 51, Family::ipv4}, Role::master, 42}}));
  EXPECT_EQ(content.addresses.size(), 1U);
  EXPECT_EQ(content.places, std::vector<PagePlace>{7});
}

TEST_F(VrrpRolePage, GrowingKeepsTheRecordOfOneselfAndOfThePredecessor) {
  {
    RolePage page(directory);
    ASSERT_TRUE(page.reserve(1, 1, 1));
    page.stamp({"eth0", 51, Family::ipv4}, Role::master, 42);
    ASSERT_TRUE(page.reserve(1000, 1000, 1000));
    page.stamp({"eth0", 52, Family::ipv4}, Role::backup, 0);
    page.add_place(9);
  }
  RolePage successor(directory);
  ASSERT_TRUE(successor.reserve(2, 0, 0));
  EXPECT_EQ(RolePage(directory).predecessor().roles.size(), 2U);
  EXPECT_EQ(RolePage(directory).predecessor().places, std::vector<PagePlace>{9});
}

TEST_F(VrrpRolePage, WhatIsForgottenIsNotHandedOn) {
  RolePage page(directory);
  ASSERT_TRUE(page.reserve(1, 1, 1));
  page.stamp({"eth0", 51, Family::ipv4}, Role::master, 42);
  page.add_address({"eth0", *parse_prefix("192.0.2.100/24")});
  page.forget({"eth0", 51, Family::ipv4});
  page.remove_address({"eth0", *parse_prefix("192.0.2.100/24")});
  page.add_place(7);
  page.remove_place(7);
  EXPECT_EQ(RolePage(directory).predecessor().roles.size(), 0U);
  EXPECT_EQ(RolePage(directory).predecessor().addresses.size(), 0U);
  EXPECT_EQ(RolePage(directory).predecessor().places.size(), 0U);
}

TEST_F(VrrpRolePage, OnlyOneProcessHasTheLock) {
  RolePage second(directory);
  {
    RolePage first(directory);
    EXPECT_EQ(first.try_lock(), true);
    EXPECT_EQ(second.try_lock(), false);
  }
  EXPECT_EQ(second.try_lock(), true);
}

TEST_F(VrrpRolePage, AMissingDirectoryIsAnErrorNotACrash) {
  RolePage page("/nonexistent");
  EXPECT_FALSE(page.try_lock());
  EXPECT_FALSE(page.reserve(1, 1, 1));
  page.stamp({"eth0", 51, Family::ipv4}, Role::master, 42);
  EXPECT_TRUE(page.predecessor().roles.empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
