// What each worker gets of the model, and what it must not get.
#include "daemon/supervisor/slices.h"

#include <gtest/gtest.h>

#include "evenkeel/codec.h"
#include "evenkeel/messages.h"

namespace evenkeel {
namespace {

Config example() {
  Config config;
  VrrpInstance instance;
  instance.name = "web";
  instance.auth_pass = "secret";
  config.instances.push_back(instance);
  VirtualServer service;
  service.key = *parse_service_key("tcp:192.0.2.10:80");
  RealServer server;
  server.endpoint = {*parse_address("10.0.0.1"), 80};
  server.notify_up = Script{.argv = {"/bin/true"}};
  server.checks.push_back({.target = server.endpoint, .probe = TcpProbe{}});
  service.servers.push_back(server);
  server.endpoint.port = 81;
  server.checks.clear();
  server.alpha = true;
  service.servers.push_back(server);
  config.services.push_back(service);
  return config;
}

std::vector<Message> decoded(WorkerKind kind) {
  std::vector<Message> messages;
  for (const auto& bytes : make_slice(example(), kind, 7)) {
    auto message = decode_message(std::as_bytes(std::span(bytes)));
    if (message) messages.push_back(std::move(*message));
  }
  return messages;
}

bool mentions(WorkerKind kind, const std::string& text) {
  for (const auto& bytes : make_slice(example(), kind, 7)) {
    if (bytes.find(text) != std::string::npos) return true;
  }
  return false;
}

TEST(Slices, BeginAndEndCarryTheGeneration) {
  for (const auto kind :
       {WorkerKind::vrrp, WorkerKind::balancer, WorkerKind::checker, WorkerKind::runner}) {
    const auto messages = decoded(kind);
    ASSERT_GE(messages.size(), 3U);
    EXPECT_EQ(std::get<ConfigBegin>(messages.front()).generation, 7U);
    EXPECT_TRUE(std::holds_alternative<GlobalSettings>(messages[1]));
    EXPECT_EQ(std::get<ConfigEnd>(messages.back()).generation, 7U);
  }
}

TEST(Slices, PasswordReachesOnlyVrrp) {
  EXPECT_TRUE(mentions(WorkerKind::vrrp, "secret"));
  for (const auto kind :
       {WorkerKind::balancer, WorkerKind::checker, WorkerKind::runner, WorkerKind::exporter}) {
    EXPECT_FALSE(mentions(kind, "secret"));
  }
}

TEST(Slices, ExporterGetsNoConfiguration) {
  EXPECT_TRUE(make_slice(example(), WorkerKind::exporter, 7).empty());
}

TEST(Slices, CheckerGetsChecksButNoScripts) {
  const auto service = std::get<VirtualServer>(decoded(WorkerKind::checker)[2]);
  EXPECT_EQ(service.servers[0].checks.size(), 1U);
  EXPECT_FALSE(service.servers[0].notify_up->is_set());
}

TEST(Slices, BalancerLearnsWhoIsCheckedButNotHow) {
  const auto service = std::get<VirtualServer>(decoded(WorkerKind::balancer)[2]);
  EXPECT_EQ(service.servers[0].checks, std::vector{Check{}});
  EXPECT_TRUE(service.servers[1].checks.empty());
  EXPECT_TRUE(service.servers[0].notify_up->is_set());
}

VirtualServer sliced(const VirtualServer& service, WorkerKind kind) {
  Config config;
  config.services = {service};
  const auto bytes = make_slice(config, kind, 1).at(2);
  return std::get<VirtualServer>(*decode_message(std::as_bytes(std::span(bytes))));
}

TEST(Slices, AKindOfCheckThatNobodyMakesReachesNobody) {
  VirtualServer service;
  RealServer server;
  server.alpha = true;
  server.checks.push_back({.probe = SmtpProbe{}});
  service.servers = {server};
  EXPECT_TRUE(sliced(service, WorkerKind::checker).servers.empty());
  const auto balanced = sliced(service, WorkerKind::balancer).servers.at(0);
  EXPECT_TRUE(balanced.checks.empty());
  EXPECT_FALSE(balanced.alpha);
}

TEST(Slices, AServiceThatIsCheckedAsAnotherKeepsItsServersInTheCheckersSlice) {
  VirtualServer service;
  service.checked_as = *parse_service_key("tcp:192.0.2.10:80");
  RealServer checked, unchecked;
  checked.endpoint = {*parse_address("10.0.0.1"), 80};
  unchecked.endpoint = {*parse_address("10.0.0.2"), 80};
  checked.checks.resize(1);
  service.servers = {checked, unchecked};
  const auto asked = sliced(service, WorkerKind::checker);
  ASSERT_EQ(asked.servers.size(), 1U);
  EXPECT_EQ(asked.servers[0].endpoint, checked.endpoint);
  EXPECT_TRUE(asked.servers[0].checks.empty());
  EXPECT_EQ(sliced(service, WorkerKind::balancer).servers.at(0).checks.size(), 1U);
}

TEST(Slices, ServerThatNobodyChecksDoesNotWaitForAVerdict) {
  const auto service = std::get<VirtualServer>(decoded(WorkerKind::balancer)[2]);
  EXPECT_FALSE(service.servers[1].alpha);
}

}  // namespace
}  // namespace evenkeel
