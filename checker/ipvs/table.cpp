// Words for commands, and the parts of a service that mean nothing.
#include "checker/ipvs/table.h"

#include <algorithm>

#include "evenkeel/overload.h"

namespace evenkeel::ipvs {

const ServiceKey& key_of(const Command& command) {
  return std::visit(
      Overload{[](const AddService& it) -> const ServiceKey& { return it.service.key; },
               [](const EditService& it) -> const ServiceKey& { return it.service.key; },
               [](const auto& it) -> const ServiceKey& { return it.key; }},
      command);
}

std::string describe(const Command& command) {
  return std::visit(
      Overload{
          [](const AddService& it) {
            return "add " + to_string(it.service.key) + " with scheduler " + it.service.scheduler;
          },
          [](const EditService& it) {
            return "edit " + to_string(it.service.key) + " with scheduler " + it.service.scheduler;
          },
          [](const RemoveService& it) { return "remove " + to_string(it.key); },
          [](const AddDestination& it) {
            return "add " + to_string(it.destination.endpoint) + " to " + to_string(it.key);
          },
          [](const EditDestination& it) {
            return "edit " + to_string(it.destination.endpoint) + " of " + to_string(it.key);
          },
          [](const RemoveDestination& it) {
            return "remove " + to_string(it.endpoint) + " from " + to_string(it.key);
          }},
      command);
}

void normalise(Service& service) {
  if (service.persistence.count() > 0) return;
  service.persistence_prefix = service.key.endpoint.address.family == Family::ipv6 ? 128 : 32;
}

void sort_by_endpoint(std::vector<Destination>& destinations) {
  std::sort(destinations.begin(), destinations.end(),
            [](const auto& a, const auto& b) { return a.endpoint < b.endpoint; });
}

}  // namespace evenkeel::ipvs
