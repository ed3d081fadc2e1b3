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

}  // namespace
}  // namespace evenkeel
