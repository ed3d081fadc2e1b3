// Keeps a LinkTable true to the kernel. Owns a subscribed route netlink socket; a burst that
// overflows it is made good by a fresh dump.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "evenkeel/event_loop.h"
#include "evenkeel/netlink.h"
#include "evenkeel/result.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

using LinkAddress = std::pair<int, Prefix>;  // interface index, address

// What one reading of the socket brought, in the table already.
struct LinkChanges {
  std::set<std::string> names;       // interfaces that came, went, changed, or were renamed
  std::vector<LinkAddress> added;    // or changed
  std::vector<LinkAddress> removed;  // may name an interface that is gone
  std::set<std::string> came_up;     // or got another MAC: the neighbours have to hear of it
  bool is_resync = false;            // anything may have changed
  bool is_partial = false;           // more is waiting: the table is behind the kernel
  bool operator==(const LinkChanges&) const = default;
};

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
  void resync();
  Result<void> dump();
  Result<void> dump_one(int type);
  void apply(nlmsghdr* message);
  void apply_link(nlmsghdr* message);
  void put_link(const Link& link);
  void apply_configuration(nlmsghdr* message);
  void apply_address(nlmsghdr* message);
  static int on_message(nl_msg* message, void* self);

  EventLoop& loop_;
  LinkTable& table_;
  std::function<void(const LinkChanges&)> on_changes_;
  netlink::Socket notifications_;
  netlink::Socket requests_;
  std::unique_ptr<Watch> watch_;  // after the socket: must end before it closes
  LinkChanges changes_;
  bool is_behind_ = false;  // the last reading was partial
  std::uint64_t resyncs_ = 0;
};

}  // namespace evenkeel::vrrp
