// One epoll set for all running connection attempts; its events carry id and serial.
#include "checker/probe/tcp_probe.h"

#include <netinet/tcp.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "checker/probe/socket.h"

namespace evenkeel::checker {

namespace {

constexpr std::size_t kEventsPerTurn = 128;

void end_by_reset(int fd) {
  constexpr int off = 0;
  constexpr linger discard{.l_onoff = 1, .l_linger = 0};
  // If the kernel refuses either, the check still works, only less quietly.
  ::setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof(off));
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &discard, sizeof(discard));
}

std::uint64_t event_data(Prober::Id id, std::uint32_t serial) {
  return std::uint64_t{serial} << 32U | id;
}

int socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof(error);
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

}  // namespace

TcpProber::TcpProber(EventLoop& loop, Callback callback)
    : loop_(loop), callback_(std::move(callback)), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.is_open()) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  watch_ = loop_.watch(epoll_.get(), {.readable = true}, [this](Readiness) { on_ready(); });
}

void TcpProber::start(Id id, const Attempt& attempt) {
  if (id >= running_.size()) running_.resize(std::size_t{id} + 1);
  auto& running = running_[id];
  running.started = loop_.now();
  ++running.serial;
  auto socket = open_stream_socket(attempt.check, attempt.target);
  if (!socket) {
    callback_(id, {.passed = false, .reason = std::move(socket.error().what)});
    return;
  }
  end_by_reset(socket->get());
  running.fd = socket->release();
  const auto address = socket_address(attempt.target, attempt.check.source->interface);
  if (::connect(running.fd, &address.any, address.size) == 0) return finish(id, 0);
  if (errno != EINPROGRESS) return finish(id, errno);
  epoll_event event{.events = EPOLLOUT, .data = {.u64 = event_data(id, running.serial)}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, running.fd, &event) != 0) finish(id, errno);
}

void TcpProber::cancel(Id id) {
  if (id < running_.size()) close(running_[id]);
}

std::optional<TimePoint> TcpProber::on_deadline(Id id) {
  finish(id, ETIMEDOUT);
  return std::nullopt;
}

void TcpProber::on_ready() {
  std::array<epoll_event, kEventsPerTurn> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    const auto data = events[static_cast<std::size_t>(i)].data.u64;
    const auto id = static_cast<Id>(data);
    const auto& running = running_[id];
    if (running.fd >= 0 && event_data(id, running.serial) == data) {
      finish(id, socket_error(running.fd));
    }
  }
}

void TcpProber::finish(Id id, int error) {
  auto& running = running_[id];
  close(running);
  const auto took = std::chrono::duration_cast<Duration>(loop_.now() - running.started);
  callback_(
      id,
      {.passed = error == 0, .reason = error == 0 ? "connected" : reason_of(error), .took = took});
}

void TcpProber::close(Running& running) {
  // Closing takes the socket out of the epoll set: nobody else holds a copy of it.
  FileDescriptor(std::exchange(running.fd, -1)).reset();
}

}  // namespace evenkeel::checker
