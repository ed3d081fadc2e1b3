// Marks become states, sent a bounded number a turn.
#include "checker/ipvs/publisher.h"

#include <utility>

#include "checker/ipvs/limits.h"
#include "checker/ipvs/states.h"

namespace evenkeel::ipvs {

void Publisher::mark(Entry& entry) {
  if (const auto status = current_status(entry);
      status != entry.status || entry.status_since == WallTime{}) {
    entry.status = status;
    entry.status_since = wall_now();
  }
  enqueue(entry);
  entry.is_to_tell = true;
}

void Publisher::mark_server(Entry& entry, std::size_t server) {
  if (entry.servers[server].is_to_tell) return;
  enqueue(entry);
  entry.servers[server].is_to_tell = true;
  entry.to_tell.push_back(static_cast<std::uint32_t>(server));
}

void Publisher::mark_all(Entry& entry) {
  mark(entry);
  for (std::size_t i = 0; i < entry.servers.size(); ++i) mark_server(entry, i);
}

void Publisher::mark_balancer() {
  is_balancer_to_tell_ = true;
  schedule();
}

void Publisher::refresh(Entry& entry) {
  for (std::size_t i = 0; i < entry.servers.size(); ++i) {
    const auto weight = table_weight(entry.actual, server_endpoint(entry.pool.settings(), i));
    if (weight == entry.servers[i].table_weight) continue;
    if (weight == kNotInTable) {  // the kernel forgets its counters
      entry.servers[i].traffic = {};
      entry.servers[i].active_connections = 0;
      entry.servers[i].inactive_connections = 0;
    }
    entry.servers[i].table_weight = weight;
    mark_server(entry, i);
  }
  mark(entry);
}

void Publisher::remove_server(const ServerKey& key) {
  context_.send(StateRemoved{"server/" + to_string(key)});
}

void Publisher::remove_service(const Entry& entry) {
  const auto& settings = entry.pool.settings();
  for (std::size_t i = 0; i < server_count(settings); ++i) {
    remove_server({settings.service.key, server_endpoint(settings, i)});
  }
  context_.send(StateRemoved{"service/" + to_string(settings.service.key)});
}

void Publisher::run_scripts(const ServiceKey& service, std::vector<Script> scripts) {
  for (auto& script : scripts) {
    context_.send(RunScript{.id = next_script_++,
                            .sender = WorkerKind::balancer,
                            .queue = "service/" + to_string(service),
                            .script = std::move(script)});
  }
}

void Publisher::write_line(std::string text) {
  if (const auto lines = lines_.add(std::move(text))) context_.send(*lines);
}

void Publisher::on_runner_started() { context_.send(lines_.replay()); }

// An entry is in the queue as long as it has marks: called before the first one is set.
void Publisher::enqueue(Entry& entry) {
  if (!entry.is_to_tell && entry.to_tell.empty()) queue_.push_back(entry.pool.key());
  schedule();
}

void Publisher::schedule() {
  if (std::exchange(is_scheduled_, true)) return;
  context_.loop.post([this] { flush(); });
}

void Publisher::flush() {
  is_scheduled_ = false;
  if (std::exchange(is_balancer_to_tell_, false)) context_.send(StateValue(model_.state));
  std::size_t left = kStatesPerTurn;
  while (left > 0 && !queue_.empty()) {
    const auto found = model_.entries.find(queue_.front());
    if (found != model_.entries.end()) {
      Entry& entry = found->second;
      if (std::exchange(entry.is_to_tell, false)) {
        context_.send(StateValue(service_state(entry, model_.state)));
        --left;
      }
      left -= tell_servers(entry, left);
      if (!entry.to_tell.empty()) break;
    }
    queue_.pop_front();
  }
  if (!queue_.empty()) schedule();
}

std::size_t Publisher::tell_servers(Entry& entry, std::size_t at_most) {
  std::size_t told = 0;
  for (; told < at_most && !entry.to_tell.empty(); ++told) {
    const std::uint32_t server = entry.to_tell.back();
    entry.to_tell.pop_back();
    if (server >= entry.servers.size()) continue;
    entry.servers[server].is_to_tell = false;
    context_.send(StateValue(server_state(entry, server)));
  }
  return told;
}

}  // namespace evenkeel::ipvs
