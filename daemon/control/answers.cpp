// The routes and their answers. Pure.
#include "daemon/control/answers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "daemon/control/explain.h"
#include "daemon/control/render.h"
#include "daemon/control/service_pieces.h"

namespace evenkeel::control {

namespace {

constexpr std::size_t kEventsPerPiece = 64;
constexpr std::size_t kChangesPerPiece = 256;
constexpr std::uint64_t kStatusEvents = 10;

HttpResponse json_response(std::string body) {
  HttpResponse response;
  response.body = std::move(body) + "\n";
  return response;
}

std::string attempted(const HttpRequest& request) {
  return request.method + " " + request.target.path;
}

HttpResponse error_response(unsigned status, std::string code, std::string message,
                            const HttpRequest& request) {
  auto response = json_response(render(ErrorAnswer{
      .code = std::move(code), .message = std::move(message), .attempted = attempted(request)}));
  response.status = status;
  return response;
}

HttpResponse not_found(const Question& question, const std::string& noun) {
  return error_response(404, "not_found", "there is no " + noun + " \"" + question.id + "\"",
                        question.request);
}

std::string_view query_value(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.target.query) {
    if (key == name) return value;
  }
  return {};
}

std::string processes_text(const Store& store) {
  std::string out;
  for (const auto& [kind, state] : store.processes()) {
    if (!out.empty()) out += ",\n";
    out += render(state);
  }
  return out;
}

std::string last_events_text(const Store& store) {
  const auto& events = store.events();
  std::string out;
  for (const auto& event : events) {
    if (event.number + kStatusEvents <= events.back().number) continue;
    if (!out.empty()) out += ",\n";
    out += render(event);
  }
  return out;
}

// `before` + the services + `after`.
HttpResponse services_response(const Store& store, Detail detail, std::string before,
                               std::string after) {
  HttpResponse response;
  response.body = std::move(before);
  response.next_piece = [pieces = ServicePieces(store, detail),
                         end = std::move(after)](std::string& piece) mutable {
    if (pieces.append(piece)) return true;
    piece += end;
    return false;
  };
  return response;
}

Detail wanted_detail(const HttpRequest& request, Detail otherwise) {
  const auto value = query_value(request, "servers");
  if (value == "false") return Detail::services;
  return value == "true" ? Detail::services_and_servers : otherwise;
}

HttpResponse get_routes(const Question&) {
  std::vector<RouteLine> lines;
  for (const auto& route : routes()) lines.push_back({route.method, route.path, route.description});
  return json_response(render(lines));
}

HttpResponse get_status(const Question& question) {
  const auto& store = question.store;
  std::string before =
      "{\"time\":" + quoted(to_string(question.facts.now)) +
      ",\"version\":" + quoted(EVENKEEL_VERSION) + ",\n\"config\":" + render(store.config()) +
      ",\n\"processes\":[" + processes_text(store) +
      "],\n\"vrrp\":" + render(store.vrrp(), store.instances()) +
      ",\n\"ipvs\":" + render(store.balancer()) + ",\n\"scripts\":" + render(store.runner()) +
      ",\n\"events\":[" + last_events_text(store) + "],\n\"services\":[";
  return services_response(store, wanted_detail(question.request, Detail::services_and_servers),
                           std::move(before), "]}\n");
}

HttpResponse get_vrrp(const Question& question) {
  return json_response(render(question.store.vrrp(), question.store.instances()));
}

HttpResponse get_services(const Question& question) {
  std::string before = "{\"ipvs\":" + render(question.store.balancer()) + ",\n\"services\":[";
  return services_response(question.store, wanted_detail(question.request, Detail::services),
                           std::move(before), "]}\n");
}

const ServiceEntry* find_service(const Question& question) {
  const auto key = parse_service_key(question.id);
  if (!key) return nullptr;
  const auto found = question.store.services().find(*key);
  return found == question.store.services().end() ? nullptr : &found->second;
}

HttpResponse get_service(const Question& question) {
  const auto* service = find_service(question);
  if (service == nullptr) return not_found(question, "service");
  return json_response(render(service->state));
}

HttpResponse get_servers(const Question& question) {
  const auto* service = find_service(question);
  if (service == nullptr) return not_found(question, "service");
  HttpResponse response;
  response.body = "{\"service\":" + quoted(to_string(service->state.key)) + ",\"servers\":[";
  response.next_piece = [&store = question.store, key = service->state.key,
                         reached = std::optional<Endpoint>()](std::string& piece) mutable {
    const auto found = store.services().find(key);
    if (found != store.services().end() && append_servers(found->second, reached, piece)) {
      return true;
    }
    piece += "]}\n";
    return false;
  };
  return response;
}

HttpResponse get_explanation(const Question& question) {
  const auto found = explain(question.store, question.id);
  if (!found) return not_found(question, "object");
  return json_response(render(*found));
}

HttpResponse get_config(const Question& question) {
  return json_response(render(question.store.config()));
}

HttpResponse get_config_diff(const Question& question) {
  if (!question.actions.config_diff) {
    return error_response(501, "not_available", "this daemon does not do that", question.request);
  }
  const auto& peer = question.request.peer;
  auto diff = question.actions.config_diff({.uid = peer.uid, .gid = peer.gid, .pid = peer.pid},
                                           std::string(query_value(question.request, "file")));
  if (diff.status != 200) {
    return error_response(diff.status, "refused", std::move(diff.message), question.request);
  }
  HttpResponse response;
  response.body = render_head(diff, question.store.config().generation) + ",\n\"changes\":[";
  response.next_piece = [changes = std::move(diff.changes),
                         next = std::size_t{0}](std::string& piece) mutable {
    for (std::size_t count = 0; count < kChangesPerPiece && next < changes.size(); ++count) {
      piece += (next == 0 ? "\n" : ",\n") + render(changes[next]);
      ++next;
    }
    if (next < changes.size()) return true;
    piece += "]}\n";
    return false;
  };
  return response;
}

// A number in the query; 0 when it is not given, nothing when it is not a number.
std::optional<std::uint64_t> query_number(const HttpRequest& request, std::string_view name) {
  const auto text = query_value(request, name);
  if (text.empty()) return 0;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Events numbered above `since`, one JSON object a line, as long as the ring has further ones.
bool append_events(const Store& store, std::uint64_t& since, std::string& out) {
  const auto& events = store.events();
  if (events.empty() || events.back().number <= since) return false;
  // Numbers in the ring have no gaps.
  const auto first = events.front().number;
  std::size_t index = since < first ? 0 : static_cast<std::size_t>(since - first + 1);
  for (std::size_t count = 0; count < kEventsPerPiece && index < events.size(); ++count, ++index) {
    out += render(events[index]) + "\n";
    since = events[index].number;
  }
  return index < events.size();
}

HttpResponse get_events(const Question& question) {
  const auto given_since = query_number(question.request, "since");
  const auto last = query_number(question.request, "last");
  if (!given_since || !last) {
    return error_response(400, "bad_number", "since and last are numbers", question.request);
  }
  std::uint64_t since = *given_since;
  const auto& events = question.store.events();
  if (*last > 0 && *last < events.size()) since = std::max(since, events.back().number - *last);
  HttpResponse response;
  response.content_type = "application/x-ndjson";
  response.next_piece = [&store = question.store, since](std::string& piece) mutable {
    return append_events(store, since, piece);
  };
  const auto follow = query_value(question.request, "follow");
  if (follow == "1" || follow == "true") response.after = HttpAfter::follow;
  return response;
}

std::string_view default_code(unsigned status) {
  if (status < 300) return "done";
  return status < 500 ? "refused" : "failed";
}

HttpResponse perform(const Question& question,
                     const std::function<ActionResult(const Caller&)>& action) {
  if (!action) {
    return error_response(501, "not_available", "this daemon does not do that", question.request);
  }
  const auto& peer = question.request.peer;
  auto result = action(Caller{.uid = peer.uid, .gid = peer.gid, .pid = peer.pid});
  const auto code = result.code.empty() ? std::string(default_code(result.status)) : result.code;
  auto response = json_response(render(ActionAnswer{.code = code,
                                                    .message = std::move(result.message),
                                                    .attempted = attempted(question.request),
                                                    .findings = std::move(result.findings)}));
  response.status = result.status;
  response.after_reply = std::move(result.after_reply);
  return response;
}

HttpResponse perform_verb(
    const Question& question,
    const std::function<ActionResult(const Caller&, const VerbWords&)>& action) {
  if (!action) return perform(question, nullptr);
  const VerbWords words{.instance = std::string(query_value(question.request, "instance")),
                        .duration = std::string(query_value(question.request, "for")),
                        .why = std::string(query_value(question.request, "why"))};
  return perform(question,
                 [&action, &words](const Caller& caller) { return action(caller, words); });
}

HttpResponse post_resign(const Question& question) {
  return perform_verb(question, question.actions.resign);
}
HttpResponse post_return(const Question& question) {
  return perform_verb(question, question.actions.end_resign);
}
HttpResponse post_reload(const Question& question) {
  return perform(question, question.actions.reload);
}
HttpResponse post_leave(const Question& question) {
  return perform(question, question.actions.leave);
}
HttpResponse post_stop(const Question& question) {
  return perform(question, question.actions.stop);
}

constexpr std::array kRoutes{
    Route{"GET", "/", "these routes", get_routes},
    Route{"GET", "/v1/status", "everything; ?servers=false leaves the real servers out",
          get_status},
    Route{"GET", "/v1/vrrp", "the VRRP instances", get_vrrp},
    Route{"GET", "/v1/services", "the virtual servers; ?servers=true adds their real servers",
          get_services},
    Route{"GET", "/v1/services/{id}", "one virtual server", get_service},
    Route{"GET", "/v1/services/{id}/servers", "the real servers of one virtual server",
          get_servers},
    Route{"GET", "/v1/explain/{object}", "an object's state, why, since when, and its events",
          get_explanation},
    Route{"GET", "/v1/config", "the configuration in force and the last load's findings",
          get_config},
    Route{"GET", "/v1/config/diff",
          "what a reload would change, object by object; ?file=PATH, of root, reads another file",
          get_config_diff},
    Route{"GET", "/v1/events",
          "what happened, one JSON object a line; ?since=NUMBER, ?last=COUNT, ?follow=1",
          get_events},
    Route{"POST", "/v1/resign",
          "hand VRRP instances over to a peer; ?instance=NAME, ?for=10m, ?why=TEXT", post_resign},
    Route{"POST", "/v1/return", "end a hand-over; ?instance=NAME", post_return},
    Route{"POST", "/v1/reload", "read the configuration again, all or nothing", post_reload},
    Route{"POST", "/v1/leave", "exit and keep everything in the kernel for the successor",
          post_leave},
    Route{"POST", "/v1/stop", "resign, take everything back, exit", post_stop},
};

// What the path has in the placeholder's place ("" without one); nothing when it does not match.
std::optional<std::string> match(std::string_view pattern, std::string_view path) {
  const auto open = pattern.find('{');
  if (open == std::string_view::npos) {
    return pattern == path ? std::optional<std::string>("") : std::nullopt;
  }
  const auto close = pattern.find('}');
  const auto before = pattern.substr(0, open);
  const auto after = pattern.substr(close + 1);
  if (path.size() <= before.size() + after.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
  const auto id = path.substr(before.size(), path.size() - before.size() - after.size());
  const bool takes_slashes = pattern.substr(open, close - open + 1) == "{object}";
  if (!takes_slashes && id.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(id);
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

HttpResponse answer(const Store& store, const ControlFacts& facts, const ControlActions& actions,
                    const HttpRequest& request) {
  std::string_view allowed;
  for (const auto& route : kRoutes) {
    auto id = match(route.path, request.target.path);
    if (!id) continue;
    if (route.method == request.method) {
      return route.answer({store, facts, actions, request, std::move(*id)});
    }
    allowed = route.method;
  }
  if (allowed.empty()) {
    return error_response(404, "not_found", "there is no such path; GET / lists them", request);
  }
  auto response = error_response(405, "wrong_method",
                                 "this path answers " + std::string(allowed) + " only", request);
  response.headers.emplace_back("Allow", std::string(allowed));
  return response;
}

}  // namespace evenkeel::control
