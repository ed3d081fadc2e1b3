// Short ways to write services and destinations in tests.
#pragma once

#include <string>

#include "checker/ipvs/table.h"

namespace evenkeel::ipvs {

inline ServiceKey key(const std::string& text) { return *parse_service_key(text); }

inline Endpoint endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  if (host.front() == '[') host = host.substr(1, host.size() - 2);
  return {*parse_address(host), static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

inline Service service(const std::string& id, const std::string& scheduler = "wlc") {
  Service made;
  made.key = key(id);
  made.scheduler = scheduler;
  normalise(made);
  return made;
}

inline Destination destination(const std::string& at, std::int32_t weight = 1) {
  Destination made;
  made.endpoint = endpoint(at);
  made.weight = weight;
  return made;
}

inline std::optional<ServiceTable> table(const Service& of, std::vector<Destination> held) {
  sort_by_endpoint(held);
  return ServiceTable{of, std::move(held)};
}

}  // namespace evenkeel::ipvs
