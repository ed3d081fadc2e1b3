// Sends gratuitous ARP and neighbour advertisements at the pace of each interface. Owns the socket
// and one timer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "evenkeel/event_loop.h"
#include "vrrp/net/announce_socket.h"
#include "vrrp/protocol/announce.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class Announcer {
 public:
  Announcer(Timers& timers, const LinkTable& links, AnnounceSocket socket,
            std::function<void(InstanceId)> on_sent);

  // Interfaces that share one pace; the others have that of the instance.
  void set_groups(const std::vector<AnnounceGroup>& groups);

  // Queues; flush() sends what may go now, the timer the rest.
  void announce(const Announcement& announcement, std::uint32_t frames,
                const AnnounceSettings& settings);
  void withdraw(const std::string& device, const IpAddress& address);
  void flush();

 private:
  // A queue is a device's, or a group's, and one family's: ARP does not wait for ND.
  using Lane = std::pair<std::string, Family>;
  Lane lane_of(const std::string& device, Family family) const;
  void send(const Announcement& announcement);

  Timers& timers_;
  const LinkTable& links_;
  AnnounceSocket socket_;
  std::function<void(InstanceId)> on_sent_;
  std::vector<AnnounceGroup> groups_;
  std::map<std::string, std::size_t> group_of_;  // by device
  std::map<Lane, AnnounceQueue> queues_;
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
