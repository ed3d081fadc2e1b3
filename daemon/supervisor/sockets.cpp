// Owns nothing: every descriptor goes to the caller.
#include "daemon/supervisor/sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace evenkeel {

namespace {

constexpr int kBacklog = 64;

FileDescriptor open_socket(int family) {
  return FileDescriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

SocketAddress socket_address(const Endpoint& endpoint) {
  SocketAddress out;
  if (endpoint.address.family == Family::ipv4) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(endpoint.port);
    std::memcpy(&in.sin_addr, endpoint.address.bytes.data(), sizeof(in.sin_addr));
    std::memcpy(&out.storage, &in, sizeof(in));
    out.size = sizeof(in);
  } else {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(endpoint.port);
    std::memcpy(&in.sin6_addr, endpoint.address.bytes.data(), sizeof(in.sin6_addr));
    std::memcpy(&out.storage, &in, sizeof(in));
    out.size = sizeof(in);
  }
  return out;
}

const sockaddr* generic(const void* address) { return static_cast<const sockaddr*>(address); }

void hand_to_group(const std::string& path) {
  if (const auto* group = ::getgrnam("evenkeel"); group != nullptr && ::geteuid() == 0) {
    // Without it only root may speak to the socket, which is the safe side.
    [[maybe_unused]] const int result = ::chown(path.c_str(), 0, group->gr_gid);
  }
}

}  // namespace

Result<FileDescriptor> listen_on_path(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return failure(ENAMETOOLONG, "listen on " + path + ": the path is too long for a socket");
  }
  path.copy(address.sun_path, path.size());
  auto socket = open_socket(AF_UNIX);
  if (!socket.is_open()) return errno_failure("socket for " + path);
  ::unlink(path.c_str());
  // Nobody else may connect between bind and chmod.
  const mode_t old_mask = ::umask(0117);
  const int bound = ::bind(socket.get(), generic(&address), sizeof(address));
  const int bind_errno = errno;
  ::umask(old_mask);
  errno = bind_errno;
  if (bound != 0) return errno_failure("bind " + path);
  hand_to_group(path);
  if (::listen(socket.get(), kBacklog) != 0) return errno_failure("listen on " + path);
  return socket;
}

Result<FileDescriptor> listen_on(const Endpoint& endpoint) {
  const auto address = socket_address(endpoint);
  const auto name = "listen on " + to_string(endpoint);
  auto socket = open_socket(address.storage.ss_family);
  if (!socket.is_open()) return errno_failure(name);
  const int yes = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  if (::bind(socket.get(), generic(&address.storage), address.size) != 0) {
    return errno_failure(name);
  }
  if (::listen(socket.get(), kBacklog) != 0) return errno_failure(name);
  return socket;
}

Result<FileDescriptor> lock_runtime_dir(const std::string& directory) {
  if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) {
    return errno_failure("make the runtime directory " + directory);
  }
  const auto path = directory + "/lock";
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock.is_open()) return errno_failure("open " + path);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return failure(errno, "another evenkeeld runs with the runtime directory " + directory +
                              "; give this one another --runtime-dir");
  }
  return lock;
}

}  // namespace evenkeel
