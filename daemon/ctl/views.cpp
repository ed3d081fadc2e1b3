// Views of the JSON answers. Pure.
#include "daemon/ctl/views.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "daemon/ctl/json_member.h"

namespace evenkeel::ctl {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kStatusServices = 20;

Json parse(std::string_view text) { return Json::parse(text, nullptr, false); }

double number(const Json& json, const char* name) {
  const auto& value = member(json, name);
  return value.is_number() ? value.get<double>() : 0;
}

std::string count(const Json& json, const char* name) {
  return fmt::format("{:.0f}", number(json, name));
}

bool is_true(const Json& json, const char* name) {
  const auto& value = member(json, name);
  return value.is_boolean() && value.get<bool>();
}

Cell state_cell(const std::string& state) {
  const bool is_good = state == "MASTER" || state == "UP" || state == "RUNNING";
  const bool is_neutral = state == "BACKUP" || state == "UNKNOWN" || state == "STARTING" ||
                          state == "INIT" || state == "AVAILABLE" || state == "LOADED";
  return {state, is_good ? Tint::good : is_neutral ? Tint::none : Tint::bad};
}

Cell age_cell(const Json& json, const ViewFacts& facts) {
  return {age_of(text(json, "since"), facts.now)};
}

std::string processes_text(const Json& processes, const ViewFacts& facts) {
  Table table({{"PROCESS"},
               {"STATUS"},
               {"SINCE"},
               {"PID", Align::right},
               {"RESTARTS", Align::right},
               {"MEMORY", Align::right},
               {"NOTE"}});
  for (const auto& process : processes) {
    const auto silence = age_of(text(process, "stale_since"), facts.now);
    table.add({{text(process, "process")},
               state_cell(text(process, "status")),
               age_cell(process, facts),
               {count(process, "pid")},
               {count(process, "restarts")},
               {human_bytes(number(process, "resident_memory_bytes"))},
               silence.empty() ? Cell{text(process, "reason")}
                               : Cell{"silent for " + silence, Tint::bad}});
  }
  return table.to_text(facts.colour);
}

std::string addresses_of(const Json& instance) {
  std::string out;
  for (const auto& address : member(instance, "addresses")) {
    if (!out.empty()) out += " ";
    out += text(address, "address");
    // A BACKUP without its addresses is as it should be.
    if (!is_true(address, "present") && text(instance, "role") == "MASTER") out += "(absent)";
  }
  return out;
}

// "130/150" while trackers move it away from what is configured.
std::string priority_of(const Json& instance) {
  const auto effective = count(instance, "effective_priority");
  const auto configured = count(instance, "priority");
  const bool is_moved =
      member(instance, "effective_priority").is_number() && effective != configured;
  return is_moved ? effective + "/" + configured : configured;
}

std::string trackers_text(const Json& instances, const ViewFacts& facts) {
  Table table({{"INSTANCE"}, {"TRACKS"}, {"STATUS"}, {"CONTRIBUTION", Align::right}, {"REASON"}});
  for (const auto& instance : instances) {
    for (const auto& tracker : member(instance, "trackers")) {
      table.add({{text(instance, "name")},
                 {text(tracker, "kind") + " " + text(tracker, "name")},
                 state_cell(text(tracker, "status")),
                 is_true(tracker, "fault") ? Cell{"FAULT", Tint::bad}
                                           : Cell{count(tracker, "contribution")},
                 {text(tracker, "reason")}});
    }
  }
  return table.is_empty() ? "" : "\n" + table.to_text(facts.colour);
}

std::string instances_text(const Json& instances, const ViewFacts& facts) {
  Table table({{"INSTANCE"},
               {"ROLE"},
               {"SINCE"},
               {"INTERFACE"},
               {"VRID", Align::right},
               {"PRIORITY", Align::right},
               {"MASTER"},
               {"ADDRESSES"},
               {"REASON"}});
  for (const auto& instance : instances) {
    table.add({{text(instance, "name")},
               state_cell(text(instance, "role")),
               age_cell(instance, facts),
               {text(instance, "interface")},
               {count(instance, "vrid")},
               {priority_of(instance)},
               {text(instance, "master")},
               {addresses_of(instance)},
               {text(instance, "reason")}});
  }
  return table.is_empty() ? "no VRRP instances\n" : table.to_text(facts.colour);
}

Table services_table() {
  return Table({{"SERVICE"},
                {"STATUS"},
                {"SINCE"},
                {"UP", Align::right},
                {"SCHEDULER"},
                {"CONNECTIONS", Align::right},
                {"IN", Align::right},
                {"OUT", Align::right},
                {"REASON"}});
}

void add_service(Table& table, const Json& service, const ViewFacts& facts) {
  const auto& traffic = member(service, "traffic");
  std::string reason = text(service, "reason");
  if (is_true(service, "sorry_server_active")) {
    reason = reason.empty() ? "sorry server" : "sorry server; " + reason;
  }
  table.add({{text(service, "id")},
             state_cell(text(service, "status")),
             age_cell(service, facts),
             {count(service, "servers_up") + "/" + count(service, "servers_total")},
             {text(service, "scheduler")},
             {count(traffic, "connections")},
             {human_bytes(number(traffic, "incoming_bytes"))},
             {human_bytes(number(traffic, "outgoing_bytes"))},
             {std::move(reason)}});
}

// On the one screen of `status` those that need a look come first and some are enough.
std::string few_services_text(const Json& services, const ViewFacts& facts) {
  if (services.empty()) return "no virtual servers\n";
  auto table = services_table();
  std::size_t said = 0;
  for (const bool wants_up : {false, true}) {
    for (const auto& service : services) {
      if ((text(service, "status") == "UP") != wants_up || said == kStatusServices) continue;
      add_service(table, service, facts);
      ++said;
    }
  }
  auto out = table.to_text(facts.colour);
  if (services.size() > said) {
    out += fmt::format("and {} more: keelctl services\n", services.size() - said);
  }
  return out;
}

std::string ipvs_line(const Json& ipvs, const Json& vrrp, const ViewFacts& facts) {
  double addresses = 0, routing = 0;
  for (const auto& instance : member(vrrp, "instances")) {
    const auto& counters = member(instance, "counters");
    addresses += number(counters, "repairs");
    routing += number(counters, "route_repairs") + number(counters, "rule_repairs");
  }
  const auto& repairs = member(ipvs, "repairs");
  std::string out = is_true(ipvs, "available")
                        ? "IPVS available"
                        : tinted("IPVS not available: " + printable(text(ipvs, "reason")),
                                 Tint::bad, facts.colour);
  out +=
      fmt::format("; repaired: {:.0f} addresses, {:.0f} routes and rules, {} services, {} servers",
                  addresses, routing, count(repairs, "services"), count(repairs, "servers"));
  const auto& foreign = member(ipvs, "foreign_services");
  if (!foreign.empty()) out += fmt::format("; {} foreign services left alone", foreign.size());
  return out + "\n";
}

std::string config_line(const Json& config, const ViewFacts& facts) {
  std::string out =
      fmt::format("configuration {} generation {}, loaded {} ago by {}, {} errors, {} warnings\n",
                  printable(text(config, "file")), count(config, "generation"),
                  age_of(text(config, "loaded"), facts.now), printable(text(config, "loaded_by")),
                  count(config, "errors"), count(config, "warnings"));
  if (!is_true(config, "last_reload_successful")) {
    out += tinted("the last reload was refused: " + printable(text(config, "reason")), Tint::bad,
                  facts.colour) +
           "\n";
  }
  return out;
}

std::string event_line(const Json& event, const ViewFacts& facts) {
  const auto severity = text(event, "severity");
  const auto tint = severity == "error" || severity == "warning" ? Tint::bad : Tint::none;
  return fmt::format("{}  {}  {}: {}\n",
                     tinted(printable(text(event, "time")), Tint::dim, facts.colour),
                     tinted(fmt::format("{:7}", printable(severity)), tint, facts.colour),
                     printable(text(event, "object")), printable(text(event, "text")));
}

std::string findings_text(const Json& findings) {
  std::string out;
  for (const auto& finding : findings) out += printable(text_of(finding)) + "\n";
  return out;
}

std::string check_text(const Json& server) {
  for (const auto& check : member(server, "checks")) {
    if (text(check, "status") != "UP") return text(check, "kind") + ": " + text(check, "reason");
  }
  return "";
}

void add_servers(Table& table, const std::string& service, const Json& servers,
                 const ViewFacts& facts) {
  for (const auto& server : servers) {
    const auto& traffic = member(server, "traffic");
    auto reason = text(server, "reason");
    if (reason.empty() && text(server, "status") != "UP") reason = check_text(server);
    table.add({{service},
               {text(server, "server") + (is_true(server, "sorry_server") ? " (sorry)" : "")},
               state_cell(text(server, "status")),
               age_cell(server, facts),
               {text(server, "forwarding")},
               {count(server, "effective_weight") + "/" + count(server, "weight")},
               {count(server, "active_connections")},
               {count(server, "inactive_connections")},
               {count(traffic, "connections")},
               {human_bytes(number(traffic, "incoming_bytes"))},
               {human_bytes(number(traffic, "outgoing_bytes"))},
               {std::move(reason)}});
  }
}

// "name: value" a line, nested objects indented.
void append_details(std::string& out, const Json& json, int depth) {
  for (const auto& [name, value] : json.items()) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    if (value.is_object()) {
      out += indent + printable(name) + ":\n";
      append_details(out, value, depth + 1);
    } else if (value.is_array() && !value.empty() && value.front().is_object()) {
      for (const auto& element : value) {
        out += indent + printable(name) + ":\n";
        append_details(out, element, depth + 1);
      }
    } else if (!text_of(value).empty()) {
      out += indent + printable(name) + ": " + printable(text_of(value)) + "\n";
    }
  }
}

}  // namespace

std::string view_status(std::string_view json, const ViewFacts& facts) {
  const auto status = parse(json);
  const auto& vrrp = member(status, "vrrp");
  std::string out = "evenkeel " + printable(text(status, "version")) + ", " +
                    config_line(member(status, "config"), facts) + "\n" +
                    processes_text(member(status, "processes"), facts) + "\n" +
                    instances_text(member(vrrp, "instances"), facts) + "\n" +
                    few_services_text(member(status, "services"), facts) +
                    ipvs_line(member(status, "ipvs"), vrrp, facts);
  const auto& events = member(status, "events");
  if (!events.empty()) out += "\n";
  for (const auto& event : events) out += event_line(event, facts);
  return out;
}

std::string view_vrrp(std::string_view json, const ViewFacts& facts) {
  const auto answer = parse(json);
  const auto& instances = member(answer, "instances");
  return instances_text(instances, facts) + trackers_text(instances, facts) +
         view_routing(json, facts);
}

std::string view_services(std::string_view json, const ViewFacts& facts) {
  const auto answer = parse(json);
  auto table = services_table();
  for (const auto& service : member(answer, "services")) add_service(table, service, facts);
  return table.is_empty() ? "no virtual servers\n" : table.to_text(facts.colour);
}

std::string view_servers(std::string_view json, const ViewFacts& facts) {
  const auto answer = parse(json);
  Table table({{"SERVICE"},
               {"SERVER"},
               {"STATUS"},
               {"SINCE"},
               {"METHOD"},
               {"WEIGHT", Align::right},
               {"ACTIVE", Align::right},
               {"INACTIVE", Align::right},
               {"CONNECTIONS", Align::right},
               {"IN", Align::right},
               {"OUT", Align::right},
               {"REASON"}});
  add_servers(table, text(answer, "service"), member(answer, "servers"), facts);
  for (const auto& service : member(answer, "services")) {
    add_servers(table, text(service, "id"), member(service, "servers"), facts);
  }
  return table.is_empty() ? "no real servers\n" : table.to_text(facts.colour);
}

std::string view_explanation(std::string_view json, const ViewFacts& facts) {
  const auto answer = parse(json);
  const auto state = state_cell(printable(text(answer, "state")));
  const auto age = age_of(text(answer, "since"), facts.now);
  const auto reason = printable(text(answer, "reason"));
  std::string out =
      printable(text(answer, "object")) + " is " + tinted(state.text, state.tint, facts.colour);
  if (!age.empty()) out += " for " + age;
  if (!reason.empty()) out += ": " + reason;
  out += "\n\n";
  append_details(out, member(answer, "details"), 1);
  const auto& events = member(answer, "events");
  if (!events.empty()) out += "\n";
  for (const auto& event : events) out += event_line(event, facts);
  return out;
}

std::string view_config(std::string_view json, const ViewFacts& facts) {
  const auto config = parse(json);
  return config_line(config, facts) + "SHA-256 " + printable(text(config, "hash")) + "\n" +
         findings_text(member(config, "findings"));
}

std::string view_config_diff(std::string_view json, const ViewFacts& facts) {
  const auto diff = parse(json);
  std::string out = findings_text(member(diff, "findings"));
  const auto value = [](const Json& field, const char* name) {
    return member(field, name).is_null() ? "(none)" : printable(text(field, name));
  };
  for (const auto& change : member(diff, "changes")) {
    const auto kind = text(change, "change");
    const auto tint = kind == "added" ? Tint::good : kind == "removed" ? Tint::bad : Tint::none;
    out += tinted(fmt::format("{:7}", printable(kind)), tint, facts.colour) + "  " +
           printable(text(change, "object")) + "\n";
    for (const auto& field : member(change, "fields")) {
      out += fmt::format("         {}: {} -> {}\n", printable(text(field, "field")),
                         value(field, "from"), value(field, "to"));
    }
  }
  if (!is_true(diff, "would_load")) {
    const auto why = "a reload would be refused: " + printable(text(diff, "reason"));
    return out + tinted(why, Tint::bad, facts.colour) + "\n";
  }
  return out + fmt::format("a reload of {} would change {} objects\n",
                           printable(text(diff, "file")), member(diff, "changes").size());
}

std::string view_event(std::string_view json, const ViewFacts& facts) {
  return event_line(parse(json), facts);
}

std::string view_action(std::string_view json, const ViewFacts& facts) {
  const auto answer = parse(json);
  if (!answer.is_object()) return printable(json) + "\n";
  const bool is_done = text(answer, "code") == "done";
  return findings_text(member(answer, "findings")) +
         tinted(printable(text(answer, "code")), is_done ? Tint::good : Tint::bad, facts.colour) +
         ": " + printable(text(answer, "message")) + "\n";
}

}  // namespace evenkeel::ctl
