// Makes the kernel's table what it shall be: diff, write in batches, and where the kernel refuses,
// read again and try once more, since refusals (exists, does not exist) mean that somebody else
// changed the table. Knows no loop and no clock; the caller bounds how much it hands in.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "checker/ipvs/diff.h"
#include "checker/ipvs/kernel.h"

namespace evenkeel::ipvs {

// One service on its way into the kernel.
struct Item {
  std::optional<ServiceTable>* actual = nullptr;  // in: what we believe; out: what is there now
  std::optional<ServiceTable> desired;            // nothing: it shall go
  ServiceKey key;
  std::optional<Error> error;  // out: why it is not as desired
  Drift drift;                 // out: what reading again after a refusal revealed
};

class Reconciler {
 public:
  explicit Reconciler(IpvsKernel& kernel) : kernel_(kernel) {}

  // An Error: the kernel is gone or broken, and `actual` cannot be trusted any more.
  Result<void> reconcile(std::span<Item> items);

 private:
  Result<void> attempt(std::span<Item> items);
  // `actual` of each as the kernel holds it now.
  Result<void> read(std::span<Item*> items);

  IpvsKernel& kernel_;
};

// A dump of destinations as values.
std::vector<Destination> destinations_of(std::span<const DestinationReading> readings);

}  // namespace evenkeel::ipvs
