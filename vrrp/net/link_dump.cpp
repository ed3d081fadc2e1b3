// RTM_GETLINK and RTM_GETADDR.
#include "vrrp/net/link_dump.h"

#include <linux/rtnetlink.h>

#include <cerrno>
#include <string>

#include "evenkeel/netlink.h"
#include "vrrp/net/link_news.h"

namespace evenkeel::vrrp {

namespace {

constexpr int kTries = 5;

struct Reading {
  LinkTable table;
  LinkChanges changes;  // of a table that nobody knows yet: of no use
};

int on_message(nl_msg* message, void* target) {
  auto* reading = static_cast<Reading*>(target);
  apply_news(nlmsg_hdr(message), reading->table, reading->changes);
  return NL_OK;
}

// A socket for each: after one that went wrong, the next would find the rest of its answer.
int read(int type, Reading& reading) {
  const netlink::Socket socket(nl_socket_alloc());
  nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, on_message, &reading);
  rtgenmsg request{};
  request.rtgen_family = AF_UNSPEC;
  int error = nl_connect(socket.get(), NETLINK_ROUTE);
  if (error >= 0) error = nl_send_simple(socket.get(), type, NLM_F_DUMP, &request, sizeof(request));
  if (error >= 0) error = nl_recvmsgs_default(socket.get());
  return error;
}

}  // namespace

Result<LinkTable> read_links() {
  int error = 0;
  for (int tries = 0; tries < kTries; ++tries) {
    Reading reading;
    error = read(RTM_GETLINK, reading);
    if (error >= 0) error = read(RTM_GETADDR, reading);
    if (error >= 0) return std::move(reading.table);
  }
  return failure(errno, std::string("read the kernel's links: ") + nl_geterror(error));
}

}  // namespace evenkeel::vrrp
