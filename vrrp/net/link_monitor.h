// Keeps a LinkTable true to the kernel. Owns a subscribed route netlink socket; a burst that
// overflows it is made good by reading everything anew. Until that is whole, the table stays as the
// notifications have it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "evenkeel/event_loop.h"
#include "evenkeel/netlink.h"
#include "evenkeel/result.h"
#include "vrrp/net/link_news.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class LinkMonitor {
 public:
  LinkMonitor(EventLoop& loop, LinkTable& table,
              std::function<void(const LinkChanges&)> on_changes);

  // Subscribes, then reads everything once; calls nobody. What the netlink port `renewals` does to
  // addresses of IPv4 is not heard of.
  Result<void> start(std::uint32_t renewals);
  std::uint64_t resyncs() const { return resyncs_; }

 private:
  void read_notifications();
  void tell();
  void resync();
  void forget_queued();
  static int on_message(nl_msg* message, void* self);

  EventLoop& loop_;
  LinkTable& table_;
  std::function<void(const LinkChanges&)> on_changes_;
  netlink::Socket notifications_;
  std::unique_ptr<Watch> watch_;  // after the socket: must end before it closes
  std::unique_ptr<Timer> resync_timer_;
  LinkChanges changes_;
  bool is_behind_ = false;  // the last reading was partial
  bool is_whole_ = true;    // no loss waits to be made good
  std::uint64_t resyncs_ = 0;
};

}  // namespace evenkeel::vrrp
