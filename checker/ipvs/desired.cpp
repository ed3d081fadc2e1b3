// From pools to tables: forwarding, thresholds, sorry server.
#include "checker/ipvs/desired.h"

#include <algorithm>

namespace evenkeel::ipvs {

namespace {

Method method_of(Forwarding forwarding) {
  switch (forwarding) {
    case Forwarding::nat:
      return Method::nat;
    case Forwarding::dr:
      return Method::dr;
    case Forwarding::tun:
      return Method::tun;
  }
  return Method::nat;
}

Destination make_destination(const Endpoint& endpoint, std::int32_t weight,
                             const ForwardingMethod& forwarding) {
  Destination made;
  made.endpoint = endpoint;
  made.weight = weight;
  made.method = method_of(forwarding.method);
  if (made.method == Method::tun) {
    made.tunnel = forwarding.tunnel;
    made.tunnel_port = forwarding.tunnel == TunnelType::gue ? forwarding.tunnel_port : 0;
    made.tunnel_checksum = forwarding.tunnel_checksum;
  }
  return made;
}

Service make_service(const VirtualServer& settings) {
  Service service{.key = settings.key,
                  .scheduler = settings.scheduler,
                  .scheduler_flags = settings.scheduler_flags,
                  .one_packet = settings.one_packet,
                  .persistence = settings.persistence,
                  .persistence_prefix = settings.persistence_prefix,
                  .persistence_engine = settings.persistence_engine};
  normalise(service);
  return service;
}

// A sorry server may be one of the pool's own: then it is in the table once.
void add_sorry_server(const SorryServer& sorry, std::int32_t weight,
                      std::vector<Destination>& destinations) {
  const auto at = std::lower_bound(
      destinations.begin(), destinations.end(), sorry.endpoint,
      [](const Destination& it, const Endpoint& wanted) { return it.endpoint < wanted; });
  if (at != destinations.end() && at->endpoint == sorry.endpoint) {
    at->weight = std::max(at->weight, weight);
  } else {
    destinations.insert(at, make_destination(sorry.endpoint, weight, sorry.forwarding));
  }
}

}  // namespace

ServiceTable desired_table(const pool::Pool& pool) {
  const pool::Settings& settings = pool.settings();
  ServiceTable table{make_service(settings.service), {}};
  table.destinations.reserve(settings.servers.size());
  for (std::size_t i = 0; i < settings.servers.size(); ++i) {
    const auto weight = pool.wanted_weight(i);
    if (!weight) continue;
    const auto& server = settings.servers[i];
    auto& made = table.destinations.emplace_back(
        make_destination(server.endpoint, *weight, server.forwarding));
    made.upper_threshold = server.upper_threshold;
    made.lower_threshold = server.lower_threshold;
  }
  if (const auto weight = pool.wanted_sorry_weight()) {
    add_sorry_server(*settings.service.sorry_server, *weight, table.destinations);
  }
  return table;
}

}  // namespace evenkeel::ipvs
