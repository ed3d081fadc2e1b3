// The advert sockets of all interfaces in use: one an interface and carrier, shared by its
// instances, made when the interface appears and dropped when it goes. An instance with a link of
// its own may have two: where it hears, and where it sends. One without an interface has the socket
// of its source address.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "evenkeel/event_loop.h"
#include "evenkeel/result.h"
#include "vrrp/instance.h"
#include "vrrp/net/advert_socket.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

struct PortKey {
  std::string interface;  // empty: any that brings what is for the address
  Carrier carrier = Carrier::ipv4;
  IpAddress address{};
  auto operator<=>(const PortKey&) const = default;
};
std::string to_string(const PortKey& key);
// The one that hears first; and the one that its adverts leave by.
PortKey port_of(const VrrpInstance& config);
PortKey sending_port_of(const VrrpInstance& config);

class Ports {
 public:
  using OnAdvert = std::function<void(const PortKey&, const Decoded&)>;

  Ports(EventLoop& loop, const LinkTable& links, OnAdvert on_advert);

  // Brings socket and multicast membership of the instance in line with its interface; an error
  // says why it can hear nothing. Cheap when nothing changed.
  Result<void> bind(const Instance& instance);
  void unbind(const Instance& instance);

  // Null while the interface is missing or its socket could not be made.
  AdvertSocket* socket(const PortKey& key);
  // The instance with this VRID there; 0: nobody.
  InstanceId find(const PortKey& key, std::uint8_t vrid) const;

 private:
  struct Member {
    int joined_index = 0;  // of the interface incarnation it joined on; 0: not
    IpAddress group;
  };
  struct Port {
    int index = 0;
    std::unique_ptr<AdvertSocket> socket;
    std::array<InstanceId, 256> by_vrid{};
    std::map<InstanceId, Member> members;
  };
  Result<void> bind(const Instance& instance, const PortKey& key);
  Result<void> open(Port& port, const PortKey& key);
  void close(const PortKey& key, const Instance& instance);

  EventLoop& loop_;
  const LinkTable& links_;
  OnAdvert on_advert_;
  std::map<PortKey, Port> ports_;
  // Where each is bound: its configuration may have changed since.
  std::map<InstanceId, std::vector<PortKey>> bound_;
};

}  // namespace evenkeel::vrrp
