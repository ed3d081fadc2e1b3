// Ids are reused, servers sit in a map that keeps their addresses, profiles are shared.
#include "checker/probe/check_table.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "evenkeel/codec.h"

namespace evenkeel::checker {

namespace {

std::uint8_t kind_of(const Check& check) {
  const auto* http = std::get_if<HttpProbe>(&*check.probe);
  if (http != nullptr && http->tls) return 2;
  return static_cast<std::uint8_t>(check.probe->index());
}

HealthSettings health_settings(const Check& check) {
  HealthSettings settings{.delay_loop = check.delay_loop,
                          .delay_before_retry = check.delay_before_retry,
                          .warmup = check.warmup,
                          .retry = check.retry};
  if (const auto* http = std::get_if<HttpProbe>(&*check.probe)) {
    settings.steps = static_cast<std::uint16_t>(std::min<std::size_t>(http->urls.size(), 65535));
    settings.is_fast_recovery = http->fast_recovery;
  }
  return settings;
}

// An HTTP check without a url asks for nothing; it gets the one everybody means.
void complete(Check& check) {
  const auto* http = std::get_if<HttpProbe>(&*check.probe);
  if (http == nullptr || !http->urls.empty()) return;
  auto whole = *http;
  whole.urls.emplace_back();
  check.probe = std::move(whole);
}

}  // namespace

void CheckTable::begin() {
  for (auto& [key, server] : servers_) server.is_named = false;
  followers_.clear();
}

void CheckTable::apply(const VirtualServer& service, WallTime now) {
  if (service.checked_as) return follow(service);
  for (const auto& server : service.servers) {
    apply_server({.service = service.key, .server = server.endpoint}, server, now);
  }
}

// The n-th server of one is the n-th of the other; the one that is checked has come before.
void CheckTable::follow(const VirtualServer& service) {
  auto leader = servers_.lower_bound({.service = *service.checked_as, .server = {}});
  for (const auto& server : service.servers) {
    while (leader != servers_.end() && !leader->second.is_named) ++leader;
    if (leader == servers_.end() || leader->first.service != *service.checked_as) return;
    followers_[leader->first].push_back({.service = service.key, .server = server.endpoint});
    ++leader;
  }
}

void CheckTable::end() {
  for (auto server = servers_.begin(); server != servers_.end();) {
    if (server->second.is_named) {
      ++server;
      continue;
    }
    for (const auto id : checks_of(server->second)) remove(id);
    server = servers_.erase(server);
  }
  std::erase_if(profiles_, [](const auto& entry) { return entry.second.expired(); });
}

void CheckTable::apply_server(const ServerKey& key, const RealServer& server, WallTime now) {
  auto found = servers_.find(key);
  if (found == servers_.end()) {
    if (server.checks.empty()) return;
    found = servers_.try_emplace(key).first;
  }
  auto& entry = *found;
  entry.second.is_named = !server.checks.empty();
  const auto old = checks_of(entry.second);
  std::uint32_t* link = &entry.second.first_check;
  // The number of a check is one byte of its state: 256 on one server are enough.
  const auto count = std::min<std::size_t>(server.checks.size(), 256);
  bool has_changed = old.size() != count;
  for (std::size_t i = 0; i < count; ++i) {
    const Id id = i < old.size() ? old[i] : take_id();
    auto& run = checks_[id];
    run.server = &entry;
    run.index = static_cast<std::uint8_t>(i);
    has_changed |= apply_check(id, server.checks[i], now);
    *link = id;
    link = &run.next_of_server;
  }
  *link = kNoCheck;
  for (std::size_t i = count; i < old.size(); ++i) remove(old[i]);
  if (has_changed && count > 0) observer_.on_checks_of_server_changed(entry);
}

bool CheckTable::apply_check(Id id, const Check& check, WallTime now) {
  auto& run = checks_[id];
  auto profile = profile_of(check);
  if (run.profile == profile && run.target == check.target) return false;
  const bool is_new = run.profile == nullptr;
  if (!is_new) observer_.on_check_stopped(id);
  run.profile = std::move(profile);
  run.target = check.target;
  run.state = {.health = run.state.health};
  run.passed = run.failed = 0;
  run.took = Duration(0);
  run.is_unsent = true;
  if (is_new) {
    run.since = now;
    run.reason = check.alpha ? "alpha: has not passed yet" : "not checked yet";
  }
  observer_.on_check_started(id);
  return true;
}

CheckTable::Id CheckTable::take_id() {
  if (free_.empty()) {
    checks_.emplace_back();
    return static_cast<Id>(checks_.size() - 1);
  }
  const Id id = free_.back();
  free_.pop_back();
  return id;
}

void CheckTable::remove(Id id) {
  observer_.on_check_stopped(id);
  observer_.on_check_removed(state_of(id));
  checks_[id] = {};
  free_.push_back(id);
}

std::shared_ptr<const Profile> CheckTable::profile_of(const Check& check) {
  auto made = std::make_shared<Profile>();
  made->check = check;
  made->check.target = {};
  complete(made->check);
  Encoder encoder;
  encoder.put(made->check);
  const auto hash = std::hash<std::string>()(encoder.take());
  const auto [first, last] = profiles_.equal_range(hash);
  for (auto entry = first; entry != last; ++entry) {
    auto known = entry->second.lock();
    if (known && known->check == made->check) return known;
  }
  made->health = health_settings(made->check);
  made->kind = kind_of(made->check);
  profiles_.emplace(hash, made);
  return made;
}

std::vector<CheckTable::Id> CheckTable::checks_of(const CheckedServer& server) const {
  std::vector<Id> ids;
  for (Id id = server.first_check; id != kNoCheck; id = checks_[id].next_of_server) {
    ids.push_back(id);
  }
  return ids;
}

std::span<const ServerKey> CheckTable::followers_of(const ServerKey& server) const {
  const auto found = followers_.find(server);
  if (found == followers_.end()) return {};
  return found->second;
}

CheckState CheckTable::state_of(Id id) const {
  const auto& run = checks_[id];
  return {.key = run.server->first,
          .index = run.index,
          .kind = run.profile->kind,
          .health = run.state.health,
          .reason = run.reason,
          .since = run.since,
          .passed = run.passed,
          .failed = run.failed,
          .took = run.took};
}

}  // namespace evenkeel::checker
