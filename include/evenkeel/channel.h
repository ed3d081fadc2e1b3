// One end of a socketpair between two of our processes: length-prefixed messages, bounded queues,
// latest state wins. Non-blocking; owns the descriptor.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "evenkeel/event_loop.h"
#include "evenkeel/messages.h"

namespace evenkeel {

class Channel {
 public:
  struct Callbacks {
    std::function<void(Message)> on_message;
    std::function<void(const std::string& why)> on_closed;  // end of file or a broken peer
  };

  Channel(EventLoop& loop, int fd, Callbacks callbacks);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Queues and writes when the peer reads. Keyed messages (coalescing_key) replace a pending one
  // of their key; events are dropped, oldest first, above kMaxPendingEvents; anything else closes
  // the channel above kMaxPendingBytes, because a peer that far behind is dead.
  void send(const Message& message);
  // The same for a message encoded earlier; never coalesced. For stored configuration slices.
  void send_encoded(const std::string& encoded);

  bool is_idle() const;  // everything queued has been handed to the kernel
  // Called once when idle; at once if it already is.
  void when_idle(std::function<void()> callback);
  // Delivers, before it returns, whatever a peer that has ended had written.
  void read_rest();
  // Stops reading: for a one-way channel, or while a peer must be slowed.
  void stop_reading();

  static constexpr std::size_t kMaxPendingEvents = 1024;
  static constexpr std::size_t kMaxPendingBytes = 64U << 20U;
  static constexpr std::size_t kMaxFrame = 16U << 20U;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evenkeel
