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

// What is not the same for all kinds.
struct Usual {
  std::uint32_t retry = 1;
  std::optional<Duration> delay_before_retry = 1s;  // unset: delay_loop
};

Usual usual_of(const Probe& probe) {
  if (std::holds_alternative<HttpProbe>(probe)) return {1, 3s};
  if (std::holds_alternative<DnsProbe>(probe)) return {3, std::nullopt};
  if (std::holds_alternative<ScriptProbe>(probe)) return {0, 1s};
  return {};
}

bool connects(const Probe& probe) {
  return !std::holds_alternative<ScriptProbe>(probe) && !std::holds_alternative<FileProbe>(probe) &&
         !std::holds_alternative<BfdProbe>(probe);
}

Check finish_check(Draft& draft, const ServerDraft& server, CheckDraft& own) {
  const auto& a = own.options;
  const auto& b = server.options;
  const auto& c = draft.service.options;
  const auto usual = usual_of(own.probe);
  Check check;
  const auto& target = own.route.target;
  check.target.address = target.address.is_set() ? target.address : server.endpoint.address;
  check.target.port = target.port != 0 ? target.port : server.endpoint.port;
  check.source = draft.sources.keep(std::move(own.route.source));
  check.connect_timeout =
      inherited(a.connect_timeout, b.connect_timeout, c.connect_timeout, Duration(5s));
  check.delay_loop = inherited(a.delay_loop, b.delay_loop, c.delay_loop, Duration(60s));
  check.delay_before_retry =
      inherited(a.delay_before_retry, b.delay_before_retry, c.delay_before_retry,
                usual.delay_before_retry.value_or(check.delay_loop));
  check.warmup = inherited(a.warmup, b.warmup, c.warmup, check.delay_loop);
  check.retry = inherited(a.retry, b.retry, c.retry, usual.retry);
  check.alpha = inherited(a.alpha, b.alpha, c.alpha, false);
  check.log_all_failures = own.log_all_failures.value_or(draft.global.log_all_failures);
  if (auto* http = std::get_if<HttpProbe>(&own.probe)) {
    http->virtualhost = !a.virtualhost.empty()   ? a.virtualhost
                        : !b.virtualhost.empty() ? b.virtualhost
                                                 : c.virtualhost;
  }
  if (auto* misc = std::get_if<ScriptProbe>(&own.probe)) {
    misc->timeout = own.script_timeout.value_or(check.delay_loop);
  }
  if (is_link_local(check.target.address) && connects(own.probe) &&
      (*check.source).interface.empty()) {
    draft.error(own.at, "a check of the link-local address " + to_string(check.target.address) +
                            " needs 'bind_if'");
  }
  check.probe = draft.probes.keep(std::move(own.probe));
  return check;
}

}  // namespace

RealServer finish_server(Draft& draft, ServerDraft& own) {
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
  const auto& mail = draft.global.daemon.mail;
  server.sends_mail =
      inherited(b.smtp_alert, c.smtp_alert, mail.alert_checker, mail.alert.value_or(true));
  server.notify_up = draft.scripts.keep(std::move(own.notify_up));
  server.notify_down = draft.scripts.keep(std::move(own.notify_down));
  server.snmp_name = std::move(own.snmp_name);
  server.checks.reserve(own.checks.size());
  for (auto& check : own.checks) server.checks.push_back(finish_check(draft, own, check));
  return server;
}

}  // namespace evenkeel::config
