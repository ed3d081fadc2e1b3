// keelctl's command line, verbs and exit codes, with a daemon of words.
#include "daemon/ctl/verbs.h"

#include <gtest/gtest.h>

namespace evenkeel::ctl {
namespace {

struct Outcome {
  int code = -1;
  std::string out, error;
  std::vector<std::string> asked;
};

Outcome run_line(const std::vector<std::string>& arguments, const Result<Reply>& reply) {
  Outcome outcome;
  auto line = parse_command_line(arguments);
  if (!line) {
    outcome.error = line.error().what;
    return outcome;
  }
  Session session{.line = *line,
                  .directory = "/home/admin",
                  .facts = {},
                  .ask =
                      [&](const Inquiry& inquiry) {
                        outcome.asked.push_back(inquiry.method + " " + inquiry.target);
                        if (inquiry.on_body && reply) inquiry.on_body(reply->body);
                        return reply;
                      },
                  .pause = [] {},
                  .print = [&](std::string_view text) { outcome.out += text; },
                  .print_error = [&](std::string_view text) { outcome.error += text; }};
  outcome.code = run(session);
  return outcome;
}

Result<Reply> ok(std::string body) { return Reply{.status = 200, .body = std::move(body)}; }

TEST(Verbs, MayBeShortenedWhileUnambiguous) {
  EXPECT_EQ((*find_verb("st"))->name, "status");
  EXPECT_EQ((*find_verb("servi"))->name, "services");
  EXPECT_EQ((*find_verb("vr"))->name, "vrrp");
  EXPECT_EQ((*find_verb("ver"))->name, "version");
}

TEST(Verbs, AnAmbiguousBeginningNamesTheCandidates) {
  const auto found = find_verb("serv");
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().what.find("services, servers"), std::string::npos);
  EXPECT_FALSE(find_verb(""));
  EXPECT_FALSE(find_verb("nothing"));
}

TEST(Verbs, EachIsInTheHelp) {
  for (const auto& verb : verbs()) {
    EXPECT_NE(help_text().find("\n  " + std::string(verb.name)), std::string::npos) << verb.name;
  }
}

TEST(CommandLine, TakesOptionsAnywhere) {
  const auto line = parse_command_line({"servers", "--json", "x", "-s", "/tmp/s"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->output, Output::json);
  EXPECT_EQ(line->socket_path, "/tmp/s");
  EXPECT_EQ(line->words, (std::vector<std::string>{"servers", "x"}));
  EXPECT_EQ(parse_command_line({"--socket=/a"})->socket_path, "/a");
}

TEST(CommandLine, RefusesWhatItDoesNotKnow) {
  EXPECT_FALSE(parse_command_line({"--jsn"}));
  EXPECT_FALSE(parse_command_line({"--socket"}));
  EXPECT_TRUE(parse_command_line({"--", "--jsn"}));
}

TEST(Keelctl, NothingToDoIsRefusedWithTheHelp) {
  const auto outcome = run_line({}, ok("{}"));
  EXPECT_EQ(outcome.code, kRefused);
  EXPECT_EQ(outcome.error, help_text());
}

TEST(Keelctl, AnUnreachableDaemonIsExitCodeTwo) {
  const auto outcome =
      run_line({"status"}, failure(ENOENT, "connect to /run/x: No such file or directory"));
  EXPECT_EQ(outcome.code, kUnreachable);
  EXPECT_NE(outcome.error.find("connect to /run/x"), std::string::npos);
}

TEST(Keelctl, JsonIsPrintedAsTheDaemonSaidIt) {
  const auto outcome = run_line({"vrrp", "--json"}, ok("{\"instances\":[]}\n"));
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_EQ(outcome.out, "{\"instances\":[]}\n");
}

TEST(Keelctl, ARefusedReloadPrintsItsFindings) {
  const auto outcome = run_line(
      {"reload"},
      Reply{
          .status = 409,
          .body =
              R"({"code":"refused","message":"nothing changed","findings":["a.conf:1:2: error: x"]})"});
  EXPECT_EQ(outcome.code, kRefused);
  EXPECT_EQ(outcome.error, "a.conf:1:2: error: x\nrefused: nothing changed\n");
  EXPECT_EQ(outcome.asked, std::vector<std::string>{"POST /v1/reload"});
}

TEST(Keelctl, IdsAreEncodedIntoThePath) {
  EXPECT_EQ(run_line({"explain", "server/tcp:[::1]:80/a b"}, ok("{}")).asked,
            std::vector<std::string>{"GET /v1/explain/server%2Ftcp:%5B::1%5D:80%2Fa%20b"});
  EXPECT_EQ(run_line({"servers", "192.0.2.10:443"}, ok("{}")).asked,
            std::vector<std::string>{"GET /v1/services/tcp:192.0.2.10:443/servers"});
  EXPECT_EQ(run_line({"servers", "fwmark:7"}, ok("{}")).asked,
            std::vector<std::string>{"GET /v1/services/fwmark:7/servers"});
}

TEST(Keelctl, ConfigDiffNamesTheFileAsTheDaemonMustKnowIt) {
  EXPECT_EQ(run_line({"config", "diff", "new.conf"}, ok("{}")).asked,
            std::vector<std::string>{"GET /v1/config/diff?file=%2Fhome%2Fadmin%2Fnew.conf"});
  EXPECT_EQ(run_line({"config", "diff", "/etc/new.conf"}, ok("{}")).asked,
            std::vector<std::string>{"GET /v1/config/diff?file=%2Fetc%2Fnew.conf"});
  EXPECT_EQ(run_line({"config", "diff"}, ok("{}")).asked,
            std::vector<std::string>{"GET /v1/config/diff"});
  EXPECT_EQ(run_line({"config"}, ok("{}")).asked, std::vector<std::string>{"GET /v1/config"});
}

TEST(Keelctl, MisplacedArgumentsAreRefusedBeforeAsking) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"status", "x"},
                                                                 {"events", "x"},
                                                                 {"explain"},
                                                                 {"config", "x"},
                                                                 {"config", "diff", "a", "b"},
                                                                 {"status", "--follow"}}) {
    const auto outcome = run_line(words, ok("{}"));
    EXPECT_EQ(outcome.code, kRefused) << words.front();
    EXPECT_TRUE(outcome.asked.empty()) << words.front();
  }
}

TEST(Keelctl, EventsArePrintedALineEach) {
  const auto outcome = run_line(
      {"events"},
      ok("{\"time\":\"t\",\"severity\":\"info\",\"object\":\"vrrp/web\",\"text\":\"x\"}\n"
         "{\"time\":\"u\",\"severity\":\"error\",\"object\":\"balancer\",\"text\":\"y\"}\n"));
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_EQ(outcome.out, "t  info     vrrp/web: x\nu  error    balancer: y\n");
}

TEST(Keelctl, HelpAndVersionNeedNoDaemon) {
  EXPECT_TRUE(run_line({"--help"}, ok("")).asked.empty());
  EXPECT_TRUE(run_line({"--version"}, ok("")).out.starts_with("keelctl "));
  EXPECT_EQ(run_line({"help"}, ok("")).code, kDone);
}

std::string resign_answer(const std::string& status) {
  return R"({"instances":[{"name":"web","role":"BACKUP","resign":{"status":")" + status +
         R"(","reason":"no peer took over"}}]})";
}

TEST(Resign, AsksAndTellsWhatCameOfIt) {
  const auto outcome =
      run_line({"resign", "web", "--for", "10m", "--why", "a b"}, ok(resign_answer("RESIGNED")));
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_EQ(outcome.asked, (std::vector<std::string>{
                               "POST /v1/resign?instance=web&for=10m&why=a%20b", "GET /v1/vrrp"}));
  EXPECT_NE(outcome.out.find("web: RESIGNED"), std::string::npos);
}

TEST(Resign, RefusedIsAFailureWithItsReason) {
  const auto outcome = run_line({"resign"}, ok(resign_answer("REFUSED")));
  EXPECT_EQ(outcome.code, kRefused);
  EXPECT_NE(outcome.error.find("no peer took over"), std::string::npos);
}

TEST(Resign, WaitsWhileNothingHasComeOfItButNotForEver) {
  for (const auto* status : {"ASKED", "NONE"}) {
    const auto outcome = run_line({"resign", "web"}, ok(resign_answer(status)));
    EXPECT_EQ(outcome.code, kRefused);
    EXPECT_GT(outcome.asked.size(), 400U);
  }
}

TEST(Resign, TheReturnIsOneQuestion) {
  EXPECT_EQ(run_line({"return", "web"}, ok("{}")).asked,
            (std::vector<std::string>{"POST /v1/return?instance=web"}));
}

TEST(Resign, ItsOptionsGoWithNoOtherVerb) {
  EXPECT_EQ(run_line({"vrrp", "--for", "10m"}, ok("{}")).code, kRefused);
}

}  // namespace
}  // namespace evenkeel::ctl
