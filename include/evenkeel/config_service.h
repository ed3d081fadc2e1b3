// Virtual servers, real servers and checks as values. Included through config.h; its rules hold
// here.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/script.h"

namespace evenkeel {

// Inclusive range of HTTP status codes.
struct StatusRange {
  std::uint16_t first = 200;
  std::uint16_t last = 299;
  bool operator==(const StatusRange&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.first, self.last);
  }
};

struct HttpUrl {
  std::string path = "/";
  std::string digest;               // lower-case MD5 of the body; empty: not compared
  std::vector<StatusRange> status;  // empty: 200–299, unless a digest alone decides
  std::string virtualhost;          // empty: the check's
  bool operator==(const HttpUrl&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.path, self.digest, self.status, self.virtualhost);
  }
};

enum class HttpVersion : std::uint8_t { http10, http10_close, http11 };

struct TcpProbe {
  bool operator==(const TcpProbe&) const = default;
  template <typename Self>
  static auto fields(Self&) {
    return std::tie();
  }
};

struct HttpProbe {
  bool tls = false;
  std::vector<HttpUrl> urls;
  std::string virtualhost;  // Host header and SNI; empty: the real server's address
  HttpVersion version = HttpVersion::http10;
  bool sni = false;      // enable_sni: send the virtualhost as server name
  std::string sni_name;  // overrides the name sent
  bool fast_recovery = false;
  bool operator==(const HttpProbe&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.tls, self.urls, self.virtualhost, self.version, self.sni, self.sni_name,
                    self.fast_recovery);
  }
};

using Probe = std::variant<TcpProbe, HttpProbe>;

struct Check {
  Endpoint target;  // complete: connect_ip/connect_port or the real server's own
  Endpoint bind;    // unset family: any; port 0: any
  std::string bind_interface;
  std::uint32_t fwmark = 0;
  Duration connect_timeout = 5s;
  Duration delay_loop = 60s;
  Duration delay_before_retry = 1s;
  Duration warmup = 60s;  // a random offset in 0..warmup before the first attempt
  std::uint32_t retry = 1;
  bool alpha = false;  // down until the first pass
  bool log_all_failures = false;
  Probe probe;
  bool operator==(const Check&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.target, self.bind, self.bind_interface, self.fwmark, self.connect_timeout,
                    self.delay_loop, self.delay_before_retry, self.warmup, self.retry, self.alpha,
                    self.log_all_failures, self.probe);
  }
};

enum class Forwarding : std::uint8_t { nat, dr, tun };
enum class TunnelType : std::uint8_t { ipip, gue, gre };
enum class TunnelChecksum : std::uint8_t { none, full, remote };

struct ForwardingMethod {
  Forwarding method = Forwarding::nat;
  TunnelType tunnel = TunnelType::ipip;
  std::uint16_t tunnel_port = 0;  // GUE
  TunnelChecksum tunnel_checksum = TunnelChecksum::none;
  bool operator==(const ForwardingMethod&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.method, self.tunnel, self.tunnel_port, self.tunnel_checksum);
  }
};

// What a failed server gets: out of the table, or weight 0 so that its connections go on.
enum class OnFailure : std::uint8_t { remove, inhibit };

struct RealServer {
  Endpoint endpoint;
  std::int32_t weight = 1;  // 0–2³¹-1
  ForwardingMethod forwarding;
  std::uint32_t upper_threshold = 0;  // connections; 0: none
  std::uint32_t lower_threshold = 0;
  OnFailure on_failure = OnFailure::remove;
  bool alpha = false;
  std::vector<Check> checks;  // none: always up. All must pass
  Script notify_up, notify_down;
  bool operator==(const RealServer&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.endpoint, self.weight, self.forwarding, self.upper_threshold,
                    self.lower_threshold, self.on_failure, self.alpha, self.checks, self.notify_up,
                    self.notify_down);
  }
};

struct SorryServer {
  Endpoint endpoint;
  ForwardingMethod forwarding;
  OnFailure when_unneeded = OnFailure::remove;  // sorry_server_inhibit: stays with weight 0
  bool operator==(const SorryServer&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.endpoint, self.forwarding, self.when_unneeded);
  }
};

struct VirtualServer {
  ServiceKey key;
  std::string scheduler = "wlc";
  std::uint32_t scheduler_flags = 0;    // IP_VS_SVC_F_SCHED1..3, IP_VS_SVC_F_HASHED is the kernel's
  bool one_packet = false;              // ops, UDP only
  std::chrono::seconds persistence{0};  // 0: none
  std::uint8_t persistence_prefix = 32;  // granularity: 0–32 or 0–128
  std::string persistence_engine;
  std::uint32_t quorum = 1;
  std::uint32_t hysteresis = 0;
  bool omega = false;
  std::optional<SorryServer> sorry_server;
  Script quorum_up, quorum_down;
  std::vector<RealServer> servers;  // sorted by endpoint, unique
  bool operator==(const VirtualServer&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.key, self.scheduler, self.scheduler_flags, self.one_packet,
                    self.persistence, self.persistence_prefix, self.persistence_engine, self.quorum,
                    self.hysteresis, self.omega, self.sorry_server, self.quorum_up,
                    self.quorum_down, self.servers);
  }
};

std::string_view to_string(Forwarding forwarding);  // "NAT", "DR", "TUN"

}  // namespace evenkeel
