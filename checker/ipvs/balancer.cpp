// The balancer worker: messages in, pools changed, the parts told.
#include "checker/ipvs/balancer.h"

#include <malloc.h>

#include <algorithm>
#include <set>
#include <utility>

#include "checker/ipvs/limits.h"
#include "checker/ipvs/notify_lines.h"
#include "checker/ipvs/states.h"
#include "evenkeel/overload.h"

namespace evenkeel::ipvs {

namespace {

// Counters and connections follow the server, whatever its place in the new settings.
std::vector<ServerRuntime> carry_over(const pool::Settings& old,
                                      const std::vector<ServerRuntime>& runtimes,
                                      const pool::Settings& fresh) {
  std::map<Endpoint, const ServerRuntime*> known;
  for (std::size_t i = 0; i < runtimes.size(); ++i) known[server_endpoint(old, i)] = &runtimes[i];
  std::vector<ServerRuntime> carried(server_count(fresh));
  for (std::size_t i = 0; i < carried.size(); ++i) {
    const auto found = known.find(server_endpoint(fresh, i));
    if (found == known.end()) continue;
    carried[i] = *found->second;
    carried[i].is_to_tell = false;
  }
  return carried;
}

}  // namespace

Balancer::Balancer(WorkerContext& context, IpvsKernel& kernel)
    : context_(context),
      publisher_(context, model_),
      sync_(context, model_, kernel, publisher_),
      drift_watch_(context, model_, sync_, publisher_),
      counter_reader_(context, model_, kernel, sync_, drift_watch_, publisher_) {}

void Balancer::on_message(Message message) {
  std::visit(Overload{[this](const ConfigBegin&) { coming_.clear(); },
                      [this](VirtualServer& service) {
                        coming_.push_back(pool::make_settings(std::move(service)));
                      },
                      [this](const ConfigEnd& end) { on_config_end(end.generation); },
                      [this](const HealthReport& report) { on_report(report); },
                      [this](const ScriptEnded& ended) { on_script_ended(ended); },
                      [this](const NotifySettings& notify) { publisher_.set_notify(notify); },
                      [this](const RunnerStarted&) { publisher_.on_runner_started(); },
                      [this](const LinesTaken& taken) { publisher_.on_lines_taken(taken.last); },
                      [](const auto&) {}},
             message);
}

void Balancer::on_stop() {
  drift_watch_.stop();
  counter_reader_.stop();
  for (const auto& [key, entry] : model_.entries) {
    publisher_.run_scripts(key, entry.pool.stop_scripts());
  }
  sync_.remove_everything();
  context_.exit(0);
}

void Balancer::on_config_end(std::uint64_t generation) {
  generation_ = generation;
  context_.log.debug("generation " + std::to_string(generation) + " has " +
                     std::to_string(coming_.size()) + " virtual servers");
  apply_model();
  if (!std::exchange(is_configured_, true)) {
    read_record();
    drift_watch_.start();
    counter_reader_.start();
  }
  sync_.store_record();
  sync_.begin();
  sync_.when_settled([this, generation] {
    apply_early_reports();
    context_.log.debug("generation " + std::to_string(generation) + " is in force");
    context_.send(Ready{generation});
  });
  malloc_trim(0);  // the messages of a large model leave much behind
}

void Balancer::apply_model() {
  std::set<ServiceKey> named;
  for (auto& settings : std::exchange(coming_, {})) {
    const ServiceKey key = settings.service.key;
    named.insert(key);
    model_.leaving.erase(key);
    if (const auto found = model_.entries.find(key); found != model_.entries.end()) {
      change_entry(found->second, std::move(settings));
    } else {
      add_entry(std::move(settings));
    }
  }
  for (auto it = model_.entries.begin(); it != model_.entries.end();) {
    const auto entry = it++;
    if (!named.contains(entry->first)) remove_entry(entry);
  }
}

void Balancer::add_entry(pool::Settings settings) {
  const ServiceKey key = settings.service.key;
  const std::size_t servers = server_count(settings);
  const auto [added, is_new] =
      model_.entries.try_emplace(key, pool::Pool(std::move(settings), wall_now()));
  added->second.servers.resize(servers);
}

void Balancer::change_entry(Entry& entry, pool::Settings settings) {
  if (entry.pool.settings() == settings) return;
  const pool::Settings old = entry.pool.settings();
  for (std::size_t i = 0; i < entry.servers.size(); ++i) {
    const Endpoint& endpoint = server_endpoint(old, i);
    if (!has_server(settings, endpoint)) publisher_.remove_server({entry.pool.key(), endpoint});
  }
  entry.servers = carry_over(old, entry.servers, settings);
  entry.to_tell.clear();
  on_changes(entry, entry.pool.configure(std::move(settings), wall_now()));
  publisher_.mark_all(entry);
}

void Balancer::remove_entry(std::map<ServiceKey, Entry>::iterator entry) {
  publisher_.remove_service(entry->second);
  model_.leaving[entry->first] = {};
  model_.entries.erase(entry);
}

// What a predecessor made and this configuration does not name has to go.
void Balancer::read_record() {
  for (const auto& key : sync_.record().load()) {
    if (!model_.entries.contains(key)) model_.leaving[key] = {};
  }
}

void Balancer::on_report(const HealthReport& report) {
  const auto found = model_.entries.find(report.key.service);
  const bool is_early = found == model_.entries.end() || !found->second.has_started ||
                        !found->second.pool.find(report.key.server);
  if (is_early) {
    if (early_reports_.size() < kMaxEarlyReports)
      early_reports_[report.key] = {report, generation_};
    return;
  }
  on_changes(found->second, found->second.pool.report(report.key.server, report.health,
                                                      report.reason, wall_now()));
}

void Balancer::on_changes(Entry& entry, pool::Changes changes) {
  const ServiceKey& key = entry.pool.key();
  if (changes.server) publisher_.mark_server(entry, *changes.server);
  if (changes.turned) {
    const auto& server = server_endpoint(entry.pool.settings(), *changes.server);
    publisher_.write_line(server_line({key, server}, *changes.turned));
  }
  if (changes.quorum) {
    const bool is_up = *changes.quorum == pool::Quorum::up;
    context_.tell(is_up ? Severity::notice : Severity::warning, "quorum",
                  "service/" + to_string(key), entry.pool.explain_quorum());
    publisher_.mark_all(entry);
    publisher_.write_line(service_line(key, *changes.quorum));
  }
  publisher_.run_scripts(key, std::move(changes.scripts));
  if (changes.needs_reconcile) {
    publisher_.mark(entry);
    sync_.want(entry);
  }
}

// What still names no server may belong to the next generation: it waits for that one.
void Balancer::apply_early_reports() {
  for (const auto& [key, early] : std::exchange(early_reports_, {})) {
    const auto found = model_.entries.find(key.service);
    if (found != model_.entries.end() && found->second.pool.find(key.server)) {
      on_report(early.report);
    } else if (early.generation == generation_) {
      early_reports_[key] = early;
    }
  }
}

void Balancer::on_script_ended(const ScriptEnded& ended) {
  if (ended.status == 0) return;
  context_.log.warning("script " + std::to_string(ended.id) +
                       (ended.status < 0 ? " was ended by signal " : " failed with status ") +
                       std::to_string(std::abs(ended.status)));
}

}  // namespace evenkeel::ipvs
