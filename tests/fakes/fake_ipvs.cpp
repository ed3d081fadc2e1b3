#include "fakes/fake_ipvs.h"

#include <algorithm>
#include <cerrno>

#include "evenkeel/overload.h"

namespace evenkeel::ipvs {

Result<void> FakeIpvs::open() {
  if (!is_there) return failure(ENODEV, "no ip_vs");
  return {};
}

Result<std::vector<ServiceReading>> FakeIpvs::services() {
  if (!is_there) return failure(ENODEV, "no ip_vs");
  std::vector<ServiceReading> readings;
  for (const auto& [key, held] : table) readings.push_back({held.service, held.traffic});
  return readings;
}

Result<std::vector<DestinationReading>> FakeIpvs::destinations(const ServiceKey& service) {
  if (!is_there) return failure(ENODEV, "no ip_vs");
  std::vector<DestinationReading> readings;
  const auto found = table.find(service);
  if (found == table.end()) return readings;
  for (const auto& [endpoint, reading] : found->second.destinations) readings.push_back(reading);
  return readings;
}

Result<std::vector<Refusal>> FakeIpvs::apply(std::span<const Command> commands) {
  std::vector<Refusal> refusals;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const int code = is_there ? perform(commands[i]) : ENOENT;
    if (code != 0) {
      refusals.push_back({i, code});
      ++refused;
      continue;
    }
    written.push_back(commands[i]);
    if (std::holds_alternative<RemoveDestination>(commands[i])) {
      least_destinations =
          std::min(least_destinations, table[key_of(commands[i])].destinations.size());
    }
  }
  return refusals;
}

int FakeIpvs::perform(const Command& command) {
  if (const auto* it = std::get_if<AddService>(&command)) return add(it->service);
  const auto found = table.find(key_of(command));
  if (found == table.end()) return ESRCH;
  auto& destinations = found->second.destinations;
  return std::visit(Overload{[](const AddService&) { return 0; },
                             [this](const EditService& it) { return edit(it.service); },
                             [&](const RemoveService&) {
                               table.erase(found);
                               return 0;
                             },
                             [&](const AddDestination& it) {
                               const bool is_new =
                                   destinations
                                       .try_emplace(it.destination.endpoint,
                                                    DestinationReading{it.destination, {}, 0, 0})
                                       .second;
                               return is_new ? 0 : EEXIST;
                             },
                             [&](const EditDestination& it) {
                               const auto at = destinations.find(it.destination.endpoint);
                               if (at == destinations.end()) return ENOENT;
                               at->second.destination = it.destination;
                               return 0;
                             },
                             [&](const RemoveDestination& it) {
                               return destinations.erase(it.endpoint) > 0 ? 0 : ENOENT;
                             }},
                    command);
}

int FakeIpvs::add(const Service& service) {
  if (service.scheduler == missing_scheduler) return ENOENT;
  return table.try_emplace(service.key, Held{service, {}, {}}).second ? 0 : EEXIST;
}

int FakeIpvs::edit(const Service& service) {
  if (service.scheduler == missing_scheduler) return ENOENT;
  table[service.key].service = service;
  return 0;
}

}  // namespace evenkeel::ipvs
