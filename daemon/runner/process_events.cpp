// A datagram is nlmsghdr, cn_msg, proc_event; see linux/cn_proc.h.
#include "daemon/runner/process_events.h"

#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>

namespace evenkeel::runner {

namespace {

// A machine that forks without end must not hold up the scripts.
constexpr int kDatagramsPerTurn = 256;

template <typename T>
std::optional<T> read(std::span<const std::byte> bytes) {
  T value{};
  if (bytes.size() < sizeof(T)) return std::nullopt;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

void add(const proc_event& event, std::vector<ProcessEvent>& events) {
  const auto& data = event.event_data;
  // A thread has its process's group id and another id of its own.
  const auto put = [&](ProcessNews news, pid_t id, pid_t group) {
    if (id == group) events.push_back({news, group});
  };
  switch (event.what) {
    case proc_event::PROC_EVENT_NONE:
      events.push_back({data.ack.err == 0 ? ProcessNews::listening : ProcessNews::refused, 0});
      break;
    case proc_event::PROC_EVENT_FORK:
      put(ProcessNews::changed, data.fork.child_pid, data.fork.child_tgid);
      break;
    case proc_event::PROC_EVENT_EXEC:
      events.push_back({ProcessNews::changed, data.exec.process_tgid});
      break;
    case proc_event::PROC_EVENT_COMM:
      put(ProcessNews::changed, data.comm.process_pid, data.comm.process_tgid);
      break;
    case proc_event::PROC_EVENT_EXIT:
      put(ProcessNews::ended, data.exit.process_pid, data.exit.process_tgid);
      break;
    default:  // of users, sessions, traces: none of ours
      break;
  }
}

}  // namespace

std::vector<ProcessEvent> parse_process_events(std::span<const std::byte> bytes) {
  std::vector<ProcessEvent> events;
  while (const auto header = read<nlmsghdr>(bytes)) {
    if (header->nlmsg_len < NLMSG_HDRLEN || header->nlmsg_len > bytes.size()) break;
    auto body = bytes.subspan(NLMSG_HDRLEN, header->nlmsg_len - NLMSG_HDRLEN);
    const auto id = read<cb_id>(body);
    const bool is_of_processes = id && id->idx == CN_IDX_PROC && id->val == CN_VAL_PROC;
    if (is_of_processes && body.size() >= sizeof(cn_msg)) {
      body = body.subspan(sizeof(cn_msg));
      // The kernel's structure may be shorter or longer than ours.
      proc_event event{};
      std::memcpy(&event, body.data(), std::min(body.size(), sizeof(event)));
      constexpr auto kHead = offsetof(proc_event, event_data);
      if (body.size() > kHead) add(event, events);
    }
    bytes = bytes.subspan(std::min<std::size_t>(NLMSG_ALIGN(header->nlmsg_len), bytes.size()));
  }
  return events;
}

Result<std::unique_ptr<ProcessEvents>> ProcessEvents::open(EventLoop& loop, Callbacks callbacks) {
  FileDescriptor socket(
      ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_CONNECTOR));
  if (!socket.is_open()) return errno_failure("open a connector socket");
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = CN_IDX_PROC;
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return errno_failure("subscribe to process events");
  }
  constexpr std::size_t kSize = NLMSG_HDRLEN + sizeof(cn_msg) + sizeof(proc_cn_mcast_op);
  std::array<std::byte, kSize> request{};
  nlmsghdr header{};
  header.nlmsg_len = kSize;
  header.nlmsg_type = NLMSG_DONE;
  header.nlmsg_pid = static_cast<std::uint32_t>(::getpid());
  cn_msg connector{};
  connector.id = {CN_IDX_PROC, CN_VAL_PROC};
  connector.len = sizeof(proc_cn_mcast_op);
  const proc_cn_mcast_op operation = PROC_CN_MCAST_LISTEN;
  std::memcpy(request.data(), &header, sizeof(header));
  std::memcpy(request.data() + NLMSG_HDRLEN, &connector, sizeof(connector));
  std::memcpy(request.data() + NLMSG_HDRLEN + sizeof(connector), &operation, sizeof(operation));
  if (::send(socket.get(), request.data(), request.size(), 0) < 0) {
    return errno_failure("ask for process events");
  }
  std::unique_ptr<ProcessEvents> events(new ProcessEvents(std::move(socket), std::move(callbacks)));
  events->watch_ = loop.watch(events->socket_.get(), {.readable = true},
                              [self = events.get()](Readiness) { self->on_readable(); });
  return events;
}

void ProcessEvents::on_readable() {
  std::vector<ProcessEvent> events;
  alignas(nlmsghdr) std::array<std::byte, 4096> buffer{};
  bool is_lost = false;
  for (int i = 0; i < kDatagramsPerTurn; ++i) {
    const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == ENOBUFS) {
      is_lost = true;
      continue;
    }
    if (size <= 0) break;
    const auto more = parse_process_events({buffer.data(), static_cast<std::size_t>(size)});
    events.insert(events.end(), more.begin(), more.end());
  }
  // The second may destroy us: nothing of ours is touched after it.
  const auto callbacks = callbacks_;
  if (is_lost) callbacks.on_lost();
  if (!events.empty()) callbacks.on_events(events);
}

}  // namespace evenkeel::runner
