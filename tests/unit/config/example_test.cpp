// The files that are shipped, from the disk.
#include <gtest/gtest.h>

#include "daemon/config/disk_reader.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

Parsed parse_shipped(const std::string& name) {
  DiskReader reader;
  return parse_config(std::string(EVENKEEL_ETC) + "/" + name, reader, {});
}

TEST(Example, TheFirstConfigurationHasNoFinding) {
  const auto parsed = parse_shipped("evenkeel.conf");
  EXPECT_EQ(render(parsed.findings, Caret::hidden), "");
  ASSERT_EQ(parsed.config.instances.size(), 1U);
  ASSERT_EQ(parsed.config.services.size(), 1U);
  EXPECT_EQ(parsed.config.services[0].servers.size(), 2U);
  EXPECT_EQ(parsed.config.services[0].servers[0].forwarding.method, Forwarding::dr);
}

TEST(Example, NorHaveTheOthers) {
  for (const auto* name : {"nat.conf", "tun.conf", "unicast.conf"}) {
    const auto parsed = parse_shipped(std::string("examples/") + name);
    EXPECT_EQ(render(parsed.findings, Caret::hidden), "") << name;
    EXPECT_FALSE(parsed.config.instances.empty()) << name;
  }
}

TEST(DiskReader, RefusesWhatIsNoRegularFile) {
  DiskReader reader;
  EXPECT_FALSE(reader.read("/dev/null"));
  EXPECT_FALSE(reader.read("/"));
  EXPECT_FALSE(reader.read("/no/such/file"));
}

TEST(DiskReader, FindsCommandsAndGlobs) {
  DiskReader reader;
  EXPECT_TRUE(reader.find_command("sh"));
  EXPECT_FALSE(reader.find_command("no-such-command"));
  EXPECT_EQ(reader.glob(std::string(EVENKEEL_ETC) + "/examples/*.conf").size(), 3U);
  EXPECT_TRUE(reader.glob("/no/such/*").empty());
}

TEST(DiskReader, KnowsWhatRunsAndWhoExists) {
  DiskReader reader;
  EXPECT_TRUE(reader.is_executable("/bin/sh"));
  EXPECT_FALSE(reader.is_executable("/etc/passwd"));
  EXPECT_FALSE(reader.is_executable("/bin"));
  EXPECT_FALSE(reader.is_executable("/no/such/file"));
  for (const auto* name : {"root", "0", "4711"}) {
    EXPECT_TRUE(reader.has_user(name)) << name;
    EXPECT_TRUE(reader.has_group(name)) << name;
  }
  for (const auto* name : {"", "no such user", "-1"}) {
    EXPECT_FALSE(reader.has_user(name)) << name;
    EXPECT_FALSE(reader.has_group(name)) << name;
  }
}

}  // namespace
}  // namespace evenkeel
