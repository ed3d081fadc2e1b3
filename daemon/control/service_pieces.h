// The services as JSON objects, comma separated, a bounded piece a call: how an answer with ten
// thousand servers is written without ever being held. Pure; used by answers.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "evenkeel/store.h"

namespace evenkeel::control {

enum class Detail : std::uint8_t { services, services_and_servers };

// One service's servers from `from` on (exclusive; unset: from the first), at most a piece of them,
// comma separated. Sets `from` to the last one said; false when there is no further one.
bool append_servers(const ServiceEntry& service, std::optional<Endpoint>& from, std::string& out);

class ServicePieces {
 public:
  ServicePieces(const Store& store, Detail detail) : store_(&store), detail_(detail) {}

  // Appends a service's head or some of its servers; false, and nothing, after the last. The store
  // may change in between: what comes after the place reached is said as it is then.
  bool append(std::string& out);

 private:
  bool append_service(std::string& out);

  const Store* store_;
  Detail detail_;
  std::optional<ServiceKey> service_;  // reached
  std::optional<Endpoint> server_;     // reached in it
  bool is_in_service_ = false;
};

}  // namespace evenkeel::control
