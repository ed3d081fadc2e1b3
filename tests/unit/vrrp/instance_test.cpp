#include "vrrp/instance.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

ReceivedAdvert from(const char* address, ChecksumForm form, std::uint8_t priority = 100) {
  ReceivedAdvert received;
  received.envelope.source = *parse_address(address);
  received.envelope.checksum = form;
  received.advert.priority = priority;
  return received;
}

using enum ChecksumForm;

TEST(VrrpInstanceRouters, ARouterIsNewsOnceAndWithAnotherChecksum) {
  Instance instance;
  EXPECT_TRUE(note_router(instance, from("192.0.2.1", message_only)));
  EXPECT_FALSE(note_router(instance, from("192.0.2.1", message_only, 50)));
  EXPECT_TRUE(note_router(instance, from("192.0.2.1", with_pseudo_header)));
  EXPECT_TRUE(note_router(instance, from("192.0.2.2", with_pseudo_header)));
  ASSERT_EQ(instance.routers.size(), 2U);
  EXPECT_EQ(instance.routers[0].checksum, with_pseudo_header);
}

TEST(VrrpInstanceRouters, ForgeriesDoNotGrowTheList) {
  Instance instance;
  for (int i = 0; i < 100; ++i) {
    note_router(instance, from(("192.0.2." + std::to_string(i)).c_str(), message_only));
  }
  EXPECT_EQ(instance.routers.size(), 16U);
  EXPECT_EQ(to_string(instance.routers.back().address), "192.0.2.99");
}

TEST(VrrpInstanceState, ShowsConflictAndTakeover) {
  Instance instance;
  const WallTime when{std::chrono::seconds(7)};
  instance.state.conflict = Conflict{
      .address = *parse_address("192.0.2.9"), .priority = 50, .hardware = "02:00:00:00:00:09"};
  instance.conflict_since = when;
  instance.takeover = TakeoverState{.decided = when};
  const auto view = describe(instance, "", [](const std::string&, const Prefix&) { return true; });
  ASSERT_TRUE(view.conflict);
  EXPECT_EQ(view.conflict->hardware, "02:00:00:00:00:09");
  EXPECT_EQ(view.conflict->since, when);
  EXPECT_EQ(view.takeover, instance.takeover);
}

}  // namespace
}  // namespace evenkeel::vrrp
