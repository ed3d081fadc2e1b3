// Families about virtual servers, real servers and their checks. Pure.
#include <array>

#include "daemon/exporter/families.h"

namespace evenkeel::exporter {

namespace {

template <std::uint64_t TrafficCounters::*Member>
void service_traffic(const ServiceState& state, Samples& out) {
  out.add(to_number(state.traffic.*Member));
}

template <std::uint64_t TrafficCounters::*Member>
void server_traffic(const ServerEntry& entry, Samples& out) {
  out.add(to_number(entry.state.traffic.*Member));
}

void service_status(const ServiceState& state, Samples& out) {
  using enum ServiceStatus;
  constexpr ServiceStatus kStates[] = {up, down, fault};
  add_state_set(out, "status", kStates, state.status);
}

constexpr Health kHealthStates[] = {Health::unknown, Health::up, Health::down};

void server_status(const ServerEntry& entry, Samples& out) {
  add_state_set(out, "status", kHealthStates, entry.state.health);
}

std::string check_name(const CheckState& check) {
  return std::string(check_kind_name(check.kind)) + "/" + std::to_string(check.index);
}

template <typename Visit>
void for_each_check(const ServerEntry& entry, Visit visit) {
  for (const auto& check : entry.checks) {
    // A check whose first state is still on its way.
    if (check.key.server.address.is_set()) visit(check);
  }
}

void check_status(const ServerEntry& entry, Samples& out) {
  for_each_check(entry, [&out](const CheckState& check) {
    for (const auto state : kHealthStates) {
      out.add({{"check", check_name(check)}, {"status", std::string(to_string(state))}},
              state == check.health ? 1 : 0);
    }
  });
}

template <auto Value>
void check_value(const ServerEntry& entry, Samples& out) {
  for_each_check(entry, [&out](const CheckState& check) {
    out.add({{"check", check_name(check)}}, Value(check));
  });
}
double check_passed(const CheckState& check) { return check.passed; }
double check_failed(const CheckState& check) { return check.failed; }
double check_duration(const CheckState& check) { return to_seconds(check.took); }
double check_since(const CheckState& check) { return timestamp(check.since); }

constexpr std::array kServiceFamilies{
    Family{"ipvs_available", kGauge, "1 when the kernel has IPVS and lets us use it.",
           [](const World& world, Samples& out) {
             out.add(world.store.balancer().is_ipvs_available ? 1 : 0);
           }},
    Family{"ipvs_netlink_errors_total", kCounter, "Requests the kernel's IPVS refused.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.balancer().netlink_errors));
           }},
    Family{"ipvs_foreign_services", kGauge,
           "Services in the kernel that are not ours and are left alone; counted up to 64.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.balancer().foreign_services.size()));
           }},
    Family{"service_status", kGauge,
           "State set: 1 for the virtual server's present status. FAULT: not in the kernel.",
           service_status},
    Family{"service_last_transition_timestamp_seconds", kGauge,
           "When the virtual server's status changed last.",
           [](const ServiceState& state, Samples& out) { out.add(timestamp(state.since)); }},
    Family{"service_servers", kGauge, "Real servers configured.",
           [](const ServiceState& state, Samples& out) { out.add(state.servers); }},
    Family{"service_servers_up", kGauge, "Real servers that are up.",
           [](const ServiceState& state, Samples& out) { out.add(state.servers_up); }},
    Family{"service_quorum", kGauge, "Weight that must be up for the virtual server to be up.",
           [](const ServiceState& state, Samples& out) { out.add(state.quorum); }},
    Family{"service_weight_up", kGauge, "Sum of the weights of the real servers that are up.",
           [](const ServiceState& state, Samples& out) { out.add(to_number(state.weight_up)); }},
    Family{"service_sorry_server_active", kGauge, "1 while the sorry server is used.",
           [](const ServiceState& state, Samples& out) {
             out.add(state.sorry_server_active ? 1 : 0);
           }},
    Family{"service_repairs_total", kCounter,
           "Times this virtual server or one of its real servers was put back in the kernel.",
           [](const ServiceState& state, Samples& out) { out.add(to_number(state.repairs)); }},
    Family{"service_connections_total", kCounter, "Connections scheduled.",
           service_traffic<&TrafficCounters::connections>},
    Family{"service_incoming_packets_total", kCounter, "Packets from clients.",
           service_traffic<&TrafficCounters::incoming_packets>},
    Family{"service_outgoing_packets_total", kCounter, "Packets to clients (NAT only).",
           service_traffic<&TrafficCounters::outgoing_packets>},
    Family{"service_incoming_bytes_total", kCounter, "Bytes from clients.",
           service_traffic<&TrafficCounters::incoming_bytes>},
    Family{"service_outgoing_bytes_total", kCounter, "Bytes to clients (NAT only).",
           service_traffic<&TrafficCounters::outgoing_bytes>},
};

constexpr std::array kServerFamilies{
    Family{"server_status", kGauge, "State set: 1 for the real server's present health.",
           server_status},
    Family{"server_last_transition_timestamp_seconds", kGauge,
           "When the real server's health changed last.",
           [](const ServerEntry& entry, Samples& out) { out.add(timestamp(entry.state.since)); }},
    Family{"server_weight", kGauge, "Configured weight.",
           [](const ServerEntry& entry, Samples& out) { out.add(entry.state.weight); }},
    Family{"server_effective_weight", kGauge, "Weight in the kernel; 0 also when absent there.",
           [](const ServerEntry& entry, Samples& out) { out.add(entry.state.effective_weight); }},
    Family{"server_active_connections", kGauge, "Established connections.",
           [](const ServerEntry& entry, Samples& out) { out.add(entry.state.active_connections); }},
    Family{
        "server_inactive_connections", kGauge, "Connections in other states.",
        [](const ServerEntry& entry, Samples& out) { out.add(entry.state.inactive_connections); }},
    Family{"server_connections_total", kCounter, "Connections scheduled to the real server.",
           server_traffic<&TrafficCounters::connections>},
    Family{"server_incoming_packets_total", kCounter, "Packets to the real server.",
           server_traffic<&TrafficCounters::incoming_packets>},
    Family{"server_outgoing_packets_total", kCounter, "Packets from the real server (NAT only).",
           server_traffic<&TrafficCounters::outgoing_packets>},
    Family{"server_incoming_bytes_total", kCounter, "Bytes to the real server.",
           server_traffic<&TrafficCounters::incoming_bytes>},
    Family{"server_outgoing_bytes_total", kCounter, "Bytes from the real server (NAT only).",
           server_traffic<&TrafficCounters::outgoing_bytes>},
};

constexpr std::array kCheckFamilies{
    Family{"check_status", kGauge, "State set: 1 for what the check says of the real server.",
           check_status},
    Family{"check_passed_total", kCounter, "Attempts that passed.", check_value<check_passed>},
    Family{"check_failed_total", kCounter, "Attempts that failed.", check_value<check_failed>},
    Family{"check_duration_seconds", kGauge, "How long the last attempt took.",
           check_value<check_duration>},
    Family{"check_last_transition_timestamp_seconds", kGauge,
           "When the check's verdict changed last.", check_value<check_since>},
};

}  // namespace

std::span<const Family> service_families() { return kServiceFamilies; }
std::span<const Family> server_families() { return kServerFamilies; }
std::span<const Family> check_families() { return kCheckFamilies; }

std::vector<Label> labels_of(const ServiceState& state) {
  return {{"service", to_string(state.key)}};
}

std::vector<Label> labels_of(const ServerEntry& entry) {
  return {{"service", to_string(entry.state.key.service)},
          {"server", to_string(entry.state.key.server)}};
}

}  // namespace evenkeel::exporter
