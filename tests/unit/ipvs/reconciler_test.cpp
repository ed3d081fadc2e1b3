#include "checker/ipvs/reconciler.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "fakes/fake_ipvs.h"
#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

const Service kWeb = service("tcp:192.0.2.10:80", "rr");
const Service kDns = service("udp:192.0.2.10:53", "rr");
const auto kTwo = table(kWeb, {destination("10.0.0.1:80"), destination("10.0.0.2:80")});

class ReconcilerTest : public testing::Test {
 protected:
  Item reconcile(std::optional<ServiceTable>& actual, std::optional<ServiceTable> desired,
                 const Service& of = kWeb) {
    std::vector<Item> items{{&actual, std::move(desired), of.key, {}, {}}};
    result_ = Reconciler(kernel_).reconcile(items);
    return items.front();
  }
  std::optional<ServiceTable> in_kernel(const Service& of = kWeb) {
    const auto found = kernel_.table.find(of.key);
    if (found == kernel_.table.end()) return std::nullopt;
    std::vector<Destination> held;
    for (const auto& [at, reading] : found->second.destinations) {
      held.push_back(reading.destination);
    }
    return ServiceTable{found->second.service, held};
  }

  FakeIpvs kernel_;
  Result<void> result_;
};

TEST_F(ReconcilerTest, MakesTheKernelAsDesiredAndKnowsIt) {
  std::optional<ServiceTable> actual;
  const Item item = reconcile(actual, kTwo);
  EXPECT_TRUE(result_);
  EXPECT_FALSE(item.error);
  EXPECT_EQ(in_kernel(), kTwo);
  EXPECT_EQ(actual, kTwo);
}

TEST_F(ReconcilerTest, ApplyingTwiceWritesNothing) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  kernel_.written.clear();
  reconcile(actual, kTwo);
  EXPECT_TRUE(kernel_.written.empty());
}

TEST_F(ReconcilerTest, ReplacingEveryDestinationNeverLeavesNone) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  reconcile(actual, table(kWeb, {destination("10.0.0.8:80"), destination("10.0.0.9:80")}));
  EXPECT_GE(kernel_.least_destinations, 2U);
}

TEST_F(ReconcilerTest, WhatIsThereAlreadyIsReadAndSetRight) {
  std::optional<ServiceTable> other =
      table(service("tcp:192.0.2.10:80", "sh"), {destination("10.0.0.7:80")});
  reconcile(other, other);
  std::optional<ServiceTable> nothing;
  reconcile(nothing, other);
  std::optional<ServiceTable> actual;
  const Item item = reconcile(actual, kTwo);
  EXPECT_FALSE(item.error);
  EXPECT_EQ(in_kernel(), kTwo);
  EXPECT_EQ(actual, kTwo);
}

TEST_F(ReconcilerTest, ADestinationDeletedBehindOurBackIsDriftAndPutBack) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  kernel_.table[kWeb.key].destinations.erase(endpoint("10.0.0.1:80"));
  const auto desired = table(kWeb, {destination("10.0.0.1:80", 5), destination("10.0.0.2:80")});
  const Item item = reconcile(actual, desired);
  EXPECT_FALSE(item.error);
  EXPECT_EQ(item.drift.servers, 1U);
  EXPECT_EQ(item.drift.services, 0U);
  EXPECT_EQ(in_kernel(), desired);
}

TEST_F(ReconcilerTest, ATableClearedBehindOurBackIsRebuilt) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  kernel_.table.clear();
  const Item item = reconcile(actual, table(kWeb, {destination("10.0.0.1:80", 5)}));
  EXPECT_FALSE(item.error);
  EXPECT_EQ(item.drift.services, 1U);
  EXPECT_EQ(in_kernel(), actual);
}

TEST_F(ReconcilerTest, OwnPartialWorkIsNotTakenForDrift) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  kernel_.table[kWeb.key].destinations.erase(endpoint("10.0.0.2:80"));
  const auto desired = table(service("tcp:192.0.2.10:80", "rr"),
                             {destination("10.0.0.1:80", 5), destination("10.0.0.2:80", 5)});
  const Item item = reconcile(actual, desired);
  EXPECT_EQ(item.drift.servers, 1U);
  EXPECT_EQ(item.drift.text, "10.0.0.2:80 removed by someone: put back");
}

TEST_F(ReconcilerTest, RemovingWhatIsGoneIsNoError) {
  std::optional<ServiceTable> actual = kTwo;
  const Item item = reconcile(actual, std::nullopt);
  EXPECT_FALSE(item.error);
  EXPECT_EQ(actual, std::nullopt);
}

TEST_F(ReconcilerTest, AMissingSchedulerIsNamedAndOthersAreServed) {
  kernel_.missing_scheduler = "mh";
  std::optional<ServiceTable> web;
  std::optional<ServiceTable> dns;
  std::vector<Item> items{{&web,
                           table(service("tcp:192.0.2.10:80", "mh"), {destination("10.0.0.1:80")}),
                           kWeb.key,
                           {},
                           {}},
                          {&dns, table(kDns, {destination("10.0.0.1:53")}), kDns.key, {}, {}}};
  ASSERT_TRUE(Reconciler(kernel_).reconcile(items));
  ASSERT_TRUE(items[0].error);
  EXPECT_EQ(items[0].error->what,
            "add tcp:192.0.2.10:80 with scheduler mh: the kernel has no such scheduler");
  EXPECT_FALSE(items[0].drift.is_any());
  EXPECT_EQ(web, std::nullopt);
  EXPECT_FALSE(items[1].error);
  EXPECT_EQ(in_kernel(kDns), dns);
}

TEST_F(ReconcilerTest, ARefusedEditKeepsTheRest) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  kernel_.missing_scheduler = "mh";
  const auto desired = table(service("tcp:192.0.2.10:80", "mh"), {destination("10.0.0.3:80")});
  const Item item = reconcile(actual, desired);
  ASSERT_TRUE(item.error);
  EXPECT_FALSE(item.drift.is_any());
  EXPECT_EQ(actual, table(kWeb, {destination("10.0.0.3:80")}));
}

TEST_F(ReconcilerTest, AVanishedModuleIsReported) {
  std::optional<ServiceTable> actual;
  reconcile(actual, kTwo);
  kernel_.is_there = false;
  reconcile(actual, table(kWeb, {}));
  ASSERT_FALSE(result_);
  EXPECT_EQ(result_.error().code, ENODEV);
}

}  // namespace
}  // namespace evenkeel::ipvs
