// RTNLGRP_*_ROUTE and RTNLGRP_*_RULE, without what is of no interest.
#include "vrrp/net/routing_monitor.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string>

#include "vrrp/net/receive_buffer.h"
#include "vrrp/net/route_wire.h"

namespace evenkeel::vrrp {

namespace {

constexpr int kReadsPerTurn = 256;
constexpr std::uint8_t kOurProtocol = 18;  // RTPROT_KEEPALIVED

// Where a routing daemon changes thousands of routes, only those wake us that are of our protocol
// or the kernel's, or that took the place of another. The kernel's filter reads in network order.
void attach_filter(int fd) {
  constexpr std::uint32_t kTypeAt = 4, kFlagsAt = 6, kProtocolAt = 16 + 5;
  constexpr std::uint32_t kAll = 0xffffffff;
  const std::uint32_t is_new = htons(RTM_NEWROUTE), is_gone = htons(RTM_DELROUTE);
  const std::uint32_t replaces = htons(NLM_F_REPLACE);
  std::array<sock_filter, 10> code{{BPF_STMT(BPF_LD | BPF_H | BPF_ABS, kTypeAt),
                                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, is_gone, 3, 0),
                                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, is_new, 0, 5),
                                    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, kFlagsAt),
                                    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, replaces, 3, 0),
                                    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, kProtocolAt),
                                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kOurProtocol, 1, 0),
                                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTPROT_KERNEL, 0, 1),
                                    BPF_STMT(BPF_RET | BPF_K, kAll), BPF_STMT(BPF_RET | BPF_K, 0)}};
  const sock_fprog program{.len = code.size(), .filter = code.data()};
  ::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

}  // namespace

RoutingMonitor::RoutingMonitor(EventLoop& loop, std::uint32_t own_port, Callbacks callbacks)
    : loop_(loop), own_port_(own_port), callbacks_(std::move(callbacks)) {}

Result<void> RoutingMonitor::start() {
  socket_.reset(nl_socket_alloc());
  nl_socket_disable_seq_check(socket_.get());
  int error = nl_connect(socket_.get(), NETLINK_ROUTE);
  if (error >= 0) {
    error = nl_socket_add_memberships(socket_.get(), RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE,
                                      RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE, 0);
  }
  if (error < 0) {
    return failure(errno, std::string("subscribe to the kernel's routes: ") + nl_geterror(error));
  }
  nl_socket_set_nonblocking(socket_.get());
  nl_socket_modify_cb(socket_.get(), NL_CB_VALID, NL_CB_CUSTOM, on_message, this);
  const int fd = nl_socket_get_fd(socket_.get());
  enlarge_receive_buffer(fd);
  watch_ = loop_.watch(fd, {.readable = true}, [this](Readiness) { read_notifications(); });
  return {};
}

void RoutingMonitor::set_protocols(const std::set<std::uint8_t>& protocols) {
  if (protocols == protocols_) return;
  protocols_ = protocols;
  const int fd = nl_socket_get_fd(socket_.get());
  if (protocols == std::set<std::uint8_t>{kOurProtocol}) return attach_filter(fd);
  const int none = 0;
  ::setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof(none));
}

void RoutingMonitor::read_notifications() {
  has_news_ = false;
  for (int reads = 0; reads < kReadsPerTurn; ++reads) {
    const int error = nl_recvmsgs_default(socket_.get());
    if (error == -NLE_AGAIN) break;
    // Some were lost (ENOBUFS).
    if (error < 0 && error != -NLE_INTR) has_news_ = true;
  }
  if (has_news_) callbacks_.on_change();
}

int RoutingMonitor::on_message(nl_msg* message, void* self) {
  auto& monitor = *static_cast<RoutingMonitor*>(self);
  const bool is_news = monitor.is_news(nlmsg_hdr(message));
  monitor.has_news_ = monitor.has_news_ || is_news;
  return NL_OK;
}

bool RoutingMonitor::is_news(nlmsghdr* message) const {
  if (message->nlmsg_pid == own_port_) return false;
  switch (message->nlmsg_type) {
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
      return is_route_news(message);
    case RTM_NEWRULE:
    case RTM_DELRULE: {
      const auto rule = decode_rule(message);
      return rule && protocols_.contains(rule->protocol);
    }
    default:
      return false;
  }
}

bool RoutingMonitor::is_route_news(nlmsghdr* message) const {
  const auto route = decode_route(message);
  if (!route) return false;
  if (protocols_.contains(route->route.protocol)) return true;
  if (message->nlmsg_type == RTM_DELROUTE && route->route.protocol == RTPROT_KERNEL &&
      route->route.type == RouteType::unicast && !route->interfaces.empty()) {
    callbacks_.on_connected_gone(route->interfaces.front(), route->route.destination);
    return false;
  }
  const bool replaces =
      message->nlmsg_type == RTM_NEWROUTE && (message->nlmsg_flags & NLM_F_REPLACE) != 0;
  return replaces && callbacks_.is_named(route->route.destination);
}

}  // namespace evenkeel::vrrp
