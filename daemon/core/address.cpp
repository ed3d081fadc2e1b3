// Text and arithmetic of addresses. Pure.
#include "evenkeel/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace evenkeel {

std::uint32_t ipv4_value(const IpAddress& address) {
  const auto& b = address.bytes;
  return (std::uint32_t{b[0]} << 24U) | (std::uint32_t{b[1]} << 16U) | (std::uint32_t{b[2]} << 8U) |
         std::uint32_t{b[3]};
}

IpAddress make_ipv4(std::uint32_t host_order) {
  IpAddress address{.family = Family::ipv4, .bytes = {}};
  for (std::size_t i = 0; i < 4; ++i) {
    address.bytes[i] = static_cast<std::uint8_t>(host_order >> (24U - 8U * i));
  }
  return address;
}

bool is_multicast(const IpAddress& address) {
  if (address.family == Family::ipv4) return (address.bytes[0] & 0xf0U) == 0xe0U;
  return address.family == Family::ipv6 && address.bytes[0] == 0xffU;
}

bool is_link_local(const IpAddress& address) {
  if (address.family == Family::ipv4) return address.bytes[0] == 169 && address.bytes[1] == 254;
  return address.family == Family::ipv6 && address.bytes[0] == 0xfeU &&
         (address.bytes[1] & 0xc0U) == 0x80U;
}

namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<IpAddress> parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN + 1> buffer{};
  if (text.empty() || text.size() >= buffer.size()) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  std::memcpy(buffer.data(), text.data(), text.size());
  IpAddress address;
  if (text.find(':') == std::string_view::npos) {
    address.family = Family::ipv4;
    if (inet_pton(AF_INET, buffer.data(), address.bytes.data()) == 1) return address;
  } else {
    address.family = Family::ipv6;
    if (inet_pton(AF_INET6, buffer.data(), address.bytes.data()) == 1) return address;
  }
  return std::nullopt;
}

std::optional<Prefix> parse_prefix(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const std::uint8_t full = address->family == Family::ipv4 ? 32 : 128;
  if (slash == std::string_view::npos) return Prefix{*address, full};
  const auto length = parse_number<std::uint8_t>(text.substr(slash + 1));
  if (!length || *length > full) return std::nullopt;
  return Prefix{*address, *length};
}

std::string to_string(const IpAddress& address) {
  if (!address.is_set()) return "none";
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const int family = address.family == Family::ipv4 ? AF_INET : AF_INET6;
  inet_ntop(family, address.bytes.data(), buffer.data(), buffer.size());
  return buffer.data();
}

Prefix masked(Prefix prefix) {
  for (std::size_t i = 0; i < prefix.address.bytes.size(); ++i) {
    const int kept = std::clamp<int>(prefix.length - static_cast<int>(i) * 8, 0, 8);
    prefix.address.bytes.at(i) &= static_cast<std::uint8_t>(0xff00 >> kept);
  }
  return prefix;
}

std::string to_string(const Prefix& prefix) {
  return to_string(prefix.address) + "/" + std::to_string(prefix.length);
}

std::string to_string(const Endpoint& endpoint) {
  const auto address = to_string(endpoint.address);
  const auto port = ":" + std::to_string(endpoint.port);
  return endpoint.address.family == Family::ipv6 ? "[" + address + "]" + port : address + port;
}

std::string_view to_string(Protocol protocol) {
  switch (protocol) {
    case Protocol::tcp:
      return "tcp";
    case Protocol::udp:
      return "udp";
    case Protocol::sctp:
      return "sctp";
    case Protocol::none:
      break;
  }
  return "none";
}

std::string to_string(const ServiceKey& key) {
  if (key.fwmark != 0) {
    const auto* name = key.endpoint.address.family == Family::ipv6 ? "fwmark6:" : "fwmark:";
    return name + std::to_string(key.fwmark);
  }
  return std::string(to_string(key.protocol)) + ":" + to_string(key.endpoint);
}

std::string to_string(const ServerKey& key) {
  return to_string(key.service) + "/" + to_string(key.server);
}

namespace {

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  auto host = text.substr(0, colon);
  const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  const auto address = parse_address(host);
  if (!port || !address || is_bracketed != (address->family == Family::ipv6)) return std::nullopt;
  return Endpoint{*address, *port};
}

std::optional<ServiceKey> parse_mark(std::string_view digits, Family family) {
  const auto mark = parse_number<std::uint32_t>(digits);
  if (!mark || *mark == 0) return std::nullopt;
  ServiceKey key;
  key.fwmark = *mark;
  key.endpoint.address.family = family;
  return key;
}

}  // namespace

std::optional<ServiceKey> parse_service_key(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto kind = text.substr(0, colon);
  const auto rest = text.substr(colon + 1);
  if (kind == "fwmark") return parse_mark(rest, Family::ipv4);
  if (kind == "fwmark6") return parse_mark(rest, Family::ipv6);
  for (const auto protocol : {Protocol::tcp, Protocol::udp, Protocol::sctp}) {
    if (kind != to_string(protocol)) continue;
    const auto endpoint = parse_endpoint(rest);
    if (!endpoint) return std::nullopt;
    return ServiceKey{.protocol = protocol, .endpoint = *endpoint, .fwmark = 0};
  }
  return std::nullopt;
}

}  // namespace evenkeel
