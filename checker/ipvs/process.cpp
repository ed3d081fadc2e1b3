// The balancer's entry: wires the real kernel to the worker.
#include "checker/ipvs/balancer.h"
#include "checker/ipvs/netlink_ipvs.h"
#include "evenkeel/worker.h"

namespace evenkeel::balancer {

int run(const WorkerOptions& options) {
  ipvs::NetlinkIpvs kernel;
  return run_worker(options, [&kernel](WorkerContext& context) -> std::unique_ptr<WorkerHandler> {
    return std::make_unique<ipvs::Balancer>(context, kernel);
  });
}

}  // namespace evenkeel::balancer
