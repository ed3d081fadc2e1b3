// Socket options in the order the kernel wants them: mark and device before bind.
#include "checker/probe/socket.h"

#include <net/if.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>

#include "evenkeel/overload.h"

namespace evenkeel::checker {

namespace {

template <typename Value>
bool set_option(int fd, int level, int name, const Value& value) {
  return ::setsockopt(fd, level, name, &value, sizeof(value)) == 0;
}

tl::unexpected<Error> failed(const std::string& attempted) {
  const int code = errno;
  return failure(code, attempted + ": " + reason_of(code));
}

bool bind_to(int fd, const Check& check, const Endpoint& target) {
  Endpoint local = check.source->bind;
  if (!local.address.is_set()) local.address.family = target.address.family;
  constexpr int on = 1;
  // Without a fixed port the kernel chooses one at connect, when it knows the whole tuple: the
  // ports of one local address then last for any number of real servers.
  if (local.port == 0) {
    set_option(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, on);
  } else {
    set_option(fd, SOL_SOCKET, SO_REUSEADDR, on);
  }
  const auto address = socket_address(local, check.source->interface);
  return ::bind(fd, &address.any, address.size) == 0;
}

}  // namespace

SocketAddress socket_address(const Endpoint& endpoint, const std::string& interface) {
  SocketAddress address{};
  if (endpoint.address.family == Family::ipv4) {
    address.ipv4.sin_family = AF_INET;
    address.ipv4.sin_port = htons(endpoint.port);
    std::memcpy(&address.ipv4.sin_addr, endpoint.address.bytes.data(), sizeof(in_addr));
    address.size = sizeof(sockaddr_in);
  } else {
    address.ipv6 = {};
    address.ipv6.sin6_family = AF_INET6;
    address.ipv6.sin6_port = htons(endpoint.port);
    std::memcpy(&address.ipv6.sin6_addr, endpoint.address.bytes.data(), sizeof(in6_addr));
    if (is_link_local(endpoint.address) && !interface.empty()) {
      address.ipv6.sin6_scope_id = ::if_nametoindex(interface.c_str());
    }
    address.size = sizeof(sockaddr_in6);
  }
  return address;
}

Result<FileDescriptor> open_stream_socket(const Check& check, const Endpoint& target) {
  const int family = target.address.family == Family::ipv4 ? AF_INET : AF_INET6;
  FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!socket.is_open()) return failed("open a socket");
  const int fd = socket.get();
  if (check.source->fwmark != 0 && !set_option(fd, SOL_SOCKET, SO_MARK, check.source->fwmark)) {
    return failed("set fwmark " + std::to_string(check.source->fwmark));
  }
  const auto& device = check.source->interface;
  if (!device.empty() && ::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device.c_str(),
                                      static_cast<socklen_t>(device.size())) != 0) {
    return failed("bind to interface " + device);
  }
  const bool is_bound = check.source->bind.address.is_set() || check.source->bind.port != 0;
  if (is_bound && !bind_to(fd, check, target)) {
    return failed("bind to " + to_string(check.source->bind));
  }
  return socket;
}

std::string reason_of(int error) {
  std::string text = std::strerror(error);
  // "Connection refused" reads on in a sentence; names in capitals stay.
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string to_text(Duration duration) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  std::string text = std::to_string(milliseconds / 1000);
  if (const auto rest = milliseconds % 1000; rest != 0) {
    std::string digits = std::to_string(1000 + rest).substr(1);
    while (digits.ends_with('0')) digits.pop_back();
    text += "." + digits;
  }
  return text + " s";
}

}  // namespace evenkeel::checker
