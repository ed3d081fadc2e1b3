// Asks the daemon over its control socket: a blocking HTTP client for one request. Used by the
// verbs; owns the connection while it asks.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "evenkeel/result.h"

namespace evenkeel::ctl {

struct Inquiry {
  std::string method = "GET";
  std::string target;  // "/v1/status", encoded
  // Given what has arrived of the answer's body, as it arrives; for answers without an end.
  std::function<void(std::string_view)> on_body;
};

struct Reply {
  unsigned status = 0;
  std::string body;  // empty when on_body took it
};

// An error means that the daemon could not be reached or did not answer.
Result<Reply> ask(const std::string& socket_path, const Inquiry& inquiry);

}  // namespace evenkeel::ctl
