// When gratuitous ARP and neighbour advertisements are due: the bursts of one instance
// (AnnounceSchedule) and the pacing of frames (AnnounceQueue). Pure; the state machine owns the
// first, the announcer the second.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config.h"

namespace evenkeel::vrrp {

inline constexpr TimePoint kNever = TimePoint::max();
// A master that we relieved may have answered ARP for the address until it heard our advert.
inline constexpr Duration kReliefBurstDelay = 1s;

struct AnnounceSchedule {
  TimePoint second_burst = kNever;
  TimePoint relief_burst = kNever;
  TimePoint lower_priority_burst = kNever;
  TimePoint refresh = kNever;
  TimePoint extra = kNever;
  bool operator==(const AnnounceSchedule&) const = default;

  TimePoint next() const {
    return std::min({second_burst, relief_burst, lower_priority_burst, refresh, extra});
  }
};

enum class Takeover : std::uint8_t { plain, relieving };

// Each returns how many frames an address are due at once.
std::uint32_t announce_takeover(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                                Takeover takeover, TimePoint now);
std::uint32_t announce_conflict(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                                TimePoint now);
std::uint32_t announce_due(AnnounceSchedule& schedule, const AnnounceSettings& settings,
                           TimePoint now);
// Whether the addresses of garp_extra_if are due.
bool extra_due(AnnounceSchedule& schedule, const AnnounceSettings& settings, TimePoint now);
// Takes up a running master's schedule: only what is periodic.
void resume_announcing(AnnounceSchedule& schedule, const AnnounceSettings& settings, TimePoint now);

using InstanceId = std::uint32_t;
// In an instance's place: who names and wants what static_ipaddress, static_routes and static_rules
// say.
inline constexpr InstanceId kStatics = ~InstanceId{0};

// One frame to send.
struct Announcement {
  std::string device;
  IpAddress address;
  InstanceId instance = 0;
  bool operator==(const Announcement&) const = default;
};

// Frames go out in rounds over all addresses, so that each has been announced once before any is
// announced twice. Bounded: an address is in the queue once, with a count.
class AnnounceQueue {
 public:
  void add(const Announcement& announcement, std::uint32_t frames, Duration interval);
  void remove(const std::string& device, const IpAddress& address);

  // At most `limit` frames that may go out now.
  std::vector<Announcement> take(TimePoint now, std::size_t limit);
  TimePoint next() const { return order_.empty() ? kNever : next_; }

 private:
  struct Waiting {
    Announcement announcement;
    std::uint32_t frames = 0;
    Duration interval{0};
  };
  using Key = std::pair<std::string, IpAddress>;
  std::map<Key, Waiting> waiting_;
  std::deque<Key> order_;  // may name addresses that were removed meanwhile
  TimePoint next_{};
};

}  // namespace evenkeel::vrrp
