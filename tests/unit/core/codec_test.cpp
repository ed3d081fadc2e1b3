// The codec: every message survives the way there and back, and no bytes break the decoder.
#include "evenkeel/codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "evenkeel/messages.h"

namespace evenkeel {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

VirtualServer example_service() {
  VirtualServer service;
  service.key = *parse_service_key("tcp:192.0.2.10:443");
  service.sorry_server = SorryServer{.endpoint = {*parse_address("10.0.0.9"), 80},
                                     .forwarding = {},
                                     .when_unneeded = OnFailure::inhibit};
  service.quorum_up = Script{.argv = {"/bin/true", "a b", ""}, .user = "nobody", .group = ""};
  RealServer server;
  server.endpoint = {*parse_address("10.0.0.1"), 80};
  server.weight = 7;
  server.checks.push_back({.target = server.endpoint, .probe = TcpProbe{}});
  HttpProbe http{.tls = true, .urls = {{.path = "/x", .digest = "ab", .status = {{200, 204}}}}};
  server.checks.push_back({.target = server.endpoint, .connect_timeout = 1500ms, .probe = http});
  server.checks.push_back({.source = ProbeSource{.fwmark = 7}, .probe = DnsProbe{.name = "a."}});
  server.checks.push_back({.probe = UdpProbe{.payload = {"\0x", 2}, .needs_reply = true}});
  service.checked_as = *parse_service_key("fwmark:7");
  service.servers = {server, server};
  return service;
}

TEST(Codec, ServiceSurvivesTheWayThereAndBack) {
  const auto service = example_service();
  const auto back = decode<VirtualServer>(bytes_of(encode(service)));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, service);
}

TEST(Codec, InstanceSurvivesTheWayThereAndBack) {
  VrrpInstance instance;
  instance.name = "web";
  instance.peers = {{.address = *parse_address("192.0.2.2"), .min_ttl = 1, .max_ttl = 64}};
  instance.addresses = {{.prefix = *parse_prefix("192.0.2.10/24"),
                         .device = "eth0",
                         .label = "eth0:1",
                         .scope = 253,
                         .broadcast = parse_address("192.0.2.255")}};
  const auto back = decode_message(bytes_of(encode(Message(instance))));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<VrrpInstance>(*back), instance);
}

TEST(Codec, StatesSurviveTheWayThereAndBack) {
  InstanceState state;
  state.name = "web";
  state.role = Role::master;
  state.counters.dropped[3] = 5;
  const StateValue value = state;
  const auto back = decode_message(bytes_of(encode(Message(value))));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<StateValue>(*back), value);
}

TEST(Codec, EveryTruncationIsRefused) {
  const auto whole = encode(Message(example_service()));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_message(bytes_of(whole).first(size))) << size;
  }
  EXPECT_FALSE(decode_message(bytes_of(whole + "x")));
}

TEST(Codec, FlippedBytesNeverBreakTheDecoder) {
  const auto whole = encode(Message(example_service()));
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    auto mutated = whole;
    mutated[random() % mutated.size()] = static_cast<char>(random());
    decode_message(bytes_of(mutated));
  }
}

template <typename T>
void expect_extremes_survive() {
  using Limits = std::numeric_limits<T>;
  for (const T value : {Limits::min(), Limits::max(), T{0}, T{1}, T{127}, T{128}}) {
    EXPECT_EQ(decode<T>(bytes_of(encode(value))), value);
  }
}

TEST(Codec, NumbersSurviveAtTheirExtremes) {
  expect_extremes_survive<std::uint16_t>();
  expect_extremes_survive<std::uint32_t>();
  expect_extremes_survive<std::uint64_t>();
  expect_extremes_survive<std::int32_t>();
  expect_extremes_survive<std::int64_t>();
  EXPECT_EQ(decode<std::int64_t>(bytes_of(encode(std::int64_t{-1}))), -1);
}

TEST(Codec, SmallNumbersTakeOneByte) {
  EXPECT_EQ(encode(std::uint64_t{127}).size(), 1U);
  EXPECT_EQ(encode(std::int64_t{-64}).size(), 1U);
  EXPECT_EQ(encode(std::string("a")).size(), 2U);
}

TEST(Codec, NumbersTooLargeForTheirTypeAreRefused) {
  EXPECT_FALSE(decode<std::uint16_t>(bytes_of(encode(std::uint32_t{65536}))));
  EXPECT_FALSE(decode<std::int32_t>(bytes_of(encode(std::int64_t{1} << 31U))));
  EXPECT_FALSE(decode<std::uint64_t>(bytes_of(std::string(9, '\xff') + "\x02")));
  EXPECT_FALSE(decode<std::uint64_t>(bytes_of(std::string(12, '\x80'))));
}

TEST(Codec, WhatIsTheDefaultOfASharedValueTakesOneByte) {
  EXPECT_EQ(encode(Shared<VrrpScripts>()).size(), 1U);
  VrrpScripts scripts;
  scripts.stop.argv = {"/bin/true"};
  const Shared<VrrpScripts> shared = scripts;
  EXPECT_EQ(decode<Shared<VrrpScripts>>(bytes_of(encode(shared))), shared);
}

TEST(Codec, LyingCountAllocatesNothing) {
  Encoder encoder;
  encoder.put(std::uint32_t{0xffffffff});
  const auto lie = encoder.take();
  EXPECT_FALSE(decode<std::vector<std::string>>(bytes_of(lie)));
  EXPECT_FALSE(decode<std::string>(bytes_of(lie)));
}

}  // namespace
}  // namespace evenkeel
