// The advert sockets of all interfaces in use: one an interface, shared by its instances, made when
// the interface appears and dropped when it goes.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "evenkeel/event_loop.h"
#include "evenkeel/result.h"
#include "vrrp/instance.h"
#include "vrrp/net/advert_socket.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class Ports {
 public:
  using OnPacket = std::function<void(const std::string& interface, std::span<const std::byte>)>;

  Ports(EventLoop& loop, const LinkTable& links, OnPacket on_packet);

  // Brings socket and multicast membership of the instance in line with its interface; an error
  // says why it can hear nothing. Cheap when nothing changed.
  Result<void> bind(const Instance& instance);
  void unbind(const Instance& instance);

  // Null while the interface is missing or its socket could not be made.
  AdvertSocket* socket(const std::string& interface);
  // The instance with this VRID on the interface; 0: nobody.
  InstanceId find(const std::string& interface, std::uint8_t vrid) const;

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
  Result<void> open(Port& port, const std::string& interface);

  EventLoop& loop_;
  const LinkTable& links_;
  OnPacket on_packet_;
  std::map<std::string, Port> ports_;
};

}  // namespace evenkeel::vrrp
