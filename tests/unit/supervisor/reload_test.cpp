// When a reload is refused.
#include "daemon/supervisor/reload.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

Parsed with_instance(const std::string& interface) {
  Parsed parsed;
  VrrpInstance instance;
  instance.name = "web";
  instance.interface = interface;
  parsed.config.instances.push_back(instance);
  return parsed;
}

Finding error(const std::string& text, std::uint32_t line) {
  return {.severity = FindingSeverity::error, .file = "f", .line = line, .column = 1, .text = text};
}

bool only_eth0(const std::string& interface) { return interface == "eth0"; }

TEST(Reload, CleanConfigurationIsAccepted) {
  const auto running = remember(with_instance("eth0"));
  EXPECT_FALSE(refusal(running, with_instance("eth0"), only_eth0));
}

TEST(Reload, NewErrorIsRefusedAndNamed) {
  const auto running = remember(with_instance("eth0"));
  auto next = with_instance("eth0");
  next.findings = {error("unknown word 'foo'", 3)};
  const auto why = refusal(running, next, only_eth0);
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("unknown word 'foo'"), std::string::npos);
}

TEST(Reload, ErrorThatRunsAlreadyIsNoReason) {
  auto old = with_instance("eth0");
  old.findings = {error("unknown word 'foo'", 3)};
  auto next = with_instance("eth0");
  next.findings = {error("unknown word 'foo'", 9)};
  EXPECT_FALSE(refusal(remember(old), next, only_eth0));
}

TEST(Reload, RunningInstanceKeepsAnInterfaceThatExists) {
  const auto running = remember(with_instance("eth0"));
  const auto why = refusal(running, with_instance("eth9"), only_eth0);
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("eth9"), std::string::npos);
}

TEST(Reload, NewInstanceMayWaitForItsInterface) {
  const auto running = remember(Parsed{});
  EXPECT_FALSE(refusal(running, with_instance("eth9"), only_eth0));
}

TEST(Reload, InstanceThatWaitsAlreadyIsNoReason) {
  const auto running = remember(with_instance("eth9"));
  EXPECT_FALSE(refusal(running, with_instance("eth9"), only_eth0));
}

TEST(ConfigDiff, ComparesWithWhatRuns) {
  const auto running = remember(with_instance("eth0"));
  EXPECT_TRUE(diff_of(running, "f", with_instance("eth0"), only_eth0).changes.empty());
  auto next = with_instance("eth0");
  next.config.instances[0].priority = 77;
  const auto diff = diff_of(running, "f", next, only_eth0);
  ASSERT_EQ(diff.changes.size(), 1U);
  EXPECT_EQ(diff.changes[0].object, "vrrp/web");
  EXPECT_EQ(diff.changes[0].fields, (std::vector<FieldChange>{{"priority", "100", "77"}}));
  EXPECT_EQ(diff.refusal, "");
}

TEST(ConfigDiff, SaysWhyAReloadWouldBeRefused) {
  const auto running = remember(with_instance("eth0"));
  const auto diff = diff_of(running, "f", with_instance("eth9"), only_eth0);
  EXPECT_NE(diff.refusal.find("eth9"), std::string::npos);
  EXPECT_EQ(diff.changes.size(), 1U);
}

TEST(ConfigDiff, AnUnreadableFileChangesNothing) {
  Parsed next;
  next.readable = false;
  next.findings = {error("no such file", 0)};
  const auto diff = diff_of(remember(with_instance("eth0")), "f", next, only_eth0);
  EXPECT_TRUE(diff.changes.empty());
  EXPECT_NE(diff.refusal, "");
  EXPECT_EQ(diff.findings.size(), 1U);
}

}  // namespace
}  // namespace evenkeel
