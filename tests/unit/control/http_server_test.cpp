// The HTTP server over real sockets: its limits and what hostile clients cost.
#include "evenkeel/http_server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <future>
#include <thread>

#include "evenkeel/file_descriptor.h"

namespace evenkeel {
namespace {

using std::chrono::milliseconds;

// A server on a thread of its own; clients block in the test's.
class HttpServerTest : public testing::Test {
 protected:
  void start(HttpLimits limits, HttpHandler handler) {
    const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
    // Bound to no name, the kernel picks an abstract one.
    sockaddr_un any{};
    any.sun_family = AF_UNIX;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&any), sizeof(sa_family_t)), 0);
    ASSERT_EQ(::listen(listener, 64), 0);
    address_size_ = sizeof(address_);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address_), &address_size_);
    server_ = std::make_unique<HttpServer>(loop_, listener, std::move(handler), limits);
    thread_ = std::thread([this] { loop_.run(); });
  }

  void TearDown() override {
    loop_.post([this] {
      server_.reset();
      loop_.stop(0);
    });
    thread_.join();
  }

  FileDescriptor connect() const {
    FileDescriptor fd(::socket(AF_UNIX, SOCK_STREAM, 0));
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address_), address_size_), 0);
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return fd;
  }

  static void say(const FileDescriptor& fd, const std::string& text) {
    EXPECT_EQ(::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }

  // Until the server closes, or the wanted text has arrived.
  static std::string hear(const FileDescriptor& fd, const std::string& wanted = "\xff") {
    std::string text;
    char buffer[4096];
    while (text.find(wanted) == std::string::npos) {
      const auto got = ::recv(fd.get(), buffer, sizeof(buffer), 0);
      if (got <= 0) break;
      text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
  }

  HttpCounters counters() {
    std::promise<HttpCounters> promise;
    loop_.post([&] { promise.set_value(server_->counters()); });
    return promise.get_future().get();
  }

  void publish(const std::string& text) {
    loop_.post([this, text] { server_->publish(text); });
  }

  static HttpResponse with_body(std::string body) {
    HttpResponse response;
    response.body = std::move(body);
    return response;
  }

  EventLoop loop_;
  std::unique_ptr<HttpServer> server_;

 private:
  sockaddr_un address_{};
  socklen_t address_size_ = 0;
  std::thread thread_;
};

std::uint64_t rejected(const HttpCounters& counters, HttpRejection rejection) {
  return counters.rejected[static_cast<std::size_t>(rejection)];
}

TEST_F(HttpServerTest, AnswersSeveralRequestsOnOneConnection) {
  start({}, [](const HttpRequest& request) { return with_body(request.target.path); });
  const auto fd = connect();
  say(fd, "GET /a HTTP/1.1\r\nHost: d\r\n\r\nGET /b HTTP/1.1\r\nHost: d\r\n\r\n");
  EXPECT_NE(hear(fd, "\r\n\r\n/b").find("\r\n\r\n/a"), std::string::npos);
  EXPECT_EQ(counters().responses[2], 2U);
}

TEST_F(HttpServerTest, TellsTheHandlerWhoAsks) {
  start({}, [](const HttpRequest& request) {
    return with_body(std::to_string(request.peer.pid) + " " + std::to_string(request.peer.uid));
  });
  const auto fd = connect();
  say(fd, "GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(hear(fd).ends_with(std::to_string(::getpid()) + " " + std::to_string(::getuid())));
}

HttpResponse counting(int pieces) {
  HttpResponse response;
  response.body = "begin ";
  response.next_piece = [left = pieces](std::string& piece) mutable {
    piece += std::string(20000, 'x') + "\n";
    return --left > 0;
  };
  return response;
}

TEST_F(HttpServerTest, PiecesAreChunksAndEnd) {
  start({}, [](const HttpRequest&) { return counting(30); });
  const auto fd = connect();
  say(fd, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  const auto text = hear(fd, "\r\n0\r\n\r\n");
  EXPECT_NE(text.find("Transfer-Encoding: chunked"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'x'), 30 * 20000);
}

TEST_F(HttpServerTest, OldClientsGetPiecesUntilTheEnd) {
  start({}, [](const HttpRequest&) { return counting(3); });
  const auto fd = connect();
  say(fd, "GET / HTTP/1.0\r\n\r\n");
  const auto text = hear(fd);
  EXPECT_EQ(text.find("chunked"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'x'), 3 * 20000);
}

TEST_F(HttpServerTest, HeadHasNoBody) {
  start({}, [](const HttpRequest&) { return with_body("four"); });
  const auto fd = connect();
  say(fd, "HEAD / HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
  const auto text = hear(fd);
  EXPECT_NE(text.find("Content-Length: 4\r\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}

TEST_F(HttpServerTest, GarbageIsAnsweredCountedAndClosed) {
  start({}, [](const HttpRequest&) { return with_body(""); });
  const auto fd = connect();
  say(fd, "\x16\x03\x01 nonsense\r\n\r\n");
  EXPECT_TRUE(hear(fd).starts_with("HTTP/1.1 400 "));
  EXPECT_EQ(rejected(counters(), HttpRejection::malformed), 1U);
}

TEST_F(HttpServerTest, HalfARequestTimesOut) {
  start({.request_time = milliseconds(30)}, [](const HttpRequest&) { return with_body(""); });
  const auto fd = connect();
  say(fd, "GET / HT");
  EXPECT_TRUE(hear(fd).starts_with("HTTP/1.1 408 "));
  EXPECT_EQ(rejected(counters(), HttpRejection::request_timeout), 1U);
}

TEST_F(HttpServerTest, SilenceIsClosedWithoutAWord) {
  start({.request_time = milliseconds(30)}, [](const HttpRequest&) { return with_body(""); });
  EXPECT_EQ(hear(connect()), "");
}

TEST_F(HttpServerTest, AClientThatDoesNotReadIsDropped) {
  start({.write_time = milliseconds(50)}, [](const HttpRequest&) { return counting(1 << 20); });
  const auto fd = connect();
  say(fd, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  while (rejected(counters(), HttpRejection::slow_reader) == 0) std::this_thread::yield();
  EXPECT_EQ(counters().connections, 0U);
}

TEST_F(HttpServerTest, TheOldestIdleConnectionMakesRoom) {
  start({.connections = 2}, [](const HttpRequest&) { return with_body("yes"); });
  const auto first = connect();
  say(first, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  hear(first, "yes");
  const auto second = connect();
  say(second, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  hear(second, "yes");
  const auto third = connect();
  say(third, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  EXPECT_NE(hear(third, "yes").find("yes"), std::string::npos);
  EXPECT_EQ(hear(first), "");
  EXPECT_EQ(counters().connections, 2U);
}

HttpResponse following(const HttpRequest&) {
  HttpResponse response;
  response.body = "ring\n";
  response.after = HttpAfter::follow;
  return response;
}

TEST_F(HttpServerTest, FollowersHearWhatIsPublished) {
  start({}, following);
  const auto fd = connect();
  say(fd, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  hear(fd, "ring\n");
  publish("one\n");
  publish("two\n");
  const auto text = hear(fd, "two\n");
  EXPECT_NE(text.find("one\n"), std::string::npos);
}

TEST_F(HttpServerTest, AFollowerThatDoesNotReadIsDropped) {
  start({.pending_bytes = 64U << 10U}, following);
  const auto fd = connect();
  say(fd, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  hear(fd, "ring\n");
  while (rejected(counters(), HttpRejection::slow_reader) == 0) {
    publish(std::string(10000, 'e') + "\n");
  }
  EXPECT_EQ(counters().connections, 0U);
}

TEST_F(HttpServerTest, FollowersAreLimited) {
  start({.followers = 1}, following);
  const auto first = connect();
  say(first, "GET / HTTP/1.1\r\nHost: d\r\n\r\n");
  hear(first, "ring\n");
  const auto second = connect();
  say(second, "GET / HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(hear(second).starts_with("HTTP/1.1 503 "));
}

TEST_F(HttpServerTest, TheHandlerLearnsThatTheAnswerIsOut) {
  std::promise<void> written;
  start({}, [&written](const HttpRequest&) {
    auto response = with_body("bye");
    response.after_reply = [&written] { written.set_value(); };
    return response;
  });
  const auto fd = connect();
  say(fd, "POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n");
  written.get_future().get();
  EXPECT_NE(hear(fd, "bye").find("bye"), std::string::npos);
}

}  // namespace
}  // namespace evenkeel
