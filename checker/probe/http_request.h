// What an HTTP check asks and how it judges the answer, as pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/probe/prober.h"
#include "evenkeel/config.h"

namespace evenkeel::checker {

struct HttpRequest {
  std::string url;         // scheme and host only; the host is also the TLS server name
  std::string connect_to;  // for libcurl: connect there whatever the URL's host is
  std::string target;      // of the request line, as configured
  std::vector<std::string> headers;
  bool operator==(const HttpRequest&) const = default;
};

HttpRequest make_request(const HttpProbe& probe, const HttpUrl& url, const Endpoint& target);

struct HttpAnswer {
  long status = 0;
  std::string digest;  // lower-case MD5; only if the URL has one
  bool is_too_large = false;
};

// Status and digest against what the URL wants; `took` is left to the caller.
ProbeResult judge(const HttpUrl& url, const HttpAnswer& answer);

}  // namespace evenkeel::checker
