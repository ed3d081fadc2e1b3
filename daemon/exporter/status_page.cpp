// The status page. Pure.
#include "daemon/exporter/status_page.h"

#include <fmt/core.h>

namespace evenkeel::exporter {

namespace {

constexpr int kServicesPerPiece = 100;
constexpr std::size_t kMaxServers = 200;  // of those that are not up
constexpr std::size_t kMaxEvents = 20;

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>evenkeel</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10">
<style>
body{font:14px/1.4 system-ui,sans-serif;margin:1.5em auto;max-width:75em;padding:0 1em;
color:#222;background:#fff}
h1{font-size:1.3em}h2{font-size:1.05em;margin:1.4em 0 .3em}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.2em .8em .2em 0;border-bottom:1px solid #ddd;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.good{color:#186a2b;font-weight:600}.bad{color:#b00020;font-weight:600}.plain{color:#444}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}
th,td{border-color:#444}.good{color:#6cc784}.bad{color:#ff8a80}.plain{color:#bbb}}
</style></head><body>
)";

std::string_view css_class(std::string_view state) {
  if (state == "MASTER" || state == "UP" || state == "RUNNING") return "good";
  if (state == "FAULT" || state == "DOWN" || state == "STOPPED" || state == "WAITING") return "bad";
  return "plain";
}

std::string state_cell(std::string_view state) {
  return fmt::format("<td class=\"{}\">{}</td>", css_class(state), state);
}

std::string cell(std::string_view text) { return "<td>" + escape_html(text) + "</td>"; }

std::string number_cell(std::uint64_t number) {
  return fmt::format("<td class=\"n\">{}</td>", number);
}

// "3 d 4 h", "2 min 5 s": enough for a glance.
std::string age(WallTime since, WallTime now) {
  if (since == WallTime{}) return "";
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - since).count();
  if (seconds < 0) return "0 s";
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  if (seconds < 86400) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{} d {} h", seconds / 86400, seconds % 86400 / 3600);
}

std::string table_head(std::string_view title, std::initializer_list<std::string_view> columns) {
  std::string out = fmt::format("<h2>{}</h2>\n<table><tr>", title);
  for (const auto column : columns) out += fmt::format("<th>{}</th>", column);
  return out + "</tr>\n";
}

std::string config_line(const ConfigState& config) {
  auto out = fmt::format("<p>Configuration generation {}, loaded {}", config.generation,
                         escape_html(to_string(config.loaded)));
  if (!config.last_reload_successful) {
    out +=
        ". <span class=\"bad\">The last reload was refused</span>: " + escape_html(config.reason);
  }
  return out + "</p>\n";
}

std::string processes_table(const Store& store, WallTime now) {
  auto out =
      table_head("Processes", {"process", "status", "since", "restarts", "memory", "reason"});
  for (const auto& [kind, state] : store.processes()) {
    const bool is_stale = state.stale_since != WallTime{};
    out += "<tr>" + cell(to_string(kind)) + state_cell(to_string(state.status)) +
           cell(age(state.since, now)) + number_cell(state.restarts) +
           cell(fmt::format("{:.1f} MiB", static_cast<double>(state.resident_bytes) / 1048576.0)) +
           cell(is_stale ? "silent for " + age(state.stale_since, now) : state.reason) + "</tr>\n";
  }
  return out + "</table>\n";
}

std::string instances_table(const Store& store, WallTime now) {
  auto out = table_head("VRRP instances", {"instance", "role", "since", "interface", "vrid",
                                           "priority", "master", "addresses", "reason"});
  for (const auto& [name, state] : store.instances()) {
    std::string addresses;
    for (const auto& address : state.addresses) {
      if (!addresses.empty()) addresses += ", ";
      addresses += to_string(address.prefix) + (address.is_present ? "" : " (absent)");
    }
    out += "<tr>" + cell(name) + state_cell(to_string(state.role)) + cell(age(state.since, now)) +
           cell(state.interface) + number_cell(state.vrid) + number_cell(state.effective_priority) +
           cell(state.master.is_set() ? to_string(state.master) : "") + cell(addresses) +
           cell(state.reason) + "</tr>\n";
  }
  return out + "</table>\n";
}

std::string service_row(const ServiceState& state, WallTime now) {
  return "<tr>" + cell(to_string(state.key)) + state_cell(to_string(state.status)) +
         cell(age(state.since, now)) +
         cell(fmt::format("{}/{}{}", state.servers_up, state.servers,
                          state.sorry_server_active ? " (sorry server)" : "")) +
         cell(state.scheduler) + number_cell(state.traffic.connections) +
         number_cell(state.traffic.incoming_bytes) + number_cell(state.traffic.outgoing_bytes) +
         cell(state.reason) + "</tr>\n";
}

std::string events_table(const Store& store) {
  auto out = table_head("Last events", {"time", "severity", "object", "what happened"});
  std::size_t said = 0;
  for (auto event = store.events().rbegin(); event != store.events().rend(); ++event) {
    if (++said > kMaxEvents) break;
    out += "<tr>" + cell(to_string(event->event.when)) + cell(to_string(event->event.severity)) +
           cell(event->event.object) + cell(event->event.text) + "</tr>\n";
  }
  return out + "</table>\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool StatusPage::append(std::string& out) {
  switch (part_) {
    case Part::head:
      out += kHead;
      out += fmt::format("<h1>evenkeel {}</h1>\n", EVENKEEL_VERSION) +
             config_line(store_->config()) + instances_table(*store_, now_) +
             table_head("Virtual servers", {"service", "status", "since", "servers up", "scheduler",
                                            "connections", "bytes in", "bytes out", "reason"});
      part_ = Part::services;
      return true;
    case Part::services:
      if (append_services(out)) return true;
      out += "</table>\n" +
             table_head("Real servers that are not up",
                        {"service", "server", "health", "since", "weight in the kernel", "reason"});
      service_.reset();
      part_ = Part::servers;
      return true;
    case Part::servers:
      if (append_servers(out)) return true;
      out += "</table>\n";
      part_ = Part::tail;
      return true;
    case Part::tail:
      out += processes_table(*store_, now_) + events_table(*store_) +
             "<p><a href=\"/metrics\">metrics</a> · as of " + escape_html(to_string(now_)) +
             "</p></body></html>\n";
      return false;
  }
  return false;
}

bool StatusPage::append_services(std::string& out) {
  const auto& services = store_->services();
  auto next = service_ ? services.upper_bound(*service_) : services.begin();
  for (int count = 0; count < kServicesPerPiece && next != services.end(); ++count, ++next) {
    out += service_row(next->second.state, now_);
    service_ = next->first;
  }
  return next != services.end();
}

bool StatusPage::append_servers(std::string& out) {
  const auto& services = store_->services();
  auto next = service_ ? services.upper_bound(*service_) : services.begin();
  for (int count = 0; count < kServicesPerPiece && next != services.end(); ++count, ++next) {
    service_ = next->first;
    for (const auto& [state, checks] : next->second.servers) {
      if (state.health == Health::up) continue;
      if (servers_said_++ >= kMaxServers) {
        out += "<tr><td colspan=\"6\">… and more</td></tr>\n";
        return false;
      }
      out += "<tr>" + cell(to_string(state.key.service)) + cell(to_string(state.key.server)) +
             state_cell(to_string(state.health)) + cell(age(state.since, now_)) +
             number_cell(static_cast<std::uint64_t>(state.effective_weight)) + cell(state.reason) +
             "</tr>\n";
    }
  }
  return next != services.end();
}

}  // namespace evenkeel::exporter
