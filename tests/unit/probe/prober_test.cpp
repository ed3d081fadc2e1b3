// The probers against sockets of this very process, on one event loop.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "checker/probe/http_probe.h"
#include "checker/probe/socket.h"
#include "checker/probe/tcp_probe.h"

namespace evenkeel::checker {
namespace {

const IpAddress kLoopback = *parse_address("127.0.0.1");

// A listener that answers each connection with the same bytes.
class Listener {
 public:
  explicit Listener(EventLoop& loop, std::string answer = {})
      : loop_(loop), answer_(std::move(answer)) {
    socket_ = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    auto address = socket_address({kLoopback, 0}, {});
    EXPECT_EQ(::bind(socket_.get(), &address.any, address.size), 0);
    EXPECT_EQ(::listen(socket_.get(), 16), 0);
    EXPECT_EQ(::getsockname(socket_.get(), &address.any, &address.size), 0);
    endpoint_ = {kLoopback, ntohs(address.ipv4.sin_port)};
    if (!answer_.empty()) {
      watch_ = loop.watch(socket_.get(), {.readable = true}, [this](Readiness) { accept(); });
    }
  }

  Endpoint endpoint() const { return endpoint_; }
  const std::string& request() const { return request_; }
  bool has_connection() const {
    pollfd entry{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&entry, 1, 0) == 1;
  }
  void close() { socket_.reset(); }

 private:
  void accept() {
    connection_ = FileDescriptor(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!connection_.is_open()) return;
    connection_watch_ = loop_.watch(connection_.get(), {.readable = true}, [this](Readiness) {
      std::array<char, 4096> buffer;
      const auto got = ::recv(connection_.get(), buffer.data(), buffer.size(), 0);
      if (got > 0) request_.append(buffer.data(), static_cast<std::size_t>(got));
      ::send(connection_.get(), answer_.data(), answer_.size(), MSG_NOSIGNAL);
      connection_watch_.reset();
      connection_.reset();
    });
  }

  EventLoop& loop_;
  std::string answer_;
  std::string request_;
  FileDescriptor socket_, connection_;
  Endpoint endpoint_;
  std::unique_ptr<Watch> watch_, connection_watch_;
};

template <typename SomeProber>
ProbeResult probe(EventLoop& loop, const Check& check, const Endpoint& target) {
  ProbeResult answer{.reason = "no callback"};
  SomeProber prober(loop, [&](Prober::Id id, ProbeResult result) {
    EXPECT_EQ(id, 3U);
    answer = std::move(result);
    loop.stop(0);
  });
  loop.post([&] { prober.start(3, {.check = check, .target = target}); });
  loop.run();
  return answer;
}

ProbeResult get(const std::string& answer, HttpUrl url = {}) {
  EventLoop loop;
  Listener listener(loop, answer);
  Check check;
  check.probe = HttpProbe{.urls = {std::move(url)}};
  return probe<HttpProber>(loop, check, listener.endpoint());
}

TEST(TcpProber, AListenerPassesAndNeverSeesAConnection) {
  EventLoop loop;
  Listener listener(loop);
  const auto result = probe<TcpProber>(loop, {}, listener.endpoint());
  EXPECT_TRUE(result.passed);
  EXPECT_EQ(result.reason, "connected");
  EXPECT_FALSE(listener.has_connection());
}

TEST(TcpProber, AClosedPortIsRefused) {
  EventLoop loop;
  Listener listener(loop);
  listener.close();
  const auto result = probe<TcpProber>(loop, {}, listener.endpoint());
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.reason, "connection refused");
}

TEST(TcpProber, AnAddressThatIsNotOursCannotBeBound) {
  EventLoop loop;
  Check check;
  check.source = ProbeSource{.bind = {*parse_address("192.0.2.99"), 0}};
  const auto result = probe<TcpProber>(loop, check, {kLoopback, 1});
  EXPECT_EQ(result.reason, "bind to 192.0.2.99:0: cannot assign requested address");
}

TEST(TcpProber, ACancelledAttemptIsSilent) {
  EventLoop loop;
  Listener listener(loop);
  int calls = 0;
  TcpProber prober(loop, [&](Prober::Id, const ProbeResult&) { ++calls; });
  const Check check;
  prober.start(0, {.check = check, .target = listener.endpoint()});
  prober.cancel(0);
  prober.cancel(77);
  loop.post([&] { loop.stop(0); });
  loop.run();
  EXPECT_EQ(calls, 0);
}

TEST(TcpProber, TheDeadlineEndsAnAttempt) {
  EventLoop loop;
  Listener listener(loop);
  std::string reason;
  TcpProber prober(loop, [&](Prober::Id, ProbeResult result) { reason = result.reason; });
  const Check check;
  prober.start(0, {.check = check, .target = listener.endpoint()});
  EXPECT_EQ(prober.on_deadline(0), std::nullopt);
  EXPECT_EQ(reason, "connection timed out");
}

TEST(HttpProber, JudgesStatusAndDigest) {
  const std::string kAnswer = "HTTP/1.0 200 OK\r\n\r\nhello";
  EXPECT_TRUE(get(kAnswer).passed);
  EXPECT_TRUE(get(kAnswer, {.digest = "5d41402abc4b2a76b9719d911017c592"}).passed);
  EXPECT_EQ(get(kAnswer, {.digest = "00"}).reason,
            "digest 5d41402abc4b2a76b9719d911017c592 from /");
  EXPECT_EQ(get("HTTP/1.0 404 Not Found\r\n\r\n").reason, "status 404 from /");
}

TEST(HttpProber, AnAnswerThatEndsEarlyIsJudgedByWhatCame) {
  EXPECT_TRUE(get("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhello").passed);
}

TEST(HttpProber, RedirectionsAreNotFollowed) {
  EXPECT_EQ(get("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n").reason,
            "status 302 from /");
}

TEST(HttpProber, WhatIsNotHttpFails) { EXPECT_FALSE(get("SSH-2.0-OpenSSH\r\n").passed); }

TEST(HttpProber, EndlessHeadersAreCutOff) {
  std::string answer = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100; ++i) answer += "X: " + std::string(1000, 'x') + "\r\n";
  EXPECT_EQ(get(answer).reason, "headers longer than 65536 bytes");
}

TEST(HttpProber, SaysWhoAsks) {
  EventLoop loop;
  Listener listener(loop, "HTTP/1.0 200 OK\r\n\r\n");
  Check check;
  check.probe = HttpProbe{.urls = {{.path = "/a b"}}, .virtualhost = "www.example"};
  EXPECT_TRUE(probe<HttpProber>(loop, check, listener.endpoint()).passed);
  EXPECT_TRUE(listener.request().starts_with("GET /a b HTTP/1.0\r\nHost: www.example\r\n"));
  EXPECT_NE(listener.request().find("\r\nUser-Agent: evenkeel/"), std::string::npos);
}

TEST(HttpProber, AClosedPortIsRefused) {
  EventLoop loop;
  Listener listener(loop);
  listener.close();
  Check check;
  check.probe = HttpProbe{.urls = {{}}};
  EXPECT_EQ(probe<HttpProber>(loop, check, listener.endpoint()).reason, "connection refused");
}

TEST(HttpProber, ACancelledAttemptIsSilent) {
  EventLoop loop;
  Listener listener(loop);
  int calls = 0;
  HttpProber prober(loop, [&](Prober::Id, const ProbeResult&) { ++calls; });
  Check check;
  check.probe = HttpProbe{.urls = {{}}};
  prober.start(0, {.check = check, .target = listener.endpoint()});
  prober.cancel(0);
  loop.post([&] { loop.stop(0); });
  loop.run();
  EXPECT_EQ(calls, 0);
}

TEST(ToText, SecondsWithoutNeedlessDigits) {
  EXPECT_EQ(to_text(5s), "5 s");
  EXPECT_EQ(to_text(1500ms), "1.5 s");
  EXPECT_EQ(to_text(50ms), "0.05 s");
}

}  // namespace
}  // namespace evenkeel::checker
