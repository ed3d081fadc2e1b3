// What global_defs and the root level say of the daemon as a whole, beyond what its workers read
// today: mail, notification, IPVS, firewall, processes, files, agents. Included through config.h;
// its rules hold here. No worker gets it yet.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/script.h"

namespace evenkeel {

struct MailSettings {
  std::vector<std::string> recipients;
  std::string sender;  // empty: USER@HOST
  std::string server;  // a name or an address; empty: no mail
  std::uint16_t port = 25;
  std::string helo_name;  // empty: the host's name
  Duration connect_timeout = 30s;
  std::optional<bool> alert, alert_vrrp, alert_checker;  // smtp_alert…; the default of each object
  bool tells_faults = true;
  bool tells_checks = true;  // of each check, not of servers alone
  bool operator==(const MailSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.recipients, self.sender, self.server, self.port, self.helo_name,
          self.connect_timeout, self.alert, self.alert_vrrp, self.alert_checker, self.tells_faults,
          self.tells_checks);
  }
};

struct NotifyFifo {
  std::string path;
  std::string user, group;
  Script script;  // notify_fifo_script
  bool operator==(const NotifyFifo&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.path, self.user, self.group, self.script);
  }
};

struct NotifySettings {
  NotifyFifo all, vrrp, lvs;
  bool repeats_states_on_reload = false;
  bool tells_priorities = false;
  bool tells_first_servers = false;  // rs_init_notifies
  bool operator==(const NotifySettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.all, self.vrrp, self.lvs, self.repeats_states_on_reload, self.tells_priorities,
          self.tells_first_servers);
  }
};

struct SyncDaemon {
  std::string interface;
  std::string instance;            // whose role it follows; empty: both directions always
  std::optional<std::uint8_t> id;  // unset: the instance's VRID, or 0
  std::uint16_t most_bytes = 0;    // 0: the kernel's
  std::uint16_t port = 8848;
  std::uint8_t ttl = 1;
  IpAddress group;  // unset: 224.0.0.81
  bool operator==(const SyncDaemon&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.interface, self.instance, self.id, self.most_bytes, self.port, self.ttl, self.group);
  }
};

enum class FlushOnStop : std::uint8_t { no, everything, services };

struct LvsSettings {
  std::optional<SyncDaemon> sync;
  std::chrono::seconds tcp{0}, tcp_fin{0}, udp{0};  // 0: the kernel's
  bool flush_on_start = false;
  FlushOnStop flush_on_stop = FlushOnStop::no;
  std::optional<std::string> nftables;  // the table that marks packets for groups
  std::int32_t nftables_priority = -1;
  std::uint32_t nftables_first_mark = 1000;
  bool operator==(const LvsSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.sync, self.tcp, self.tcp_fin, self.udp, self.flush_on_start, self.flush_on_stop,
          self.nftables, self.nftables_priority, self.nftables_first_mark);
  }
};

// For no_accept. IPVS takes its packets at 99, so that at 110 only those are seen that it left.
struct FirewallSettings {
  std::optional<std::string> nftables;  // the table's name
  std::int32_t nftables_priority = 110;
  bool has_counters = false;
  bool matches_index = false;                    // nftables_ifindex
  std::string chain_in, chain_out;               // vrrp_iptables
  std::optional<std::vector<std::string>> sets;  // vrrp_ipsets; empty: none are used
  bool operator==(const FirewallSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.nftables, self.nftables_priority, self.has_counters, self.matches_index,
          self.chain_in, self.chain_out, self.sets);
  }
};

// What vrrp needs to enforce no_accept: whatever is a virtual service stays reachable. The services
// are left out while no instance has no_accept.
struct Firewall {
  FirewallSettings settings;
  std::vector<ServiceKey> services;
  bool operator==(const Firewall&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.settings, self.services);
  }
};

// Of the vrrp, checker or BFD process.
struct SchedulingSettings {
  std::string title;
  std::optional<std::int8_t> nice;
  std::optional<std::uint8_t> realtime;  // SCHED_RR
  Duration realtime_limit = 10ms;
  bool locks_memory = false;
  std::vector<std::uint16_t> cpus;
  bool operator==(const SchedulingSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.title, self.nice, self.realtime, self.realtime_limit, self.locks_memory, self.cpus);
  }
};

struct BufferSettings {
  std::uint32_t bytes = 0;  // 0: the kernel's
  bool force = false;
  bool operator==(const BufferSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.bytes, self.force);
  }
};

struct ProcessSettings {
  std::string title;
  SchedulingSettings vrrp, checker, bfd;
  std::int8_t most_auto_priority = 0;  // -1: never
  Duration auto_priority_delay = 1s;
  BufferSettings vrrp_commands, vrrp_monitor, lvs_commands, lvs_monitor, process_monitor;
  std::string receive_policy;  // "MTU", "ADVERT" or bytes; empty: the system's
  std::uint32_t receive_multiplier = 3;
  std::optional<std::uint32_t> umask;
  std::optional<std::uint32_t> random_seed;
  bool operator==(const ProcessSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.title, self.vrrp, self.checker, self.bfd, self.most_auto_priority,
          self.auto_priority_delay, self.vrrp_commands, self.vrrp_monitor, self.lvs_commands,
          self.lvs_monitor, self.process_monitor, self.receive_policy, self.receive_multiplier,
          self.umask, self.random_seed);
  }
};

struct FileSettings {
  std::string save_dir, temporary_dir, state_dump, stats_dump, json_dump;
  std::uint8_t json_version = 1;
  bool names_instance = false;  // data_use_instance
  std::string iproute_usr_dir, iproute_etc_dir;
  std::string reload_time_file, reload_file;
  bool repeats_reload = false;
  bool operator==(const FileSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.save_dir, self.temporary_dir, self.state_dump, self.stats_dump, self.json_dump,
          self.json_version, self.names_instance, self.iproute_usr_dir, self.iproute_etc_dir,
          self.reload_time_file, self.reload_file, self.repeats_reload);
  }
};

struct AgentSettings {
  std::string snmp_socket = "unix:/var/agentx/master";
  bool snmp_vrrp = false, snmp_checker = false, snmp_rfc2 = false, snmp_rfc3 = false;
  bool traps = false;
  Duration service_interval = 5s, server_interval = 5s;
  bool dbus = false;
  std::string dbus_name = "org.keepalived.Vrrp1", dbus_no_interface;
  bool operator==(const AgentSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.snmp_socket, self.snmp_vrrp, self.snmp_checker, self.snmp_rfc2, self.snmp_rfc3,
          self.traps, self.service_interval, self.server_interval, self.dbus, self.dbus_name,
          self.dbus_no_interface);
  }
};

// SSL { }: what SSL_GET shows of itself.
struct ClientTls {
  std::string password, ca, certificate, key;
  bool operator==(const ClientTls&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.password, self.ca, self.certificate, self.key);
  }
};

struct DaemonSettings {
  MailSettings mail;
  NotifySettings notify;
  LvsSettings lvs;
  FirewallSettings firewall;
  ProcessSettings processes;
  FileSettings files;
  AgentSettings agents;
  ClientTls tls;
  Script startup, shutdown;
  Duration startup_timeout = 10s, shutdown_timeout = 10s;
  bool keeps_symlinks = false;
  bool supplementary_groups = false;
  bool operator==(const DaemonSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.mail, self.notify, self.lvs, self.firewall, self.processes, self.files, self.agents,
          self.tls, self.startup, self.shutdown, self.startup_timeout, self.shutdown_timeout,
          self.keeps_symlinks, self.supplementary_groups);
  }
};

}  // namespace evenkeel
