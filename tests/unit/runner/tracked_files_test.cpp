#include "daemon/runner/tracked_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace evenkeel::runner {
namespace {

class TrackedFilesTest : public testing::Test {
 protected:
  TrackedFilesTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "files.XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  ~TrackedFilesTest() override { std::filesystem::remove_all(directory_); }

  std::string path(const std::string& name) const { return directory_ + "/" + name; }
  TrackedFile file(const std::string& name, FileInit init = FileInit::none,
                   std::int32_t value = 0) const {
    return {.name = name, .path = path(name), .init = init, .initial_value = value};
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
  }
  std::string text_of(const std::string& name) const {
    std::ifstream stream(path(name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  // Does one thing after the other, each as soon as so many contents have been told in all, or
  // after a long while.
  struct Step {
    std::function<void()> action;
    std::size_t told = 0;
  };
  void run(const std::vector<Step>& steps) {
    std::size_t next = 0;
    TimePoint deadline{};
    std::unique_ptr<Timer> timer;
    timer = loop_.make_timer([&] {
      const bool is_over =
          next == 0 || told_.size() >= steps[next - 1].told || loop_.now() >= deadline;
      if (is_over && next == steps.size()) return loop_.stop(0);
      if (is_over) {
        steps[next++].action();
        deadline = loop_.now() + 5s;
      }
      timer->arm(loop_.now() + 50ms);
    });
    timer->arm(loop_.now());
    loop_.run();
  }

  std::string directory_;
  EventLoop loop_;
  std::vector<FileContent> told_;
  std::vector<std::string> errors_;
  TrackedFiles files_{
      loop_,
      {.on_content = [this](const FileContent& content) { told_.push_back(content); },
       .on_error = [this](const std::string& name,
                          const std::string&) { errors_.push_back(name); }}};
};

TEST_F(TrackedFilesTest, EachContentIsToldAtOnceAndToWhoeverAsksAgain) {
  write("a", "12\n");
  files_.set({file("a"), file("none")});
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_[0].text, "12\n");
  EXPECT_EQ(told_[0].error, "");
  EXPECT_EQ(told_[1].name, "none");
  EXPECT_EQ(told_[1].error, "No such file or directory");
  files_.set({file("a")});
  EXPECT_EQ(told_.size(), 3U);
}

TEST_F(TrackedFilesTest, AnInitialValueIsWrittenOnceForAName) {
  files_.set({file("a", FileInit::if_missing, 7)});
  EXPECT_EQ(text_of("a"), "7\n");
  std::filesystem::remove(path("a"));
  files_.set({file("a", FileInit::if_missing, 7)});
  EXPECT_FALSE(std::filesystem::exists(path("a"))) << "it had begun";
  files_.set({});
  files_.set({file("a", FileInit::if_missing, 7)});
  EXPECT_TRUE(std::filesystem::exists(path("a"))) << "it was dropped and is a new one";
}

TEST_F(TrackedFilesTest, OnlyOverwriteReplacesWhatIsThere) {
  write("a", "1");
  write("b", "1");
  files_.set({file("a", FileInit::if_missing, 7), file("b", FileInit::overwrite, 7)});
  EXPECT_EQ(text_of("a"), "1");
  EXPECT_EQ(text_of("b"), "7\n");
  write("b", "3");
  files_.set({file("b", FileInit::overwrite, 7)});
  EXPECT_EQ(text_of("b"), "3") << "it had begun";
  EXPECT_TRUE(errors_.empty());
}

TEST_F(TrackedFilesTest, WhatCannotBeMadeIsSaid) {
  files_.set({{.name = "a", .path = path("no/where"), .init = FileInit::overwrite}});
  EXPECT_EQ(errors_, std::vector<std::string>{"a"});
}

TEST_F(TrackedFilesTest, AChangeIsToldAndTheSameAgainIsNot) {
  write("a", "1");
  files_.set({file("a")});
  run({{[this] { write("a", "2"); }, 2},
       {[this] { write("a", "2"); }, 2},
       {[this] { std::filesystem::remove(path("a")); }, 3}});
  ASSERT_EQ(told_.size(), 3U);
  EXPECT_EQ(told_[1].text, "2");
  EXPECT_EQ(told_[2].text, "");
  EXPECT_NE(told_[2].error, "");
}

TEST_F(TrackedFilesTest, ADirectoryThatComesLaterIsFound) {
  files_.set({{.name = "a", .path = path("later/a")}});
  run({{[this] {
          std::filesystem::create_directory(path("later"));
          write("later/a", "5");
        },
        2}});
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_[1].text, "5");
}

}  // namespace
}  // namespace evenkeel::runner
