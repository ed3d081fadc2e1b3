// Routes and rules of the kernel: reads those that may be ours, adds and removes. The keeper
// decides, this only does it.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "evenkeel/netlink.h"
#include "evenkeel/result.h"
#include "vrrp/net/request_socket.h"
#include "vrrp/net/route_wire.h"
#include "vrrp/protocol/routing_entry.h"

namespace evenkeel::vrrp {

struct RoutingRequest {
  WireVerb verb = WireVerb::put;
  KernelEntry entry;
};

class RoutingTable {
 public:
  virtual ~RoutingTable() = default;
  // In order; an errno for each, 0 when done.
  virtual std::vector<int> apply(std::span<const RoutingRequest> requests) = 0;
  // Everything that names one of these protocols (RTPROT_*) as its maker.
  virtual Result<std::vector<KernelEntry>> read(const std::set<std::uint8_t>& protocols) = 0;
};

// Owns two route netlink sockets. A router may have a million routes of others: where the kernel
// can (4.20), it leaves them out itself.
class NetlinkRoutingTable final : public RoutingTable {
 public:
  static Result<std::unique_ptr<NetlinkRoutingTable>> open();
  std::vector<int> apply(std::span<const RoutingRequest> requests) override;
  Result<std::vector<KernelEntry>> read(const std::set<std::uint8_t>& protocols) override;
  std::uint32_t port() const { return requests_.port(); }

 private:
  NetlinkRoutingTable(RequestSocket requests, netlink::Socket reads);
  Result<void> dump_routes(std::uint8_t family, std::uint8_t protocol);
  Result<void> dump_rules(std::uint8_t family);
  Result<void> dump(int type, const void* header, std::size_t size);
  static int on_message(nl_msg* message, void* self);

  RequestSocket requests_;
  netlink::Socket reads_;
  std::vector<KernelEntry> found_;  // while a read runs
  std::uint8_t family_ = 0;         // that it asks for
};

}  // namespace evenkeel::vrrp
