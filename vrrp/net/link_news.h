// What the kernel tells of links and addresses, put into a LinkTable. No socket: messages in,
// values out.
#pragma once

#include <linux/netlink.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

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

// Whatever else a message may be is passed over.
void apply_news(nlmsghdr* message, LinkTable& table, LinkChanges& changes);

// What one table has to the other, as news of a table that was read anew.
LinkChanges resync_changes(const LinkTable& before, const LinkTable& after);

}  // namespace evenkeel::vrrp
