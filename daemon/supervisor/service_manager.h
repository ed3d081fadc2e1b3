// What systemd is told (sd_notify's protocol, a datagram of KEY=VALUE lines). Used by the
// supervisor. Silent when NOTIFY_SOCKET is not set.
#pragma once

#include <optional>
#include <string>

#include "evenkeel/clock.h"

namespace evenkeel {

class ServiceManager {
 public:
  ServiceManager();  // reads and removes the environment variables
  void ready(const std::string& status) const;
  void reloading() const;
  void stopping() const;
  void status(const std::string& text) const;
  // Feeds the watchdog; at most as often as is useful.
  void alive(TimePoint now);

 private:
  void send(const std::string& text) const;

  std::string socket_path_;
  Duration watchdog_{0};  // 0: none
  TimePoint last_fed_{};
};

}  // namespace evenkeel
