#include "vrrp/scripts.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

using Words = std::vector<std::string>;

VrrpInstance instance() {
  VrrpInstance made;
  made.name = "web";
  made.scripts.master.argv = {"/bin/promote", "now"};
  made.scripts.any.argv = {"/bin/tell", "ops"};
  return made;
}

TEST(VrrpScripts, TheSpecificOneRunsFirstWithItsOwnArgumentsOnly) {
  const auto scripts = scripts_for(instance(), ScriptCause::master, 150);
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_EQ(scripts[0].argv, (Words{"/bin/promote", "now"}));
  EXPECT_EQ(scripts[1].argv, (Words{"/bin/tell", "ops", "INSTANCE", "web", "MASTER", "150"}));
}

TEST(VrrpScripts, EachCauseHasItsWord) {
  const auto word = [](ScriptCause cause) {
    return scripts_for(instance(), cause, 1).back().argv[4];
  };
  EXPECT_EQ(word(ScriptCause::backup), "BACKUP");
  EXPECT_EQ(word(ScriptCause::fault), "FAULT");
  EXPECT_EQ(word(ScriptCause::stop), "STOP");
}

TEST(VrrpScripts, NoScriptIsNoScript) {
  EXPECT_TRUE(scripts_for(VrrpInstance{}, ScriptCause::master, 1).empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
