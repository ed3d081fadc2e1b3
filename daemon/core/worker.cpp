// The life of a worker process around its handler: channel, signals, exit.
#include "evenkeel/worker.h"

#include <sys/prctl.h>

#include <csignal>

namespace evenkeel {

namespace {

// A worker that cannot deliver its last states within this time exits all the same.
constexpr Duration kExitPatience = 1s;
// How often a worker shows that its loop turns; vrrp says so more often itself.
constexpr Duration kHeartbeatInterval = 2s;

// The exporter's channel is one-way: it would speak to nobody.
bool has_heartbeat(WorkerKind kind) { return kind != WorkerKind::exporter; }

}  // namespace

WorkerContext::WorkerContext(const WorkerOptions& given, EventLoop& event_loop, Log& logger)
    : loop(event_loop), log(logger), options(given) {}

void WorkerContext::send(const Message& message) { channel_->send(message); }

void WorkerContext::tell(Severity severity, std::string kind, std::string object,
                         std::string text) {
  log.write(log_level(severity), object + ": " + text);
  send(Event{.when = wall_now(),
             .severity = severity,
             .kind = std::move(kind),
             .object = std::move(object),
             .text = std::move(text)});
}

void WorkerContext::exit(int code) {
  exit_deadline_ = loop.make_timer([this, code] { loop.stop(code); });
  exit_deadline_->arm(loop.now() + kExitPatience);
  channel_->when_idle([this, code] { loop.stop(code); });
}

int run_worker(const WorkerOptions& options,
               const std::function<std::unique_ptr<WorkerHandler>(WorkerContext&)>& make_handler) {
  const auto name = std::string(to_string(options.kind));
  prctl(PR_SET_NAME, ("ek-" + name).c_str());
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGHUP, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  EventLoop loop;
  Log log(name, options.log_level);
  WorkerContext context(options, loop, log);
  std::unique_ptr<WorkerHandler> handler;
  const auto dispatch = [&](Message message) {
    if (std::holds_alternative<Stop>(message)) return handler->on_stop();
    if (std::holds_alternative<Leave>(message)) return context.exit(0);
    handler->on_message(std::move(message));
  };
  context.channel_ = std::make_unique<Channel>(
      loop, options.channel_fd,
      Channel::Callbacks{.on_message = dispatch, .on_closed = [&](const std::string& why) {
                           log.debug("leaving: channel closed: " + why);
                           loop.stop(0);
                         }});
  loop.on_signal(SIGTERM, [&] { loop.stop(0); });
  handler = make_handler(context);
  std::uint64_t turn = 0;
  std::unique_ptr<Timer> heartbeat;
  heartbeat = loop.make_timer([&] {
    context.send(Heartbeat{++turn});
    heartbeat->arm(loop.now() + kHeartbeatInterval);
  });
  if (has_heartbeat(options.kind)) heartbeat->arm(loop.now());
  return loop.run();
}

}  // namespace evenkeel
