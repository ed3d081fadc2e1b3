// Advert sockets by interface name.
#include "vrrp/ports.h"

namespace evenkeel::vrrp {

Ports::Ports(EventLoop& loop, const LinkTable& links, OnPacket on_packet)
    : loop_(loop), links_(links), on_packet_(std::move(on_packet)) {}

Result<void> Ports::bind(const Instance& instance) {
  const VrrpInstance& config = instance.config;
  Port& port = ports_[config.interface];
  port.by_vrid[config.vrid] = instance.id;
  Member& member = port.members[instance.id];
  if (auto opened = open(port, config.interface); !opened) return opened;
  if (port.socket == nullptr) return {};
  const IpAddress group = config.peers.empty() ? config.multicast_group : IpAddress{};
  if (member.joined_index == port.index && member.group == group) return {};
  if (member.joined_index == port.index && member.group.is_set()) port.socket->leave(member.group);
  member = {};
  if (group.is_set()) {
    if (auto joined = port.socket->join(group); !joined) return joined;
  }
  member = {.joined_index = port.index, .group = group};
  return {};
}

// A new incarnation of the interface needs a new socket: the old one stays bound to the old index.
Result<void> Ports::open(Port& port, const std::string& interface) {
  const Link* link = links_.find(interface);
  const int index = link == nullptr ? 0 : link->index;
  if (port.index != index) port.socket.reset();
  port.index = index;
  if (link == nullptr || port.socket != nullptr) return {};
  auto opened = AdvertSocket::open(
      loop_, index, interface,
      [this, interface](std::span<const std::byte> packet) { on_packet_(interface, packet); });
  if (!opened) return tl::unexpected(opened.error());
  port.socket = std::move(*opened);
  for (auto& [id, member] : port.members) member = {};
  return {};
}

void Ports::unbind(const Instance& instance) {
  const auto found = ports_.find(instance.config.interface);
  if (found == ports_.end()) return;
  Port& port = found->second;
  if (port.by_vrid[instance.config.vrid] == instance.id) port.by_vrid[instance.config.vrid] = 0;
  const auto member = port.members.find(instance.id);
  if (member != port.members.end()) {
    const bool is_joined = port.socket != nullptr && member->second.joined_index == port.index;
    if (is_joined && member->second.group.is_set()) port.socket->leave(member->second.group);
    port.members.erase(member);
  }
  if (port.members.empty()) ports_.erase(found);
}

AdvertSocket* Ports::socket(const std::string& interface) {
  const auto found = ports_.find(interface);
  return found == ports_.end() ? nullptr : found->second.socket.get();
}

InstanceId Ports::find(const std::string& interface, std::uint8_t vrid) const {
  const auto found = ports_.find(interface);
  return found == ports_.end() ? 0 : found->second.by_vrid[vrid];
}

}  // namespace evenkeel::vrrp
