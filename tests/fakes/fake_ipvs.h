// An in-memory IPVS for unit tests: refuses what the kernel refuses, with its error numbers, and
// counts what was written. Tests change `table` behind the back of what they test.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checker/ipvs/kernel.h"

namespace evenkeel::ipvs {

class FakeIpvs final : public IpvsKernel {
 public:
  struct Held {
    Service service;
    TrafficCounters traffic;
    std::map<Endpoint, DestinationReading> destinations;
  };

  Result<void> open() override;
  Result<std::vector<ServiceReading>> services() override;
  Result<std::vector<DestinationReading>> destinations(const ServiceKey& service) override;
  Result<std::vector<Refusal>> apply(std::span<const Command> commands) override;

  std::map<ServiceKey, Held> table;
  bool is_there = true;           // is there an ip_vs?
  std::string missing_scheduler;  // cannot be loaded
  std::vector<Command> written;   // every command that was done
  std::size_t refused = 0;
  std::size_t least_destinations = 1000;  // ever seen in a service after a command, once it had one

 private:
  int perform(const Command& command);
  int add(const Service& service);
  int edit(const Service& service);
};

}  // namespace evenkeel::ipvs
