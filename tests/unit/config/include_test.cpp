// The include family over files in memory.
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

class Include : public testing::Test {
 protected:
  Parsed parse() { return parse_config("/etc/e/main", source_, {}); }
  void put(const std::string& path, const std::string& text) { source_.files[path].text = text; }
  MemorySource source_;
};

TEST_F(Include, IsRelativeToTheIncludingFileAndAllowedInBlocks) {
  put("/etc/e/main", "global_defs {\n include d/one\n}\n");
  put("/etc/e/d/one", "include two\n");
  put("/etc/e/d/two", "router_id x");
  const auto parsed = parse();
  EXPECT_EQ(lines_of(parsed), Lines{});
  EXPECT_EQ(parsed.config.global.router_id, "x");
}

TEST_F(Include, GlobsAreReadInOrder) {
  put("/etc/e/main", "include /etc/e/d/*.conf\n");
  put("/etc/e/d/b.conf", "global_defs { router_id b }");
  put("/etc/e/d/a.conf", "global_defs { router_id a }");
  EXPECT_EQ(parse().config.global.router_id, "b");
}

TEST_F(Include, FindingsNameTheIncludedFile) {
  put("/etc/e/main", "include d\nfoo\n");
  put("/etc/e/d", "\n bar\n");
  const auto parsed = parse();
  ASSERT_EQ(parsed.findings.size(), 2U);
  EXPECT_EQ(to_string(parsed.findings[0]), "/etc/e/d:2:2: error: unknown word 'bar'");
  EXPECT_EQ(to_string(parsed.findings[1]), "/etc/e/main:2:1: error: unknown word 'foo'");
}

TEST_F(Include, AMissingFileIsAWarningUnlessStrict) {
  for (const auto& [word, severity] : std::map<std::string, std::string>{{"include", "warning"},
                                                                         {"includer", "warning"},
                                                                         {"includem", "error"},
                                                                         {"includew", "error"},
                                                                         {"includea", "error"}}) {
    put("/etc/e/main", word + " no\n");
    EXPECT_EQ(lines_of(parse()), (Lines{"1: " + severity + ": no file to include: 'no'"})) << word;
  }
}

TEST_F(Include, AWildcardWithoutMatchIsFineUnlessStrict) {
  put("/etc/e/main", "include no*\nincludem no*\n");
  EXPECT_EQ(lines_of(parse()), Lines{});
  put("/etc/e/main", "includew no*\n");
  EXPECT_EQ(lines_of(parse()), (Lines{"1: error: no file to include matches 'no*'"}));
}

TEST_F(Include, BraceAlternativesAreEachLookedFor) {
  put("/etc/e/main", "includeb {a,b}.conf\n");
  put("/etc/e/a.conf", "global_defs { router_id a }\n");
  const auto parsed = parse();
  EXPECT_EQ(parsed.config.global.router_id, "a");
  EXPECT_EQ(lines_of(parsed), (Lines{"1: error: no file to include: 'b.conf'"}));
}

TEST_F(Include, ExecutableFilesArePassedOver) {
  put("/etc/e/main", "include a\n");
  source_.files["/etc/e/a"] = {"global_defs { router_id a }", true};
  EXPECT_EQ(lines_of(parse()),
            (Lines{"1: warning: an executable file is not included: '/etc/e/a'"}));
}

TEST_F(Include, RecursionIsOneErrorEachTime) {
  put("/etc/e/main", "include a\n");
  put("/etc/e/a", "include main\ninclude a\n");
  EXPECT_EQ(lines_of(parse()),
            (Lines{"1: error: the file includes itself, or too deep: '/etc/e/main'",
                   "2: error: the file includes itself, or too deep: '/etc/e/a'"}));
}

TEST_F(Include, TwiceTheSameFileIsNoRecursion) {
  put("/etc/e/main", "global_defs {\ninclude a\ninclude a\n}\n");
  put("/etc/e/a", "vrrp_min_garp\nscript_user nobody\n");
  EXPECT_EQ(lines_of(parse()),
            (Lines{"1: warning: 'vrrp_min_garp' is given twice; the last one counts",
                   "2: warning: 'script_user' is given twice; the last one counts"}));
}

TEST_F(Include, DoublingFilesEnd) {
  put("/etc/e/main", "include f0\n");
  for (int i = 0; i < 30; ++i) {
    const auto next = "include f" + std::to_string(i + 1) + "\n";
    put("/etc/e/f" + std::to_string(i), next + next);
  }
  const auto parsed = parse();
  const auto is_limit = [](const Finding& finding) {
    return finding.text.find("too many files included") != std::string::npos;
  };
  EXPECT_TRUE(std::any_of(parsed.findings.begin(), parsed.findings.end(), is_limit));
}

TEST_F(Include, TheHashCoversAllFiles) {
  put("/etc/e/main", "include a\n");
  put("/etc/e/a", "\n");
  const auto before = parse().hash;
  EXPECT_EQ(before.size(), 64U);
  put("/etc/e/a", " \n");
  EXPECT_NE(parse().hash, before);
}

TEST_F(Include, AnUnreadableMainFileIsUnusable) {
  const auto parsed = parse();
  EXPECT_FALSE(parsed.readable);
  EXPECT_EQ(exit_code(parsed), 4);
  EXPECT_EQ(to_string(parsed.findings.at(0)), "/etc/e/main: error: read /etc/e/main: No such file");
}

}  // namespace
}  // namespace evenkeel
