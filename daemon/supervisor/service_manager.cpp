// One datagram a message; a manager that does not listen is not our problem.
#include "daemon/supervisor/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "evenkeel/file_descriptor.h"

namespace evenkeel {

namespace {

std::string take_environment(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  ::unsetenv(name);
  return text;
}

}  // namespace

ServiceManager::ServiceManager() : socket_path_(take_environment("NOTIFY_SOCKET")) {
  const auto text = take_environment("WATCHDOG_USEC");
  std::int64_t micros = 0;
  std::from_chars(text.data(), text.data() + text.size(), micros);
  watchdog_ = Duration(micros);
}

void ServiceManager::send(const std::string& text) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path_.empty() || socket_path_.size() >= sizeof(address.sun_path)) return;
  socket_path_.copy(address.sun_path, socket_path_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_path_.size());
  const void* raw = &address;
  ::sendto(socket.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
           static_cast<const sockaddr*>(raw), size);
}

void ServiceManager::ready(const std::string& status) const {
  send("READY=1\nSTATUS=" + status + "\n");
}

void ServiceManager::reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto micros = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(micros) + "\n");
}

void ServiceManager::stopping() const { send("STOPPING=1\nSTATUS=stopping\n"); }
void ServiceManager::status(const std::string& text) const { send("STATUS=" + text + "\n"); }

void ServiceManager::alive(TimePoint now) {
  if (watchdog_ == Duration{0} || now - last_fed_ < watchdog_ / 4) return;
  last_fed_ = now;
  send("WATCHDOG=1\n");
}

}  // namespace evenkeel
