// Accepts the HTTP server's clients and bounds their number. Owns the listening descriptor.
#include "evenkeel/http_server.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <map>

#include "daemon/core/http_connection.h"
#include "evenkeel/file_descriptor.h"

namespace evenkeel {

namespace {

constexpr int kAcceptsPerTurn = 16;
// How long accepting rests when the process is out of descriptors.
constexpr std::chrono::milliseconds kAcceptRest{1000};

}  // namespace

struct HttpServer::Impl {
  Impl(EventLoop& event_loop, int listen_fd, HttpHandler handler, HttpLimits limits);
  ~Impl() { *is_alive = false; }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void accept_some();
  void add(FileDescriptor socket);
  void on_closed(std::uint64_t id);
  bool make_room();

  EventLoop& loop;
  FileDescriptor listener;
  http::Shared shared;
  std::map<std::uint64_t, std::unique_ptr<http::Connection>> connections;  // oldest first
  std::vector<std::unique_ptr<http::Connection>> closed;
  std::uint64_t next_id = 1;
  std::unique_ptr<Watch> watch;
  std::unique_ptr<Timer> accept_again;
  // Posted callbacks may outlive the server.
  std::shared_ptr<bool> is_alive = std::make_shared<bool>(true);
};

HttpServer::Impl::Impl(EventLoop& event_loop, int listen_fd, HttpHandler handler, HttpLimits limits)
    : loop(event_loop), listener(listen_fd) {
  shared.handler = std::move(handler);
  shared.limits = limits;
  shared.on_closed = [this](std::uint64_t id) { on_closed(id); };
  ::fcntl(listen_fd, F_SETFL, ::fcntl(listen_fd, F_GETFL) | O_NONBLOCK);
  accept_again = loop.make_timer([this] { watch->want({.readable = true}); });
  watch = loop.watch(listen_fd, {.readable = true}, [this](Readiness) { accept_some(); });
}

void HttpServer::Impl::accept_some() {
  for (int accepted = 0; accepted < kAcceptsPerTurn; ++accepted) {
    FileDescriptor socket(
        ::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
      add(std::move(socket));
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      // The waiting client would wake us at once, again and again.
      make_room();
      watch->want({});
      accept_again->arm(loop.now() + kAcceptRest);
    }
    return;
  }
}

void HttpServer::Impl::add(FileDescriptor socket) {
  const bool has_room = connections.size() < shared.limits.connections || make_room();
  const auto id = next_id++;
  auto connection = std::make_unique<http::Connection>(loop, shared, id, std::move(socket));
  auto& added = *connections.emplace(id, std::move(connection)).first->second;
  shared.counters.connections = connections.size();
  if (has_room) return;
  // Refused with a reason while a few can be; beyond that without one.
  if (connections.size() > 2 * shared.limits.connections) return added.close();
  added.turn_away(HttpRejection::too_many_connections);
}

// Closes the oldest idle connection, or else the oldest whose request is not complete.
bool HttpServer::Impl::make_room() {
  http::Connection* victim = nullptr;
  for (const auto& [id, connection] : connections) {
    if (connection->is_idle()) {
      victim = connection.get();
      break;
    }
    if (victim == nullptr && connection->is_reading()) victim = connection.get();
  }
  if (victim == nullptr) return false;
  ++shared.counters.rejected[static_cast<std::size_t>(HttpRejection::too_many_connections)];
  victim->close();
  return true;
}

void HttpServer::Impl::on_closed(std::uint64_t id) {
  const auto found = connections.find(id);
  if (found == connections.end()) return;
  // The connection is still on the call stack.
  closed.push_back(std::move(found->second));
  connections.erase(found);
  shared.counters.connections = connections.size();
  if (closed.size() > 1) return;
  loop.post([this, alive = is_alive] {
    if (*alive) closed.clear();
  });
}

HttpServer::HttpServer(EventLoop& loop, int listen_fd, HttpHandler handler, HttpLimits limits)
    : impl_(std::make_unique<Impl>(loop, listen_fd, std::move(handler), limits)) {}

HttpServer::~HttpServer() = default;

void HttpServer::publish(const std::string& text) {
  // A follower that is dropped leaves the map meanwhile.
  for (auto next = impl_->connections.begin(); next != impl_->connections.end();) {
    const auto current = next++;
    current->second->publish(text);
  }
}

const HttpCounters& HttpServer::counters() const { return impl_->shared.counters; }

}  // namespace evenkeel
