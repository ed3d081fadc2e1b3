// Advert sockets by interface name and carrier.
#include "vrrp/ports.h"

#include <algorithm>
#include <utility>

namespace evenkeel::vrrp {

namespace {

Carrier carrier_of(const VrrpInstance& config) {
  if (config.family == Family::ipv6) return Carrier::ipv6;
  const bool is_sealed = config.version == 2 && config.authentication == Authentication::ah;
  return is_sealed ? Carrier::ipv4_sealed : Carrier::ipv4;
}

PortKey key_on(const VrrpInstance& config, const std::string& interface) {
  return {interface, carrier_of(config), interface.empty() ? config.source : IpAddress{}};
}

bool is_hearing(const VrrpInstance& config, const std::string& interface) {
  const auto hearing = hearing_interfaces(config);
  return std::find(hearing.begin(), hearing.end(), interface) != hearing.end();
}

std::vector<PortKey> ports_of(const VrrpInstance& config) {
  std::vector<PortKey> keys;
  for (const auto& interface : hearing_interfaces(config)) {
    keys.push_back(key_on(config, interface));
  }
  const PortKey sending = sending_port_of(config);
  if (!is_hearing(config, sending.interface)) keys.push_back(sending);
  return keys;
}

}  // namespace

std::string to_string(const PortKey& key) {
  return key.interface.empty() ? to_string(key.address) : key.interface;
}

PortKey port_of(const VrrpInstance& config) {
  return key_on(config, hearing_interfaces(config).front());
}

PortKey sending_port_of(const VrrpInstance& config) {
  return key_on(config, sends_on_own_link(config) ? config.link.name : config.interface);
}

Ports::Ports(EventLoop& loop, const LinkTable& links, OnAdvert on_advert)
    : loop_(loop), links_(links), on_advert_(std::move(on_advert)) {}

Result<void> Ports::bind(const Instance& instance) {
  const auto keys = ports_of(instance.config);
  auto& bound = bound_[instance.id];
  for (const auto& old : std::exchange(bound, keys)) {
    if (std::find(keys.begin(), keys.end(), old) == keys.end()) close(old, instance);
  }
  for (const auto& key : keys) {
    if (auto done = bind(instance, key); !done) return done;
  }
  return {};
}

Result<void> Ports::bind(const Instance& instance, const PortKey& key) {
  const VrrpInstance& config = instance.config;
  Port& port = ports_[key];
  port.by_vrid[config.vrid] = instance.id;
  Member& member = port.members[instance.id];
  if (auto opened = open(port, key); !opened) return opened;
  if (port.socket == nullptr) return {};
  const bool joins = config.peers.empty() && is_hearing(config, key.interface);
  const IpAddress group = joins ? config.multicast_group : IpAddress{};
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
Result<void> Ports::open(Port& port, const PortKey& key) {
  const Link* link = links_.find(key.interface);
  const int index = link == nullptr ? 0 : link->index;
  if (port.index != index) port.socket.reset();
  port.index = index;
  const bool is_missing = link == nullptr && !key.interface.empty();
  if (is_missing || port.socket != nullptr) return {};
  auto opened =
      AdvertSocket::open(loop_,
                         {.carrier = key.carrier,
                          .interface_index = index,
                          .interface = key.interface,
                          .address = key.address},
                         [this, key](const Decoded& decoded) { on_advert_(key, decoded); });
  if (!opened) return tl::unexpected(opened.error());
  port.socket = std::move(*opened);
  for (auto& [id, member] : port.members) member = {};
  return {};
}

void Ports::unbind(const Instance& instance) {
  const auto found = bound_.find(instance.id);
  if (found == bound_.end()) return;
  for (const auto& key : found->second) close(key, instance);
  bound_.erase(found);
}

void Ports::close(const PortKey& key, const Instance& instance) {
  const auto found = ports_.find(key);
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

AdvertSocket* Ports::socket(const PortKey& key) {
  const auto found = ports_.find(key);
  return found == ports_.end() ? nullptr : found->second.socket.get();
}

InstanceId Ports::find(const PortKey& key, std::uint8_t vrid) const {
  const auto found = ports_.find(key);
  return found == ports_.end() ? 0 : found->second.by_vrid[vrid];
}

}  // namespace evenkeel::vrrp
