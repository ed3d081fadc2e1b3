// Channels over a real socketpair: order, coalescing, bounds, and the end of a peer.
#include "evenkeel/channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace evenkeel {
namespace {

struct Pair {
  Pair() {
    std::array<int, 2> fds{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
    sender.emplace(loop, fds[0], Channel::Callbacks{[](Message) {}, [](const std::string&) {}});
    receiver.emplace(loop, fds[1],
                     Channel::Callbacks{[this](Message message) {
                                          received.push_back(std::move(message));
                                          if (received.size() == wanted) loop.stop(0);
                                        },
                                        [this](const std::string& why) {
                                          closed = why;
                                          loop.stop(1);
                                        }});
  }
  EventLoop loop;
  std::optional<Channel> sender;
  std::optional<Channel> receiver;
  std::vector<Message> received;
  std::size_t wanted = 1;
  std::string closed;
};

TEST(Channel, DeliversInOrder) {
  Pair pair;
  pair.wanted = 300;
  for (std::uint64_t i = 0; i < 300; ++i) pair.sender->send(Ready{i});
  EXPECT_EQ(pair.loop.run(), 0);
  for (std::uint64_t i = 0; i < 300; ++i) {
    EXPECT_EQ(std::get<Ready>(pair.received[i]).generation, i);
  }
}

// A peer that has said 300 things and is gone.
struct LastWords {
  LastWords() {
    std::array<int, 2> fds{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
    receiver.emplace(loop, fds[1],
                     Channel::Callbacks{[this](Message message) {
                                          received.push_back(std::get<Ready>(message).generation);
                                        },
                                        [this](const std::string&) { loop.stop(1); }});
    EventLoop theirs;
    Channel sender(theirs, fds[0], {[](Message) {}, [](const std::string&) {}});
    for (std::uint64_t i = 0; i < 300; ++i) sender.send(Ready{i});
    sender.when_idle([&] { theirs.stop(0); });
    EXPECT_EQ(theirs.run(), 0);
  }
  void expect_all() const {
    ASSERT_EQ(received.size(), 300U);
    EXPECT_EQ(received.back(), 299U);
  }
  EventLoop loop;
  std::optional<Channel> receiver;
  std::vector<std::uint64_t> received;
};

TEST(Channel, WhatAPeerHadWrittenIsReadAfterItsEnd) {
  LastWords words;
  words.receiver->read_rest();
  words.expect_all();
}

TEST(Channel, ItIsReadBeforeTheEndIsReported) {
  LastWords words;
  EXPECT_EQ(words.loop.run(), 1);
  words.expect_all();
}

TEST(Channel, ItIsReadAlthoughNothingCanBeWrittenToThePeer) {
  LastWords words;
  words.receiver->send(Stop{});
  EXPECT_EQ(words.loop.run(), 1);
  words.expect_all();
}

TEST(Channel, LatestStateReplacesThePendingOne) {
  Pair pair;
  pair.wanted = 2;
  InstanceState state;
  state.name = "web";
  for (std::uint8_t priority = 1; priority < 100; ++priority) {
    state.priority = priority;
    pair.sender->send(StateValue(state));
  }
  pair.sender->send(Stop{});
  EXPECT_EQ(pair.loop.run(), 0);
  ASSERT_EQ(pair.received.size(), 2U);
  EXPECT_EQ(std::get<InstanceState>(std::get<StateValue>(pair.received[0])).priority, 99);
}

TEST(Channel, LargeMessagesArriveWhole) {
  Pair pair;
  VirtualServer service;
  service.scheduler = std::string(1U << 20U, 'x');
  pair.sender->send(service);
  EXPECT_EQ(pair.loop.run(), 0);
  EXPECT_EQ(std::get<VirtualServer>(pair.received[0]), service);
}

TEST(Channel, EventsAreBoundedAndTheNewestKept) {
  Pair pair;
  pair.wanted = Channel::kMaxPendingEvents;
  for (std::size_t i = 0; i < Channel::kMaxPendingEvents + 5; ++i) {
    pair.sender->send(Event{.text = std::to_string(i)});
  }
  EXPECT_EQ(pair.loop.run(), 0);
  EXPECT_EQ(std::get<Event>(pair.received.front()).text, "5");
}

TEST(Channel, PeerThatEndsIsReported) {
  Pair pair;
  pair.sender.reset();
  EXPECT_EQ(pair.loop.run(), 1);
  EXPECT_EQ(pair.closed, "end of file");
}

TEST(Channel, GarbageClosesIt) {
  EventLoop loop;
  std::array<int, 2> fds{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
  std::string closed;
  Channel receiver(loop, fds[1],
                   {[](Message) { FAIL(); },
                    [&](const std::string& why) {
                      closed = why;
                      loop.stop(0);
                    }});
  const std::string garbage("\x02\x00\x00\x00\xff\xff", 6);
  ASSERT_EQ(::write(fds[0], garbage.data(), garbage.size()), 6);
  loop.run();
  EXPECT_EQ(closed, "malformed message");
  ::close(fds[0]);
}

TEST(Channel, WhenIdleFollowsTheLastByte) {
  Pair pair;
  pair.wanted = 1000;
  bool was_idle = false;
  pair.sender->send(Stop{});
  EXPECT_FALSE(pair.sender->is_idle());
  pair.sender->when_idle([&] {
    was_idle = true;
    pair.loop.stop(7);
  });
  EXPECT_EQ(pair.loop.run(), 7);
  EXPECT_TRUE(was_idle);
}

}  // namespace
}  // namespace evenkeel
