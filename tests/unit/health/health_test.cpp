#include "checker/health/health.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace evenkeel::checker {
namespace {

constexpr TimePoint kNow{100s};
constexpr HealthSettings kSettings{
    .delay_loop = 10s, .delay_before_retry = 2s, .warmup = 10s, .retry = 2};
constexpr HealthSettings kThreeUrls{
    .delay_loop = 10s, .delay_before_retry = 2s, .warmup = 10s, .retry = 1, .steps = 3};
constexpr HealthState kUp{.health = Health::up};
constexpr HealthState kDown{.health = Health::down};

HealthStep pass(const HealthSettings& settings, HealthState state) {
  return on_outcome(settings, state, Outcome::passed, kNow);
}
HealthStep fail(const HealthSettings& settings, HealthState state) {
  return on_outcome(settings, state, Outcome::failed, kNow);
}

TEST(Health, FirstAttemptLiesWithinTheWarmup) {
  EXPECT_EQ(first_attempt(kSettings, 0, kNow), kNow);
  EXPECT_EQ(first_attempt(kSettings, 10'000'000, kNow), kNow + 10s);
  EXPECT_EQ(first_attempt(kSettings, 10'000'001, kNow), kNow);
  for (const std::uint64_t random : {7ULL, 123'456'789'012ULL, ~0ULL}) {
    EXPECT_GE(first_attempt(kSettings, random, kNow), kNow);
    EXPECT_LE(first_attempt(kSettings, random, kNow), kNow + 10s);
  }
}

TEST(Health, WithoutWarmupTheFirstAttemptIsNow) {
  EXPECT_EQ(first_attempt({.warmup = 0s}, 99, kNow), kNow);
}

TEST(Health, FirstPassIsAChangeToUp) {
  const auto step = pass(kSettings, {});
  EXPECT_EQ(step.transition, Transition::changed);
  EXPECT_EQ(step.state, kUp);
  EXPECT_EQ(step.next_attempt, kNow + 10s);
}

TEST(Health, FurtherPassesChangeNothing) {
  const auto step = pass(kSettings, kUp);
  EXPECT_EQ(step.transition, Transition::unchanged);
  EXPECT_EQ(step.next_attempt, kNow + 10s);
}

TEST(Health, OneFailureIsOnlyPendingAndIsRetriedSoon) {
  const auto step = fail(kSettings, kUp);
  EXPECT_EQ(step.transition, Transition::pending);
  EXPECT_EQ(step.state.health, Health::up);
  EXPECT_EQ(step.next_attempt, kNow + 2s);
}

TEST(Health, DownAfterTheFirstFailureAndAllRetries) {
  for (const auto start : {kUp, HealthState{}}) {
    auto step = fail(kSettings, start);
    step = fail(kSettings, step.state);
    EXPECT_EQ(step.transition, Transition::pending);
    step = fail(kSettings, step.state);
    EXPECT_EQ(step.transition, Transition::changed);
    EXPECT_EQ(step.state, kDown);
    EXPECT_EQ(step.next_attempt, kNow + 10s);
  }
}

TEST(Health, WithoutRetriesOneFailureIsDown) {
  EXPECT_EQ(fail({.retry = 0}, kUp).transition, Transition::changed);
}

TEST(Health, APassForgivesEarlierFailures) {
  auto step = fail(kSettings, fail(kSettings, kUp).state);
  step = pass(kSettings, step.state);
  EXPECT_EQ(step.transition, Transition::unchanged);
  EXPECT_EQ(step.state, kUp);
}

TEST(Health, WhileDownThereIsOneAttemptEachLoop) {
  const auto step = fail(kSettings, kDown);
  EXPECT_EQ(step.transition, Transition::unchanged);
  EXPECT_EQ(step.state, kDown);
  EXPECT_EQ(step.next_attempt, kNow + 10s);
}

TEST(Health, OnePassEndsADown) {
  const auto step = pass(kSettings, kDown);
  EXPECT_EQ(step.transition, Transition::changed);
  EXPECT_EQ(step.state, kUp);
}

TEST(Health, UrlsFollowEachOtherAtOnceWhileNotDown) {
  for (const auto start : {kUp, HealthState{}}) {
    auto step = pass(kThreeUrls, start);
    EXPECT_EQ(step.transition, Transition::pending);
    EXPECT_EQ(step.state.step, 1);
    EXPECT_EQ(step.next_attempt, kNow);
    step = pass(kThreeUrls, step.state);
    EXPECT_EQ(step.state.step, 2);
    step = pass(kThreeUrls, step.state);
    EXPECT_EQ(step.state, kUp);
    EXPECT_EQ(step.next_attempt, kNow + 10s);
  }
}

TEST(Health, RecoveryTakesOneUrlEachLoop) {
  auto step = pass(kThreeUrls, kDown);
  EXPECT_EQ(step.transition, Transition::pending);
  EXPECT_EQ(step.next_attempt, kNow + 10s);
  step = pass(kThreeUrls, step.state);
  EXPECT_EQ(step.next_attempt, kNow + 10s);
  step = pass(kThreeUrls, step.state);
  EXPECT_EQ(step.transition, Transition::changed);
  EXPECT_EQ(step.state, kUp);
}

TEST(Health, FastRecoveryTakesAllUrlsAtOnce) {
  auto settings = kThreeUrls;
  settings.is_fast_recovery = true;
  const auto step = pass(settings, kDown);
  EXPECT_EQ(step.state.step, 1);
  EXPECT_EQ(step.next_attempt, kNow);
}

TEST(Health, AFailingUrlIsRetriedItself) {
  auto step = pass(kThreeUrls, kUp);
  step = fail(kThreeUrls, step.state);
  EXPECT_EQ(step.state.step, 1);
  EXPECT_EQ(step.next_attempt, kNow + 2s);
  step = fail(kThreeUrls, step.state);
  EXPECT_EQ(step.transition, Transition::changed);
  EXPECT_EQ(step.state, kDown);
}

TEST(Health, EachUrlHasItsOwnRetries) {
  auto step = fail(kThreeUrls, kUp);
  step = pass(kThreeUrls, step.state);
  step = fail(kThreeUrls, step.state);
  EXPECT_EQ(step.transition, Transition::pending);
}

TEST(Health, AFailureDuringRecoveryStartsTheRoundAnew) {
  auto step = pass(kThreeUrls, kDown);
  step = fail(kThreeUrls, step.state);
  EXPECT_EQ(step.transition, Transition::unchanged);
  EXPECT_EQ(step.state, kDown);
}

TEST(Health, AServerIsDownIfOneCheckIsAndUpOnlyIfAllAre) {
  using enum Health;
  const auto of = [](std::vector<Health> checks) { return combine(checks); };
  EXPECT_EQ(of({up, up}), up);
  EXPECT_EQ(of({up, unknown}), unknown);
  EXPECT_EQ(of({unknown, down}), down);
  EXPECT_EQ(of({down, up}), down);
  EXPECT_EQ(of({}), up);
}

}  // namespace
}  // namespace evenkeel::checker
