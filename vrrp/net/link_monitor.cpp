// Links and addresses by route netlink.
#include "vrrp/net/link_monitor.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>

#include "vrrp/net/link_dump.h"
#include "vrrp/net/receive_buffer.h"
#include "vrrp/net/socket_address.h"

namespace evenkeel::vrrp {

namespace {

constexpr int kReadsPerTurn = 256;
// Whoever changes links so fast that they cannot be read meanwhile gets through it in between.
constexpr Duration kResyncInterval = 50ms;

// The renewals of a thousand leases would be half of what there is to read. The filter's words are
// in network order, the message's in the machine's.
bool pass_over(int fd, std::uint32_t port) {
  constexpr std::uint32_t kAll = 0xffffffffU;
  std::array<sock_filter, 6> program{{
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(nlmsghdr, nlmsg_type)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWADDR), 0, 2),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(nlmsghdr, nlmsg_pid)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htonl(port), 1, 0),
      BPF_STMT(BPF_RET | BPF_K, kAll),
      BPF_STMT(BPF_RET | BPF_K, 0),
  }};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  return set_option(fd, SOL_SOCKET, SO_ATTACH_FILTER, filter);
}

}  // namespace

LinkMonitor::LinkMonitor(EventLoop& loop, LinkTable& table,
                         std::function<void(const LinkChanges&)> on_changes)
    : loop_(loop),
      table_(table),
      on_changes_(std::move(on_changes)),
      resync_timer_(loop.make_timer([this] {
        resync();
        tell();
      })) {}

Result<void> LinkMonitor::start(std::uint32_t renewals) {
  notifications_.reset(nl_socket_alloc());
  nl_socket_disable_seq_check(notifications_.get());
  int error = nl_connect(notifications_.get(), NETLINK_ROUTE);
  if (error >= 0) {
    error = nl_socket_add_memberships(notifications_.get(), RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR,
                                      RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_NETCONF, 0);
  }
  if (error < 0) {
    return failure(errno, std::string("subscribe to the kernel's links: ") + nl_geterror(error));
  }
  nl_socket_set_nonblocking(notifications_.get());
  // Without asking for each one's size first: after one that is too large, all is read anew.
  nl_socket_disable_msg_peek(notifications_.get());
  nl_socket_modify_cb(notifications_.get(), NL_CB_VALID, NL_CB_CUSTOM, on_message, this);
  const int fd = nl_socket_get_fd(notifications_.get());
  enlarge_receive_buffer(fd);
  if (!pass_over(fd, renewals)) return errno_failure("filter the kernel's links");
  auto read = read_links();
  if (!read) return tl::unexpected(read.error());
  table_ = std::move(*read);
  watch_ = loop_.watch(fd, {.readable = true}, [this](Readiness) { read_notifications(); });
  return {};
}

void LinkMonitor::read_notifications() {
  changes_ = {};
  changes_.is_partial = true;
  for (int reads = 0; reads < kReadsPerTurn; ++reads) {
    const int error = nl_recvmsgs_default(notifications_.get());
    changes_.is_partial = error != -NLE_AGAIN;
    if (error == -NLE_AGAIN) break;
    if (error < 0 && error != -NLE_INTR) {
      resync();
      break;
    }
  }
  tell();
}

void LinkMonitor::tell() {
  LinkChanges changes = std::exchange(changes_, {});
  changes.is_partial = changes.is_partial || !is_whole_;
  // The end of a burst is news, though it brings nothing: the table is true again.
  const bool is_news = std::exchange(is_behind_, changes.is_partial) || changes != LinkChanges{};
  if (is_news) on_changes_(changes);
}

// Notifications were lost (ENOBUFS). What is still queued is older than what is read now: it is
// forgotten first. A reading that others disturb is not whole, and is tried again.
void LinkMonitor::resync() {
  ++resyncs_;
  forget_queued();
  auto read = read_links();
  is_whole_ = read.has_value();
  if (!is_whole_) return resync_timer_->arm(loop_.now() + kResyncInterval);
  const LinkTable before = std::exchange(table_, std::move(*read));
  changes_ = resync_changes(before, table_);
}

void LinkMonitor::forget_queued() {
  std::array<char, 4096> rest{};
  const int fd = nl_socket_get_fd(notifications_.get());
  while (::recv(fd, rest.data(), rest.size(), MSG_DONTWAIT | MSG_TRUNC) > 0 || errno == ENOBUFS) {
  }
}

int LinkMonitor::on_message(nl_msg* message, void* self) {
  auto* monitor = static_cast<LinkMonitor*>(self);
  apply_news(nlmsg_hdr(message), monitor->table_, monitor->changes_);
  return NL_OK;
}

}  // namespace evenkeel::vrrp
