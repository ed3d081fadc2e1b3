#include "daemon/runner/process_events.h"

#include <gtest/gtest.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>

#include <cstring>

namespace evenkeel::runner {
namespace {

using Bytes = std::vector<std::byte>;
using Events = std::vector<ProcessEvent>;

template <typename T>
void append(Bytes& bytes, const T& value) {
  const auto* begin = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), begin, begin + sizeof(T));
}

Bytes datagram(const proc_event& event, std::uint32_t index = CN_IDX_PROC) {
  Bytes bytes;
  nlmsghdr header{};
  header.nlmsg_len = NLMSG_HDRLEN + sizeof(cn_msg) + sizeof(event);
  append(bytes, header);
  cn_msg connector{};
  connector.id = {index, CN_VAL_PROC};
  connector.len = sizeof(event);
  append(bytes, connector);
  append(bytes, event);
  return bytes;
}

proc_event of(decltype(proc_event::what) what) {
  proc_event event{};
  event.what = what;
  return event;
}

TEST(ProcessEvents, TheAnswerTellsWhetherTheKernelListens) {
  auto event = of(proc_event::PROC_EVENT_NONE);
  EXPECT_EQ(parse_process_events(datagram(event)), (Events{{ProcessNews::listening, 0}}));
  event.event_data.ack.err = EPERM;
  EXPECT_EQ(parse_process_events(datagram(event)), (Events{{ProcessNews::refused, 0}}));
}

TEST(ProcessEvents, ProcessesComeChangeAndGo) {
  auto fork = of(proc_event::PROC_EVENT_FORK);
  fork.event_data.fork = {1, 1, 7, 7};
  EXPECT_EQ(parse_process_events(datagram(fork)), (Events{{ProcessNews::changed, 7}}));
  auto exec = of(proc_event::PROC_EVENT_EXEC);
  exec.event_data.exec = {8, 7};
  EXPECT_EQ(parse_process_events(datagram(exec)), (Events{{ProcessNews::changed, 7}}));
  auto comm = of(proc_event::PROC_EVENT_COMM);
  comm.event_data.comm.process_pid = comm.event_data.comm.process_tgid = 7;
  EXPECT_EQ(parse_process_events(datagram(comm)), (Events{{ProcessNews::changed, 7}}));
  auto exit = of(proc_event::PROC_EVENT_EXIT);
  exit.event_data.exit.process_pid = exit.event_data.exit.process_tgid = 7;
  EXPECT_EQ(parse_process_events(datagram(exit)), (Events{{ProcessNews::ended, 7}}));
}

TEST(ProcessEvents, ThreadsAreNoNews) {
  auto fork = of(proc_event::PROC_EVENT_FORK);
  fork.event_data.fork = {1, 1, 8, 7};
  EXPECT_EQ(parse_process_events(datagram(fork)), Events{});
  auto exit = of(proc_event::PROC_EVENT_EXIT);
  exit.event_data.exit.process_pid = 8;
  exit.event_data.exit.process_tgid = 7;
  EXPECT_EQ(parse_process_events(datagram(exit)), Events{});
  EXPECT_EQ(parse_process_events(datagram(of(proc_event::PROC_EVENT_UID))), Events{});
}

TEST(ProcessEvents, SeveralInOneDatagramAreAllRead) {
  auto exec = of(proc_event::PROC_EVENT_EXEC);
  exec.event_data.exec = {7, 7};
  auto bytes = datagram(exec);
  exec.event_data.exec = {9, 9};
  const auto second = datagram(exec);
  bytes.resize(NLMSG_ALIGN(bytes.size()));
  bytes.insert(bytes.end(), second.begin(), second.end());
  EXPECT_EQ(parse_process_events(bytes),
            (Events{{ProcessNews::changed, 7}, {ProcessNews::changed, 9}}));
}

TEST(ProcessEvents, EveryCutAndForeignBytesAreHarmless) {
  auto exec = of(proc_event::PROC_EVENT_EXEC);
  exec.event_data.exec = {7, 7};
  EXPECT_EQ(parse_process_events(datagram(exec, 99)), Events{});
  const auto whole = datagram(exec);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(parse_process_events({whole.data(), size}), Events{}) << size;
  }
  // The header may lie about its length.
  for (const std::uint32_t length : {0U, 1U, 15U, 16U, 20U, 36U, 0xffffffffU}) {
    auto bytes = whole;
    std::memcpy(bytes.data(), &length, sizeof(length));
    EXPECT_EQ(parse_process_events(bytes), Events{}) << length;
  }
}

}  // namespace
}  // namespace evenkeel::runner
