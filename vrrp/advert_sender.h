// Sends the instances' adverts; used by the engine. What falls due together goes out together, in
// one system call a socket: with a thousand instances, sending is what a master does all day.
#pragma once

#include <cstdint>
#include <vector>

#include "vrrp/instance.h"
#include "vrrp/net/role_page.h"
#include "vrrp/ports.h"

namespace evenkeel::vrrp {

class AdvertSender {
 public:
  AdvertSender(Ports& ports, RolePage& page) : ports_(ports), page_(page) {}

  // It waits for flush(), and the instance with it.
  void add(Instance& instance, std::uint8_t priority);

  // Sends what waits, each interface's in the order of add(); counts it, and stamps the role page.
  void flush();

 private:
  struct Entry {
    Instance* instance = nullptr;
    std::uint8_t priority = 0;
    AdvertSocket* socket = nullptr;  // null: none now
    std::size_t first = 0;           // of its packets in packets_
    std::size_t end = 0;
  };
  void send();
  void finish(const Entry& entry, std::uint64_t now);

  Ports& ports_;
  RolePage& page_;
  std::vector<Entry> entries_;
  std::vector<OutgoingAdvert> packets_;
};

}  // namespace evenkeel::vrrp
