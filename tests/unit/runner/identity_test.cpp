#include "daemon/runner/identity.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace evenkeel::runner {
namespace {

Script script_as(std::string user, std::string group = {}) {
  return {.argv = {"/bin/true"}, .user = std::move(user), .group = std::move(group)};
}

TEST(Identity, ItsOwnUserWinsOverScriptUser) {
  const GlobalSettings settings{.script_user = "root"};
  EXPECT_EQ(identity_of(script_as("nobody"), settings)->name, "nobody");
  EXPECT_EQ(identity_of(script_as(""), settings)->user, 0U);
}

TEST(Identity, GroupsContainThePrimaryOne) {
  const auto identity = identity_of(script_as("nobody"), {});
  ASSERT_TRUE(identity);
  EXPECT_NE(std::find(identity->groups.begin(), identity->groups.end(), identity->group),
            identity->groups.end());
}

TEST(Identity, AGroupOfItsOwnReplacesThePrimaryOne) {
  EXPECT_EQ(identity_of(script_as("nobody", "root"), {})->group, 0U);
  EXPECT_EQ(identity_of(script_as("nobody", "12345"), {})->group, 12345U);
}

TEST(Identity, UnknownUsersAndGroupsAreRefused) {
  EXPECT_FALSE(identity_of(script_as("no-such-user"), {}));
  EXPECT_FALSE(identity_of(script_as("nobody", "no-such-group"), {}));
}

TEST(ScriptSecurity, SystemProgramsAreFine) { EXPECT_TRUE(check_path("/bin/sh")); }

TEST(ScriptSecurity, WhatOthersCanReplaceIsRefused) {
  std::string directory = "/tmp/evenkeel-test-XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  const auto path = directory + "/script";
  std::ofstream(path) << "#!/bin/sh\n";
  ::chmod(path.c_str(), 0755);
  // The file itself is fine, /tmp above it is not.
  EXPECT_FALSE(check_path(path));
  EXPECT_FALSE(check_path(directory + "/missing"));
  ::unlink(path.c_str());
  ::rmdir(directory.c_str());
}

}  // namespace
}  // namespace evenkeel::runner
