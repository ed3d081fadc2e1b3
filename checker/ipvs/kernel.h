// The kernel's IPVS as the balancer uses it. Each call is one bounded piece of work that returns
// at once: the kernel answers within the call. An Error with code ENODEV says that there is no
// IPVS (any more); open() again finds it when it appears.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "checker/ipvs/table.h"
#include "evenkeel/result.h"

namespace evenkeel::ipvs {

// A command that the kernel did not do.
struct Refusal {
  std::size_t command = 0;  // its place among those given
  int code = 0;             // errno
};

class IpvsKernel {
 public:
  virtual ~IpvsKernel() = default;
  virtual Result<void> open() = 0;
  virtual Result<std::vector<ServiceReading>> services() = 0;
  // Sorted by endpoint. Empty for a service that does not exist.
  virtual Result<std::vector<DestinationReading>> destinations(const ServiceKey& service) = 0;
  // In order; a refused command does not stop the next. An Error: unknown how far it came.
  virtual Result<std::vector<Refusal>> apply(std::span<const Command> commands) = 0;
};

}  // namespace evenkeel::ipvs
