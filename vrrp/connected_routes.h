// Puts back the route to the subnet of an address that we hold, which the kernel made with the
// address (`ip route flush` takes it, and every gateway of the subnet with it). Only of addresses
// that are there: the kernel removes the route with its address.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "evenkeel/event_loop.h"
#include "vrrp/net/routing_table.h"
#include "vrrp/protocol/address_plan.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class ConnectedRoutes {
 public:
  struct Callbacks {
    // Who holds the address on the device; 0: nobody.
    std::function<InstanceId(const std::string& device, const IpAddress& address)> holder_of;
    std::function<void(InstanceId holder, const Route&route)> on_repaired, on_fight;
  };

  ConnectedRoutes(Timers& timers, const LinkTable& links, RoutingTable& kernel,
                  Callbacks callbacks);

  // Somebody, or the kernel with the last address of the subnet, has deleted it.
  void on_gone(int interface_index, const Prefix& destination);

 private:
  using Key = std::pair<int, Prefix>;
  struct Repair {
    RepairDamper damper;
    TimePoint due = kNever;
  };
  void on_timer();
  void arm();
  void repair(const Key& key, RepairDamper& damper);

  Timers& timers_;
  const LinkTable& links_;
  RoutingTable& kernel_;
  Callbacks callbacks_;
  std::map<Key, Repair> repairs_;
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
