// Instance → bytes → sockets → counters and role page.
#include "vrrp/advert_sender.h"

#include <algorithm>
#include <functional>
#include <span>

#include "vrrp/protocol/acceptance.h"

namespace evenkeel::vrrp {

namespace {

// With an authentication header each has a sequence number of its own.
bool is_prepared(const Instance& instance, std::uint8_t priority) {
  const auto& prepared = instance.prepared;
  return prepared && prepared->priority == priority && prepared->source == instance.state.source &&
         instance.config.authentication != Authentication::ah;
}

void prepare(Instance& instance, std::uint8_t priority) {
  const VrrpInstance& config = instance.config;
  instance.auth_sequence = next_sequence(instance.auth_sequence, wall_now());
  const Advert advert = make_advert(config, priority);
  const auto seal = make_seal(config, instance.auth_sequence);
  PreparedAdvert made{.priority = priority, .source = instance.state.source, .packets = {}};
  const auto add = [&](const IpAddress& destination) {
    made.packets.push_back(
        {destination, encode(make_envelope(config, made.source, destination), advert, seal)});
  };
  if (config.peers.empty()) add(config.multicast_group);
  for (const auto& peer : config.peers) add(peer.address);
  instance.prepared = std::move(made);
}

}  // namespace

void AdvertSender::add(Instance& instance, std::uint8_t priority) {
  if (!is_prepared(instance, priority)) {
    // The bytes of one that waits may be the instance's.
    flush();
    prepare(instance, priority);
  }
  entries_.push_back({.instance = &instance, .priority = priority});
}

void AdvertSender::flush() {
  if (entries_.empty()) return;
  for (auto& entry : entries_) {
    entry.socket = ports_.socket(sending_port_of(entry.instance->config));
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::less<>()(a.socket, b.socket);
  });
  for (auto& entry : entries_) {
    entry.first = packets_.size();
    for (const auto& packet : entry.instance->prepared->packets) {
      packets_.push_back({.packet = packet.bytes, .destination = packet.destination});
    }
    entry.end = packets_.size();
  }
  send();
  const auto now = static_cast<std::uint64_t>(boot_time().count());
  for (const auto& entry : entries_) finish(entry, now);
  entries_.clear();
  packets_.clear();
}

void AdvertSender::send() {
  const std::span<OutgoingAdvert> all(packets_);
  for (auto from = entries_.begin(); from != entries_.end();) {
    const auto to = std::find_if(
        from, entries_.end(), [from](const Entry& entry) { return entry.socket != from->socket; });
    const std::size_t end = to == entries_.end() ? all.size() : to->first;
    if (from->socket != nullptr) from->socket->send(all.subspan(from->first, end - from->first));
    from = to;
  }
}

void AdvertSender::finish(const Entry& entry, std::uint64_t now) {
  Instance& instance = *entry.instance;
  bool is_sent = false;
  for (std::size_t i = entry.first; i < entry.end; ++i) {
    ++(packets_[i].is_sent ? instance.counters.adverts_sent : instance.counters.send_errors);
    is_sent = is_sent || packets_[i].is_sent;
  }
  if (is_sent && entry.priority == kPriorityResign) ++instance.counters.priority_zero_sent;
  // Who has resigned is master no more, though it forwards on: no successor may adopt that.
  if (entry.priority == kPriorityResign) {
    page_.stamp(key_of(instance.config), Role::init, 0);
  } else if (is_sent) {
    instance.last_advert_sent = now;
    page_.stamp(key_of(instance.config), instance.state.role, now);
  }
}

}  // namespace evenkeel::vrrp
