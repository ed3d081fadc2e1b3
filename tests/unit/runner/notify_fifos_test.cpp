#include "daemon/runner/notify_fifos.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace evenkeel::runner {
namespace {

class NotifyFifosTest : public testing::Test {
 protected:
  NotifyFifosTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "fifos.XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    settings_.all.path = directory_ + "/all";
    settings_.vrrp.path = directory_ + "/vrrp";
    settings_.lvs.path = directory_ + "/lvs";
  }
  ~NotifyFifosTest() override { std::filesystem::remove_all(directory_); }

  // What the FIFO holds now, through a descriptor of the test's own.
  std::string read(const std::string& path) {
    FileDescriptor& reader = readers_[path];
    if (!reader.is_open()) {
      reader = FileDescriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    }
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 1; size > 0;) {
      size = ::read(reader.get(), buffer.data(), buffer.size());
      if (size > 0) text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }
  void replay(WorkerKind sender, std::vector<NotifyLine> lines = {}) {
    fifos_.take({.sender = sender, .order = LineOrder::replay, .lines = std::move(lines)});
  }
  void next(WorkerKind sender, std::uint64_t id, const std::string& text) {
    fifos_.take({.sender = sender, .order = LineOrder::next, .lines = {{id, text}}});
  }

  std::string directory_;
  NotifySettings settings_;
  EventLoop loop_;
  std::map<std::string, FileDescriptor> readers_;
  std::vector<LinesTaken> taken_;
  std::vector<std::string> told_, output_;
  std::function<void()> on_idle_ = [] {};
  NotifyFifos fifos_{loop_,
                     directory_,
                     {.permit = [](const Script&) -> Result<Identity> {
                        return Identity{.user = ::geteuid(),
                                        .group = ::getegid(),
                                        .groups = {::getegid()},
                                        .name = "me",
                                        .home = "/"};
                      },
                      .owner_of = [](const NotifyFifo&) -> Result<FifoOwner> {
                        return FifoOwner{.user = ::geteuid(), .group = ::getegid()};
                      },
                      .on_taken = [this](const LinesTaken& taken) { taken_.push_back(taken); },
                      .tell = [this](Severity, const std::string& text) { told_.push_back(text); },
                      .on_output = [this](const std::string& line) { output_.push_back(line); },
                      .on_idle = [this] { on_idle_(); }}};
};

TEST_F(NotifyFifosTest, AreMadeForTheirOwnerAloneAndRemovedAtTheStop) {
  fifos_.configure(settings_);
  struct stat found {};
  ASSERT_EQ(::stat(settings_.all.path.c_str(), &found), 0);
  EXPECT_TRUE(S_ISFIFO(found.st_mode));
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_FALSE(fifos_.is_done());
  fifos_.stop();
  EXPECT_TRUE(fifos_.is_done());
  EXPECT_FALSE(std::filesystem::exists(settings_.all.path));
}

TEST_F(NotifyFifosTest, OneThatIsThereIsTakenAsItIsAndStays) {
  ASSERT_EQ(::mkfifo(settings_.all.path.c_str(), 0640), 0);
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp, {{1, "a"}});
  EXPECT_EQ(read(settings_.all.path), "a\n");
  fifos_.stop();
  EXPECT_TRUE(std::filesystem::exists(settings_.all.path));
}

TEST_F(NotifyFifosTest, WhatIsNoFifoIsRefusedAndUntouched) {
  std::ofstream(settings_.all.path) << "precious";
  settings_.vrrp = settings_.lvs = {};
  fifos_.configure(settings_);
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_NE(told_[0].find("is not a FIFO"), std::string::npos);
  replay(WorkerKind::vrrp, {{1, "a"}});
  EXPECT_EQ(std::filesystem::file_size(settings_.all.path), 8U);
  EXPECT_TRUE(std::filesystem::is_regular_file(settings_.all.path));
}

TEST_F(NotifyFifosTest, EachSenderWritesIntoItsOwnAndIntoThatOfAll) {
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp);
  replay(WorkerKind::balancer);
  next(WorkerKind::vrrp, 1, "INSTANCE \"web\" MASTER 150");
  next(WorkerKind::balancer, 1, "VS [192.0.2.1]:tcp:80 UP");
  next(WorkerKind::vrrp, 2, "INSTANCE \"web\" STOP 150");
  EXPECT_EQ(read(settings_.all.path),
            "INSTANCE \"web\" MASTER 150\nVS [192.0.2.1]:tcp:80 UP\nINSTANCE \"web\" STOP 150\n");
  EXPECT_EQ(read(settings_.vrrp.path), "INSTANCE \"web\" MASTER 150\nINSTANCE \"web\" STOP 150\n");
  EXPECT_EQ(read(settings_.lvs.path), "VS [192.0.2.1]:tcp:80 UP\n");
  EXPECT_EQ(fifos_.lines(), 3U);
}

TEST_F(NotifyFifosTest, TwoNamesOfOneFifoSayEachLineOnce) {
  settings_.vrrp.path = settings_.all.path;
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp, {{1, "a"}});
  EXPECT_EQ(read(settings_.all.path), "a\n");
}

TEST_F(NotifyFifosTest, NothingIsTakenBeforeTheReplayWhichIsWholeAndInOrder) {
  fifos_.configure(settings_);
  next(WorkerKind::vrrp, 3, "c");
  EXPECT_EQ(read(settings_.vrrp.path), "");
  EXPECT_TRUE(taken_.empty());
  replay(WorkerKind::vrrp, {{2, "b"}, {3, "c"}});
  next(WorkerKind::vrrp, 3, "c");
  next(WorkerKind::vrrp, 4, "d");
  EXPECT_EQ(read(settings_.vrrp.path), "b\nc\nd\n");
  EXPECT_EQ(taken_.back().last, 4U);
  EXPECT_EQ(taken_.back().sender, WorkerKind::vrrp);
  // Its successor counts from the beginning.
  replay(WorkerKind::vrrp);
  next(WorkerKind::vrrp, 1, "e");
  EXPECT_EQ(read(settings_.vrrp.path), "e\n");
}

TEST_F(NotifyFifosTest, WithoutAReaderNothingWaitsAndTheLatestLinesAreKeptInOrder) {
  settings_.vrrp = settings_.lvs = {};
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp);
  constexpr std::uint64_t kLines = 40'000;  // 280 KB
  for (std::uint64_t id = 1; id <= kLines; ++id) {
    auto text = std::to_string(id);
    text.insert(0, 6 - text.size(), '0');
    next(WorkerKind::vrrp, id, text);
  }
  EXPECT_GT(fifos_.dropped(), 0U);
  EXPECT_EQ(taken_.size(), kLines);
  std::string text = read(settings_.all.path);
  auto timer = loop_.make_timer([&] {});
  timer = loop_.make_timer([&] {
    text += read(settings_.all.path);
    if (text.ends_with("040000\n")) return loop_.stop(0);
    timer->arm(loop_.now() + 1ms);
  });
  timer->arm(loop_.now());
  loop_.run();
  std::uint64_t before = 0;
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += 7, ++count) {
    const auto number = std::stoull(text.substr(at, 6));
    EXPECT_GT(number, before);
    EXPECT_EQ(text[at + 6], '\n');
    before = number;
  }
  EXPECT_EQ(before, kLines);
  EXPECT_EQ(count, kLines - fifos_.dropped());
}

TEST_F(NotifyFifosTest, AReaderIsStartedWithThePathAndReadsToTheEndAtTheStop) {
  const std::string copy = directory_ + "/copy";
  settings_.vrrp = settings_.lvs = {};
  settings_.all.script.argv = {"/bin/sh", "-c", "cat <\"$1\" >" + copy, "sh"};
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp, {{1, "a"}, {2, "b"}});
  // Not before the reader has opened it: what nobody holds open is lost at the end.
  auto timer = loop_.make_timer([] {});
  timer = loop_.make_timer([&] {
    if (std::filesystem::exists(copy) && std::filesystem::file_size(copy) == 4) {
      next(WorkerKind::vrrp, 3, "c");
      return fifos_.stop();
    }
    timer->arm(loop_.now() + 5ms);
  });
  timer->arm(loop_.now());
  on_idle_ = [this] {
    if (fifos_.is_done()) loop_.stop(0);
  };
  loop_.run();
  std::ifstream stream(copy);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "a\nb\nc\n");
}

TEST_F(NotifyFifosTest, AReaderThatEndsIsStartedAgain) {
  settings_.vrrp = settings_.lvs = {};
  settings_.all.script.argv = {"/bin/sh", "-c", "read line <\"$1\"; echo \"$line\"", "sh"};
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp, {{1, "a"}});
  auto timer = loop_.make_timer([] {});
  timer = loop_.make_timer([&] {
    if (output_.size() == 1 && told_.size() == 1) next(WorkerKind::vrrp, 2, "b");
    if (output_.size() == 2) return loop_.stop(0);
    timer->arm(loop_.now() + 5ms);
  });
  timer->arm(loop_.now());
  loop_.run();
  EXPECT_EQ(output_, (std::vector<std::string>{"/bin/sh: a", "/bin/sh: b"}));
  fifos_.give_up();
}

TEST_F(NotifyFifosTest, WhatNobodyReadsIsGivenUp) {
  settings_.vrrp = settings_.lvs = {};
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp);
  // More than the kernel holds.
  for (std::uint64_t id = 1; id <= 70; ++id) next(WorkerKind::vrrp, id, std::string(1000, 'x'));
  fifos_.stop();
  EXPECT_FALSE(fifos_.is_done());
  fifos_.give_up();
  EXPECT_TRUE(fifos_.is_done());
  EXPECT_FALSE(std::filesystem::exists(settings_.all.path));
}

TEST_F(NotifyFifosTest, TheRecordTellsWhatAPredecessorMade) {
  const std::string left = directory_ + "/left";
  for (const auto& path : {settings_.all.path, left}) ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  FifoRecord record(directory_);
  record.add(settings_.all.path);
  record.add(left);
  record.add(directory_ + "/nowhere");
  NotifyFifos successor(loop_, directory_,
                        {.permit = {},
                         .owner_of = [](const NotifyFifo&) -> Result<FifoOwner> {
                           return FifoOwner{.user = ::geteuid(), .group = ::getegid()};
                         },
                         .on_taken = [](const LinesTaken&) {},
                         .tell = [](Severity, const std::string&) {},
                         .on_output = [](const std::string&) {},
                         .on_idle = [] {}});
  successor.configure(settings_);
  EXPECT_FALSE(std::filesystem::exists(left)) << "this configuration does not name it";
  successor.stop();
  EXPECT_FALSE(std::filesystem::exists(settings_.all.path));
  EXPECT_TRUE(FifoRecord(directory_).paths().empty());
}

TEST_F(NotifyFifosTest, LinesWaitForADirectoryThatIsNotThereYet) {
  settings_.vrrp = settings_.lvs = {};
  settings_.all.path = directory_ + "/later/all";
  fifos_.configure(settings_);
  EXPECT_EQ(told_.size(), 1U);
  replay(WorkerKind::vrrp, {{1, "a"}, {2, "b"}});
  std::filesystem::create_directory(directory_ + "/later");
  auto timer = loop_.make_timer([] {});
  timer = loop_.make_timer([&] {
    if (std::filesystem::exists(settings_.all.path)) return loop_.stop(0);
    timer->arm(loop_.now() + 20ms);
  });
  timer->arm(loop_.now());
  loop_.run();
  next(WorkerKind::vrrp, 3, "c");
  EXPECT_EQ(read(settings_.all.path), "a\nb\nc\n");
  EXPECT_EQ(told_.size(), 1U);
}

TEST_F(NotifyFifosTest, WhatAReloadLeavesAloneKeepsItsLines) {
  fifos_.configure(settings_);
  replay(WorkerKind::vrrp, {{1, "a"}});
  settings_.lvs = {};
  fifos_.configure(settings_);
  EXPECT_FALSE(std::filesystem::exists(directory_ + "/lvs"));
  EXPECT_EQ(read(settings_.all.path), "a\n");
}

}  // namespace
}  // namespace evenkeel::runner
