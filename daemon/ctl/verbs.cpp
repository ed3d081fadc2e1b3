// The verbs. Pure but for what the session's functions do.
#include "daemon/ctl/verbs.h"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "evenkeel/http_server.h"

namespace evenkeel::ctl {

namespace {

using View = std::string (*)(std::string_view json, const ViewFacts& facts);

int show(Session& session, std::string target, View view) {
  const auto reply = session.ask({.method = "GET", .target = std::move(target), .on_body = {}});
  if (!is_done(reply)) {
    if (reply && session.line.output == Output::json) {
      session.print(reply->body);
      return kRefused;
    }
    return explain_failure(session, reply);
  }
  const bool is_json = session.line.output == Output::json;
  session.print(is_json ? reply->body : view(reply->body, session.facts));
  return kDone;
}

int change(Session& session, std::string target) {
  const auto reply = session.ask({.method = "POST", .target = std::move(target), .on_body = {}});
  if (reply && session.line.output == Output::json) {
    session.print(reply->body);
    return is_done(reply) ? kDone : kRefused;
  }
  if (!is_done(reply)) return explain_failure(session, reply);
  session.print(view_action(reply->body, session.facts));
  return kDone;
}

std::string argument_of(const Session& session) {
  return session.line.words.size() > 1 ? session.line.words[1] : "";
}

int run_status(Session& session) {
  // The one screen does without the real servers; programs get everything.
  const bool is_json = session.line.output == Output::json;
  return show(session, is_json ? "/v1/status" : "/v1/status?servers=false", view_status);
}
int run_vrrp(Session& session) { return show(session, "/v1/vrrp", view_vrrp); }
int run_services(Session& session) { return show(session, "/v1/services", view_services); }

int run_servers(Session& session) {
  auto service = argument_of(session);
  if (service.empty()) return show(session, "/v1/services?servers=true", view_servers);
  // "192.0.2.10:443" for short.
  if (service.find_first_not_of("0123456789.:") == std::string::npos) service = "tcp:" + service;
  return show(session, "/v1/services/" + percent_encode(service) + "/servers", view_servers);
}

int run_explain(Session& session) {
  const auto id = argument_of(session);
  if (id.empty()) {
    session.print_error("keelctl: explain what? An ID as status, services or events show it\n");
    return kRefused;
  }
  return show(session, "/v1/explain/" + percent_encode(id), view_explanation);
}

// The daemon reads the file, so it must know the whole name.
std::string diff_target(const Session& session) {
  std::string target = "/v1/config/diff";
  if (session.line.words.size() < 3) return target;
  const auto& file = session.line.words[2];
  const auto whole = file.starts_with('/') ? file : session.directory + "/" + file;
  return target + "?file=" + percent_encode(whole);
}

int run_config(Session& session) {
  const auto what = argument_of(session);
  if (what.empty()) return show(session, "/v1/config", view_config);
  if (what == "diff") return show(session, diff_target(session), view_config_diff);
  session.print_error("keelctl: config " + what + "? There is config, and config diff [FILE]\n");
  return kRefused;
}

// Prints whole lines as they arrive; `rest` keeps the beginning of one.
void print_events(Session& session, std::string& rest, std::string_view text) {
  rest += text;
  for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
    const auto line = rest.substr(0, end + 1);
    rest.erase(0, end + 1);
    session.print(session.line.output == Output::json ? line : view_event(line, session.facts));
  }
}

int run_events(Session& session) {
  std::string rest;
  const auto reply =
      session.ask({.method = "GET",
                   .target = session.line.follow ? "/v1/events?follow=1&last=10" : "/v1/events",
                   .on_body = [&](std::string_view text) { print_events(session, rest, text); }});
  return is_done(reply) ? kDone : explain_failure(session, reply);
}

int run_reload(Session& session) { return change(session, "/v1/reload"); }
int run_leave(Session& session) { return change(session, "/v1/leave"); }

int run_help(Session& session) {
  session.print(help_text());
  return kDone;
}
int run_version(Session& session) {
  session.print("keelctl " EVENKEEL_VERSION "\n");
  return kDone;
}

constexpr std::array kVerbs{
    Verb{"status", "", 0, "everything on one screen", run_status},
    Verb{"vrrp", "", 0, "the VRRP instances: role, since when, why, addresses", run_vrrp},
    Verb{"services", "", 0, "the virtual servers: servers up, traffic", run_services},
    Verb{"servers", "[SERVICE]", 1, "the real servers, of one virtual server or of all",
         run_servers},
    Verb{"explain", "ID", 1, "one object: state, why, since when, what happened to it",
         run_explain},
    Verb{"events", "[--follow]", 0, "what happened, oldest first; --follow waits for more",
         run_events},
    Verb{"config", "[diff [FILE]]", 2,
         "the configuration in force and its findings; diff: what a reload would change",
         run_config},
    Verb{"resign", "[INSTANCE]", 1,
         "hand over to a peer and stay BACKUP; --for 10m, --why TEXT; of all without a name",
         run_resign},
    Verb{"return", "[INSTANCE]", 1, "end a hand-over", run_return},
    Verb{"reload", "", 0, "read the configuration again: all of it, or nothing changes",
         run_reload},
    Verb{"leave", "", 0, "end the daemon, keep addresses and services for its successor",
         run_leave},
    Verb{"help", "", 0, "this text", run_help},
    Verb{"version", "", 0, "the version of keelctl", run_version},
};

}  // namespace

bool is_done(const Result<Reply>& reply) { return reply && reply->status < 300; }

int explain_failure(Session& session, const Result<Reply>& reply) {
  if (!reply) {
    session.print_error("keelctl: " + reply.error().what + "\n");
    return kUnreachable;
  }
  session.print_error(view_action(reply->body, session.facts));
  return kRefused;
}

std::span<const Verb> verbs() { return kVerbs; }

Result<const Verb*> find_verb(std::string_view word) {
  const Verb* found = nullptr;
  std::string candidates;
  for (const auto& verb : kVerbs) {
    if (verb.name == word) return &verb;
    if (word.empty() || !verb.name.starts_with(word)) continue;
    found = &verb;
    candidates += (candidates.empty() ? "" : ", ") + std::string(verb.name);
  }
  if (candidates.find(',') != std::string::npos) {
    return failure(0, fmt::format("\"{}\" could be {}", word, candidates));
  }
  if (found == nullptr) return failure(0, fmt::format("there is no verb \"{}\"", word));
  return found;
}

std::string help_text() {
  std::string out =
      "usage: keelctl [--json] [--socket PATH] VERB [ARGUMENT]\n\n"
      "Verbs may be shortened as long as they stay unambiguous:\n";
  for (const auto& verb : kVerbs) {
    const auto usage =
        std::string(verb.name) + (verb.argument.empty() ? "" : " ") + std::string(verb.argument);
    out += fmt::format("  {:<20} {}\n", usage, verb.description);
  }
  return out +
         "\nOptions:\n"
         "  -j, --json           print the daemon's JSON\n"
         "  -s, --socket PATH    the control socket (default /run/evenkeel/control.sock)\n"
         "  -f, --follow         with events: go on as they happen\n"
         "      --for DURATION   with resign: return after 90s, 10m, 2h, 1d\n"
         "      --why TEXT       with resign: what events and status say\n"
         "  -h, --help           this text\n"
         "      --version        the version of keelctl\n\n"
         "Exit status: 0 done, 1 refused, 2 the daemon is not reachable.\n"
         "Colour appears on a terminal unless NO_COLOR is set.\n";
}

int run(Session& session) {
  if (session.line.wants_help) return run_help(session);
  if (session.line.wants_version) return run_version(session);
  if (session.line.words.empty()) {
    session.print_error(help_text());
    return kRefused;
  }
  const auto verb = find_verb(session.line.words.front());
  if (!verb) {
    session.print_error("keelctl: " + verb.error().what + "; keelctl help lists the verbs\n");
    return kRefused;
  }
  if (session.line.words.size() > (*verb)->most_words + 1) {
    session.print_error(
        fmt::format("keelctl: {} takes no \"{}\"\n", (*verb)->name, session.line.words.back()));
    return kRefused;
  }
  if (session.line.follow && (*verb)->name != "events") {
    session.print_error("keelctl: only events can be followed\n");
    return kRefused;
  }
  const bool has_resign_words = !session.line.duration.empty() || !session.line.why.empty();
  if (has_resign_words && (*verb)->name != "resign") {
    session.print_error("keelctl: --for and --why go with resign only\n");
    return kRefused;
  }
  return (*verb)->run(session);
}

}  // namespace evenkeel::ctl
