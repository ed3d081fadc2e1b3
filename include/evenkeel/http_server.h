// A small HTTP/1.1 server on a listening descriptor (Unix or TCP), for the control socket and the
// exporter. The handler answers at once; large answers are produced piece by piece, and a client
// that sends garbage, half a request or does not read costs a bounded amount and is counted.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evenkeel/event_loop.h"

namespace evenkeel {

// The process at the other end of a Unix socket, as the kernel says; nothing is known over TCP.
struct HttpPeer {
  bool is_local = false;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::int32_t pid = 0;
};

struct HttpTarget {
  std::string path;                                        // decoded; begins with '/'
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  bool operator==(const HttpTarget&) const = default;
};

// "/v1/explain/a%2Fb?x=1" → path and query; nothing for a malformed target.
std::optional<HttpTarget> parse_http_target(std::string_view target);
// A path segment or query value, so that parse_http_target gives it back.
std::string percent_encode(std::string_view text);

struct HttpRequest {
  std::string method;
  HttpTarget target;
  std::string body;
  HttpPeer peer;
};

// What to do once body and pieces are written.
enum class HttpAfter : std::uint8_t {
  done,    // the answer is complete
  follow,  // keep it open and add what HttpServer::publish() says from now on
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;  // further ones
  std::string body;
  // For answers too large to hold: appends the next piece, false when there is no further one.
  // Called when the former piece is written, so the world may have changed in between.
  std::function<bool(std::string& piece)> next_piece;
  HttpAfter after = HttpAfter::done;
  // Called once, when the answer is written or the connection has died; not when the server itself
  // is destroyed.
  std::function<void()> after_reply;
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

struct HttpLimits {
  std::size_t header_bytes = 8U << 10U;
  std::size_t body_bytes = 64U << 10U;
  std::size_t connections = 64;                  // above: the oldest idle one is closed
  std::size_t followers = 16;                    // of the connections
  std::size_t pending_bytes = 256U << 10U;       // a follower further behind is dropped
  std::chrono::milliseconds request_time{5000};  // from its first byte, or accept, to its last
  std::chrono::milliseconds idle_time{30000};    // between two requests
  std::chrono::milliseconds write_time{5000};    // without the peer reading a byte
  std::chrono::milliseconds answer_time{60000};  // a whole answer; not for followers
};

// Why a client was turned away; the words are the metric's `reason` label.
enum class HttpRejection : std::uint8_t {
  malformed,
  header_too_large,
  body_too_large,
  request_timeout,
  slow_reader,
  too_many_connections,
};
inline constexpr std::size_t kHttpRejectionCount = 6;
std::string_view to_string(HttpRejection rejection);  // "malformed", …

struct HttpCounters {
  std::array<std::uint64_t, 6> responses{};  // by the first digit of the status
  std::array<std::uint64_t, kHttpRejectionCount> rejected{};
  std::size_t connections = 0;  // open now
};

class HttpServer {
 public:
  // `listen_fd` is bound and listening; the server owns it from here.
  HttpServer(EventLoop& loop, int listen_fd, HttpHandler handler, HttpLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Sends the text to every connection whose answer ended in HttpAfter::follow.
  void publish(const std::string& text);

  const HttpCounters& counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evenkeel
