// The queue between pools and kernel: read, judge, write, in bounded turns.
#include "checker/ipvs/kernel_sync.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "checker/ipvs/desired.h"
#include "checker/ipvs/limits.h"
#include "checker/ipvs/notify_lines.h"

namespace evenkeel::ipvs {

namespace {

std::string service_object(const ServiceKey& key) { return "service/" + to_string(key); }

std::vector<pool::SeenServer> seen_in(const ServiceTable& table) {
  std::vector<pool::SeenServer> seen;
  seen.reserve(table.destinations.size());
  for (const auto& destination : table.destinations) {
    seen.push_back({destination.endpoint, destination.weight});
  }
  return seen;
}

}  // namespace

KernelSync::KernelSync(WorkerContext& context, Model& model, IpvsKernel& kernel,
                       Publisher& publisher)
    : context_(context),
      model_(model),
      kernel_(kernel),
      publisher_(publisher),
      repairs_(context, model, publisher),
      reconciler_(kernel),
      record_(context.options.runtime_dir + kBalancerRecord),
      turn_timer_(context.loop.make_timer([this] { turn(); })),
      retry_timer_(context.loop.make_timer([this] { retry(); })),
      retry_delay_(kRetry) {}

void KernelSync::begin() {
  if (!is_available()) return try_open();
  if (auto listed = list(); !listed) return on_kernel_error(listed.error());
  queue_all();
}

void KernelSync::try_open() {
  auto opened = kernel_.open();
  if (opened) opened = list();
  if (!opened) return on_kernel_error(opened.error());
  set_availability({});
  queue_all();
}

// One dump of all services tells which of those not known yet exist.
Result<void> KernelSync::list() {
  auto services = kernel_.services();
  if (!services) return tl::unexpected(services.error());
  for (auto& [key, entry] : model_.entries) {
    if (entry.knowledge != Knowledge::none) continue;
    entry.listed.reset();
    entry.knowledge = Knowledge::listed;
  }
  for (auto& [key, leaving] : model_.leaving) leaving.is_present = false;
  for (auto& reading : *services) {
    const auto entry = model_.entries.find(reading.service.key);
    if (entry != model_.entries.end() && entry->second.knowledge == Knowledge::listed) {
      entry->second.listed = std::move(reading.service);
      continue;
    }
    const auto leaving = model_.leaving.find(reading.service.key);
    if (leaving != model_.leaving.end()) leaving->second.is_present = true;
  }
  return {};
}

void KernelSync::queue_all() {
  for (auto& [key, entry] : model_.entries) want(entry);
  for (auto& [key, leaving] : model_.leaving) want_gone(key);
  if (queue_.empty()) settle();
}

void KernelSync::want(Entry& entry) {
  if (!is_available()) return publisher_.mark(entry);
  if (std::exchange(entry.is_queued, true)) return;
  queue_.push_back(entry.pool.key());
  schedule_turn();
}

void KernelSync::want_gone(const ServiceKey& key) {
  if (!is_available() || std::exchange(model_.leaving[key].is_queued, true)) return;
  queue_.push_back(key);
  schedule_turn();
}

void KernelSync::suspect(std::span<const ServiceKey> keys) {
  bool is_any = false;
  for (const auto& key : keys) {
    const auto found = model_.entries.find(key);
    if (found == model_.entries.end() || repairs_.is_damped(found->second)) continue;
    Entry& entry = found->second;
    if (entry.knowledge != Knowledge::all) continue;
    entry.knowledge = Knowledge::none;
    entry.is_suspect = true;
    want(entry);
    is_any = true;
  }
  if (!is_any) return;
  if (auto listed = list(); !listed) on_kernel_error(listed.error());
}

void KernelSync::when_settled(std::function<void()> callback) {
  on_settled_ = std::move(callback);
  if (!is_available() || queue_.empty()) settle();
}

void KernelSync::on_kernel_error(const Error& error) {
  queue_.clear();
  for (auto& [key, entry] : model_.entries) {
    entry.knowledge = Knowledge::none;
    entry.is_queued = false;
  }
  for (auto& [key, leaving] : model_.leaving) leaving = {};
  if (error.code != ENODEV) {
    ++model_.state.netlink_errors;
    context_.log.warning(error.what);
    // A lost conversation, as a rule: the next one reads everything again.
    if (is_available() && kernel_.open() && list()) return queue_all();
  }
  lose_kernel(error.what);
}

void KernelSync::lose_kernel(const std::string& reason) {
  const bool is_news = set_availability(reason);
  failed_.clear();
  for (auto& [key, entry] : model_.entries) {
    if (!is_news && entry.has_started) continue;
    entry.is_suspect = false;
    entry.error.reset();
    entry.actual.reset();
    if (!entry.has_started) start(entry, false);
    publisher_.refresh(entry);
  }
  settle();
  retry_delay_ = kRetry;
  retry_timer_->arm(context_.loop.now() + kRetry);
}

bool KernelSync::set_availability(const std::string& reason) {
  BalancerState& state = model_.state;
  const bool is_first = state.since == WallTime{};
  const bool was_available = state.is_ipvs_available;
  if (!is_first && was_available == reason.empty() && state.reason == reason) return false;
  state.is_ipvs_available = reason.empty();
  state.reason = reason;
  state.since = wall_now();
  if (!state.is_ipvs_available) {
    context_.tell(Severity::error, "ipvs", "balancer", reason);
  } else if (!is_first && !was_available) {
    context_.tell(Severity::notice, "ipvs", "balancer", "the kernel's IPVS is available");
  }
  publisher_.mark_balancer();
  return true;
}

void KernelSync::schedule_turn() {
  if (std::exchange(is_turn_due_, true)) return;
  turn_timer_->arm(context_.loop.now() + kCoalesce);
}

void KernelSync::turn() {
  is_turn_due_ = false;
  const TimePoint until = context_.loop.now() + kTurnBudget;
  while (!queue_.empty() && context_.loop.now() < until) {
    if (auto done = work_off_some(); !done) return on_kernel_error(done.error());
  }
  if (!queue_.empty()) {
    is_turn_due_ = true;
    context_.loop.post([this] { turn(); });
    return;
  }
  repairs_.tell();
  settle();
}

Result<void> KernelSync::work_off_some() {
  Batch batch;
  for (std::size_t i = 0; i < kServicesPerReconcile && !queue_.empty(); ++i) {
    const ServiceKey key = queue_.front();
    queue_.pop_front();
    if (auto taken = take(key, batch); !taken) return taken;
  }
  if (auto done = reconciler_.reconcile(batch.items); !done) return done;
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    if (batch.entries[i] != nullptr) {
      finish(*batch.entries[i], batch.items[i]);
    } else {
      finish_leaving(batch.items[i]);
    }
  }
  return {};
}

Result<void> KernelSync::take(const ServiceKey& key, Batch& batch) {
  if (const auto found = model_.entries.find(key); found != model_.entries.end()) {
    Entry& entry = found->second;
    entry.is_queued = false;
    if (auto read = complete_reading(entry); !read) return read;
    batch.entries.push_back(&entry);
    batch.items.push_back({&entry.actual, desired_table(entry.pool), key, {}, {}});
    return {};
  }
  const auto found = model_.leaving.find(key);
  if (found == model_.leaving.end()) return {};
  found->second.is_queued = false;
  auto& actual = batch.leaving.emplace_back();
  if (found->second.is_present) actual.emplace().service.key = key;
  batch.entries.push_back(nullptr);
  batch.items.push_back({&actual, std::nullopt, key, {}, {}});
  return {};
}

Result<void> KernelSync::complete_reading(Entry& entry) {
  if (entry.knowledge == Knowledge::none) {
    if (auto listed = list(); !listed) return listed;
  }
  if (entry.knowledge == Knowledge::all) return {};
  std::optional<ServiceTable> read;
  if (entry.listed) {
    auto readings = kernel_.destinations(entry.pool.key());
    if (!readings) return tl::unexpected(readings.error());
    read = ServiceTable{std::move(*entry.listed), destinations_of(*readings)};
  }
  if (std::exchange(entry.is_suspect, false)) repairs_.note(entry, find_drift(entry.actual, read));
  entry.listed.reset();
  entry.actual = std::move(read);
  entry.knowledge = Knowledge::all;
  if (!entry.has_started) start(entry, entry.actual.has_value());
  return {};
}

void KernelSync::start(Entry& entry, bool was_in_kernel) {
  entry.has_started = true;
  if (was_in_kernel) {
    entry.pool.adopt(seen_in(*entry.actual), wall_now());
  } else {
    auto changes = entry.pool.start(wall_now());
    const ServiceKey& key = entry.pool.key();
    if (changes.quorum) publisher_.write_line(service_line(key, *changes.quorum));
    publisher_.run_scripts(key, std::move(changes.scripts));
  }
  publisher_.mark_all(entry);
}

void KernelSync::finish(Entry& entry, Item& item) {
  if (item.drift.is_any()) repairs_.note(entry, item.drift);
  if (item.error) {
    on_refused(entry, *item.error);
  } else {
    entry.error.reset();
    failed_.erase(item.key);
    if (failed_.empty()) retry_delay_ = kRetry;
  }
  publisher_.refresh(entry);
}

void KernelSync::finish_leaving(const Item& item) {
  if (item.error) {
    context_.log.warning(item.error->what);
    failed_.insert(item.key);
    return retry_later();
  }
  model_.leaving.erase(item.key);
  failed_.erase(item.key);
  is_record_stale_ = true;
}

void KernelSync::on_refused(Entry& entry, const Error& error) {
  if (entry.error != error) {
    context_.tell(Severity::error, "ipvs", service_object(entry.pool.key()), error.what);
  }
  entry.error = error;
  failed_.insert(entry.pool.key());
  retry_later();
}

void KernelSync::settle() {
  if (std::exchange(is_record_stale_, false)) store_record();
  if (auto callback = std::exchange(on_settled_, nullptr)) callback();
}

void KernelSync::retry_later() { retry_timer_->arm(context_.loop.now() + retry_delay_); }

void KernelSync::retry() {
  if (!is_available()) return try_open();
  retry_delay_ = std::min(retry_delay_ * 2, kRetryLongest);
  for (const auto& key : std::exchange(failed_, {})) {
    if (const auto found = model_.entries.find(key); found != model_.entries.end()) {
      want(found->second);
    } else if (model_.leaving.contains(key)) {
      want_gone(key);
    }
  }
}

void KernelSync::remove_everything() {
  retry_timer_->cancel();
  turn_timer_->cancel();
  std::vector<Command> commands;
  for (const auto& [key, entry] : model_.entries) {
    if (entry.actual || entry.listed) commands.emplace_back(RemoveService{key});
  }
  for (const auto& [key, leaving] : model_.leaving) {
    if (leaving.is_present) commands.emplace_back(RemoveService{key});
  }
  if (!commands.empty()) {
    const auto refusals = kernel_.apply(commands);
    if (!refusals) context_.log.warning(refusals.error().what);
  }
  record_.remove();
}

void KernelSync::store_record() {
  std::set<ServiceKey> ours;
  for (const auto& [key, entry] : model_.entries) ours.insert(key);
  for (const auto& [key, leaving] : model_.leaving) ours.insert(key);
  if (auto stored = record_.store(ours); !stored) context_.log.warning(stored.error().what);
}

}  // namespace evenkeel::ipvs
