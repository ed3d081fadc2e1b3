// TCP_CHECK, HTTP_GET, SSL_GET and url. What all checks may say about time is in service_table.
// Reference: 1.16.
#include "daemon/config/blocks.h"
#include "daemon/config/http_values.h"
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kServer = in(Block::real_server);
constexpr auto kChecks =
    in(Block::tcp_check, Block::http_check, Block::smtp_check, Block::smtp_host, Block::dns_check,
       Block::udp_check, Block::ping_check);
constexpr auto kNoHost =
    in(Block::tcp_check, Block::http_check, Block::smtp_check, Block::dns_check, Block::misc_check,
       Block::udp_check, Block::ping_check, Block::bfd_check, Block::file_check);
constexpr auto kHttp = in(Block::http_check);
constexpr auto kUrl = in(Block::url);
constexpr auto kPattern = without_effect("regular expressions; the url passes without");
constexpr auto kTlsCompliant = without_effect("strict TLS endings");

HttpProbe& http(Draft& draft) { return std::get<HttpProbe>(draft.check.probe); }

void store_bind_interface(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  if (!is_interface_name(word.text)) {
    return draft.error(word.at, "not an interface name: " + quoted(word.text));
  }
  draft.check.route.source.interface = word.text;
}

void store_http_version(Draft& draft, const Arguments& arguments) {
  const auto& version = arguments.words.front().text;
  http(draft).version = version == "1.1"   ? HttpVersion::http11
                        : version != "1.0" ? HttpVersion::http10_close
                                           : HttpVersion::http10;
}

void store_regex(Draft& draft, const Arguments& arguments) {
  draft.check.pattern.expression = arguments.words.front().text;
}

constexpr Row kRows[] = {
    {kServer, "TCP_CHECK", block(Block::tcp_check), {}, kInForce, nullptr, open_check, close_check},
    {kServer, "HTTP_GET", block(Block::http_check), {}, kInForce, nullptr, open_check, close_check},
    {kServer, "SSL_GET", block(Block::http_check), {}, kInForce, nullptr, open_check, close_check},
    {kChecks, "connect_ip", address(), "the server's", kInForce,
     [](Draft& d, const Arguments& a) { d.check.route.target.address = a.address; }},
    {kChecks, "connect_port", number(1, 65535), "the server's", kInForce,
     [](Draft& d, const Arguments& a) { d.check.route.target.port = as<std::uint16_t>(a); }},
    {kChecks,
     "bindto",
     address(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.check.route.source.bind.address = a.address; }},
    {kChecks,
     "bind_port",
     number(1, 65535),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.check.route.source.bind.port = as<std::uint16_t>(a); }},
    {kChecks, "bind_if", text("INTERFACE"), {}, kInForce, store_bind_interface},
    {kChecks, "fwmark", number(0, kMaxUint32), "0", kInForce,
     [](Draft& d, const Arguments& a) { d.check.route.source.fwmark = as<std::uint32_t>(a); }},
    {kNoHost, "log_all_failures", boolean(), "checker_log_all_failures", kInForce,
     [](Draft& d, const Arguments& a) { d.check.log_all_failures = a.on; }},
    {kHttp,
     "nb_get_retry",
     number(0, kMaxInt32),
     {},
     as_error(deprecated("retry")),
     [](Draft& d, const Arguments& a) { d.check.options.retry = as<std::uint32_t>(a); }},
    {kHttp, "http_protocol", choice_in_any_case("1.0|1.0C|1.1"), "1.0", kInForce,
     store_http_version},
    {kHttp, "enable_sni", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { http(d).sni = a.on; }},
    {kHttp,
     "sni_name",
     text("HOST"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       http(d).sni_name = a.words.front().text;
       http(d).sni = true;
     }},
    {kHttp, "fast_recovery", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { http(d).fast_recovery = a.on; }},
    {kHttp, "tls_compliant", boolean(), "off", kTlsCompliant,
     [](Draft& d, const Arguments& a) { http(d).is_tls_strict = a.on; }},
    {kUrl, "tls_compliant", boolean(), "the check's", kTlsCompliant,
     [](Draft& d, const Arguments& a) { d.url.is_tls_strict = a.on; }},
    {kHttp, "url", block(Block::url), {}, kInForce, nullptr, open_url, close_url},
    {kUrl, "path", text("PATH"), "/", kInForce, store_path},
    {kUrl, "digest", text("MD5"), {}, kInForce, store_digest},
    {kUrl, "status_code", text("CODE or FIRST-LAST …", 1, kAnyWords), "200-299", kInForce,
     store_status, nullptr, nullptr, Repeats::yes},
    {kUrl, "virtualhost", text("HOST"), "the check's", kInForce,
     [](Draft& d, const Arguments& a) { d.url.virtualhost = a.words.front().text; }},
    {kUrl, "regex", text("EXPRESSION"), {}, kPattern, store_regex},
    {kUrl,
     "regex_no_match",
     flag(),
     {},
     kPattern,
     [](Draft& d, const Arguments&) { d.check.pattern.must_not_match = true; }},
    {kUrl,
     "regex_options",
     text(kPatternOptions, 1, kAnyWords),
     {},
     kPattern,
     store_pattern_options,
     nullptr,
     nullptr,
     Repeats::yes},
    {kUrl, "regex_stack", text("START MAX", 2, 2), {}, kPattern, store_pattern_stack},
    {kUrl, "regex_min_offset", number(0, kMaxUint32), "0", kPattern,
     [](Draft& d, const Arguments& a) { d.check.pattern.least_offset = as<std::uint32_t>(a); }},
    {kUrl, "regex_max_offset", number(0, kMaxUint32), "the whole body", kPattern,
     [](Draft& d, const Arguments& a) { d.check.pattern.most_offset = as<std::uint32_t>(a); }},
};

}  // namespace

std::span<const Row> check_rows() { return kRows; }

}  // namespace evenkeel::config
