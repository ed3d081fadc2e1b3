// Who is started: those alone whom the configuration gives something to do.
#include "daemon/supervisor/needed_workers.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

using enum WorkerKind;
using Workers = std::set<WorkerKind>;

const Script kScript{.argv = {"/bin/true"}};

Config vrrp_alone() {
  Config config;
  config.instances.emplace_back().name = "web";
  return config;
}

TEST(NeededWorkers, AddressesAloneNeedNobodyForServersOrScripts) {
  EXPECT_EQ(needed_workers(vrrp_alone()), (Workers{vrrp, exporter}));
}

TEST(NeededWorkers, AServiceNeedsWhoChecksAndWhoBalances) {
  auto config = vrrp_alone();
  config.services.emplace_back();
  EXPECT_EQ(needed_workers(config), (Workers{vrrp, balancer, checker, exporter}));
}

TEST(NeededWorkers, AScriptAnywhereNeedsTheRunner) {
  const Workers with_runner{vrrp, runner, exporter};
  auto config = vrrp_alone();
  VrrpScripts scripts;
  scripts.stop = kScript;
  config.instances[0].scripts = scripts;
  EXPECT_EQ(needed_workers(config), with_runner);

  config = vrrp_alone();
  config.tracking.scripts.emplace_back().script = kScript;
  EXPECT_EQ(needed_workers(config), with_runner);

  config = vrrp_alone();
  config.tracking.groups.emplace_back().scripts.fault = kScript;
  EXPECT_EQ(needed_workers(config), with_runner);

  config = vrrp_alone();
  config.services.emplace_back().servers.emplace_back().notify_down = kScript;
  EXPECT_TRUE(needed_workers(config).contains(runner));
}

TEST(NeededWorkers, WhatIsWatchedToldOrFilteredNeedsTheRunner) {
  auto config = vrrp_alone();
  config.tracking.files.emplace_back();
  EXPECT_TRUE(needed_workers(config).contains(runner));
  config = vrrp_alone();
  config.tracking.processes.emplace_back();
  EXPECT_TRUE(needed_workers(config).contains(runner));
  config = vrrp_alone();
  config.daemon.notify.vrrp.path = "/run/fifo";
  EXPECT_TRUE(needed_workers(config).contains(runner));
  config = vrrp_alone();
  config.instances[0].accept = false;
  EXPECT_TRUE(needed_workers(config).contains(runner));
}

}  // namespace
}  // namespace evenkeel
