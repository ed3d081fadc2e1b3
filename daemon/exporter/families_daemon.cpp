// Families about the daemon: build, configuration, processes, scripts, events, this server. Pure.
#include <array>

#include "daemon/exporter/families.h"

namespace evenkeel::exporter {

namespace {

void config_findings(const World& world, Samples& out) {
  const auto& config = world.store.config();
  out.add({{"severity", "error"}}, config.errors);
  out.add({{"severity", "warning"}}, config.warnings);
}

// A refused reload leaves `loaded` at the last one that was put in force.
void last_reload_success(const World& world, Samples& out) {
  out.add(timestamp(world.store.config().loaded));
}

void events(const World& world, Samples& out) {
  // Exist with 0 before their first event.
  constexpr std::array<std::string_view, 6> kKnown{"health", "process", "quorum",
                                                   "reload", "repair",  "role"};
  auto totals = world.store.event_totals();
  for (const auto kind : kKnown) totals.try_emplace(std::string(kind), 0);
  for (const auto& [kind, total] : totals) out.add({{"kind", kind}}, to_number(total));
}

void repairs(const World& world, Samples& out) {
  const StaticState& statics = world.store.vrrp().statics;
  std::uint64_t addresses = statics.repairs;
  std::uint64_t routes = statics.route_repairs, rules = statics.rule_repairs;
  for (const auto& [name, instance] : world.store.instances()) {
    addresses += instance.counters.repairs;
    routes += instance.counters.route_repairs;
    rules += instance.counters.rule_repairs;
  }
  out.add({{"kind", "address"}}, to_number(addresses));
  out.add({{"kind", "route"}}, to_number(routes));
  out.add({{"kind", "rule"}}, to_number(rules));
  out.add({{"kind", "firewall"}}, to_number(world.store.vrrp().firewall.repairs));
  out.add({{"kind", "service"}}, to_number(world.store.balancer().repairs_services));
  out.add({{"kind", "server"}}, to_number(world.store.balancer().repairs_servers));
}

void http_responses(const World& world, Samples& out) {
  for (std::size_t digit = 2; digit < world.http.responses.size(); ++digit) {
    out.add({{"code", std::to_string(digit) + "xx"}}, to_number(world.http.responses[digit]));
  }
}

void http_rejections(const World& world, Samples& out) {
  for (std::size_t i = 0; i < kHttpRejectionCount; ++i) {
    out.add({{"reason", std::string(to_string(static_cast<HttpRejection>(i)))}},
            to_number(world.http.rejected[i]));
  }
}

void process_status(const ProcessState& state, Samples& out) {
  using enum ProcessStatus;
  constexpr ProcessStatus kStates[] = {stopped, starting, running, waiting, idle};
  add_state_set(out, "status", kStates, state.status);
}

void process_up(const ProcessState& state, Samples& out) {
  out.add(state.status == ProcessStatus::running && state.stale_since == WallTime{} ? 1 : 0);
}

constexpr std::array kDaemonFamilies{
    Family{"build_info", kGauge, "The version that runs, as a label.",
           [](const World&, Samples& out) {
             out.add({{"version", EVENKEEL_VERSION}}, 1);
           }},
    Family{"config_generation", kGauge, "Number of the configuration in force, counted from 1.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.config().generation));
           }},
    Family{"config_last_reload_successful", kGauge,
           "1 when the last attempt to load the configuration was put in force.",
           [](const World& world, Samples& out) {
             out.add(world.store.config().last_reload_successful ? 1 : 0);
           }},
    Family{"config_last_reload_success_timestamp_seconds", kGauge,
           "When the configuration in force was loaded.", last_reload_success},
    Family{"config_findings", kGauge, "Errors and warnings of the last load.", config_findings},
    Family{"events_total", kCounter, "Events by kind.", events},
    Family{"repairs_total", kCounter,
           "Objects put back in the kernel after somebody else removed or changed them.", repairs},
    Family{
        "scripts_started_total", kCounter, "Scripts started.",
        [](const World& world, Samples& out) { out.add(to_number(world.store.runner().started)); }},
    Family{
        "scripts_failed_total", kCounter, "Scripts that ended with another status than 0.",
        [](const World& world, Samples& out) { out.add(to_number(world.store.runner().failed)); }},
    Family{"scripts_timed_out_total", kCounter, "Scripts ended because they took too long.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.runner().timed_out));
           }},
    Family{
        "scripts_refused_total", kCounter, "Scripts not started: not allowed, or too many waiting.",
        [](const World& world, Samples& out) { out.add(to_number(world.store.runner().refused)); }},
    Family{"scripts_running", kGauge, "Scripts running now.",
           [](const World& world, Samples& out) { out.add(world.store.runner().running); }},
    Family{"scripts_queued", kGauge, "Scripts waiting for their turn.",
           [](const World& world, Samples& out) { out.add(world.store.runner().queued); }},
    Family{"notify_lines_total", kCounter, "Lines taken for the notify FIFOs.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.runner().notify_lines));
           }},
    Family{"notify_lines_dropped_total", kCounter,
           "Lines for the notify FIFOs dropped because nobody read them.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.runner().notify_lines_dropped));
           }},
    Family{"http_responses_total", kCounter, "Answers of this exporter by class of status.",
           http_responses},
    Family{"http_rejections_total", kCounter,
           "Clients of this exporter that were turned away, by reason.", http_rejections},
    Family{"http_connections", kGauge, "Open connections to this exporter.",
           [](const World& world, Samples& out) { out.add(to_number(world.http.connections)); }},
};

constexpr std::array kProcessFamilies{
    Family{"process_up", kGauge, "1 when the process runs and answers.", process_up},
    Family{"process_status", kGauge, "State set: 1 for the process's present status.",
           process_status},
    Family{"process_restarts_total", kCounter, "Times the process was started again.",
           [](const ProcessState& state, Samples& out) { out.add(to_number(state.restarts)); }},
    Family{"process_generation", kGauge, "Configuration the process runs.",
           [](const ProcessState& state, Samples& out) { out.add(to_number(state.generation)); }},
    Family{"process_last_transition_timestamp_seconds", kGauge,
           "When the process's status changed last.",
           [](const ProcessState& state, Samples& out) { out.add(timestamp(state.since)); }},
    Family{
        "process_resident_memory_bytes", kGauge, "Resident memory of the process.",
        [](const ProcessState& state, Samples& out) { out.add(to_number(state.resident_bytes)); }},
    Family{"process_cpu_seconds_total", kCounter, "CPU time the process has used.",
           [](const ProcessState& state, Samples& out) { out.add(to_seconds(state.cpu)); }},
    Family{"process_open_fds", kGauge, "Descriptors the process has open.",
           [](const ProcessState& state, Samples& out) { out.add(state.open_descriptors); }},
};

}  // namespace

std::span<const Family> daemon_families() { return kDaemonFamilies; }
std::span<const Family> process_families() { return kProcessFamilies; }

std::vector<Label> labels_of(const ProcessState& state) {
  return {{"process", std::string(to_string(state.kind))}};
}

}  // namespace evenkeel::exporter
