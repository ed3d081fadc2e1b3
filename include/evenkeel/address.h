// Addresses as values: comparable, printable, encodable. Bytes are in network order, ports in host
// order; only packet and wire code swaps.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evenkeel {

enum class Family : std::uint8_t { none = 0, ipv4 = 4, ipv6 = 6 };

// An IPv4 address uses the first four bytes; the rest stay zero, so comparison is bytewise.
struct IpAddress {
  Family family = Family::none;
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const IpAddress&) const = default;
  bool is_set() const { return family != Family::none; }

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.family, self.bytes);
  }
};

// Host order, for RFC 3768 tie-breaks and range arithmetic. The address must be IPv4.
std::uint32_t ipv4_value(const IpAddress& address);
IpAddress make_ipv4(std::uint32_t host_order);

bool is_multicast(const IpAddress& address);
bool is_link_local(const IpAddress& address);

struct Prefix {
  IpAddress address;
  std::uint8_t length = 0;  // 0–32 or 0–128
  auto operator<=>(const Prefix&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.address, self.length);
  }
};

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.address, self.port);
  }
};

// Literals only; no host names, no white space. A prefix without "/LEN" gets the full length.
std::optional<IpAddress> parse_address(std::string_view text);
std::optional<Prefix> parse_prefix(std::string_view text);

std::string to_string(const IpAddress& address);
std::string to_string(const Prefix& prefix);

// Without its host bits.
Prefix masked(Prefix prefix);
std::string to_string(const Endpoint& endpoint);  // "192.0.2.1:80", "[2001:db8::1]:80"

enum class Protocol : std::uint8_t { none = 0, tcp = 6, udp = 17, sctp = 132 };
std::string_view to_string(Protocol protocol);  // "tcp", "udp", "sctp", "none"

// What names a virtual server in the kernel: an address, port and protocol, or a firewall mark.
struct ServiceKey {
  Protocol protocol = Protocol::none;  // none for a mark
  Endpoint endpoint;                   // for a mark: only the family counts
  std::uint32_t fwmark = 0;            // 0: not a mark
  auto operator<=>(const ServiceKey&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.protocol, self.endpoint, self.fwmark);
  }
};

// "tcp:192.0.2.10:443", "tcp:[2001:db8::1]:443", "fwmark:7", "fwmark6:7": the id used by the API,
// metrics, events and log.
std::string to_string(const ServiceKey& key);
std::optional<ServiceKey> parse_service_key(std::string_view text);

// A real server within its virtual server; the same host in two services is two real servers.
struct ServerKey {
  ServiceKey service;
  Endpoint server;
  auto operator<=>(const ServerKey&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.service, self.server);
  }
};
std::string to_string(const ServerKey& key);  // "tcp:192.0.2.10:443/10.0.0.1:80"

}  // namespace evenkeel
