// Bytes from a client → one request at a time. Total: any bytes give a request, a wish for more,
// or a reason to turn the client away. Hides Beast.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "evenkeel/http_server.h"

namespace evenkeel::http {

enum class Progress : std::uint8_t { need_more, complete, failed };

class RequestParser {
 public:
  explicit RequestParser(const HttpLimits& limits);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Takes what it understands off the front of `input`. After `complete` or `failed` only the
  // queries below and reset() are meaningful.
  Progress feed(std::string& input);
  // Forgets the request; the next feed() begins a new one.
  void reset();

  HttpRejection failure() const;
  // True once, when the client waits for "100 Continue" before it sends the body.
  bool take_expects_continue();

  bool is_http11() const;
  bool wants_keep_alive() const;
  // The request's method, target and body; nothing when the target is malformed.
  std::optional<HttpRequest> take_request();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evenkeel::http
