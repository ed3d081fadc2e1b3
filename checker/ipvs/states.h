// Model ⇄ the states that operators see, as pure functions.
#pragma once

#include "checker/ipvs/model.h"

namespace evenkeel::ipvs {

// The weight the table shows for an endpoint; kNotInTable when it is absent.
std::int32_t table_weight(const std::optional<ServiceTable>& table, const Endpoint& endpoint);

// With the sorry server as the last, unless it is one of the pool's own.
std::size_t server_count(const pool::Settings& settings);
bool has_server(const pool::Settings& settings, const Endpoint& endpoint);
const Endpoint& server_endpoint(const pool::Settings& settings, std::size_t server);

ServiceStatus current_status(const Entry& entry);
ServiceState service_state(const Entry& entry, const BalancerState& balancer);
ServerState server_state(const Entry& entry, std::size_t server);

}  // namespace evenkeel::ipvs
