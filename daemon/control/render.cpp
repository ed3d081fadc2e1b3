// State → JSON. Pure; with the answers' one use of the JSON library.
#include "daemon/control/render.h"

#include <nlohmann/json.hpp>

namespace evenkeel::control {

using Json = nlohmann::ordered_json;

namespace {

std::string text_of(const Json& json) {
  // Names and reasons may hold any bytes; an answer is UTF-8 all the same.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_json(WallTime when) { return when == WallTime{} ? Json(nullptr) : Json(to_string(when)); }

Json address_json(const IpAddress& address) {
  return address.is_set() ? Json(to_string(address)) : Json(nullptr);
}

Json dropped_json(const std::array<std::uint64_t, kAdvertErrorCount>& dropped) {
  Json json = Json::object();
  for (std::size_t i = 0; i < dropped.size(); ++i) {
    json[std::string(to_string(static_cast<AdvertError>(i)))] = dropped[i];
  }
  return json;
}

Json traffic_json(const TrafficCounters& traffic) {
  return {{"connections", traffic.connections},
          {"incoming_packets", traffic.incoming_packets},
          {"outgoing_packets", traffic.outgoing_packets},
          {"incoming_bytes", traffic.incoming_bytes},
          {"outgoing_bytes", traffic.outgoing_bytes}};
}

Json instance_counters_json(const InstanceCounters& counters) {
  return {{"adverts_sent", counters.adverts_sent},
          {"adverts_received", counters.adverts_received},
          {"priority_zero_sent", counters.priority_zero_sent},
          {"priority_zero_received", counters.priority_zero_received},
          {"became_master", counters.became_master},
          {"released_master", counters.released_master},
          {"announcements_sent", counters.announcements_sent},
          {"repairs", counters.repairs},
          {"route_repairs", counters.route_repairs},
          {"rule_repairs", counters.rule_repairs},
          {"link_repairs", counters.link_repairs},
          {"send_errors", counters.send_errors},
          {"conflicts", counters.conflicts},
          {"stalls", counters.stalls},
          {"adverts_dropped", dropped_json(counters.dropped)}};
}

Json routers_json(const std::vector<RouterState>& routers) {
  Json list = Json::array();
  for (const auto& router : routers) {
    list.push_back({{"address", to_string(router.address)},
                    {"priority", router.priority},
                    {"checksum", to_string(router.checksum)}});
  }
  return list;
}

Json conflict_json(const std::optional<ConflictState>& conflict) {
  if (!conflict) return nullptr;
  return {{"address", address_json(conflict->address)},
          {"mac", conflict->hardware.empty() ? Json(nullptr) : Json(conflict->hardware)},
          {"priority", conflict->priority == 0 ? Json(nullptr) : Json(conflict->priority)},
          {"since", time_json(conflict->since)}};
}

Json takeover_json(const std::optional<TakeoverState>& takeover) {
  if (!takeover) return nullptr;
  return {{"last_advert", time_json(takeover->last_advert)},
          {"decided", time_json(takeover->decided)},
          {"address", time_json(takeover->address)},
          {"announced", time_json(takeover->announced)}};
}

Json trackers_json(const std::vector<TrackerState>& trackers) {
  Json json = Json::array();
  for (const auto& tracker : trackers) {
    json.push_back({{"kind", to_string(tracker.kind)},
                    {"name", tracker.name},
                    {"status", to_string(tracker.health)},
                    {"contribution", tracker.contribution},
                    {"fault", tracker.is_fault},
                    {"reason", tracker.reason}});
  }
  return json;
}

Json resign_json(const ResignState& state) {
  return {{"status", to_string(state.status)},
          {"reason", state.reason},
          {"until", time_json(state.until)}};
}

Json addresses_json(const std::vector<AddressState>& addresses) {
  Json json = Json::array();
  for (const auto& address : addresses) {
    json.push_back({{"address", to_string(address.prefix)},
                    {"device", address.device},
                    {"present", address.is_present}});
  }
  return json;
}

Json links_json(const std::vector<OwnLinkState>& links) {
  Json json = Json::array();
  for (const auto& link : links) {
    json.push_back({{"link", link.name},
                    {"interface", link.base},
                    {"mac", link.hardware},
                    {"present", link.is_present},
                    {"up", link.is_up},
                    {"reason", link.reason}});
  }
  return json;
}

Json routing_json(const char* kind, const std::vector<RoutingState>& entries) {
  Json json = Json::array();
  for (const auto& entry : entries) {
    json.push_back({{kind, entry.text}, {"present", entry.is_present}, {"reason", entry.reason}});
  }
  return json;
}

Json statics_json(const StaticState& state) {
  return {{"addresses", addresses_json(state.addresses)},
          {"routes", routing_json("route", state.routes)},
          {"rules", routing_json("rule", state.rules)},
          {"repairs", state.repairs},
          {"route_repairs", state.route_repairs},
          {"rule_repairs", state.rule_repairs}};
}

Json instance_json(const InstanceState& state) {
  return {{"name", state.name},
          {"interface", state.interface},
          {"vrid", state.vrid},
          {"family", state.family == Family::ipv6 ? "ipv6" : "ipv4"},
          {"version", state.version},
          {"role", to_string(state.role)},
          {"reason", state.reason},
          {"why_not_master", state.why_not_master},
          {"since", time_json(state.since)},
          {"priority", state.priority},
          {"effective_priority", state.effective_priority},
          {"trackers", trackers_json(state.trackers)},
          {"sync_group", state.sync_group.empty() ? Json(nullptr) : Json(state.sync_group)},
          {"resign", resign_json(state.resign)},
          {"accept_mode", to_string(state.accept_mode)},
          {"source", address_json(state.source)},
          {"master", address_json(state.master)},
          {"master_priority", state.master_priority},
          {"advert_interval_seconds", to_seconds(state.advert_interval)},
          {"master_down_seconds", to_seconds(state.master_down)},
          {"addresses", addresses_json(state.addresses)},
          {"routes", routing_json("route", state.routes)},
          {"rules", routing_json("rule", state.rules)},
          {"links", links_json(state.links)},
          {"routers", routers_json(state.routers)},
          {"conflict", conflict_json(state.conflict)},
          {"takeover", takeover_json(state.takeover)},
          {"counters", instance_counters_json(state.counters)}};
}

Json check_json(const CheckState& state) {
  return {{"index", state.index},
          {"kind", check_kind_name(state.kind)},
          {"status", to_string(state.health)},
          {"reason", state.reason},
          {"since", time_json(state.since)},
          {"passed", state.passed},
          {"failed", state.failed},
          {"duration_seconds", to_seconds(state.took)}};
}

Json event_json(const Store::NumberedEvent& numbered) {
  const auto& event = numbered.event;
  return {{"number", numbered.number},
          {"time", time_json(event.when)},
          {"severity", to_string(event.severity)},
          {"kind", event.kind},
          {"object", event.object},
          {"text", event.text}};
}

}  // namespace

std::string render(const ConfigState& state) {
  return text_of({{"generation", state.generation},
                  {"file", state.file},
                  {"hash", state.hash},
                  {"loaded", time_json(state.loaded)},
                  {"loaded_by", state.loaded_by},
                  {"last_reload_successful", state.last_reload_successful},
                  {"last_reload", time_json(state.last_reload)},
                  {"reason", state.reason},
                  {"errors", state.errors},
                  {"warnings", state.warnings},
                  {"findings", state.findings}});
}

std::string render(const ProcessState& state) {
  return text_of({{"process", to_string(state.kind)},
                  {"status", to_string(state.status)},
                  {"reason", state.reason},
                  {"pid", state.pid},
                  {"since", time_json(state.since)},
                  {"stale_since", time_json(state.stale_since)},
                  {"restarts", state.restarts},
                  {"generation", state.generation},
                  {"resident_memory_bytes", state.resident_bytes},
                  {"cpu_seconds", to_seconds(state.cpu)},
                  {"open_fds", state.open_descriptors}});
}

std::string render(const VrrpState& state, const std::map<std::string, InstanceState>& instances) {
  Json list = Json::array();
  for (const auto& [name, instance] : instances) list.push_back(instance_json(instance));
  return text_of({{"adverts_dropped", dropped_json(state.dropped)},
                  {"netlink_resyncs", state.netlink_resyncs},
                  {"loop_lag_seconds", to_seconds(state.loop_lag)},
                  {"static", statics_json(state.statics)},
                  {"firewall",
                   {{"kind", to_string(state.firewall.kind)},
                    {"reason", state.firewall.reason},
                    {"repairs", state.firewall.repairs}}},
                  {"instances", std::move(list)}});
}

std::string render(const InstanceState& state) { return text_of(instance_json(state)); }

std::string render(const BalancerState& state) {
  Json foreign = Json::array();
  for (const auto& key : state.foreign_services) foreign.push_back(to_string(key));
  return text_of(
      {{"available", state.is_ipvs_available},
       {"reason", state.reason},
       {"since", time_json(state.since)},
       {"repairs", {{"services", state.repairs_services}, {"servers", state.repairs_servers}}},
       {"netlink_errors", state.netlink_errors},
       {"foreign_services", std::move(foreign)}});
}

std::string render(const RunnerState& state) {
  return text_of({{"started", state.started},
                  {"failed", state.failed},
                  {"timed_out", state.timed_out},
                  {"refused", state.refused},
                  {"running", state.running},
                  {"queued", state.queued},
                  {"notify_lines", state.notify_lines},
                  {"notify_lines_dropped", state.notify_lines_dropped}});
}

std::string render(const ServiceState& state) {
  return text_of({{"id", to_string(state.key)},
                  {"status", to_string(state.status)},
                  {"reason", state.reason},
                  {"since", time_json(state.since)},
                  {"scheduler", state.scheduler},
                  {"forwarding", to_string(state.forwarding)},
                  {"persistence_seconds", state.persistence.count()},
                  {"quorum", state.quorum},
                  {"weight_up", state.weight_up},
                  {"servers_total", state.servers},
                  {"servers_up", state.servers_up},
                  {"sorry_server_active", state.sorry_server_active},
                  {"repairs", state.repairs},
                  {"traffic", traffic_json(state.traffic)}});
}

std::string render(const ServerEntry& entry) {
  const auto& state = entry.state;
  Json checks = Json::array();
  for (const auto& check : entry.checks) {
    // A check whose first state is still on its way.
    if (check.key.server.address.is_set()) checks.push_back(check_json(check));
  }
  return text_of({{"server", to_string(state.key.server)},
                  {"status", to_string(state.health)},
                  {"reason", state.reason},
                  {"since", time_json(state.since)},
                  {"in_table", state.is_in_table},
                  {"sorry_server", state.is_sorry_server},
                  {"forwarding", to_string(state.forwarding)},
                  {"weight", state.weight},
                  {"effective_weight", state.effective_weight},
                  {"active_connections", state.active_connections},
                  {"inactive_connections", state.inactive_connections},
                  {"traffic", traffic_json(state.traffic)},
                  {"checks", std::move(checks)}});
}

std::string render(const Store::NumberedEvent& event) { return text_of(event_json(event)); }

std::string render(const ErrorAnswer& error) {
  return text_of(
      {{"code", error.code}, {"message", error.message}, {"attempted", error.attempted}});
}

std::string render(const ActionAnswer& answer) {
  return text_of({{"code", answer.code},
                  {"message", answer.message},
                  {"attempted", answer.attempted},
                  {"findings", answer.findings}});
}

std::string render(const std::vector<RouteLine>& routes) {
  Json list = Json::array();
  for (const auto& route : routes) {
    list.push_back(
        {{"method", route.method}, {"path", route.path}, {"description", route.description}});
  }
  return text_of({{"version", EVENKEEL_VERSION}, {"routes", std::move(list)}});
}

std::string render(const Explanation& explanation) {
  Json events = Json::array();
  for (const auto* event : explanation.events) events.push_back(event_json(*event));
  return text_of({{"object", explanation.object},
                  {"state", explanation.state},
                  {"reason", explanation.reason},
                  {"since", time_json(explanation.since)},
                  {"details", Json::parse(explanation.details, nullptr, false)},
                  {"events", std::move(events)}});
}

std::string render(const ObjectChange& change) {
  Json fields = Json::array();
  for (const auto& field : change.fields) {
    const auto value = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    fields.push_back(
        {{"field", field.field}, {"from", value(field.from)}, {"to", value(field.to)}});
  }
  return text_of(
      {{"object", change.object}, {"change", to_string(change.kind)}, {"fields", fields}});
}

std::string render_head(const ConfigDiff& diff, std::uint64_t generation) {
  auto text = text_of({{"file", diff.file},
                       {"running_generation", generation},
                       {"would_load", diff.refusal.empty()},
                       {"reason", diff.refusal},
                       {"findings", diff.findings}});
  text.pop_back();
  return text;
}

std::string quoted(std::string_view text) { return text_of(Json(text)); }

}  // namespace evenkeel::control
