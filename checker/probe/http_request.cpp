// keepalived's habits kept: Host without a port for a virtualhost and with one for an address, the
// path sent as configured, no TLS server name unless enable_sni.
#include "checker/probe/http_request.h"

#include <algorithm>

namespace evenkeel::checker {

namespace {

std::string without_port(const std::string& host) {
  const auto colon = host.rfind(':');
  const bool is_port = colon != std::string::npos && colon + 1 < host.size() &&
                       host.find_first_not_of("0123456789", colon + 1) == std::string::npos;
  return is_port ? host.substr(0, colon) : host;
}

// Empty when none is to be sent.
std::string server_name(const HttpProbe& probe, const std::string& virtualhost) {
  if (!probe.tls || !probe.sni) return {};
  return probe.sni_name.empty() ? without_port(virtualhost) : probe.sni_name;
}

bool accepts(const HttpUrl& url, long status) {
  if (url.status.empty()) return !url.digest.empty() || (status >= 200 && status <= 299);
  return std::any_of(url.status.begin(), url.status.end(), [status](const StatusRange& range) {
    return status >= range.first && status <= range.last;
  });
}

}  // namespace

HttpRequest make_request(const HttpProbe& probe, const HttpUrl& url, const Endpoint& target) {
  const auto& virtualhost = url.virtualhost.empty() ? probe.virtualhost : url.virtualhost;
  const auto endpoint = to_string(target);
  const auto name = server_name(probe, virtualhost);
  const auto host = name.empty() ? endpoint : name + ":" + std::to_string(target.port);
  HttpRequest request{.url = (probe.tls ? "https://" : "http://") + host + "/",
                      .connect_to = "::" + endpoint,
                      .target = url.path.empty() ? "/" : url.path,
                      .headers = {"Host: " + (virtualhost.empty() ? endpoint : virtualhost)}};
  if (probe.version != HttpVersion::http10) request.headers.emplace_back("Connection: close");
  return request;
}

ProbeResult judge(const HttpUrl& url, const HttpAnswer& answer) {
  const auto from = url.path.empty() ? std::string(" from /") : " from " + url.path;
  const auto status = "status " + std::to_string(answer.status);
  if (!accepts(url, answer.status)) return {.passed = false, .reason = status + from};
  if (!url.digest.empty()) {
    if (answer.is_too_large) {
      return {.passed = false, .reason = "answer too large for a digest" + from};
    }
    if (answer.digest != url.digest) {
      return {.passed = false, .reason = "digest " + answer.digest + from};
    }
  }
  return {.passed = true, .reason = status};
}

}  // namespace evenkeel::checker
