#include "vrrp/protocol/script_track.h"

#include <gtest/gtest.h>

namespace evenkeel::vrrp {
namespace {

constexpr TimePoint kNow{100s};

TrackedScript script(std::uint32_t rise = 1, std::uint32_t fall = 1) {
  return {.name = "chk", .script = {}, .interval = 2s, .timeout = 2s, .rise = rise, .fall = fall};
}

ScriptEnded ended(std::int32_t status, ScriptEnd how = ScriptEnd::exited) {
  return {.status = status, .end = how};
}

void take(const TrackedScript& config, ScriptState& state, const std::string& results) {
  for (const char c : results) take_result(config, state, ended(c == '+' ? 0 : 1));
}

TEST(ScriptTrack, AtFirstASingleResultDecides) {
  auto state = first_state(script(3, 3), kNow);
  EXPECT_EQ(state.health, Health::unknown);
  take(script(3, 3), state, "-");
  EXPECT_EQ(state.health, Health::down);
  state = first_state(script(3, 3), kNow);
  take(script(3, 3), state, "+");
  EXPECT_EQ(state.health, Health::up);
}

TEST(ScriptTrack, FallFailuresInARowMakeItDown) {
  auto state = first_state(script(2, 3), kNow);
  take(script(2, 3), state, "+--");
  EXPECT_EQ(state.health, Health::up);
  take(script(2, 3), state, "+--");
  EXPECT_EQ(state.health, Health::up);
  take(script(2, 3), state, "-");
  EXPECT_EQ(state.health, Health::down);
  EXPECT_EQ(state.reason, "exit status 1");
}

TEST(ScriptTrack, RisePassesInARowMakeItUp) {
  auto state = first_state(script(2, 1), kNow);
  take(script(2, 1), state, "-+-+");
  EXPECT_EQ(state.health, Health::down);
  take(script(2, 1), state, "+");
  EXPECT_EQ(state.health, Health::up);
}

TEST(ScriptTrack, InitFailIsDownUntilItHasRisen) {
  auto config = script(2, 1);
  config.is_down_at_first = true;
  auto state = first_state(config, kNow);
  EXPECT_EQ(state.health, Health::down);
  take(config, state, "+");
  EXPECT_EQ(state.health, Health::down);
  take(config, state, "+");
  EXPECT_EQ(state.health, Health::up);
}

TEST(ScriptTrack, TooLateIsAFailureOnceWhateverItsEndSays) {
  const auto config = script(1, 2);
  auto state = first_state(config, kNow);
  take(config, state, "+");
  take_turn(config, state, kNow);
  take_overdue(config, state, kNow + 2s);
  EXPECT_EQ(state.streak, 1U);
  take_result(config, state, ended(0));
  EXPECT_EQ(state.streak, 1U) << "it passed, but too late";
  EXPECT_EQ(state.reason, "took too long");
  take_turn(config, state, kNow + 3s);
  take_overdue(config, state, kNow + 5s);
  EXPECT_EQ(state.health, Health::down);
  take_result(config, state, ended(-9, ScriptEnd::timed_out));
  EXPECT_EQ(take_turn(config, state, kNow + 60s), ScriptTurn::run);
  take(config, state, "+");
  EXPECT_EQ(state.health, Health::up) << "the next run counts again";
}

TEST(ScriptTrack, WhatCannotBeKilledFailsOnAndOnAndNeverRunsTwice) {
  const auto config = script(1, 3);
  auto state = first_state(config, kNow);
  take(config, state, "+");
  EXPECT_EQ(take_turn(config, state, kNow), ScriptTurn::run);
  take_overdue(config, state, kNow + 2s);
  EXPECT_EQ(take_turn(config, state, kNow + 3s), ScriptTurn::wait);
  EXPECT_EQ(take_turn(config, state, kNow + 5s), ScriptTurn::failed);
  EXPECT_EQ(state.health, Health::up);
  EXPECT_EQ(take_turn(config, state, kNow + 7s), ScriptTurn::failed);
  EXPECT_EQ(state.health, Health::down);
  EXPECT_EQ(state.reason, "took too long");
  lose_run(state, kNow + 8s);
  EXPECT_EQ(take_turn(config, state, kNow + 8s), ScriptTurn::run) << "of a new runner";
}

TEST(ScriptTrack, EachEndHasItsWords) {
  auto state = first_state(script(), kNow);
  take_result(script(), state, ended(-11));
  EXPECT_EQ(state.reason, "killed by signal 11");
  take_result(script(), state, ended(126, ScriptEnd::not_run));
  EXPECT_EQ(state.reason, "could not be run");
  EXPECT_EQ(state.health, Health::down);
}

TEST(ScriptTrack, RunsOnceAnIntervalAndNeverTwiceAtOnce) {
  auto state = first_state(script(), kNow);
  EXPECT_EQ(take_turn(script(), state, kNow), ScriptTurn::run);
  EXPECT_EQ(take_turn(script(), state, kNow + 1s), ScriptTurn::wait);
  EXPECT_EQ(take_turn(script(), state, kNow + 2s), ScriptTurn::wait) << "it still runs";
  EXPECT_EQ(state.next_run, kNow + 4s);
  take(script(), state, "+");
  EXPECT_EQ(take_turn(script(), state, kNow + 3s), ScriptTurn::wait);
  EXPECT_EQ(take_turn(script(), state, kNow + 4s), ScriptTurn::run);
}

TEST(ScriptTrack, TurnsThatWereSleptThroughAreNotMadeUpFor) {
  auto state = first_state(script(), kNow);
  take_turn(script(), state, kNow + 100s);
  EXPECT_EQ(state.next_run, kNow + 100s);
  take(script(), state, "+");
  EXPECT_EQ(take_turn(script(), state, kNow + 100s), ScriptTurn::run);
  take(script(), state, "+");
  EXPECT_EQ(take_turn(script(), state, kNow + 101s), ScriptTurn::wait);
}

TEST(ScriptTrack, ALostRunIsRepeatedAtOnceAndSaysNothing) {
  auto state = first_state(script(), kNow);
  take_turn(script(), state, kNow);
  lose_run(state, kNow + 1s);
  EXPECT_EQ(state.health, Health::unknown);
  EXPECT_EQ(take_turn(script(), state, kNow + 1s), ScriptTurn::run);
}

TEST(ScriptTrack, AReloadKeepsWhatIsKnownAndBringsAFasterRhythmIn) {
  auto slow = script();
  slow.interval = 60s;
  auto state = first_state(slow, kNow);
  take_turn(slow, state, kNow);
  take(slow, state, "-");
  const auto kept = keep_state(script(), state, kNow + 1s);
  EXPECT_EQ(kept.health, Health::down);
  EXPECT_EQ(kept.next_run, kNow + 3s);
}

}  // namespace
}  // namespace evenkeel::vrrp
