// Reads the kernel's traffic counters in slices, so that the whole table passes by within seconds
// and no turn of the loop is long. What it reads is compared on the way with what we believe: the
// attributes that /proc does not show are watched here.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "checker/ipvs/drift_watch.h"

namespace evenkeel::ipvs {

class CounterReader {
 public:
  CounterReader(WorkerContext& context, Model& model, IpvsKernel& kernel, KernelSync& sync,
                DriftWatch& watch, Publisher& publisher);
  void start();
  void stop();

 private:
  void tick();
  Result<void> read_services();
  Result<void> read_slice();
  void note_service(Entry& entry, const ServiceReading& reading);
  void note_servers(Entry& entry, std::span<const DestinationReading> readings);
  Duration pause() const;

  WorkerContext& context_;
  Model& model_;
  IpvsKernel& kernel_;
  KernelSync& sync_;
  DriftWatch& watch_;
  Publisher& publisher_;
  std::unique_ptr<Timer> timer_;
  std::optional<ServiceKey> last_read_;  // nothing: a new round begins
  std::vector<ServiceKey> suspects_;
};

}  // namespace evenkeel::ipvs
