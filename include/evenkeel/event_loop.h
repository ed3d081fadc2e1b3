// The one loop of a process: timers, descriptors, signals. Callbacks run on the loop's thread, one
// at a time; destroying a handle cancels it, also from within its own callback.
#pragma once

#include <functional>
#include <memory>

#include "evenkeel/clock.h"

namespace boost::asio {
class io_context;
}

namespace evenkeel {

class Timer {
 public:
  virtual ~Timer() = default;
  // Replaces an earlier arming. A time in the past fires on the next turn.
  virtual void arm(TimePoint when) = 0;
  virtual void cancel() = 0;
};

// What code that waits needs; EventLoop implements it, ManualTimers in tests/fakes does too.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual TimePoint now() const = 0;
  virtual std::unique_ptr<Timer> make_timer(std::function<void()> callback) = 0;
};

struct Readiness {
  bool readable = false;
  bool writable = false;
  bool operator==(const Readiness&) const = default;
};

// Level-triggered interest in a descriptor that the caller owns and must keep open meanwhile.
class Watch {
 public:
  virtual ~Watch() = default;
  virtual void want(Readiness interest) = 0;
};

class EventLoop final : public Timers {
 public:
  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  TimePoint now() const override { return Clock::now(); }
  std::unique_ptr<Timer> make_timer(std::function<void()> callback) override;

  // The callback gets what is ready of what is wanted; errors and hang-ups count as both.
  std::unique_ptr<Watch> watch(int fd, Readiness interest, std::function<void(Readiness)> callback);
  void post(std::function<void()> callback);
  void on_signal(int number, std::function<void()> callback);

  // Runs until stop(); the exit code is stop's argument.
  int run();
  void stop(int exit_code);

  // For Asio-based servers in daemon/.
  boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evenkeel
