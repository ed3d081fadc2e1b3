#include "vrrp/protocol/process_track.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

constexpr TimePoint kStart{1000s};

TrackedProcess process(std::uint32_t quorum, std::uint32_t quorum_max = 100) {
  TrackedProcess made;
  made.name = "p";
  made.quorum = quorum;
  made.quorum_max = quorum_max;
  return made;
}

TrackedProcess delayed() {
  auto made = process(2, 3);
  made.fork_delay = 5s;
  made.terminate_delay = 3s;
  return made;
}

// A state that has seen this count for long.
ProcessState settled(const TrackedProcess& process, std::uint32_t count) {
  ProcessState state;
  take_count(process, state, count, kStart - 100s);
  return state;
}

TEST(ProcessTrack, IsUpFromTheQuorumToItsMost) {
  for (std::uint32_t quorum = 0; quorum < 4; ++quorum) {
    for (std::uint32_t most = quorum; most < 6; ++most) {
      for (std::uint32_t count = 0; count < 8; ++count) {
        const bool is_up = quorum <= count && count <= most;
        EXPECT_EQ(settled(process(quorum, most), count).health, is_up ? Health::up : Health::down)
            << quorum << " <= " << count << " <= " << most;
      }
    }
  }
}

TEST(ProcessTrack, TheFirstCountDecidesWithoutADelay) {
  ProcessState state;
  EXPECT_EQ(state.health, Health::unknown);
  take_count(delayed(), state, 0, kStart);
  EXPECT_EQ(state, (ProcessState{.health = Health::down, .count = 0, .turns_at = kNever}));
  state = {};
  take_count(delayed(), state, 2, kStart);
  EXPECT_EQ(state, (ProcessState{.health = Health::up, .count = 2, .turns_at = kNever}));
}

TEST(ProcessTrack, WithoutDelaysEveryCountDecides) {
  ProcessState state;
  for (const std::uint32_t count : {0U, 1U, 0U, 3U, 100U, 101U, 1U}) {
    take_count(process(1), state, count, kStart);
    EXPECT_EQ(state.health, count >= 1 && count <= 100 ? Health::up : Health::down) << count;
    EXPECT_EQ(state.turns_at, kNever);
  }
}

struct Change {
  std::uint32_t from, to;
  Duration delay;
};

TEST(ProcessTrack, AChangeWaitsForTheDelayOfWhatMadeIt) {
  for (const Change& change : {Change{1, 2, 5s}, Change{3, 4, 5s},     // a new process
                               Change{2, 1, 3s}, Change{4, 3, 3s}}) {  // the end of one
    auto state = settled(delayed(), change.from);
    const auto before = state.health;
    take_count(delayed(), state, change.to, kStart);
    EXPECT_EQ(state.health, before) << change.from << " to " << change.to;
    EXPECT_EQ(state.turns_at, kStart + change.delay) << change.from << " to " << change.to;
    take_time(state, kStart + change.delay - 1us);
    EXPECT_EQ(state.health, before);
    take_time(state, kStart + change.delay);
    EXPECT_NE(state.health, before);
    EXPECT_EQ(state.turns_at, kNever);
  }
}

TEST(ProcessTrack, ACountThatGoesBackInTimeChangesNothing) {
  auto state = settled(delayed(), 2);
  take_count(delayed(), state, 1, kStart);
  take_count(delayed(), state, 2, kStart + 2s);
  EXPECT_EQ(state.turns_at, kNever);
  take_time(state, kStart + 100s);
  EXPECT_EQ(state.health, Health::up);
}

TEST(ProcessTrack, FurtherCountsOnTheSameSideDoNotPutTheChangeOff) {
  auto state = settled(delayed(), 3);
  take_count(delayed(), state, 1, kStart);
  take_count(delayed(), state, 0, kStart + 2s);
  EXPECT_EQ(state.turns_at, kStart + 3s);
  take_count(delayed(), state, 1, kStart + 4s);
  EXPECT_EQ(state.health, Health::down);
}

TEST(ProcessTrack, AJumpOverTheWholeRangeIsNoChange) {
  auto state = settled(delayed(), 1);
  take_count(delayed(), state, 4, kStart);
  EXPECT_EQ(state, (ProcessState{.health = Health::down, .count = 4, .turns_at = kNever}));
}

TEST(ProcessTrack, AReloadKeepsWhatIsKnownAndJudgesItAnew) {
  EXPECT_EQ(keep_state(delayed(), {}, kStart), ProcessState{});
  const auto up = settled(process(1), 1);
  EXPECT_EQ(keep_state(process(1), up, kStart), up);
  EXPECT_EQ(keep_state(process(2), up, kStart).health, Health::down);
  const auto later = keep_state(delayed(), up, kStart);
  EXPECT_EQ(later.health, Health::up);
  EXPECT_EQ(later.turns_at, kStart + 3s);
  // One that waits goes on waiting.
  auto waiting = settled(delayed(), 2);
  take_count(delayed(), waiting, 1, kStart);
  EXPECT_EQ(keep_state(delayed(), waiting, kStart + 1s), waiting);
}

TEST(ProcessTrack, TheCountIsExplained) {
  EXPECT_EQ(count_text(process(1, 2), 0), "none running, at least 1 needed");
  EXPECT_EQ(count_text(process(1, 2), 2), "2 running");
  EXPECT_EQ(count_text(process(1, 2), 3), "3 running, at most 2 allowed");
  EXPECT_EQ(count_text(process(0, 0), 0), "none running");
}

}  // namespace
}  // namespace evenkeel::vrrp
