#include "vrrp/scripts.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

using Words = std::vector<std::string>;

VrrpScripts usual() {
  VrrpScripts scripts;
  scripts.master.argv = {"/bin/promote", "now"};
  scripts.any.argv = {"/bin/tell", "ops"};
  return scripts;
}

VrrpInstance instance() {
  VrrpInstance made;
  made.name = "web";
  made.scripts = usual();
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

TEST(VrrpScripts, WhatIsNoChangeOfRoleIsNotForTheGenericOne) {
  VrrpInstance made = instance();
  VrrpScripts all = usual();
  all.lower_priority.argv = {"/bin/lower"};
  made.scripts = all;
  const auto lower = scripts_for(made, ScriptCause::lower_priority_heard, 150);
  ASSERT_EQ(lower.size(), 1U);
  EXPECT_EQ(lower[0].argv, Words{"/bin/lower"});
  EXPECT_TRUE(scripts_for(made, ScriptCause::master_priority, 153).empty());
  EXPECT_TRUE(scripts_for(made, ScriptCause::backup_priority, 153).empty());
}

TEST(VrrpScripts, ARemovalHasItsOwnAndTheGenericOne) {
  VrrpInstance made = instance();
  VrrpScripts all = usual();
  all.deleted.argv = {"/bin/deleted"};
  made.scripts = all;
  const auto scripts = scripts_for(made, ScriptCause::deleted, 150);
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_EQ(scripts[0].argv, Words{"/bin/deleted"});
  EXPECT_EQ(scripts[1].argv[4], "DELETED");
}

TEST(VrrpScripts, AGroupHasNoPriority) {
  SyncGroup group{.name = "G"};
  group.scripts.fault.argv = {"/bin/fault"};
  group.scripts.any.argv = {"/bin/tell"};
  const auto scripts = scripts_for(group, ScriptCause::fault);
  ASSERT_EQ(scripts.size(), 2U);
  EXPECT_EQ(scripts[0].argv, Words{"/bin/fault"});
  EXPECT_EQ(scripts[1].argv, (Words{"/bin/tell", "GROUP", "G", "FAULT", "0"}));
}

TEST(VrrpScripts, EachEventIsALineOfTheFifosInKeepalivedsFormat) {
  EXPECT_EQ(notify_line(instance(), ScriptCause::master, 150), "INSTANCE \"web\" MASTER 150");
  EXPECT_EQ(notify_line(instance(), ScriptCause::master_priority, 153),
            "INSTANCE \"web\" MASTER_PRIORITY 153");
  EXPECT_EQ(notify_line(instance(), ScriptCause::backup_priority, 153),
            "INSTANCE \"web\" BACKUP_PRIORITY 153");
  EXPECT_EQ(notify_line(instance(), ScriptCause::lower_priority_heard, 1),
            "INSTANCE \"web\" MASTER_RX_LOWER_PRI 1");
  EXPECT_EQ(notify_line(SyncGroup{.name = "VG1"}, ScriptCause::backup), "GROUP \"VG1\" BACKUP 0");
}

TEST(VrrpScripts, NoScriptIsNoScript) {
  EXPECT_TRUE(scripts_for(VrrpInstance{}, ScriptCause::master, 1).empty());
}

}  // namespace
}  // namespace evenkeel::vrrp
