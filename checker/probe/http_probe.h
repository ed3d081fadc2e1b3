// HTTP_GET and SSL_GET on libcurl. Loads libcurl with the first attempt; a TCP-only configuration
// never does. Handles are pooled, one transfer each at a time.
#pragma once

#include <memory>

#include "checker/probe/prober.h"
#include "evenkeel/event_loop.h"

namespace evenkeel::checker {

class HttpProber final : public Prober {
 public:
  HttpProber(EventLoop& loop, Callback callback);
  ~HttpProber() override;

  void start(Id id, const Attempt& attempt) override;
  void cancel(Id id) override;
  std::optional<TimePoint> on_deadline(Id id) override;

 private:
  struct Engine;

  EventLoop& loop_;
  Callback callback_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace evenkeel::checker
