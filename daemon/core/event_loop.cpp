// The event loop on Boost.Asio. Owns the io_context; watched descriptors stay the caller's.
#include "evenkeel/event_loop.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>
#include <vector>

namespace evenkeel {

namespace asio = boost::asio;

namespace {

// Shared with the queued handler, so that destroying the handle inside its own callback is safe.
struct TimerState {
  TimerState(asio::io_context& context, std::function<void()> on_fire)
      : timer(context), callback(std::move(on_fire)) {}
  asio::steady_timer timer;
  std::function<void()> callback;
  unsigned arming = 0;
  bool is_alive = true;
};

class AsioTimer final : public Timer {
 public:
  AsioTimer(asio::io_context& context, std::function<void()> callback)
      : state_(std::make_shared<TimerState>(context, std::move(callback))) {}
  ~AsioTimer() override {
    state_->is_alive = false;
    state_->timer.cancel();
  }
  AsioTimer(const AsioTimer&) = delete;
  AsioTimer& operator=(const AsioTimer&) = delete;

  void arm(TimePoint when) override {
    const unsigned arming = ++state_->arming;
    state_->timer.expires_at(when);
    state_->timer.async_wait([state = state_, arming](const boost::system::error_code& error) {
      // A cancelled wait may already be queued as expired: the arming number tells.
      if (error || !state->is_alive || arming != state->arming) return;
      state->callback();
    });
  }
  void cancel() override {
    ++state_->arming;
    state_->timer.cancel();
  }

 private:
  std::shared_ptr<TimerState> state_;
};

struct WatchState {
  WatchState(asio::io_context& context, int fd, std::function<void(Readiness)> on_ready)
      : descriptor(context, fd), callback(std::move(on_ready)) {}
  asio::posix::stream_descriptor descriptor;
  std::function<void(Readiness)> callback;
  Readiness wanted;
  Readiness pending;  // a wait of this kind is queued
  bool is_alive = true;
};

void wait_for(const std::shared_ptr<WatchState>& state);

void on_ready(const std::shared_ptr<WatchState>& state, Readiness ready) {
  if (ready.readable) state->pending.readable = false;
  if (ready.writable) state->pending.writable = false;
  if (!state->is_alive) return;
  const bool is_wanted =
      (ready.readable && state->wanted.readable) || (ready.writable && state->wanted.writable);
  if (is_wanted) state->callback(ready);
  if (state->is_alive) wait_for(state);
}

void wait_for(const std::shared_ptr<WatchState>& state) {
  using Descriptor = asio::posix::stream_descriptor;
  if (state->wanted.readable && !state->pending.readable) {
    state->pending.readable = true;
    state->descriptor.async_wait(Descriptor::wait_read,
                                 [state](const boost::system::error_code& error) {
                                   if (!error) on_ready(state, {.readable = true});
                                 });
  }
  if (state->wanted.writable && !state->pending.writable) {
    state->pending.writable = true;
    state->descriptor.async_wait(Descriptor::wait_write,
                                 [state](const boost::system::error_code& error) {
                                   if (!error) on_ready(state, {.writable = true});
                                 });
  }
}

class AsioWatch final : public Watch {
 public:
  AsioWatch(asio::io_context& context, int fd, std::function<void(Readiness)> callback)
      : state_(std::make_shared<WatchState>(context, fd, std::move(callback))) {}
  ~AsioWatch() override {
    state_->is_alive = false;
    state_->descriptor.release();
  }
  AsioWatch(const AsioWatch&) = delete;
  AsioWatch& operator=(const AsioWatch&) = delete;

  void want(Readiness interest) override {
    state_->wanted = interest;
    wait_for(state_);
  }

 private:
  std::shared_ptr<WatchState> state_;
};

}  // namespace

struct EventLoop::Impl {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::vector<std::unique_ptr<asio::signal_set>> signals;
  int exit_code = 0;
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

std::unique_ptr<Timer> EventLoop::make_timer(std::function<void()> callback) {
  return std::make_unique<AsioTimer>(impl_->context, std::move(callback));
}

std::unique_ptr<Watch> EventLoop::watch(int fd, Readiness interest,
                                        std::function<void(Readiness)> callback) {
  auto watch = std::make_unique<AsioWatch>(impl_->context, fd, std::move(callback));
  watch->want(interest);
  return watch;
}

void EventLoop::post(std::function<void()> callback) {
  asio::post(impl_->context, std::move(callback));
}

namespace {

void wait_for_signal(asio::signal_set& signals, std::function<void()> callback) {
  signals.async_wait([&signals, callback = std::move(callback)](
                         const boost::system::error_code& error, int) mutable {
    if (error) return;
    callback();
    wait_for_signal(signals, std::move(callback));
  });
}

}  // namespace

void EventLoop::on_signal(int number, std::function<void()> callback) {
  auto& signals =
      *impl_->signals.emplace_back(std::make_unique<asio::signal_set>(impl_->context, number));
  wait_for_signal(signals, std::move(callback));
}

int EventLoop::run() {
  impl_->context.run();
  return impl_->exit_code;
}

void EventLoop::stop(int exit_code) {
  impl_->exit_code = exit_code;
  impl_->context.stop();
}

boost::asio::io_context& EventLoop::context() { return impl_->context; }

}  // namespace evenkeel
