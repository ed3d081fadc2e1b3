// The queues of all interfaces behind one ARP socket.
#include "vrrp/announcer.h"

#include <algorithm>

#include "vrrp/limits.h"

namespace evenkeel::vrrp {

Announcer::Announcer(Timers& timers, const LinkTable& links, ArpSocket socket,
                     std::function<void(InstanceId)> on_sent)
    : timers_(timers),
      links_(links),
      socket_(std::move(socket)),
      on_sent_(std::move(on_sent)),
      timer_(timers.make_timer([this] { flush(); })) {}

void Announcer::announce(const std::string& device, const Announcement& announcement,
                         std::uint32_t frames, Duration interval) {
  queues_[device].add(announcement, frames, interval);
}

void Announcer::withdraw(const std::string& device, const IpAddress& address) {
  const auto found = queues_.find(device);
  if (found != queues_.end()) found->second.remove(address);
}

void Announcer::flush() {
  const TimePoint now = timers_.now();
  TimePoint next = kNever;
  for (auto& [device, queue] : queues_) {
    for (const auto& announcement : queue.take(now, kFramesPerTurn)) send(device, announcement);
    next = std::min(next, queue.next());
  }
  if (next != kNever) timer_->arm(std::max(next, now));
}

// A frame that cannot be sent is not missed: whoever brings the interface back announces again.
void Announcer::send(const std::string& device, const Announcement& announcement) {
  const Link* link = links_.find(device);
  if (link == nullptr || !link->is_admin_up) return;
  if (socket_.announce(*link, announcement.address)) on_sent_(announcement.instance);
}

}  // namespace evenkeel::vrrp
