#include "evenkeel/replace_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace evenkeel {
namespace {

std::string content(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(ReplaceFile, PutsTheNewTextInPlaceOfTheOld) {
  const std::string path = ::testing::TempDir() + "/replaced";
  ASSERT_TRUE(replace_file(path, "one\ntwo\n"));
  ASSERT_TRUE(replace_file(path, "three"));
  EXPECT_EQ(content(path), "three");
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST(ReplaceFile, SaysWhatItCouldNotDo) {
  const auto result = replace_file("/nowhere/at/all", "text");
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().what.starts_with("write /nowhere/at/all.new: "))
      << result.error().what;
}

}  // namespace
}  // namespace evenkeel
