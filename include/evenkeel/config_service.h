// Virtual servers and real servers as values. Included through config.h; its rules hold here.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config_check.h"
#include "evenkeel/script.h"
#include "evenkeel/shared.h"

namespace evenkeel {

enum class Forwarding : std::uint8_t { nat, dr, tun };
enum class TunnelType : std::uint8_t { ipip, gue, gre };
enum class TunnelChecksum : std::uint8_t { none, full, remote };

struct ForwardingMethod {
  Forwarding method = Forwarding::nat;
  TunnelType tunnel = TunnelType::ipip;
  std::uint16_t tunnel_port = 0;  // GUE
  TunnelChecksum tunnel_checksum = TunnelChecksum::none;
  bool operator==(const ForwardingMethod&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.method, self.tunnel, self.tunnel_port, self.tunnel_checksum);
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
  bool sends_mail = true;     // smtp_alert
  std::vector<Check> checks;  // none: always up. All must pass
  Shared<Script> notify_up, notify_down;
  Shared<std::string> snmp_name;
  bool operator==(const RealServer&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.endpoint, self.weight, self.forwarding, self.upper_threshold, self.lower_threshold,
          self.on_failure, self.alpha, self.sends_mail, self.checks, self.notify_up,
          self.notify_down, self.snmp_name);
  }
};

struct SorryServer {
  Endpoint endpoint;
  ForwardingMethod forwarding;
  OnFailure when_unneeded = OnFailure::remove;  // sorry_server_inhibit: stays with weight 0
  bool operator==(const SorryServer&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.endpoint, self.forwarding, self.when_unneeded);
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
  bool sends_mail = false;  // smtp_alert
  bool ha_suspend = false;  // no checks while the address is not local
  std::optional<SorryServer> sorry_server;
  Shared<Script> quorum_up, quorum_down;
  std::string group;  // the virtual_server_group that this is an entry of; empty: none
  std::string snmp_name;
  // The entry of the same group whose checks speak for this service too, server by server: equal
  // checks are made once.
  std::optional<ServiceKey> checked_as;
  std::vector<RealServer> servers;  // sorted by endpoint, unique
  bool operator==(const VirtualServer&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key, self.scheduler, self.scheduler_flags, self.one_packet, self.persistence,
          self.persistence_prefix, self.persistence_engine, self.quorum, self.hysteresis,
          self.omega, self.sends_mail, self.ha_suspend, self.sorry_server, self.quorum_up,
          self.quorum_down, self.group, self.snmp_name, self.checked_as, self.servers);
  }
};

std::string_view to_string(Forwarding forwarding);  // "NAT", "DR", "TUN"

}  // namespace evenkeel
