// A real_server and its checks with everything they inherit. Pure.
#include "daemon/config/service_rules.h"

namespace evenkeel::config {
namespace {

// The innermost that was given wins.
template <typename T>
T inherited(const std::optional<T>& own, const std::optional<T>& server,
            const std::optional<T>& service, T fallback) {
  if (own) return *own;
  return server ? *server : service.value_or(fallback);
}

Check finish_check(const Draft& draft, const ServerDraft& server, CheckDraft& own) {
  const auto& a = own.options;
  const auto& b = server.options;
  const auto& c = draft.service.options;
  auto* http = std::get_if<HttpProbe>(&own.probe);
  Check check;
  check.target.address = own.target.address.is_set() ? own.target.address : server.endpoint.address;
  check.target.port = own.target.port != 0 ? own.target.port : server.endpoint.port;
  check.bind = own.bind;
  check.bind_interface = own.bind_interface;
  check.fwmark = own.fwmark;
  check.connect_timeout =
      inherited(a.connect_timeout, b.connect_timeout, c.connect_timeout, Duration(5s));
  check.delay_loop = inherited(a.delay_loop, b.delay_loop, c.delay_loop, Duration(60s));
  check.delay_before_retry =
      inherited(a.delay_before_retry, b.delay_before_retry, c.delay_before_retry,
                http != nullptr ? Duration(3s) : Duration(1s));
  check.warmup = inherited(a.warmup, b.warmup, c.warmup, check.delay_loop);
  check.retry = inherited(a.retry, b.retry, c.retry, 1U);
  check.alpha = inherited(a.alpha, b.alpha, c.alpha, false);
  check.log_all_failures = own.log_all_failures.value_or(draft.global.log_all_failures);
  if (http != nullptr) {
    http->virtualhost = !a.virtualhost.empty()   ? a.virtualhost
                        : !b.virtualhost.empty() ? b.virtualhost
                                                 : c.virtualhost;
  }
  check.probe = std::move(own.probe);
  return check;
}

}  // namespace

RealServer finish_server(const Draft& draft, ServerDraft& own) {
  const auto& b = own.options;
  const auto& c = draft.service.options;
  const std::optional<bool> unset;
  RealServer server;
  server.endpoint = own.endpoint;
  server.weight = b.weight ? *b.weight : c.weight.value_or(1);
  server.forwarding = b.forwarding ? *b.forwarding : c.forwarding.value_or(ForwardingMethod{});
  server.upper_threshold = own.upper_threshold;
  server.lower_threshold = own.lower_threshold;
  server.on_failure =
      inherited(unset, b.inhibit, c.inhibit, false) ? OnFailure::inhibit : OnFailure::remove;
  server.alpha = inherited(unset, b.alpha, c.alpha, false);
  server.notify_up = std::move(own.notify_up);
  server.notify_down = std::move(own.notify_down);
  server.checks.reserve(own.checks.size());
  for (auto& check : own.checks) server.checks.push_back(finish_check(draft, own, check));
  return server;
}

}  // namespace evenkeel::config
