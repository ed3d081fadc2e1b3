// Our addresses ⇄ the kernel's, for the sockets of this folder.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "evenkeel/address.h"

namespace evenkeel::vrrp {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const {
    return static_cast<const sockaddr*>(static_cast<const void*>(&storage));
  }
};

inline in_addr to_in_addr(const IpAddress& address) {
  in_addr raw{};
  std::memcpy(&raw, address.bytes.data(), sizeof(raw));
  return raw;
}

inline in6_addr to_in6_addr(const IpAddress& address) {
  in6_addr raw{};
  std::memcpy(&raw, address.bytes.data(), sizeof(raw));
  return raw;
}

inline IpAddress from_in6_addr(const in6_addr& raw) {
  IpAddress address{.family = Family::ipv6, .bytes = {}};
  std::memcpy(address.bytes.data(), &raw, sizeof(raw));
  return address;
}

// The interface counts only for addresses that mean nothing without it.
inline SocketAddress to_socket_address(const IpAddress& address, int interface_index) {
  SocketAddress made;
  if (address.family == Family::ipv4) {
    sockaddr_in raw{};
    raw.sin_family = AF_INET;
    raw.sin_addr = to_in_addr(address);
    std::memcpy(&made.storage, &raw, sizeof(raw));
    made.size = sizeof(raw);
  } else {
    sockaddr_in6 raw{};
    raw.sin6_family = AF_INET6;
    raw.sin6_addr = to_in6_addr(address);
    const bool is_local = is_multicast(address) || is_link_local(address);
    raw.sin6_scope_id = is_local ? static_cast<std::uint32_t>(interface_index) : 0;
    std::memcpy(&made.storage, &raw, sizeof(raw));
    made.size = sizeof(raw);
  }
  return made;
}

template <typename T>
bool set_option(int fd, int level, int option, const T& value) {
  return ::setsockopt(fd, level, option, &value, sizeof(value)) == 0;
}

}  // namespace evenkeel::vrrp
