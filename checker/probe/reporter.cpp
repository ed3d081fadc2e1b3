// Counters are refreshed by a cursor that goes round all checks no faster than kRefreshCycle.
#include "checker/probe/reporter.h"

#include <algorithm>

#include "checker/probe/limits.h"

namespace evenkeel::checker {

namespace {

constexpr Duration kSummaryInterval = 1s;

}  // namespace

Reporter::Reporter(WorkerContext& context, CheckTable& table)
    : context_(context), table_(table), limit_(kEventBurst, kEventsPerSecond) {
  tick_ = context_.loop.make_timer([this] { on_tick(); });
  tick_->arm(context_.loop.now() + kRefreshTick);
}

void Reporter::send_state(CheckTable::Id id) {
  table_[id].is_unsent = false;
  context_.send(StateValue(table_.state_of(id)));
}

void Reporter::send_verdict(CheckedServers::value_type& server) {
  auto& [key, entry] = server;
  std::vector<Health> checks;
  for (const auto id : table_.checks_of(entry)) checks.push_back(table_[id].state.health);
  const auto verdict = combine(checks);
  if (verdict == Health::unknown || verdict == entry.reported) return;
  const auto reason = reason_for(entry, verdict);
  // The first verdict "up" confirms what everybody assumed: no transition to tell of.
  const bool is_transition = entry.reported != Health::unknown || verdict == Health::down;
  entry.reported = verdict;
  report(key, entry, reason);
  if (is_transition) tell(key, verdict, reason);
}

void Reporter::repeat_verdicts() {
  for (const auto& [key, entry] : table_.servers()) {
    if (entry.reported == Health::unknown) continue;
    report(key, entry, reason_for(entry, entry.reported));
  }
}

void Reporter::tell_followers() {
  if (table_.has_followers()) repeat_verdicts();
}

void Reporter::report(const ServerKey& key, const CheckedServer& server,
                      const std::string& reason) {
  context_.send(HealthReport{.key = key, .health = server.reported, .reason = reason});
  for (const auto& follower : table_.followers_of(key)) {
    context_.send(HealthReport{.key = follower, .health = server.reported, .reason = reason});
  }
}

void Reporter::log_failure(CheckTable::Id id, const std::string& reason) const {
  context_.log.info("server/" + to_string(table_[id].server->first) +
                    ": attempt failed: " + describe(id, reason));
}

void Reporter::on_check_removed(const CheckState& last) {
  context_.send(StateRemoved{.key = state_key(last)});
}

std::string Reporter::describe(CheckTable::Id id, const std::string& reason) const {
  const auto& run = table_[id];
  return std::string(check_kind_name(run.profile->kind)) + " " + to_string(run.target) + ": " +
         reason;
}

std::string Reporter::reason_for(const CheckedServer& server, Health health) const {
  const auto checks = table_.checks_of(server);
  if (health == Health::up && checks.size() > 1) {
    return "all " + std::to_string(checks.size()) + " checks pass";
  }
  const auto culprit = std::find_if(checks.begin(), checks.end(), [&](CheckTable::Id id) {
    return table_[id].state.health == health;
  });
  return describe(*culprit, table_[*culprit].reason);
}

void Reporter::tell(const ServerKey& key, Health health, const std::string& reason) {
  if (limit_.admit(health, context_.loop.now()) == EventLimit::Verdict::suppress) return;
  context_.tell(health == Health::up ? Severity::notice : Severity::warning, "health",
                "server/" + to_string(key), std::string(to_string(health)) + ": " + reason);
}

void Reporter::on_tick() {
  const auto now = context_.loop.now();
  refresh();
  if (now >= summary_due_) {
    summary_due_ = now + kSummaryInterval;
    tell_suppressed();
  }
  tick_->arm(now + kRefreshTick);
}

void Reporter::refresh() {
  const auto ticks = static_cast<std::size_t>(kRefreshCycle / kRefreshTick);
  const auto fair_share = (table_.capacity() + ticks - 1) / ticks;
  const auto share = std::min(fair_share, kRefreshPerTick);
  for (std::size_t i = 0; i < share; ++i) {
    if (cursor_ >= table_.capacity()) cursor_ = 0;
    const auto id = static_cast<CheckTable::Id>(cursor_++);
    if (table_[id].profile && table_[id].is_unsent) send_state(id);
  }
}

void Reporter::tell_suppressed() {
  const auto suppressed = limit_.take_suppressed();
  if (!suppressed) return;
  context_.tell(Severity::warning, "health", "process/checker",
                "more transitions than are told one by one: " + std::to_string(suppressed->down) +
                    " servers DOWN, " + std::to_string(suppressed->up) + " UP");
}

}  // namespace evenkeel::checker
