// Sends gratuitous ARP at the pace of each interface. Owns the ARP socket and one timer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "evenkeel/event_loop.h"
#include "vrrp/net/arp_socket.h"
#include "vrrp/protocol/announce.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class Announcer {
 public:
  Announcer(Timers& timers, const LinkTable& links, ArpSocket socket,
            std::function<void(InstanceId)> on_sent);

  // Queues; flush() sends what may go now, the timer the rest.
  void announce(const std::string& device, const Announcement& announcement, std::uint32_t frames,
                Duration interval);
  void withdraw(const std::string& device, const IpAddress& address);
  void flush();

 private:
  void send(const std::string& device, const Announcement& announcement);

  Timers& timers_;
  const LinkTable& links_;
  ArpSocket socket_;
  std::function<void(InstanceId)> on_sent_;
  std::map<std::string, AnnounceQueue> queues_;
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
