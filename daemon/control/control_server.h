// The control socket: HTTP and JSON over the store, and the verbs that change something. Used by
// the supervisor. Answers are pure functions (answers.h); a question never waits for a worker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "evenkeel/config_change.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/log.h"
#include "evenkeel/store.h"

namespace evenkeel {

// Who asks, as the kernel says (SO_PEERCRED).
struct Caller {
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::int32_t pid = 0;
};

struct ActionResult {
  unsigned status = 200;  // HTTP status: 200 done, 409 refused and nothing changed, 500 failed
  std::string code;       // one word for programs: "done", "refused", …; empty: by status
  std::string message;    // a sentence
  std::vector<std::string> findings;  // "file:line:column: error: text"
  // Called once when the answer was written or its connection died: for what ends the process.
  std::function<void()> after_reply;
};

// What a reload of a file would do.
struct ConfigDiff {
  unsigned status = 200;  // HTTP status: 200, or 403 with `message` and nothing else
  std::string message;
  std::string file;
  std::string refusal;                // why a reload would change nothing; empty: it would go ahead
  std::vector<std::string> findings;  // "file:line:column: error: text"
  std::vector<ObjectChange> changes;
};

// What the query of a verb says.
struct VerbWords {
  std::string instance;  // empty: all
  std::string duration;
  std::string why;
};

// Each returns at once. One that is not set is answered with 501.
struct ControlActions {
  std::function<ActionResult(const Caller&)> reload;  // all or nothing
  std::function<ActionResult(const Caller&)> leave;   // exit, keep everything in the kernel
  std::function<ActionResult(const Caller&)> stop;    // orderly stop
  // A planned hand-over, and its end. 202: asked; the instance's state tells what comes of it.
  std::function<ActionResult(const Caller&, const VerbWords&)> resign;
  std::function<ActionResult(const Caller&, const VerbWords&)> end_resign;
  // Of the file that a reload would read when `file` is empty. Changes nothing.
  std::function<ConfigDiff(const Caller&, const std::string& file)> config_diff;
};

class ControlServer {
 public:
  // `listen_fd` is bound and listening; the server owns it from here. The store outlives it.
  ControlServer(EventLoop& loop, const Log& log, int listen_fd, const Store& store,
                ControlActions actions);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  // Call for each event after it was added to the store: `/v1/events?follow=1` passes it on.
  void on_event(const Store::NumberedEvent& event);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The whole status, as /v1/status answers it, in one string: for SIGUSR1.
std::string status_text(const Store& store);

}  // namespace evenkeel
