// Wires routes, store and HTTP server, and writes the audit log. Owns the control socket.
#include "daemon/control/control_server.h"

#include <fmt/core.h>

#include <utility>

#include "daemon/control/answers.h"
#include "daemon/control/render.h"
#include "evenkeel/http_server.h"

namespace evenkeel {

namespace {

using Action = std::function<ActionResult(const Caller&)>;

void note(const Log& log, const std::string& verb, const Caller& caller,
          const ActionResult& result) {
  log.notice(fmt::format("{} asked for by uid {} (gid {}, pid {}): {}: {}", verb, caller.uid,
                         caller.gid, caller.pid, result.status < 300 ? "done" : "refused",
                         result.message));
}

using VerbAction = std::function<ActionResult(const Caller&, const VerbWords&)>;
VerbAction audited(const Log& log, std::string verb, VerbAction action) {
  if (!action) return nullptr;
  return [&log, verb = std::move(verb), act = std::move(action)](const Caller& caller,
                                                                 const VerbWords& words) {
    auto result = act(caller, words);
    note(log, verb, caller, result);
    return result;
  };
}

// The action, with one log line about who did it and what came of it.
Action audited(const Log& log, std::string verb, Action action) {
  if (!action) return nullptr;
  return [&log, verb = std::move(verb), act = std::move(action)](const Caller& caller) {
    auto result = act(caller);
    note(log, verb, caller, result);
    return result;
  };
}

}  // namespace

struct ControlServer::Impl {
  Impl(EventLoop& loop, const Log& log, int listen_fd, const Store& known, ControlActions given)
      : store(known),
        actions{.reload = audited(log, "reload", std::move(given.reload)),
                .leave = audited(log, "leave", std::move(given.leave)),
                .stop = audited(log, "stop", std::move(given.stop)),
                .resign = audited(log, "resign", std::move(given.resign)),
                .end_resign = audited(log, "return", std::move(given.end_resign)),
                .config_diff = std::move(given.config_diff)},
        server(loop, listen_fd, [this](const HttpRequest& request) {
          return control::answer(store, {.now = wall_now()}, actions, request);
        }) {}

  const Store& store;
  ControlActions actions;
  HttpServer server;
};

ControlServer::ControlServer(EventLoop& loop, const Log& log, int listen_fd, const Store& store,
                             ControlActions actions)
    : impl_(std::make_unique<Impl>(loop, log, listen_fd, store, std::move(actions))) {}

ControlServer::~ControlServer() = default;

void ControlServer::on_event(const Store::NumberedEvent& event) {
  impl_->server.publish(control::render(event) + "\n");
}

std::string status_text(const Store& store) {
  const HttpRequest request{
      .method = "GET", .target = {.path = "/v1/status", .query = {}}, .body = {}, .peer = {}};
  auto response = control::answer(store, {.now = wall_now()}, {}, request);
  auto text = std::move(response.body);
  while (response.next_piece && response.next_piece(text)) {
  }
  return text;
}

}  // namespace evenkeel
