// The queues of all interfaces behind one socket.
#include "vrrp/announcer.h"

#include <algorithm>

#include "vrrp/limits.h"

namespace evenkeel::vrrp {

Announcer::Announcer(Timers& timers, const LinkTable& links, AnnounceSocket socket,
                     std::function<void(InstanceId)> on_sent)
    : timers_(timers),
      links_(links),
      socket_(std::move(socket)),
      on_sent_(std::move(on_sent)),
      timer_(timers.make_timer([this] { flush(); })) {}

void Announcer::set_groups(const std::vector<AnnounceGroup>& groups) {
  groups_ = groups;
  group_of_.clear();
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    for (const auto& device : groups_[i].interfaces) group_of_[device] = i;
  }
}

// No interface has a name with a slash.
Announcer::Lane Announcer::lane_of(const std::string& device, Family family) const {
  const auto group = group_of_.find(device);
  if (group == group_of_.end()) return {device, family};
  return {"group/" + std::to_string(group->second), family};
}

void Announcer::announce(const Announcement& announcement, std::uint32_t frames,
                         const AnnounceSettings& settings) {
  const Family family = announcement.address.family;
  const auto group = group_of_.find(announcement.device);
  const bool is_grouped = group != group_of_.end();
  const Duration arp = is_grouped ? groups_[group->second].interval : settings.interval;
  const Duration na = is_grouped ? groups_[group->second].na_interval : settings.na_interval;
  queues_[lane_of(announcement.device, family)].add(announcement, frames,
                                                    family == Family::ipv6 ? na : arp);
}

void Announcer::withdraw(const std::string& device, const IpAddress& address) {
  const auto found = queues_.find(lane_of(device, address.family));
  if (found != queues_.end()) found->second.remove(device, address);
}

void Announcer::flush() {
  const TimePoint now = timers_.now();
  TimePoint next = kNever;
  for (auto& [lane, queue] : queues_) {
    for (const auto& announcement : queue.take(now, kFramesPerTurn)) send(announcement);
    next = std::min(next, queue.next());
  }
  if (next != kNever) timer_->arm(std::max(next, now));
}

// A frame that cannot be sent is not missed: whoever brings the interface back announces again.
void Announcer::send(const Announcement& announcement) {
  const Link* link = links_.find(announcement.device);
  if (link == nullptr || !link->is_admin_up) return;
  if (socket_.announce(*link, announcement.address)) on_sent_(announcement.instance);
}

}  // namespace evenkeel::vrrp
