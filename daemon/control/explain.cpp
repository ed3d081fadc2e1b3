// Finds an object by its id and collects what explains it. Pure.
#include "daemon/control/explain.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace evenkeel::control {

namespace {

constexpr std::size_t kMaxEvents = 20;

// The newest events of which one of the subjects is the object, or contains it.
std::vector<const Store::NumberedEvent*> events_about(const Store& store,
                                                      const std::vector<std::string>& subjects) {
  std::vector<const Store::NumberedEvent*> found;
  for (auto event = store.events().rbegin(); event != store.events().rend(); ++event) {
    const auto& object = event->event.object;
    const bool is_about = std::any_of(subjects.begin(), subjects.end(), [&](const auto& subject) {
      return object == subject || object.starts_with(subject + "/");
    });
    if (is_about) found.push_back(&*event);
    if (found.size() == kMaxEvents) break;
  }
  std::reverse(found.begin(), found.end());
  return found;
}

std::optional<Explanation> explain_instance(const Store& store, const std::string& name) {
  const auto found = store.instances().find(name);
  if (found == store.instances().end()) return std::nullopt;
  const auto& state = found->second;
  const std::string object = "vrrp/" + name;
  return Explanation{.object = object,
                     .state = std::string(to_string(state.role)),
                     .reason = state.why_not_master.empty()
                                   ? state.reason
                                   : state.reason + "; " + state.why_not_master,
                     .since = state.since,
                     .details = render(state),
                     .events = events_about(store, {object})};
}

std::optional<Explanation> explain_service(const Store& store, const std::string& id) {
  const auto key = parse_service_key(id);
  const auto found = key ? store.services().find(*key) : store.services().end();
  if (found == store.services().end()) return std::nullopt;
  const auto& state = found->second.state;
  return Explanation{
      .object = "service/" + id,
      .state = std::string(to_string(state.status)),
      .reason = state.reason,
      .since = state.since,
      .details = render(state),
      .events = events_about(store, {"service/" + id, "server/" + id, "check/" + id})};
}

const ServerEntry* find_server(const Store& store, const std::string& id) {
  const auto slash = id.find('/');
  if (slash == std::string::npos) return nullptr;
  const auto service = parse_service_key(id.substr(0, slash));
  // An endpoint is written like the end of a service's id.
  const auto server = parse_service_key("tcp:" + id.substr(slash + 1));
  if (!service || !server) return nullptr;
  const auto found = store.services().find(*service);
  if (found == store.services().end()) return nullptr;
  for (const auto& entry : found->second.servers) {
    if (entry.state.key.server == server->endpoint) return &entry;
  }
  return nullptr;
}

// The pool's own words, or else those of the check that decided.
std::string reason_of(const ServerEntry& entry) {
  if (!entry.state.reason.empty()) return entry.state.reason;
  for (const auto& check : entry.checks) {
    if (check.health != Health::up && !check.reason.empty()) {
      return std::string(check_kind_name(check.kind)) + ": " + check.reason;
    }
  }
  return entry.checks.empty() ? "it has no check" : "all its checks pass";
}

std::optional<Explanation> explain_server(const Store& store, const std::string& id) {
  const auto* entry = find_server(store, id);
  if (entry == nullptr) return std::nullopt;
  return Explanation{.object = "server/" + id,
                     .state = std::string(to_string(entry->state.health)),
                     .reason = reason_of(*entry),
                     .since = entry->state.since,
                     .details = render(*entry),
                     .events = events_about(store, {"server/" + id, "check/" + id})};
}

// A check is explained by its server, of which it is a part.
std::optional<Explanation> explain_check(const Store& store, const std::string& id) {
  return explain_server(store, id.substr(0, id.rfind('/')));
}

std::optional<Explanation> explain_process(const Store& store, const std::string& name) {
  for (const auto& [kind, state] : store.processes()) {
    if (to_string(kind) != name) continue;
    return Explanation{.object = "process/" + name,
                       .state = std::string(to_string(state.status)),
                       .reason = state.reason,
                       .since = state.since,
                       .details = render(state),
                       .events = events_about(store, {"process/" + name})};
  }
  return std::nullopt;
}

std::optional<Explanation> explain_ipvs(const Store& store) {
  const auto& state = store.balancer();
  return Explanation{.object = "balancer",
                     .state = state.is_ipvs_available ? "AVAILABLE" : "UNAVAILABLE",
                     .reason = state.reason,
                     .since = state.since,
                     .details = render(state),
                     .events = events_about(store, {"balancer"})};
}

std::optional<Explanation> explain_config(const Store& store) {
  const auto& state = store.config();
  return Explanation{.object = "config",
                     .state = state.last_reload_successful ? "LOADED" : "REFUSED",
                     .reason = state.reason,
                     .since = state.loaded,
                     .details = render(state),
                     .events = events_about(store, {"config"})};
}

struct Kind {
  std::string_view word;
  std::optional<Explanation> (*explain)(const Store& store, const std::string& rest);
};
constexpr std::array kKinds{
    Kind{"vrrp", explain_instance},   Kind{"service", explain_service},
    Kind{"server", explain_server},   Kind{"check", explain_check},
    Kind{"process", explain_process},
};

}  // namespace

std::optional<Explanation> explain(const Store& store, const std::string& id) {
  if (id == "balancer" || id == "ipvs") return explain_ipvs(store);
  if (id == "config") return explain_config(store);
  const auto slash = id.find('/');
  for (const auto& kind : kKinds) {
    if (slash == std::string::npos || id.substr(0, slash) != kind.word) continue;
    if (auto found = kind.explain(store, id.substr(slash + 1))) return found;
  }
  for (const auto& kind : kKinds) {
    if (auto found = kind.explain(store, id)) return found;
  }
  return std::nullopt;
}

}  // namespace evenkeel::control
