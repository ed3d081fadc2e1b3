// The shell around health, schedule and probers.
#include "checker/probe/checker.h"

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "checker/probe/http_probe.h"
#include "checker/probe/limits.h"
#include "checker/probe/tcp_probe.h"
#include "evenkeel/overload.h"

namespace evenkeel::checker {

namespace {

// As many descriptors as the kernel allows us; returns the number.
std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<std::size_t>(limit.rlim_cur);
}

TimePoint on_grain(TimePoint when) { return std::chrono::ceil<Grain>(when); }

}  // namespace

Checker::Checker(WorkerContext& context, std::size_t descriptors)
    : context_(context),
      table_(*this),
      reporter_(context, table_),
      timer_(context.loop.make_timer([this] { on_timer(); })),
      random_(std::random_device()()) {
  const auto on_done = [this](Id id, ProbeResult result) { on_result(id, std::move(result)); };
  const auto usable = std::max(descriptors, 2 * kReservedDescriptors) - kReservedDescriptors;
  const auto transfers = std::min(kMaxTransfers, usable / 4);
  lanes_[0].prober = std::make_unique<TcpProber>(context.loop, on_done);
  lanes_[0].limit = usable - transfers;
  lanes_[1].prober = std::make_unique<HttpProber>(context.loop, on_done);
  lanes_[1].limit = transfers;
}

void Checker::on_message(Message message) {
  std::visit(Overload{[&](const ConfigBegin&) { table_.begin(); },
                      [&](const VirtualServer& service) { table_.apply(service, wall_now()); },
                      [&](const ConfigEnd& end) {
                        table_.end();
                        reporter_.tell_followers();
                        // The messages' memory is worth more to others than to our heap.
                        ::malloc_trim(0);
                        context_.send(Ready{end.generation});
                      },
                      [&](const TablesReady&) { reporter_.repeat_verdicts(); }, [](const auto&) {}},
             message);
  arm();
}

void Checker::on_stop() { context_.exit(0); }

void Checker::on_check_started(Id id) {
  schedule_.set(id, first_attempt(table_[id].profile->health, random_(), context_.loop.now()));
}

void Checker::on_check_stopped(Id id) {
  schedule_.remove(id);
  switch (table_[id].phase) {
    case Phase::idle:
      return;
    case Phase::queued:
      std::erase(lane_of(id).queue, id);
      table_[id].phase = Phase::idle;
      return;
    case Phase::running:
      lane_of(id).prober->cancel(id);
      leave_lane(id);
      return;
  }
}

void Checker::on_check_removed(const CheckState& last) { reporter_.on_check_removed(last); }

void Checker::on_checks_of_server_changed(CheckedServers::value_type& server) {
  reporter_.send_verdict(server);
}

Checker::Lane& Checker::lane_of(Id id) { return lanes_[table_[id].profile->check.probe->index()]; }

void Checker::on_timer() {
  armed_.reset();
  const auto now = context_.loop.now();
  for (int i = 0; i < kStartsPerTurn; ++i) {
    const auto id = schedule_.pop_due(now);
    if (!id) break;
    on_due(*id, now);
  }
  arm();
}

void Checker::on_due(Id id, TimePoint now) {
  auto& lane = lane_of(id);
  if (table_[id].phase == Phase::running) {
    if (const auto until = lane.prober->on_deadline(id)) schedule_.set(id, *until);
    return;
  }
  if (lane.running < lane.limit) return start_attempt(id, now);
  table_[id].phase = Phase::queued;
  lane.queue.push_back(id);
}

void Checker::start_attempt(Id id, TimePoint now) {
  auto& run = table_[id];
  auto& lane = lane_of(id);
  run.phase = Phase::running;
  ++lane.running;
  schedule_.set(id, now + run.profile->check.connect_timeout);
  lane.prober->start(id,
                     {.check = run.profile->check, .target = run.target, .step = run.state.step});
}

void Checker::on_result(Id id, ProbeResult result) {
  leave_lane(id);
  auto& run = table_[id];
  const auto outcome = result.passed ? Outcome::passed : Outcome::failed;
  const auto step = on_outcome(run.profile->health, run.state, outcome, context_.loop.now());
  run.state = step.state;
  ++(result.passed ? run.passed : run.failed);
  run.took = result.took;
  run.is_unsent = true;
  schedule_.set(id, step.next_attempt);
  arm();
  if (!result.passed && run.profile->check.log_all_failures) {
    reporter_.log_failure(id, result.reason);
  }
  // One URL of a round that goes on is no news.
  if (result.passed && step.transition == Transition::pending) return;
  const bool has_changed = step.transition == Transition::changed;
  if (!has_changed && result.reason == run.reason) return;
  run.reason = std::move(result.reason);
  if (has_changed) run.since = wall_now();
  reporter_.send_state(id);
  if (has_changed) reporter_.send_verdict(*run.server);
}

// Whoever waits longest for a descriptor is due now.
void Checker::leave_lane(Id id) {
  auto& lane = lane_of(id);
  table_[id].phase = Phase::idle;
  --lane.running;
  if (lane.queue.empty()) return;
  const Id next = lane.queue.front();
  lane.queue.pop_front();
  table_[next].phase = Phase::idle;
  schedule_.set(next, context_.loop.now());
}

void Checker::arm() {
  const auto next = schedule_.next();
  if (!next) return;
  const auto when = on_grain(*next);
  if (armed_ && *armed_ <= when) return;
  armed_ = when;
  timer_->arm(*armed_);
}

int run(const WorkerOptions& options) {
  const auto descriptors = raise_descriptor_limit();
  return run_worker(options, [descriptors](WorkerContext& context) {
    return std::make_unique<Checker>(context, descriptors);
  });
}

}  // namespace evenkeel::checker
