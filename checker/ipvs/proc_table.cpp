// Words of /proc/net/ip_vs.
#include "checker/ipvs/proc_table.h"

#include <charconv>

namespace evenkeel::ipvs {

namespace {

std::string_view next_word(std::string_view& rest) {
  const auto start = rest.find_first_not_of(' ');
  rest.remove_prefix(start == std::string_view::npos ? rest.size() : start);
  const auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

template <typename Number>
std::optional<Number> parse_number(std::string_view text, int base) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "C000020A:0050", "[2001:0db8:0000:0000:0000:0000:0000:0001]:0050".
std::optional<Endpoint> parse_proc_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1), 16);
  auto host = text.substr(0, colon);
  if (!port) return std::nullopt;
  if (host.front() == '[' && host.back() == ']') {
    const auto address = parse_address(host.substr(1, host.size() - 2));
    if (!address || address->family != Family::ipv6) return std::nullopt;
    return Endpoint{*address, *port};
  }
  const auto address = parse_number<std::uint32_t>(host, 16);
  if (!address) return std::nullopt;
  return Endpoint{make_ipv4(*address), *port};
}

std::optional<Protocol> parse_protocol(std::string_view word) {
  if (word == "TCP") return Protocol::tcp;
  if (word == "UDP") return Protocol::udp;
  if (word == "SCTP") return Protocol::sctp;
  return std::nullopt;
}

// "Masq", "Local", "Tunnel", "Route", "Bypass".
std::optional<Method> parse_method(std::string_view word) {
  if (word == "Masq") return Method::nat;
  if (word == "Local") return Method::local;
  if (word == "Tunnel") return Method::tun;
  if (word == "Route") return Method::dr;
  if (word == "Bypass") return Method::bypass;
  return std::nullopt;
}

ProcLine parse_destination(std::string_view rest) {
  const auto endpoint = parse_proc_endpoint(next_word(rest));
  const auto method = parse_method(next_word(rest));
  const auto weight = parse_number<std::int32_t>(next_word(rest), 10);
  const auto active = parse_number<std::uint32_t>(next_word(rest), 10);
  const auto inactive = parse_number<std::uint32_t>(next_word(rest), 10);
  if (!endpoint || !method || !weight || !active || !inactive) return ProcOther{};
  return ProcDestination{*endpoint, *method, *weight, *active, *inactive};
}

ProcLine parse_service(ServiceKey key, std::string_view rest) {
  ProcService service{.key = key,
                      .scheduler = std::string(next_word(rest)),
                      .one_packet = false,
                      .is_persistent = false,
                      .netmask = 0};
  for (auto word = next_word(rest); !word.empty(); word = next_word(rest)) {
    if (word == "ops") service.one_packet = true;
    if (word != "persistent") continue;
    service.is_persistent = true;
    next_word(rest);  // the timeout, in the kernel's ticks
    service.netmask = parse_number<std::uint32_t>(next_word(rest), 16).value_or(0);
  }
  if (service.scheduler.empty()) return ProcOther{};
  return service;
}

}  // namespace

ProcLine parse_proc_line(std::string_view line) {
  const auto word = next_word(line);
  if (word == "->") return parse_destination(line);
  ServiceKey key;
  if (word == "FWM") {
    const auto mark = parse_number<std::uint32_t>(next_word(line), 16);
    if (!mark || *mark == 0) return ProcOther{};
    key.fwmark = *mark;
    return parse_service(key, line);
  }
  const auto protocol = parse_protocol(word);
  if (!protocol) return ProcOther{};
  const auto endpoint = parse_proc_endpoint(next_word(line));
  if (!endpoint) return ProcOther{};
  key.protocol = *protocol;
  key.endpoint = *endpoint;
  return parse_service(key, line);
}

}  // namespace evenkeel::ipvs
