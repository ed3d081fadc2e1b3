// From the model to what operators see.
#include "checker/ipvs/states.h"

#include <algorithm>

namespace evenkeel::ipvs {

namespace {

struct EndpointLess {
  bool operator()(const pool::ServerSettings& a, const Endpoint& b) const { return a.endpoint < b; }
  bool operator()(const Endpoint& a, const pool::ServerSettings& b) const { return a < b.endpoint; }
};

bool is_pooled(const pool::Settings& settings, const Endpoint& endpoint) {
  return std::binary_search(settings.servers.begin(), settings.servers.end(), endpoint,
                            EndpointLess{});
}

std::string explain(const Entry& entry, const BalancerState& balancer) {
  if (!balancer.is_ipvs_available) return balancer.reason;
  if (entry.error) return entry.error->what;
  if (!entry.actual) return "not in the kernel yet";
  return entry.pool.explain_quorum();
}

bool is_sorry(const Entry& entry, std::size_t server) {
  return server == entry.pool.settings().servers.size();
}

void describe_sorry_server(const Entry& entry, ServerState& state) {
  const auto& sorry = *entry.pool.settings().service.sorry_server;
  state.is_sorry_server = true;
  state.health = Health::up;
  state.forwarding = sorry.forwarding.method;
  state.weight = pool::kSorryWeight;
  state.since = entry.pool.quorum_since();
  state.reason = entry.pool.is_sorry_server_active() ? "serves: the pool has no quorum"
                                                     : "waits: the pool has its quorum";
}

void describe_real_server(const Entry& entry, std::size_t server, ServerState& state) {
  const auto& settings = entry.pool.settings().servers[server];
  const auto& known = entry.pool.health()[server];
  state.health = known.health;
  state.forwarding = settings.forwarding.method;
  state.weight = settings.weight;
  state.since = known.since;
  state.reason = entry.pool.explain_server(server);
}

}  // namespace

std::int32_t table_weight(const std::optional<ServiceTable>& table, const Endpoint& endpoint) {
  if (!table) return kNotInTable;
  const auto found = std::lower_bound(
      table->destinations.begin(), table->destinations.end(), endpoint,
      [](const Destination& it, const Endpoint& wanted) { return it.endpoint < wanted; });
  const bool is_there = found != table->destinations.end() && found->endpoint == endpoint;
  return is_there ? found->weight : kNotInTable;
}

std::size_t server_count(const pool::Settings& settings) {
  const auto& sorry = settings.service.sorry_server;
  const bool is_extra = sorry && !is_pooled(settings, sorry->endpoint);
  return settings.servers.size() + (is_extra ? 1 : 0);
}

bool has_server(const pool::Settings& settings, const Endpoint& endpoint) {
  const auto& sorry = settings.service.sorry_server;
  return (sorry && sorry->endpoint == endpoint) || is_pooled(settings, endpoint);
}

const Endpoint& server_endpoint(const pool::Settings& settings, std::size_t server) {
  return server < settings.servers.size() ? settings.servers[server].endpoint
                                          : settings.service.sorry_server->endpoint;
}

ServiceStatus current_status(const Entry& entry) {
  if (!entry.actual) return ServiceStatus::fault;
  return entry.pool.quorum() == pool::Quorum::up ? ServiceStatus::up : ServiceStatus::down;
}

ServiceState service_state(const Entry& entry, const BalancerState& balancer) {
  const pool::Settings& settings = entry.pool.settings();
  ServiceState state;
  state.key = settings.service.key;
  state.status = entry.status;
  state.reason = explain(entry, balancer);
  state.since = entry.status_since;
  state.scheduler = settings.service.scheduler;
  if (!settings.servers.empty()) state.forwarding = settings.servers.front().forwarding.method;
  state.persistence = settings.service.persistence;
  state.quorum = settings.service.quorum;
  state.weight_up = entry.pool.weight_up();
  state.servers = static_cast<std::uint32_t>(settings.servers.size());
  state.servers_up = entry.pool.servers_up();
  state.sorry_server_active = entry.pool.is_sorry_server_active();
  state.traffic = entry.traffic;
  state.repairs = entry.repairs;
  return state;
}

ServerState server_state(const Entry& entry, std::size_t server) {
  const ServerRuntime& runtime = entry.servers[server];
  ServerState state;
  state.key = {entry.pool.key(), server_endpoint(entry.pool.settings(), server)};
  state.is_in_table = runtime.table_weight != kNotInTable;
  state.effective_weight = state.is_in_table ? runtime.table_weight : 0;
  state.active_connections = runtime.active_connections;
  state.inactive_connections = runtime.inactive_connections;
  state.traffic = runtime.traffic;
  if (is_sorry(entry, server)) {
    describe_sorry_server(entry, state);
  } else {
    describe_real_server(entry, server, state);
  }
  return state;
}

}  // namespace evenkeel::ipvs
