// global_defs: SNMP and D-Bus. Reference: 1.2.
#include "daemon/config/table_tools.h"

namespace evenkeel::config {
namespace {

constexpr auto kGlobal = in(Block::global_defs);
constexpr auto kSnmp = without_effect("SNMP");
constexpr auto kDbus = without_effect("D-Bus");
constexpr auto kAgents = &DaemonSettings::agents;

void store_service_interval(Draft& draft, const Arguments& arguments) {
  auto& agents = draft.global.daemon.agents;
  agents.service_interval = arguments.time;
  // The servers' follows, unless it was given.
  if (!draft.global.has_server_interval) agents.server_interval = arguments.time;
}

void store_server_interval(Draft& draft, const Arguments& arguments) {
  draft.global.daemon.agents.server_interval = arguments.time;
  draft.global.has_server_interval = true;
}

constexpr Row kRows[] = {
    {kGlobal, "snmp_socket", text("ADDRESS"), "unix:/var/agentx/master", kSnmp,
     set_text<kAgents, &AgentSettings::snmp_socket>},
    {kGlobal, "enable_snmp_vrrp", flag(), {}, kSnmp, set_on<kAgents, &AgentSettings::snmp_vrrp>},
    {kGlobal,
     "enable_snmp_keepalived",
     flag(),
     {},
     deprecated("enable_snmp_vrrp"),
     set_on<kAgents, &AgentSettings::snmp_vrrp>},
    {kGlobal,
     "enable_snmp_checker",
     flag(),
     {},
     kSnmp,
     set_on<kAgents, &AgentSettings::snmp_checker>},
    {kGlobal,
     "enable_snmp_rfc",
     flag(),
     {},
     kSnmp,
     [](Draft& d, const Arguments&) {
       d.global.daemon.agents.snmp_rfc2 = d.global.daemon.agents.snmp_rfc3 = true;
     }},
    {kGlobal, "enable_snmp_rfcv2", flag(), {}, kSnmp, set_on<kAgents, &AgentSettings::snmp_rfc2>},
    {kGlobal, "enable_snmp_rfcv3", flag(), {}, kSnmp, set_on<kAgents, &AgentSettings::snmp_rfc3>},
    {kGlobal, "enable_traps", flag(), {}, kSnmp, set_on<kAgents, &AgentSettings::traps>},
    {kGlobal, "snmp_vs_stats_update_interval", seconds(1ms, 30s), "5", kSnmp,
     store_service_interval},
    {kGlobal, "snmp_rs_stats_update_interval", seconds(1ms, 30s), "snmp_vs_stats_update_interval",
     kSnmp, store_server_interval},
    {kGlobal, "enable_dbus", flag(), {}, kDbus, set_on<kAgents, &AgentSettings::dbus>},
    {kGlobal, "dbus_service_name", text(), "org.keepalived.Vrrp1", kDbus,
     set_text<kAgents, &AgentSettings::dbus_name>},
    {kGlobal,
     "dbus_no_interface_name",
     text(),
     {},
     kDbus,
     set_text<kAgents, &AgentSettings::dbus_no_interface>},
};

}  // namespace

std::span<const Row> agent_rows() { return kRows; }

}  // namespace evenkeel::config
