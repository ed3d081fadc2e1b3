// What a check asks for, as statements: one overload a kind, so that none is forgotten. Pure.
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

std::string_view type_word(DnsType type) {
  switch (type) {
    case DnsType::a:
      return "A";
    case DnsType::ns:
      return "NS";
    case DnsType::cname:
      return "CNAME";
    case DnsType::soa:
      return "SOA";
    case DnsType::mx:
      return "MX";
    case DnsType::txt:
      return "TXT";
    case DnsType::aaaa:
      return "AAAA";
  }
  return "?";
}

void put_pattern(PrintedBlock& block, const BodyPattern& pattern) {
  put_text(block, "regex", pattern.expression);
  if (pattern.must_not_match) put(block, "regex_no_match");
  for (const auto& option : pattern.options) put(block, "regex_options", option);
  if (pattern.stack_most != 0) {
    put(block, "regex_stack", number(pattern.stack_start) + " " + number(pattern.stack_most));
  }
  if (pattern.least_offset != 0) put(block, "regex_min_offset", number(pattern.least_offset));
  if (pattern.most_offset != 0) put(block, "regex_max_offset", number(pattern.most_offset));
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
  put_pattern(entries, *url.pattern);
  if (url.is_tls_strict) put(entries, "tls_compliant", "on");
}

void put_http(PrintedBlock& block, const HttpProbe& probe) {
  put(block, "http_protocol", std::string(version_word(probe.version)));
  put_text(block, "virtualhost", probe.virtualhost);
  // The name switches SNI on, so the switch stands after it.
  put_text(block, "sni_name", probe.sni_name);
  put(block, "enable_sni", on_off(probe.sni));
  put(block, "fast_recovery", on_off(probe.fast_recovery));
  if (probe.is_tls_strict) put(block, "tls_compliant", "on");
  for (const auto& url : probe.urls) put_url(block, url);
}

// "x" for each half of a byte that is not compared.
std::string pattern_words(const std::string& bytes, const std::string& mask) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string words;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const auto compared = static_cast<unsigned char>(i < mask.size() ? mask[i] : '\xff');
    words += (compared & 0xf0U) != 0 ? kDigits[byte >> 4U] : 'x';
    words += (compared & 0x0fU) != 0 ? kDigits[byte & 15U] : 'x';
  }
  return words;
}

void put_udp(PrintedBlock& block, const UdpProbe& probe) {
  if (!probe.payload.empty()) put(block, "payload", pattern_words(probe.payload, {}));
  if (probe.needs_reply) put(block, "require_reply", pattern_words(probe.reply, probe.mask));
  put(block, "min_reply_length", number(probe.least_reply));
  put(block, "max_reply_length", number(probe.most_reply));
}

}  // namespace

std::string_view probe_word(const Probe& probe) {
  using Word = std::string_view;
  return std::visit(
      Overload{[](const TcpProbe&) -> Word { return "TCP_CHECK"; },
               [](const HttpProbe& http) -> Word { return http.tls ? "SSL_GET" : "HTTP_GET"; },
               [](const SmtpProbe&) -> Word { return "SMTP_CHECK"; },
               [](const DnsProbe&) -> Word { return "DNS_CHECK"; },
               [](const ScriptProbe&) -> Word { return "MISC_CHECK"; },
               [](const UdpProbe&) -> Word { return "UDP_CHECK"; },
               [](const PingProbe&) -> Word { return "PING_CHECK"; },
               [](const BfdProbe&) -> Word { return "BFD_CHECK"; },
               [](const FileProbe&) -> Word { return "FILE_CHECK"; }},
      probe);
}

void put_probe(PrintedBlock& block, const Probe& probe) {
  std::visit(Overload{[](const TcpProbe&) {}, [](const PingProbe&) {},
                      [&](const HttpProbe& http) { put_http(block, http); },
                      [&](const SmtpProbe& smtp) { put_text(block, "helo_name", smtp.helo_name); },
                      [&](const DnsProbe& dns) {
                        put(block, "type", std::string(type_word(dns.type)));
                        put(block, "name", word(dns.name));
                      },
                      [&](const ScriptProbe& misc) {
                        put_script(block, "misc_path", misc.script);
                        put_time(block, "misc_timeout", misc.timeout);
                        if (misc.is_dynamic) put(block, "misc_dynamic");
                      },
                      [&](const UdpProbe& udp) { put_udp(block, udp); },
                      [&](const BfdProbe& bfd) { put(block, "name", word(bfd.instance)); },
                      [&](const FileProbe& file) {
                        put(block, "track_file", word(file.file));
                        put(block, "weight",
                            number(file.weight) + (file.is_reversed ? " reverse" : ""));
                      }},
             probe);
}

}  // namespace evenkeel::config
