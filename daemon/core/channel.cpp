// Channel: framing, queues and coalescing over a stream socket. Frame: length (4 bytes, host
// order, of the rest), then the encoded Message.
#include "evenkeel/channel.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <list>
#include <span>
#include <unordered_map>
#include <utility>

#include "evenkeel/file_descriptor.h"

namespace evenkeel {

namespace {

struct Pending {
  std::string frame;
  std::string key;  // empty: not replaceable
  bool is_event = false;
};

std::string framed(const std::string& body) {
  std::string frame(sizeof(std::uint32_t), '\0');
  const auto size = static_cast<std::uint32_t>(body.size());
  std::memcpy(frame.data(), &size, sizeof(size));
  return frame + body;
}

constexpr std::size_t kReadPiece = 64U << 10U;
// Messages handled before other callbacks of the loop get their turn.
constexpr int kMessagesPerTurn = 64;

}  // namespace

struct Channel::Impl {
  Impl(EventLoop& event_loop, int fd, Callbacks given)
      : loop(event_loop), socket(fd), callbacks(std::move(given)) {}

  EventLoop& loop;
  FileDescriptor socket;
  Callbacks callbacks;
  std::unique_ptr<Watch> watch;
  std::list<Pending> queue;
  std::unordered_map<std::string, std::list<Pending>::iterator> by_key;
  std::size_t pending_bytes = 0;
  std::size_t pending_events = 0;
  std::string out;  // frames on their way; never replaced any more
  std::size_t out_sent = 0;
  std::string in;
  std::size_t in_used = 0;
  std::vector<std::function<void()>> on_idle;
  bool is_reading = true;
  bool is_closed = false;
  bool is_writing = true;  // until the peer is gone
  bool is_flush_posted = false;
  std::shared_ptr<bool> is_alive = std::make_shared<bool>(true);

  void enqueue(Pending item);
  void drop_oldest_event();
  void request_flush();
  void flush();
  bool write_out();
  void on_ready(Readiness ready);
  bool read_some();
  void read_rest();
  void deliver_rest();
  bool deliver_frames();
  void stop_writing(const std::string& why);
  void close(const std::string& why);
  void update_interest();
};

void Channel::Impl::enqueue(Pending item) {
  if (is_closed || !is_writing) return;
  if (!item.key.empty()) {
    if (const auto found = by_key.find(item.key); found != by_key.end()) {
      pending_bytes += item.frame.size();
      pending_bytes -= found->second->frame.size();
      found->second->frame = std::move(item.frame);
      return;
    }
  }
  if (item.is_event && ++pending_events > kMaxPendingEvents) drop_oldest_event();
  pending_bytes += item.frame.size();
  queue.push_back(std::move(item));
  if (!queue.back().key.empty()) by_key[queue.back().key] = std::prev(queue.end());
  if (pending_bytes > kMaxPendingBytes) {
    close("the peer does not read");
    return;
  }
  request_flush();
}

void Channel::Impl::drop_oldest_event() {
  for (auto item = queue.begin(); item != queue.end(); ++item) {
    if (!item->is_event) continue;
    pending_bytes -= item->frame.size();
    --pending_events;
    queue.erase(item);
    return;
  }
}

// Writing at the end of the turn lets updates of one turn coalesce and share a system call.
void Channel::Impl::request_flush() {
  if (is_flush_posted) return;
  is_flush_posted = true;
  loop.post([this, alive = is_alive] {
    if (!*alive) return;
    is_flush_posted = false;
    flush();
  });
}

void Channel::Impl::flush() {
  while (!is_closed) {
    if (out_sent == out.size()) {
      out.clear();
      out_sent = 0;
      while (!queue.empty() && out.size() < kReadPiece) {
        auto& item = queue.front();
        out += item.frame;
        pending_bytes -= item.frame.size();
        if (item.is_event) --pending_events;
        if (!item.key.empty()) by_key.erase(item.key);
        queue.pop_front();
      }
      if (out.empty()) break;
    }
    if (!write_out()) break;
  }
  if (is_closed) return;
  update_interest();
  if (out.empty() && queue.empty()) {
    auto callbacks_now = std::exchange(on_idle, {});
    for (auto& callback : callbacks_now) callback();
  }
}

// False when the socket is full or broken.
bool Channel::Impl::write_out() {
  const auto written = ::send(socket.get(), out.data() + out_sent, out.size() - out_sent,
                              MSG_NOSIGNAL | MSG_DONTWAIT);
  if (written >= 0) {
    out_sent += static_cast<std::size_t>(written);
    return true;
  }
  if (errno == EINTR) return true;
  if (errno != EAGAIN && errno != EWOULDBLOCK) stop_writing(std::strerror(errno));
  return false;
}

// What the peer had written before it went is still to be read, up to its end.
void Channel::Impl::stop_writing(const std::string& why) {
  if (!is_reading) return close(why);
  is_writing = false;
  queue.clear();
  by_key.clear();
  pending_bytes = pending_events = 0;
  out.clear();
  out_sent = 0;
}

void Channel::Impl::update_interest() {
  if (watch) watch->want({.readable = is_reading, .writable = !out.empty()});
}

void Channel::Impl::on_ready(Readiness ready) {
  const auto alive = is_alive;
  if (ready.writable) flush();
  if (*alive && ready.readable && is_reading && !is_closed) read_some();
}

// False when there is nothing to read.
bool Channel::Impl::read_some() {
  std::array<char, kReadPiece> piece;  // not cleared: mostly little comes
  const auto got = ::recv(socket.get(), piece.data(), piece.size(), MSG_DONTWAIT);
  if (got > 0) {
    in.append(piece.data(), static_cast<std::size_t>(got));
    deliver_frames();
    return true;
  }
  if (got < 0 && errno == EINTR) return true;
  if (got < 0 && errno == EAGAIN) return false;
  const std::string why = got == 0 ? "end of file" : std::strerror(errno);
  const auto alive = is_alive;
  deliver_rest();
  if (*alive) close(why);
  return false;
}

void Channel::Impl::deliver_rest() {
  const auto alive = is_alive;
  while (*alive && !deliver_frames()) {
  }
}

void Channel::Impl::read_rest() {
  const auto alive = is_alive;
  bool has_more = is_reading;
  while (has_more && *alive && !is_closed) {
    deliver_rest();
    has_more = *alive && !is_closed && read_some();
  }
}

// False when stopped early: more complete frames wait for the next turn.
bool Channel::Impl::deliver_frames() {
  const auto alive = is_alive;
  for (int handled = 0; *alive && !is_closed; ++handled) {
    std::uint32_t size = 0;
    if (in.size() - in_used < sizeof(size)) break;
    std::memcpy(&size, in.data() + in_used, sizeof(size));
    if (size > kMaxFrame) {
      close("oversized frame");
      return true;
    }
    if (in.size() - in_used - sizeof(size) < size) break;
    if (handled == kMessagesPerTurn) {
      loop.post([this, alive] {
        if (*alive && !is_closed) deliver_frames();
      });
      return false;
    }
    const auto body = std::as_bytes(std::span(in).subspan(in_used + sizeof(size), size));
    auto message = decode_message(body);
    in_used += sizeof(size) + size;
    if (!message) {
      close("malformed message");
      return true;
    }
    callbacks.on_message(std::move(*message));
  }
  if (!*alive) return true;
  in.erase(0, in_used);
  in_used = 0;
  if (in.empty() && in.capacity() > 4 * kReadPiece) in.shrink_to_fit();
  return true;
}

void Channel::Impl::close(const std::string& why) {
  if (is_closed) return;
  is_closed = true;
  queue.clear();
  by_key.clear();
  pending_bytes = 0;
  // Posted: the owner may destroy the channel in the callback while we are inside it.
  loop.post([this, alive = is_alive, why] {
    if (!*alive) return;
    watch.reset();
    socket.reset();
    callbacks.on_closed(why);
  });
}

Channel::Channel(EventLoop& loop, int fd, Callbacks callbacks)
    : impl_(std::make_unique<Impl>(loop, fd, std::move(callbacks))) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  impl_->watch =
      loop.watch(fd, {.readable = true}, [this](Readiness ready) { impl_->on_ready(ready); });
}

Channel::~Channel() { *impl_->is_alive = false; }

void Channel::send(const Message& message) {
  impl_->enqueue({.frame = framed(encode(message)),
                  .key = coalescing_key(message),
                  .is_event = std::holds_alternative<Event>(message)});
}

void Channel::send_encoded(const std::string& encoded) {
  impl_->enqueue({.frame = framed(encoded), .key = {}});
}

bool Channel::is_idle() const { return impl_->queue.empty() && impl_->out.empty(); }

void Channel::when_idle(std::function<void()> callback) {
  if (is_idle() || impl_->is_closed) {
    impl_->loop.post(std::move(callback));
  } else {
    impl_->on_idle.push_back(std::move(callback));
  }
}

void Channel::read_rest() { impl_->read_rest(); }

void Channel::stop_reading() {
  impl_->is_reading = false;
  impl_->update_interest();
}

}  // namespace evenkeel
