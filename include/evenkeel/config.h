// The validated configuration as values. Written by daemon/config, cut into slices by the
// supervisor, read by the workers. Every default and limit has been applied: a worker never asks
// "was it set?" of a plain member.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"

namespace evenkeel {

// An operator's script: argv[0] is an absolute path; empty argv means "none".
struct Script {
  std::vector<std::string> argv;
  std::string user;   // empty: script_user
  std::string group;  // empty: the user's own
  bool operator==(const Script&) const = default;
  bool is_set() const { return !argv.empty(); }

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.argv, self.user, self.group);
  }
};

// What every worker gets.
struct GlobalSettings {
  std::string router_id;
  std::string script_user;  // empty: keepalived_script if that user exists, else root
  bool script_security = false;
  Endpoint metrics_listen;  // port 0: no exporter
  Duration vip_lease{0};    // 0: the larger of 10 s and three master-down times; see VrrpInstance
  bool operator==(const GlobalSettings&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.router_id, self.script_user, self.script_security, self.metrics_listen,
                    self.vip_lease);
  }
};

// One address line (reference: virtual_ipaddress).
struct VirtualAddress {
  Prefix prefix;
  std::string device;                  // empty: the instance's interface
  std::string label;                   // IPv4 only, at most 15 characters
  std::uint8_t scope = 0;              // RT_SCOPE_*: 0 global, 253 link, 254 host
  std::optional<IpAddress> broadcast;  // "brd IP"; for "brd +" already computed
  bool operator==(const VirtualAddress&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.prefix, self.device, self.label, self.scope, self.broadcast);
  }
};

struct UnicastPeer {
  IpAddress address;
  std::uint8_t min_ttl = 0;
  std::uint8_t max_ttl = 255;
  bool operator==(const UnicastPeer&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.address, self.min_ttl, self.max_ttl);
  }
};

enum class InitialState : std::uint8_t { backup, master };

// Gratuitous ARP (reference 4.2).
struct AnnounceSettings {
  Duration second_burst_delay = 5s;    // garp_master_delay; 0: no second burst
  std::uint32_t burst = 5;             // garp_master_repeat: frames an address
  Duration lower_priority_delay = 5s;  // garp_lower_prio_delay
  std::uint32_t lower_priority_burst = 5;
  Duration refresh{0};  // garp_master_refresh; 0: off
  std::uint32_t refresh_burst = 1;
  Duration interval{0};  // vrrp_garp_interval: least gap between two frames
  bool operator==(const AnnounceSettings&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.second_burst_delay, self.burst, self.lower_priority_delay,
                    self.lower_priority_burst, self.refresh, self.refresh_burst, self.interval);
  }
};

struct VrrpScripts {
  Script master, backup, fault, stop, any;  // notify_master … notify_stop, notify
  bool operator==(const VrrpScripts&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.master, self.backup, self.fault, self.stop, self.any);
  }
};

struct VrrpInstance {
  std::string name;
  std::string interface;
  std::uint8_t vrid = 0;        // 1–255
  std::uint8_t version = 2;     // 2 or 3
  std::uint8_t priority = 100;  // 1–255
  InitialState initial_state = InitialState::backup;
  Duration advert_interval = 1s;  // v2: whole seconds 1–255; v3: centiseconds 10 ms–40.95 s
  std::uint8_t down_timer_adverts = 3;
  std::string auth_pass;  // v2 PASS, 1–8 bytes; empty: none
  bool preempt = true;
  Duration preempt_delay{0};
  bool checksum_as_v2 = false;  // v3 over IPv4: leave the pseudo header out (RFC 9568, 5.2.8)
  bool lower_priority_no_advert = false;
  bool higher_priority_send_advert = false;
  IpAddress multicast_group;       // 224.0.0.18
  IpAddress source;                // unicast_src_ip or mcast_src_ip; unset: interface's primary
  std::vector<UnicastPeer> peers;  // non-empty: unicast, no multicast joined
  std::uint8_t unicast_ttl = 255;
  bool check_unicast_source = false;
  Duration vip_lease = 10s;  // valid_lft of each address; 0: forever
  AnnounceSettings announce;
  std::vector<VirtualAddress> addresses;           // announced
  std::vector<VirtualAddress> excluded_addresses;  // moved, not announced
  VrrpScripts scripts;
  bool operator==(const VrrpInstance&) const = default;

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.name, self.interface, self.vrid, self.version, self.priority,
                    self.initial_state, self.advert_interval, self.down_timer_adverts,
                    self.auth_pass, self.preempt, self.preempt_delay, self.checksum_as_v2,
                    self.lower_priority_no_advert, self.higher_priority_send_advert,
                    self.multicast_group, self.source, self.peers, self.unicast_ttl,
                    self.check_unicast_source, self.vip_lease, self.announce, self.addresses,
                    self.excluded_addresses, self.scripts);
  }
};

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

struct Config {
  GlobalSettings global;
  std::vector<VrrpInstance> instances;  // in the file's order, names unique
  std::vector<VirtualServer> services;  // sorted by key, unique
  bool operator==(const Config&) const = default;
};

std::string_view to_string(Forwarding forwarding);  // "NAT", "DR", "TUN"

}  // namespace evenkeel
