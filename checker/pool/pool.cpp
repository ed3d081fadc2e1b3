// Health, quorum and sorry server of one virtual server.
#include "checker/pool/pool.h"

#include <algorithm>
#include <utility>

namespace evenkeel::pool {

namespace {

std::uint64_t counted_weight(const ServerSettings& server) {
  return server.weight > 0 ? static_cast<std::uint64_t>(server.weight) : 0;
}

ServerHealth first_health(const ServerSettings& server, WallTime now) {
  return {server.is_checked ? Health::unknown : Health::up, {}, now};
}

QuorumSettings quorum_settings(const VirtualServer& service) {
  return {service.quorum, service.hysteresis};
}

void add_script(std::vector<Script>& scripts, const Script& script) {
  if (script.is_set()) scripts.push_back(script);
}

}  // namespace

Pool::Pool(Settings settings, WallTime now) : settings_(std::move(settings)), quorum_since_(now) {
  health_.reserve(settings_.servers.size());
  for (const auto& server : settings_.servers) health_.push_back(first_health(server, now));
  recount();
}

void Pool::adopt(std::span<const SeenServer> seen, WallTime now) {
  std::vector<SeenServer> sorted(seen.begin(), seen.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.endpoint < b.endpoint; });
  auto at = sorted.begin();
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const ServerSettings& server = settings_.servers[i];
    while (at != sorted.end() && at->endpoint < server.endpoint) ++at;
    if (!server.is_checked || health_[i].health != Health::unknown) continue;
    const bool is_present = at != sorted.end() && at->endpoint == server.endpoint;
    const bool was_up = is_present && (at->weight > 0 || server.weight == 0);
    health_[i] = {was_up ? Health::up : Health::down, std::string(kAdoptedReason), now};
  }
  recount();
  // Within the hysteresis band only the table tells which side the predecessor was on.
  const Quorum before = is_sorry_server_in(sorted) ? Quorum::lost : Quorum::up;
  quorum_ = next_quorum(before, quorum_settings(settings_.service), weight_up_, weight_total_);
  quorum_since_ = now;
}

Changes Pool::start(WallTime now) {
  Changes changes{.needs_reconcile = true, .server = {}, .turned = {}, .quorum = {}, .scripts = {}};
  decide_quorum(now, changes);
  return changes;
}

Changes Pool::configure(Settings settings, WallTime now) {
  std::vector<ServerHealth> health;
  health.reserve(settings.servers.size());
  std::size_t old = 0;
  for (const auto& server : settings.servers) {
    while (old < health_.size() && settings_.servers[old].endpoint < server.endpoint) ++old;
    const bool is_known = old < health_.size() &&
                          settings_.servers[old].endpoint == server.endpoint &&
                          settings_.servers[old].is_checked == server.is_checked;
    health.push_back(is_known ? std::move(health_[old]) : first_health(server, now));
    if (is_known) ++old;
  }
  settings_ = std::move(settings);
  health_ = std::move(health);
  recount();
  Changes changes{.needs_reconcile = true, .server = {}, .turned = {}, .quorum = {}, .scripts = {}};
  decide_quorum(now, changes);
  return changes;
}

Changes Pool::report(const Endpoint& server, Health health, std::string_view reason, WallTime now) {
  Changes changes;
  const auto index = find(server);
  if (!index || health == Health::unknown) return changes;
  const ServerHealth& known = health_[*index];
  if (known.health == health && known.reason == reason) return changes;
  const bool was_alive = is_alive(*index);
  set_health(*index, health, reason, now);
  changes.server = index;
  if (was_alive == is_alive(*index)) return changes;

  changes.needs_reconcile = true;
  changes.turned = health;
  const ServerSettings& settings = settings_.servers[*index];
  if (settings.scripts) {
    add_script(changes.scripts, is_alive(*index) ? settings.scripts->up : settings.scripts->down);
  }
  decide_quorum(now, changes);
  return changes;
}

std::vector<Script> Pool::stop_scripts() const {
  std::vector<Script> scripts;
  if (!settings_.service.omega) return scripts;
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const auto& own = settings_.servers[i].scripts;
    if (own && is_alive(i)) add_script(scripts, own->down);
  }
  if (quorum_ == Quorum::up) add_script(scripts, *settings_.service.quorum_down);
  return scripts;
}

std::optional<std::size_t> Pool::find(const Endpoint& server) const {
  const auto& servers = settings_.servers;
  const auto found = std::lower_bound(
      servers.begin(), servers.end(), server,
      [](const ServerSettings& known, const Endpoint& wanted) { return known.endpoint < wanted; });
  if (found == servers.end() || found->endpoint != server) return std::nullopt;
  return static_cast<std::size_t>(found - servers.begin());
}

bool Pool::is_sorry_server_in(std::span<const SeenServer> seen) const {
  const auto& sorry = settings_.service.sorry_server;
  return sorry && !find(sorry->endpoint) &&
         std::any_of(seen.begin(), seen.end(), [&sorry](const SeenServer& server) {
           return server.endpoint == sorry->endpoint && server.weight > 0;
         });
}

bool Pool::is_alive(std::size_t server) const {
  switch (health_[server].health) {
    case Health::up:
      return true;
    case Health::down:
      return false;
    case Health::unknown:
      return !settings_.servers[server].starts_down;
  }
  return false;
}

std::optional<std::int32_t> Pool::wanted_weight(std::size_t server) const {
  const ServerSettings& settings = settings_.servers[server];
  if (is_alive(server) && !is_sorry_server_active()) return settings.weight;
  if (settings.on_failure == OnFailure::inhibit) return 0;
  return std::nullopt;
}

bool Pool::is_sorry_server_active() const {
  return quorum_ == Quorum::lost && settings_.service.sorry_server.has_value();
}

std::optional<std::int32_t> Pool::wanted_sorry_weight() const {
  const auto& sorry = settings_.service.sorry_server;
  if (!sorry) return std::nullopt;
  if (is_sorry_server_active()) return kSorryWeight;
  if (sorry->when_unneeded == OnFailure::inhibit) return 0;
  return std::nullopt;
}

std::string Pool::explain_server(std::size_t server) const {
  const ServerHealth& known = health_[server];
  if (known.health == Health::unknown) {
    return is_alive(server) ? "not checked yet, assumed up" : "not checked yet, alpha keeps it out";
  }
  if (is_alive(server) && is_sorry_server_active()) {
    return "up, but without quorum the sorry server serves";
  }
  return known.reason;
}

std::string Pool::explain_quorum() const {
  const std::uint64_t needed = std::min<std::uint64_t>(settings_.service.quorum, weight_total_);
  std::string text = quorum_ == Quorum::up ? "quorum reached: weight " : "no quorum: weight ";
  text += std::to_string(weight_up_) + " of " + std::to_string(weight_total_) + " is up, " +
          std::to_string(std::max<std::uint64_t>(needed, 1)) + " needed";
  if (settings_.service.hysteresis > 0) {
    text += " (hysteresis " + std::to_string(settings_.service.hysteresis) + ")";
  }
  if (is_sorry_server_active()) {
    text += "; sorry server " + to_string(settings_.service.sorry_server->endpoint) + " serves";
  }
  return text;
}

void Pool::set_health(std::size_t server, Health health, std::string_view reason, WallTime now) {
  ServerHealth& known = health_[server];
  const bool was_alive = is_alive(server);
  if (known.health != health) known.since = now;
  known.health = health;
  known.reason = reason;
  if (was_alive == is_alive(server)) return;
  const std::uint64_t weight = counted_weight(settings_.servers[server]);
  if (was_alive) {
    weight_up_ -= weight;
    --servers_up_;
  } else {
    weight_up_ += weight;
    ++servers_up_;
  }
}

void Pool::recount() {
  weight_up_ = 0;
  weight_total_ = 0;
  servers_up_ = 0;
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const std::uint64_t weight = counted_weight(settings_.servers[i]);
    weight_total_ += weight;
    if (!is_alive(i)) continue;
    weight_up_ += weight;
    ++servers_up_;
  }
}

void Pool::decide_quorum(WallTime now, Changes& changes) {
  const Quorum next =
      next_quorum(quorum_, quorum_settings(settings_.service), weight_up_, weight_total_);
  if (next == quorum_) return;
  quorum_ = next;
  quorum_since_ = now;
  changes.quorum = next;
  changes.needs_reconcile = true;
  add_script(changes.scripts,
             next == Quorum::up ? *settings_.service.quorum_up : *settings_.service.quorum_down);
}

}  // namespace evenkeel::pool
