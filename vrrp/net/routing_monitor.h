// Says that routes or rules which may be ours have changed by somebody else's hand; what there is
// now has to be read. Owns a subscribed route netlink socket.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>

#include "evenkeel/event_loop.h"
#include "evenkeel/netlink.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/routing_entry.h"

namespace evenkeel::vrrp {

class RoutingMonitor {
 public:
  struct Callbacks {
    std::function<void()> on_change;
    // Whether a route that replaced another one may have replaced ours.
    std::function<bool(const Prefix& destination)> is_named;
    // A route that the kernel had made with an address.
    std::function<void(int interface_index, const Prefix& destination)> on_connected_gone;
  };

  // `own_port`: of the socket whose changes are our own.
  RoutingMonitor(EventLoop& loop, std::uint32_t own_port, Callbacks callbacks);

  Result<void> start();
  // Of which makers (RTPROT_*) the entries are.
  void set_protocols(const std::set<std::uint8_t>& protocols);

 private:
  void read_notifications();
  bool is_news(nlmsghdr* message) const;
  bool is_route_news(nlmsghdr* message) const;
  static int on_message(nl_msg* message, void* self);

  EventLoop& loop_;
  std::uint32_t own_port_;
  Callbacks callbacks_;
  std::set<std::uint8_t> protocols_;
  netlink::Socket socket_;
  std::unique_ptr<Watch> watch_;  // after the socket: must end before it closes
  bool has_news_ = false;
};

}  // namespace evenkeel::vrrp
