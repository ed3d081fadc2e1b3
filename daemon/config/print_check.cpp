// A check as statements. Pure.
#include "daemon/config/print.h"
#include "evenkeel/overload.h"

namespace evenkeel::config {
namespace {

std::string_view version_word(HttpVersion version) {
  switch (version) {
    case HttpVersion::http10:
      return "1.0";
    case HttpVersion::http10_close:
      return "1.0C";
    case HttpVersion::http11:
      return "1.1";
  }
  return "?";
}

void put_url(PrintedBlock& block, const HttpUrl& url) {
  auto& entries = open(block, "url");
  put(entries, "path", word(url.path));
  put_text(entries, "digest", url.digest);
  for (const auto& range : url.status) {
    const auto first = number(range.first);
    put(entries, "status_code",
        range.first == range.last ? first : first + "-" + number(range.last));
  }
  put_text(entries, "virtualhost", url.virtualhost);
}

void put_http(PrintedBlock& block, const HttpProbe& probe) {
  put(block, "http_protocol", std::string(version_word(probe.version)));
  put_text(block, "virtualhost", probe.virtualhost);
  // The name switches SNI on, so the switch stands after it.
  put_text(block, "sni_name", probe.sni_name);
  put(block, "enable_sni", on_off(probe.sni));
  put(block, "fast_recovery", on_off(probe.fast_recovery));
  for (const auto& url : probe.urls) put_url(block, url);
}

void put_connection(PrintedBlock& block, const Check& check, const RealServer& server) {
  if (check.target.address != server.endpoint.address) {
    put(block, "connect_ip", to_string(check.target.address));
  }
  if (check.target.port != server.endpoint.port) {
    put(block, "connect_port", number(check.target.port));
  }
  if (check.bind.address.is_set()) put(block, "bindto", to_string(check.bind.address));
  if (check.bind.port != 0) put(block, "bind_port", number(check.bind.port));
  put_text(block, "bind_if", check.bind_interface);
  if (check.fwmark != 0) put(block, "fwmark", number(check.fwmark));
}

void put_pace(PrintedBlock& block, const Check& check) {
  put_time(block, "connect_timeout", check.connect_timeout);
  put_time(block, "delay_loop", check.delay_loop);
  put_time(block, "delay_before_retry", check.delay_before_retry);
  put_time(block, "warmup", check.warmup);
  put(block, "retry", number(check.retry));
  put(block, "alpha", on_off(check.alpha));
  put(block, "log_all_failures", on_off(check.log_all_failures));
}

std::string_view block_word(const Probe& probe) {
  return std::visit(Overload{[](const TcpProbe&) -> std::string_view { return "TCP_CHECK"; },
                             [](const HttpProbe& http) -> std::string_view {
                               return http.tls ? "SSL_GET" : "HTTP_GET";
                             }},
                    probe);
}

}  // namespace

Printed print_check(const Check& check, const RealServer& server) {
  Printed printed{std::string(block_word(check.probe)), {}, PrintedBlock{}};
  auto& block = *printed.block;
  put_connection(block, check, server);
  put_pace(block, check);
  std::visit(
      Overload{[](const TcpProbe&) {}, [&](const HttpProbe& http) { put_http(block, http); }},
      check.probe);
  return printed;
}

}  // namespace evenkeel::config
