// Room for a burst of packets or notifications that arrive within one turn of the loop.
#pragma once

#include <sys/socket.h>

namespace evenkeel::vrrp {

// One mebibyte where we may pass the system's own limit (CAP_NET_ADMIN), otherwise up to that
// limit.
inline void enlarge_receive_buffer(int fd) {
  const int size = 1 << 20;
  if (::setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) == 0) return;
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

}  // namespace evenkeel::vrrp
