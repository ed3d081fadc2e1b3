// Bursts and pacing of announcements. Pure.
#include "vrrp/protocol/announce.h"

namespace evenkeel::vrrp {

namespace {

TimePoint after(TimePoint now, Duration delay) {
  return delay > Duration(0) ? now + delay : kNever;
}

// True once when `when` has come.
bool take(TimePoint& when, TimePoint now) {
  if (when > now) return false;
  when = kNever;
  return true;
}

}  // namespace

std::uint32_t announce_takeover(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                                Takeover takeover, TimePoint now) {
  schedule.second_burst = after(now, settings.second_burst_delay);
  schedule.relief_burst = takeover == Takeover::relieving ? now + kReliefBurstDelay : kNever;
  schedule.lower_priority_burst = kNever;
  resume_announcing(schedule, settings, now);
  return settings.burst;
}

std::uint32_t announce_conflict(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                                TimePoint now) {
  // The burst that is already due stays: a peer that repeats itself must not push it out for ever.
  if (schedule.lower_priority_burst == kNever && settings.lower_priority_burst > 0) {
    schedule.lower_priority_burst = after(now, settings.lower_priority_delay);
  }
  return settings.lower_priority_burst;
}

std::uint32_t announce_due(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                           TimePoint now) {
  std::uint32_t frames = 0;
  if (take(schedule.second_burst, now)) frames = std::max(frames, settings.burst);
  if (take(schedule.relief_burst, now)) frames = std::max(frames, settings.burst);
  if (take(schedule.lower_priority_burst, now)) {
    frames = std::max(frames, settings.lower_priority_burst);
  }
  if (take(schedule.refresh, now)) {
    frames = std::max(frames, settings.refresh_burst);
    schedule.refresh = after(now, settings.refresh);
  }
  return frames;
}

bool extra_due(AnnounceSchedule& schedule, const AnnounceSettings& settings, TimePoint now) {
  if (!take(schedule.extra, now)) return false;
  schedule.extra = after(now, settings.extra);
  return true;
}

void resume_announcing(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                       TimePoint now) {
  schedule.refresh = after(now, settings.refresh);
  schedule.extra = after(now, settings.extra);
}

void AnnounceQueue::add(const Announcement& announcement, std::uint32_t frames, Duration interval) {
  if (frames == 0) return;
  const Key key(announcement.device, announcement.address);
  const auto [found, is_new] = waiting_.try_emplace(key, Waiting{announcement, frames, interval});
  if (is_new) {
    order_.push_back(key);
    return;
  }
  found->second.announcement = announcement;
  found->second.frames = std::max(found->second.frames, frames);
  found->second.interval = interval;
}

void AnnounceQueue::remove(const std::string& device, const IpAddress& address) {
  waiting_.erase({device, address});
}

std::vector<Announcement> AnnounceQueue::take(TimePoint now, std::size_t limit) {
  std::vector<Announcement> due;
  while (!order_.empty() && next_ <= now && due.size() < limit) {
    const Key key = std::move(order_.front());
    order_.pop_front();
    const auto found = waiting_.find(key);
    if (found == waiting_.end()) continue;
    Waiting& item = found->second;
    due.push_back(item.announcement);
    if (item.interval > Duration(0)) next_ = now + item.interval;
    if (--item.frames > 0) {
      order_.push_back(key);
    } else {
      waiting_.erase(found);
    }
  }
  return due;
}

}  // namespace evenkeel::vrrp
