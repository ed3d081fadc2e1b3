// keelctl resign and return. Pure but for what the session's functions do.
#include "daemon/ctl/verbs.h"
#include "evenkeel/http_server.h"

namespace evenkeel::ctl {

namespace {

// Longer than the longest skew there is (one advert interval of version 3, 41 s), with a tenth of a
// second between two questions.
constexpr int kQuestions = 450;

std::string target_of(const Session& session, const std::string& verb) {
  std::string target = "/v1/" + verb;
  char separator = '?';
  const auto add = [&](const char* key, const std::string& value) {
    if (value.empty()) return;
    target += separator + std::string(key) + "=" + percent_encode(value);
    separator = '&';
  };
  if (session.line.words.size() > 1) add("instance", session.line.words[1]);
  add("for", session.line.duration);
  add("why", session.line.why);
  return target;
}

}  // namespace

int run_resign(Session& session) {
  const auto asked =
      session.ask({.method = "POST", .target = target_of(session, "resign"), .on_body = {}});
  if (!is_done(asked)) return explain_failure(session, asked);
  const std::string instance = session.line.words.size() > 1 ? session.line.words[1] : "";
  for (int question = 0; question < kQuestions; ++question) {
    session.pause();
    const auto reply = session.ask({.method = "GET", .target = "/v1/vrrp", .on_body = {}});
    if (!is_done(reply)) return explain_failure(session, reply);
    const auto outcome = view_resign(reply->body, instance);
    if (outcome.is_pending) continue;
    if (session.line.output == Output::json) {
      session.print(reply->body);
    } else {
      (outcome.is_refused ? session.print_error : session.print)(outcome.text);
    }
    return outcome.is_refused ? kRefused : kDone;
  }
  session.print_error("keelctl: asked, but nothing has come of it yet; see keelctl vrrp\n");
  return kRefused;
}

int run_return(Session& session) {
  const auto reply =
      session.ask({.method = "POST", .target = target_of(session, "return"), .on_body = {}});
  if (!is_done(reply)) return explain_failure(session, reply);
  session.print(session.line.output == Output::json ? reply->body
                                                    : view_action(reply->body, session.facts));
  return kDone;
}

}  // namespace evenkeel::ctl
