#pragma once

// What the lab's tools share: descriptors that close themselves, options, clock, addresses.
// A tool is a test's instrument: whatever it cannot do ends it with a message.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lab {

using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC: comparable between processes.
using Time = Clock::time_point;
using std::chrono::milliseconds;

[[noreturn]] inline void die(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

[[noreturn]] inline void die_errno(const std::string& what) {
  die(what + ": " + std::strerror(errno));
}

// An instrument must not wait for its turn behind what it measures. Needs root; as another user
// it measures as well as it can.
inline void become_urgent() {
  const sched_param priority{10};
  sched_setscheduler(0, SCHED_FIFO, &priority);
}

inline double to_seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

inline double to_milliseconds(Clock::duration duration) { return to_seconds(duration) * 1000.0; }

inline Clock::duration from_seconds(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

inline Fd checked(int fd, const std::string& what) {
  if (fd < 0) die_errno(what);
  return Fd(fd);
}

// An option takes the next word; words that are no option are handed over as `rest`.
struct Option {
  std::string_view name;
  std::function<void(const std::string&)> take;
};

inline std::vector<std::string> parse_options(int argc, char** argv,
                                              std::initializer_list<Option> options) {
  std::vector<std::string> rest;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const Option* found = nullptr;
    for (const Option& option : options) {
      if (option.name == word) found = &option;
    }
    if (found == nullptr && word.starts_with("--")) die("unknown option " + word);
    if (found == nullptr) {
      rest.push_back(word);
    } else if (++i < argc) {
      found->take(argv[i]);
    } else {
      die(word + " needs a value");
    }
  }
  return rest;
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size{};

  [[nodiscard]] const sockaddr* get() const {
    return static_cast<const sockaddr*>(static_cast<const void*>(&storage));
  }
};

inline SocketAddress socket_address(const std::string& host, std::uint16_t port) {
  SocketAddress result;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&result.storage, &v4, sizeof v4);
    result.size = sizeof v4;
  } else if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&result.storage, &v6, sizeof v6);
    result.size = sizeof v6;
  } else {
    die("not an address: " + host);
  }
  return result;
}

class Epoll {
 public:
  Epoll() : fd_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {}

  void add(int fd, std::uint32_t events, std::uint64_t key) const {
    control(EPOLL_CTL_ADD, fd, events, key);
  }
  void change(int fd, std::uint32_t events, std::uint64_t key) const {
    control(EPOLL_CTL_MOD, fd, events, key);
  }

  // Rounds the wait up, so that a deadline has passed when the wait ends.
  [[nodiscard]] std::vector<epoll_event> wait_until(Time deadline) const {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
    std::vector<epoll_event> events(64);
    const int timeout = left < 0 ? 0 : static_cast<int>(left > 1000 ? 1000 : left);
    const int count =
        epoll_wait(fd_.get(), events.data(), static_cast<int>(events.size()), timeout);
    events.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return events;
  }

 private:
  void control(int operation, int fd, std::uint32_t events, std::uint64_t key) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    if (epoll_ctl(fd_.get(), operation, fd, &event) != 0) die_errno("epoll_ctl");
  }

  Fd fd_;
};

// SIGTERM and SIGINT become readable events, so that a tool ends at a moment of its own choice.
inline Fd stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return checked(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC), "signalfd");
}

}  // namespace lab
