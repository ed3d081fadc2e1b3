// Sockets towards real servers: made as a check's settings say (bindto, bind_if, fwmark). Used by
// all probes.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "evenkeel/file_descriptor.h"
#include "evenkeel/result.h"

namespace evenkeel::checker {

struct SocketAddress {
  union {
    sockaddr any;
    sockaddr_in ipv4;
    sockaddr_in6 ipv6;
  };
  socklen_t size;
};

// `interface` names the scope of a link-local address and may be empty.
SocketAddress socket_address(const Endpoint& endpoint, const std::string& interface);

// A non-blocking stream socket of the target's family, bound and marked, not yet connected.
Result<FileDescriptor> open_stream_socket(const Check& check, const Endpoint& target);

// "connection refused": an errno value in the words of a reason.
std::string reason_of(int error);
// "5 s", "1.5 s"
std::string to_text(Duration duration);

}  // namespace evenkeel::checker
