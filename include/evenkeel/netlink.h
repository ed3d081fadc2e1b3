// RAII over libnl for the folders that speak netlink. Use the nla_put_* functions, never the
// NLA_PUT macros: their goto crosses initialisations.
#pragma once

#include <netlink/addr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include <memory>

namespace evenkeel::netlink {

template <auto Free>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

using Socket = std::unique_ptr<nl_sock, FreeWith<nl_socket_free>>;
using NetlinkMessage = std::unique_ptr<nl_msg, FreeWith<nlmsg_free>>;
using Address = std::unique_ptr<nl_addr, FreeWith<nl_addr_put>>;

}  // namespace evenkeel::netlink
