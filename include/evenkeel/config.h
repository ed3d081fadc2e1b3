// The validated configuration as values. Written by daemon/config, cut into slices by the
// supervisor, read by the workers. Every default and limit has been applied: a worker never asks
// "was it set?" of a plain member.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config_daemon.h"
#include "evenkeel/config_network.h"
#include "evenkeel/config_service.h"
#include "evenkeel/config_tracking.h"
#include "evenkeel/config_vrrp.h"
#include "evenkeel/script.h"

namespace evenkeel {

// Instances that are not adopted start so much later: all their lives, or soon after a boot only.
struct StartDelay {
  Duration delay{0};
  std::optional<Duration> after_boot;  // only while the machine has been up for less
  bool operator==(const StartDelay&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.delay, self.after_boot);
  }
};

// What every worker gets.
struct GlobalSettings {
  std::string router_id;
  std::string script_user;  // empty: keepalived_script if that user exists, else root
  bool script_security = false;
  Endpoint metrics_listen;  // port 0: no exporter
  Duration vip_lease{0};    // 0: the larger of 10 s and three master-down times; see VrrpInstance
  std::vector<AnnounceGroup> announce_groups;  // an interface is in one at most
  StartDelay start_delay;
  bool log_unknown_vrids = false;
  std::string vmac_prefix = "vrrp";  // of the names that are made up for own links
  std::string vmac_addr_prefix;      // of those for addresses on other interfaces; empty: the same
  bool operator==(const GlobalSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.router_id, self.script_user, self.script_security, self.metrics_listen,
          self.vip_lease, self.announce_groups, self.start_delay, self.log_unknown_vrids,
          self.vmac_prefix, self.vmac_addr_prefix);
  }
};

struct Config {
  GlobalSettings global;
  DaemonSettings daemon;
  std::vector<VrrpInstance> instances;  // in the file's order, names unique
  VrrpTracking tracking;
  std::vector<VirtualServer> services;  // sorted by key, unique
  StaticNetwork statics;
  LinkPolling link_polling;
  std::vector<BfdInstance> bfd_instances;  // in the file's order, names unique
  bool operator==(const Config&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.global, self.daemon, self.instances, self.tracking, self.services, self.statics,
          self.link_polling, self.bfd_instances);
  }
};

}  // namespace evenkeel
