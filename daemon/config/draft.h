// What has been read so far, before defaults and inheritance are applied: the keyword tables write
// here, the finishing functions turn it into the Config.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "daemon/config/diagnostics.h"
#include "daemon/config/keyword.h"
#include "daemon/config/network_draft.h"
#include "daemon/config/source_reader.h"
#include "daemon/config/tracking_draft.h"
#include "evenkeel/config.h"

namespace evenkeel::config {

// What global_defs and vrrp_instance may both say.
struct VrrpOptions {
  std::optional<std::uint8_t> version;
  std::optional<std::uint8_t> down_timer_adverts;
  std::optional<bool> lower_priority_no_advert;
  std::optional<bool> higher_priority_send_advert;
  std::optional<bool> checksum_as_v2;
  std::optional<bool> check_unicast_source;
  std::optional<IpAddress> multicast_group, multicast_group6;
  std::optional<bool> owner_ignores_adverts;
  std::optional<bool> skip_address_check;
  std::optional<bool> strict;
  std::optional<Duration> vip_lease;  // 0: forever
  std::optional<Duration> second_burst_delay;
  std::optional<std::uint32_t> burst;
  std::optional<Duration> lower_priority_delay;
  std::optional<std::uint32_t> lower_priority_burst;
  std::optional<Duration> refresh;
  std::optional<std::uint32_t> refresh_burst;
  std::optional<Duration> extra;  // garp_extra_if
  bool extra_all = false;         // counts where `extra` is given
};

struct GlobalDraft {
  GlobalSettings settings;
  DaemonSettings daemon;
  VrrpOptions vrrp;
  std::string default_interface;
  // Of what names none.
  std::string usual_device() const {
    return default_interface.empty() ? "eth0" : default_interface;
  }
  Duration garp_interval{0}, na_interval{0};
  bool min_garp = false;
  bool has_server_interval = false;
  std::optional<bool> notify_priority_changes;
  Placed<std::size_t> mail_block;  // being read: how many recipients there were before
  bool log_all_failures = false;
};

struct InstanceDraft {
  std::string name;
  Position at;
  VrrpOptions options;
  std::optional<Placed<InitialState>> state;
  std::string interface;
  std::optional<Placed<std::uint8_t>> vrid;
  std::optional<std::uint8_t> priority;
  std::optional<Placed<Duration>> advert_interval;
  std::optional<Placed<std::string>> auth_type;
  std::string auth_pass;
  std::optional<Position> nopreempt;
  std::optional<Placed<Duration>> preempt_delay;
  std::optional<Position> gives_way_late;  // timer_expired_backup
  std::optional<Placed<IpAddress>> unicast_source;
  std::optional<Placed<IpAddress>> multicast_source;
  std::vector<Placed<UnicastPeer>> peers;
  std::uint8_t unicast_ttl = 255;
  std::optional<Position> unicast_word;  // one that needs peers
  std::optional<Position> native_ipv6;
  bool needs_peers = false;
  bool ignores_interface = false;
  std::optional<Position> tracks_source;
  std::vector<Placed<VirtualAddress>> addresses;
  std::vector<Placed<VirtualAddress>> excluded_addresses;
  bool may_lack_addresses = false;
  bool promote_secondaries = false;
  std::optional<Placed<bool>> accept;
  VrrpScripts scripts;
  std::vector<Route> routes;
  std::vector<Rule> rules;
  LinkDraft link;
  std::vector<TrackerDraft> trackers;
};

// What virtual_server, real_server and the checks may all say; the inner one wins.
struct ServerOptions {
  std::optional<Duration> connect_timeout;
  std::optional<Duration> delay_loop;
  std::optional<Duration> delay_before_retry;
  std::optional<Duration> warmup;
  std::optional<std::uint32_t> retry;
  std::optional<bool> alpha;
  std::optional<bool> inhibit;
  std::optional<bool> smtp_alert;
  std::optional<std::int32_t> weight;
  std::optional<ForwardingMethod> forwarding;
  std::string virtualhost;
};

// Where a check goes and comes from; the parts that were given.
struct CheckRoute {
  Endpoint target;
  ProbeSource source;
};

struct CheckDraft {
  Position at;
  std::string_view keyword;  // of a table
  ServerOptions options;
  CheckRoute route;
  std::vector<CheckRoute> hosts;  // of SMTP_CHECK: a check each
  std::optional<bool> log_all_failures;
  std::optional<Duration> script_timeout;
  BodyPattern pattern;  // of the url being read
  Probe probe;
};

struct ServerDraft {
  Position at;
  ServerOptions options;
  Endpoint endpoint;
  std::uint32_t upper_threshold = 0;
  std::uint32_t lower_threshold = 0;
  std::vector<CheckDraft> checks;
  Script notify_up, notify_down;
  std::string snmp_name;
};

struct SorryDraft {
  Position at;
  Endpoint endpoint;
  std::optional<ForwardingMethod> forwarding;
  bool given = false;
  bool inhibit = false;
};

struct ServiceDraft {
  Position at;
  std::string name;   // as written
  std::string group;  // of addresses; empty: the service's own
  ServerOptions options;
  VirtualServer service;  // what needs no thought
  std::optional<Placed<Protocol>> protocol;
  std::optional<Placed<Family>> family;
  std::optional<Placed<std::string>> scheduler;
  std::optional<Placed<std::string>> scheduler_option;  // "sh" or "mh" of "sh-port" and so on
  std::optional<Placed<std::string>> granularity;
  std::optional<Position> one_packet;
  std::optional<Position> quorum_at;
  SorryDraft sorry;
  std::vector<ServerDraft> servers;
};

// A line of a virtual_server_group: `count` services that differ in the last bits of the address.
struct GroupEntry {
  ServiceKey first;  // without a protocol; of a mark, the family may be unset
  std::uint32_t count = 1;
  Position at;
};

struct GroupDraft {
  Position at;
  std::vector<GroupEntry> entries;
  bool is_used = false;
};

// `entry` is the place within the group, or `at`. Services with one `asks` above 0 have equal
// checks, server by server.
struct PlacedService {
  VirtualServer value;
  Position at;
  Position entry;
  std::uint32_t asks = 0;
};

// What was kept last: equal values that follow each other are held once.
template <typename T>
class Recent {
 public:
  Shared<T> keep(T value) {
    for (const auto& known : known_) {
      if (*known == value) return known;
    }
    return known_[next_++ % known_.size()] = Shared<T>(std::move(value));
  }

 private:
  std::array<Shared<T>, 4> known_;
  std::size_t next_ = 0;
};

struct Draft {
  Draft(Diagnostics& to, SourceReader& from) : diagnostics(to), reader(from) {}

  Diagnostics& diagnostics;
  SourceReader& reader;
  Block block = Block::root;  // the innermost that is open
  GlobalDraft global;
  InstanceDraft instance;
  AnnounceGroup announce_group;
  TrackingDraft tracking;
  ServiceDraft service;
  ServerDraft server;
  CheckDraft check;
  CheckRoute smtp_route;  // of the check, while one of its hosts is read
  HttpUrl url;            // being read
  Position url_at;
  std::vector<InstanceDraft> instances;
  std::unordered_map<std::string, Position> instance_names;
  NetworkDraft network;
  std::vector<std::pair<IpAddress, Position>> address_places;  // of the instance being finished
  std::map<std::string, GroupDraft, std::less<>> groups;
  GroupDraft* group = nullptr;               // whose lines are being read
  std::vector<ServiceDraft> group_services;  // until every group is known
  std::vector<PlacedService> services;
  std::size_t group_servers = 0;  // in services of groups, against kMaxGroupServers
  std::uint32_t askers = 0;       // PlacedService::asks given out
  Recent<Probe> probes;
  Recent<ProbeSource> sources;
  Recent<Script> scripts;

  // With the names of the blocks around: the same mistake in two objects is two findings.
  void error(const Position& at, std::string text, std::string suggestion = {});
  void warning(const Position& at, std::string text);
  std::string context() const;

  VrrpOptions& vrrp_options();      // the instance's or the global ones
  ServerOptions& server_options();  // of the innermost block
};

}  // namespace evenkeel::config
