// Watches who holds an address: dumps the addresses of several network namespaces at a steady
// rate, and writes a timeline of `SECONDS holders COUNT NAME,NAME` lines, one a change, with
// CLOCK_MONOTONIC stamps. What came and went between two samples the kernel tells in passing:
// `SECONDS gone NAME`, `SECONDS back NAME`. A word written into the marks FIFO lands in it as
// `SECONDS mark WORD`. The last line, written at SIGTERM, is `SECONDS end samples COUNT`.

#include "tool.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <sys/stat.h>

#include <array>
#include <set>

namespace {

using lab::Clock;
using lab::Time;

constexpr std::uint64_t kStop = 0;
constexpr std::uint64_t kMarks = 1;
constexpr std::uint64_t kFirstNamespace = 2;

struct Settings {
  std::string address;
  std::string timeline;
  std::string marks;
  Clock::duration interval = lab::milliseconds(10);
  std::vector<std::string> names;
};

// Of either family, in network order.
struct Address {
  unsigned char family = AF_INET;
  std::array<unsigned char, 16> bytes{};

  [[nodiscard]] std::size_t size() const { return family == AF_INET ? 4 : 16; }
};

struct AddressRequest {
  nlmsghdr header;
  ifaddrmsg body;
};

// A netlink socket belongs to the namespace in which it was opened, for good.
class Namespace {
 public:
  explicit Namespace(std::string name) : name_(std::move(name)) {
    const std::string path = "/run/netns/" + name_;
    const lab::Fd self = lab::checked(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "own ns");
    const lab::Fd other = lab::checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
    if (setns(other.get(), CLONE_NEWNET) != 0) lab::die_errno("enter " + path);
    socket_ = lab::checked(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "netlink");
    news_ = news_socket();
    if (setns(self.get(), CLONE_NEWNET) != 0) lab::die_errno("return from " + path);
  }

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] int news() const { return news_.get(); }

  // What the pending notifications tell of the address: RTM_DELADDR, RTM_NEWADDR, in order.
  [[nodiscard]] std::vector<std::uint16_t> read_news(const Address& address) {
    std::vector<std::uint16_t> types;
    ssize_t count = 0;
    while ((count = recv(news_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT)) > 0) {
      for_each_message(static_cast<std::size_t>(count),
                       [&](const nlmsghdr& header, const char* at) {
                         if (is_address(at, header.nlmsg_len, address))
                           types.push_back(header.nlmsg_type);
                         return true;
                       });
    }
    return types;
  }

  [[nodiscard]] bool holds(const Address& address) {
    AddressRequest request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_GETADDR;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.header.nlmsg_seq = ++sequence_;
    request.body.ifa_family = address.family;
    if (send(socket_.get(), &request, sizeof request, 0) < 0) lab::die_errno("ask " + name_);
    bool found = false;
    while (read_part(address, found)) {
    }
    return found;
  }

 private:
  static lab::Fd news_socket() {
    lab::Fd fd = lab::checked(
        socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE), "netlink");
    lab::SocketAddress address;
    sockaddr_nl self{};
    self.nl_family = AF_NETLINK;
    self.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    std::memcpy(&address.storage, &self, sizeof self);
    address.size = sizeof self;
    if (bind(fd.get(), address.get(), address.size) != 0) lab::die_errno("address notifications");
    return fd;
  }

  // False at the end of the dump.
  bool read_part(const Address& address, bool& found) {
    const ssize_t count = recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
    if (count < 0) lab::die_errno("read " + name_);
    return for_each_message(
        static_cast<std::size_t>(count), [&](const nlmsghdr& header, const char* at) {
          found = found || is_address(at, header.nlmsg_len, address);
          return header.nlmsg_type != NLMSG_DONE && header.nlmsg_type != NLMSG_ERROR;
        });
  }

  // False as soon as `take` says so.
  template <typename Take>
  bool for_each_message(std::size_t left, Take take) const {
    const char* at = buffer_.data();
    while (left >= sizeof(nlmsghdr)) {
      nlmsghdr header;
      std::memcpy(&header, at, sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > left) return false;
      if (!take(header, at)) return false;
      const std::size_t step = std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), left);
      at += step;
      left -= step;
    }
    return true;
  }

  static bool is_address(const char* message, std::size_t size, const Address& address) {
    std::size_t at = NLMSG_ALIGN(sizeof(nlmsghdr));
    ifaddrmsg body;
    if (at + sizeof body > size) return false;
    std::memcpy(&body, message + at, sizeof body);
    if (body.ifa_family != address.family) return false;
    at += NLMSG_ALIGN(sizeof body);
    // IPv6 has no IFA_LOCAL but with a peer.
    const auto wanted = address.family == AF_INET ? IFA_LOCAL : IFA_ADDRESS;
    while (at + sizeof(rtattr) <= size) {
      rtattr attribute;
      std::memcpy(&attribute, message + at, sizeof attribute);
      if (attribute.rta_len < sizeof attribute) return false;
      if (attribute.rta_type == wanted && attribute.rta_len >= sizeof attribute + address.size()) {
        return std::memcmp(message + at + sizeof attribute, address.bytes.data(), address.size()) ==
               0;
      }
      at += RTA_ALIGN(attribute.rta_len);
    }
    return false;
  }

  std::string name_;
  lab::Fd socket_;
  lab::Fd news_;
  std::uint32_t sequence_ = 0;
  alignas(nlmsghdr) std::array<char, 32768> buffer_{};
};

class Watch {
 public:
  explicit Watch(const Settings& settings) : settings_(settings), stop_(lab::stop_signals()) {
    const bool is_ipv6 = settings.address.find(':') != std::string::npos;
    address_.family = is_ipv6 ? AF_INET6 : AF_INET;
    if (inet_pton(address_.family, settings.address.c_str(), address_.bytes.data()) != 1) {
      lab::die("not an address: " + settings.address);
    }
    for (const auto& name : settings.names)
      namespaces_.push_back(std::make_unique<Namespace>(name));
    file_ = std::fopen(settings.timeline.c_str(), "w");
    if (file_ == nullptr) lab::die_errno(settings.timeline);
    epoll_.add(stop_.get(), EPOLLIN, kStop);
    for (std::size_t i = 0; i < namespaces_.size(); ++i) {
      epoll_.add(namespaces_[i]->news(), EPOLLIN, kFirstNamespace + i);
    }
    if (settings.marks.empty()) return;
    if (mkfifo(settings.marks.c_str(), 0600) != 0 && errno != EEXIST) lab::die_errno("mkfifo");
    // Open for writing too, so that the end of one writer is not the end of the file.
    marks_ = lab::checked(open(settings.marks.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC), "marks");
    epoll_.add(marks_.get(), EPOLLIN, kMarks);
  }

  void run() {
    while (!stopped_) {
      sample();
      next_ = std::max(next_ + settings_.interval, Clock::now());
      while (!stopped_ && Clock::now() < next_) turn();
    }
    std::fprintf(file_, "%.6f end samples %llu\n", now(),
                 static_cast<unsigned long long>(samples_));
    std::fclose(file_);
  }

 private:
  static double now() { return lab::to_seconds(Clock::now().time_since_epoch()); }

  void sample() {
    std::string holders;
    int count = 0;
    for (const auto& space : namespaces_) {
      if (!space->holds(address_)) continue;
      holders += (count++ == 0 ? "" : ",") + space->name();
    }
    if (samples_++ > 0 && holders == holders_) return;
    holders_ = holders;
    write_line("holders " + std::to_string(count) + " " + (count == 0 ? "-" : holders));
  }

  void turn() {
    for (const epoll_event& event : epoll_.wait_until(next_)) {
      if (event.data.u64 == kStop) stopped_ = true;
      if (event.data.u64 == kMarks) take_marks();
      if (event.data.u64 >= kFirstNamespace) take_news(event.data.u64 - kFirstNamespace);
    }
  }

  void take_marks() {
    char bytes[512];
    const ssize_t count = read(marks_.get(), bytes, sizeof bytes);
    std::string words(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
    while (!words.empty()) {
      const auto end = words.find('\n');
      write_line("mark " + words.substr(0, end));
      words.erase(0, end == std::string::npos ? end : end + 1);
    }
  }

  // A renewed lease is announced like a new address: only what was gone can be back.
  void take_news(std::size_t index) {
    Namespace& space = *namespaces_[index];
    for (const auto type : space.read_news(address_)) {
      if (type == RTM_DELADDR) {
        absent_.insert(space.name());
        write_line("gone " + space.name());
      } else if (absent_.erase(space.name()) > 0) {
        write_line("back " + space.name());
      }
    }
  }

  void write_line(const std::string& text) {
    std::fprintf(file_, "%.6f %s\n", now(), text.c_str());
    std::fflush(file_);
  }

  Settings settings_;
  Address address_{};
  std::vector<std::unique_ptr<Namespace>> namespaces_;
  lab::Epoll epoll_;
  lab::Fd stop_;
  lab::Fd marks_;
  FILE* file_ = nullptr;
  Time next_ = Clock::now();
  std::string holders_;
  std::set<std::string> absent_;
  std::uint64_t samples_ = 0;
  bool stopped_ = false;
};

Settings parse(int argc, char** argv) {
  Settings settings;
  settings.names = lab::parse_options(
      argc, argv,
      {{"--address", [&](const std::string& word) { settings.address = word; }},
       {"--timeline", [&](const std::string& word) { settings.timeline = word; }},
       {"--marks", [&](const std::string& word) { settings.marks = word; }},
       {"--interval-ms",
        [&](const std::string& word) { settings.interval = lab::milliseconds(std::stol(word)); }}});
  if (settings.address.empty() || settings.timeline.empty() || settings.names.empty()) {
    lab::die("usage: lab-watch --address IP --timeline FILE [--marks FIFO] NAMESPACE...");
  }
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const auto settings = parse(argc, argv);
  lab::become_urgent();
  Watch(settings).run();
}
