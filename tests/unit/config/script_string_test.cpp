// Script strings to arguments, user and group.
#include "daemon/config/script_string.h"

#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel::config {
namespace {

using Words = std::vector<std::string>;

TEST(ScriptString, BlanksSeparateAndQuotesGroup) {
  EXPECT_EQ(cut_command("/s.sh a  'b c' \"d e\"f"), (Words{"/s.sh", "a", "b c", "d ef"}));
  EXPECT_EQ(cut_command("/s ''"), (Words{"/s", ""}));
  EXPECT_EQ(cut_command("  "), Words{});
}

TEST(ScriptString, EscapesOfEveryKind) {
  EXPECT_EQ(cut_command(R"(\x41\102\n\cA\q\ )"), (Words{"AB\n\001q "}));
  EXPECT_EQ(cut_command(R"(a\x4)"), (Words{"a\x04"}));
  EXPECT_EQ(cut_command(R"(a\0b)"), (Words{"ab"}));
  EXPECT_EQ(cut_command("a\\"), (Words{"a\\"}));
}

TEST(ScriptString, TheReferencesExample) {
  EXPECT_EQ(cut_command(R"(/s.sh ' sp\x20c ' '\"q\"' SG1.x plain)"),
            (Words{"/s.sh", " sp c ", "\"q\"", "SG1.x", "plain"}));
}

TEST(ScriptString, UserAndGroupFollowInAnyForm) {
  for (const auto& words : {Words{"/s", "u", "g"}, Words{"/s", "u:g"}, Words{"/s", "u:", "g"},
                            Words{"/s", "u", ":g"}}) {
    const auto script = make_script(words);
    EXPECT_EQ(script.user, "u");
    EXPECT_EQ(script.group, "g");
  }
}

Script notify(const std::string& line) {
  const auto parsed = parse_instance(" notify_master " + line);
  EXPECT_EQ(lines_of(parsed), Lines{});
  return parsed.config.instances.at(0).scripts->master;
}

TEST(ScriptString, DoubleAndSingleQuotesHoldTheCommandTogether) {
  EXPECT_EQ(notify("\"/x.sh a 'b  c'\" root").argv, (Words{"/x.sh", "a", "b  c"}));
  const auto script = notify("'/x.sh a \"b  c\"' root wheel");
  EXPECT_EQ(script.argv, (Words{"/x.sh", "a", "b  c"}));
  EXPECT_EQ(script.user, "root");
  EXPECT_EQ(script.group, "wheel");
}

TEST(ScriptString, ABareCommandIsLookedUpOnce) {
  EXPECT_EQ(notify("\"killall -0 x\"").argv.front(), "/usr/bin/killall");
  const auto parsed = parse_instance(" notify_master no_such_thing\n");
  EXPECT_EQ(
      lines_of(parsed),
      (Lines{"7: warning: no command 'no_such_thing' in the system's PATH; write its absolute "
             "path: it is never run (vrrp_instance web)"}));
}

TEST(ScriptString, WordsThatNameNobodyAreTheCommandsArguments) {
  MemorySource source;
  source.missing = {"-0"};
  source.files["conf"].text = "vrrp_script chk {\n script killall -0 haproxy\n}\n";
  const auto parsed = parse_config("conf", source, {});
  EXPECT_EQ(lines_of(parsed),
            (Lines{"2: warning: there is no user '-0': the words after the command are its "
                   "arguments; a command of several words needs quotes (vrrp_script chk)"}));
  EXPECT_EQ(parsed.config.tracking.scripts.at(0).script.argv,
            (Words{"/usr/bin/killall", "-0", "haproxy"}));
}

}  // namespace
}  // namespace evenkeel::config
