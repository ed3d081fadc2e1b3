// The store of latest states. Pure.
#include "evenkeel/store.h"

#include <algorithm>

#include "evenkeel/overload.h"

namespace evenkeel {

namespace {

std::vector<ServerEntry>::iterator find_place(std::vector<ServerEntry>& servers,
                                              const Endpoint& endpoint) {
  return std::lower_bound(servers.begin(), servers.end(), endpoint,
                          [](const ServerEntry& entry, const Endpoint& wanted) {
                            return entry.state.key.server < wanted;
                          });
}

struct ServerPlace {
  ServiceKey service;
  Endpoint server;
  std::size_t check = 0;
};

// "SERVICE/ENDPOINT" or "SERVICE/ENDPOINT/N".
std::optional<ServerPlace> parse_place(const std::string& text) {
  const auto first = text.find('/');
  if (first == std::string::npos) return std::nullopt;
  const auto second = text.find('/', first + 1);
  const auto service = parse_service_key(text.substr(0, first));
  // A server is written like the endpoint of a service.
  const auto server = parse_service_key("tcp:" + text.substr(first + 1, second - first - 1));
  if (!service || !server) return std::nullopt;
  const std::size_t check =
      second == std::string::npos ? 0 : std::strtoul(text.c_str() + second + 1, nullptr, 10);
  return ServerPlace{*service, server->endpoint, check};
}

constexpr std::size_t kMaxChecksPerServer = 256;
constexpr std::size_t kMaxReserved = 65536;

}  // namespace

ServerEntry& Store::server_entry(const ServerKey& key) {
  auto& service = services_[key.service];
  service.state.key = key.service;
  const auto place = find_place(service.servers, key.server);
  if (place != service.servers.end() && place->state.key.server == key.server) return *place;
  const auto index = place - service.servers.begin();
  // A service says how many servers it has: no vector that doubles to hold ten thousand of them.
  if (service.servers.size() == service.servers.capacity()) {
    service.servers.reserve(
        std::max<std::size_t>(std::min<std::size_t>(service.state.servers, kMaxReserved),
                              service.servers.size() + 1 + service.servers.size() / 8));
  }
  ServerEntry entry;
  entry.state.key = key;
  return *service.servers.insert(service.servers.begin() + index, std::move(entry));
}

void Store::apply(const StateValue& value) {
  std::visit(Overload{
                 [this](const InstanceState& state) { instances_[state.name] = state; },
                 [this](const VrrpState& state) { vrrp_ = state; },
                 [this](const ServiceState& state) { services_[state.key].state = state; },
                 [this](const ServerState& state) { server_entry(state.key).state = state; },
                 [this](const CheckState& state) {
                   auto& checks = server_entry(state.key).checks;
                   if (state.index >= checks.size()) checks.resize(state.index + std::size_t{1});
                   checks[state.index] = state;
                 },
                 [this](const BalancerState& state) { balancer_ = state; },
                 [this](const ProcessState& state) { processes_[state.kind] = state; },
                 [this](const ConfigState& state) { config_ = state; },
                 [this](const RunnerState& state) { runner_ = state; },
             },
             value);
}

void Store::remove(const std::string& key) {
  const auto slash = key.find('/');
  if (slash == std::string::npos) return;
  const auto kind = key.substr(0, slash);
  const auto rest = key.substr(slash + 1);
  if (kind == "vrrp") instances_.erase(rest);
  if (kind == "service") {
    if (const auto service = parse_service_key(rest)) services_.erase(*service);
  }
  if (kind != "server" && kind != "check") return;
  const auto place = parse_place(rest);
  if (!place || place->check >= kMaxChecksPerServer) return;
  const auto service = services_.find(place->service);
  if (service == services_.end()) return;
  auto& servers = service->second.servers;
  const auto entry = find_place(servers, place->server);
  if (entry == servers.end() || entry->state.key.server != place->server) return;
  if (kind == "server") {
    servers.erase(entry);
  } else if (place->check < entry->checks.size()) {
    entry->checks.resize(place->check);
  }
}

std::uint64_t Store::add(Event event) {
  ++event_totals_[event.kind];
  events_.push_back({.number = next_event_, .event = std::move(event)});
  if (events_.size() > kMaxEvents) events_.pop_front();
  return next_event_++;
}

void Store::for_each(const std::function<void(const StateValue&)>& visit) const {
  for (const auto& [name, state] : instances_) visit(state);
  for (const auto& [key, service] : services_) {
    visit(service.state);
    for (const auto& server : service.servers) {
      visit(server.state);
      for (const auto& check : server.checks) visit(check);
    }
  }
  for (const auto& [kind, state] : processes_) visit(state);
  visit(vrrp_);
  visit(balancer_);
  visit(config_);
  visit(runner_);
}

}  // namespace evenkeel
