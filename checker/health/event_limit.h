// How many transitions are worth a line each when thousands of servers fail at once: a token
// bucket that counts what it swallows, pure. Used by the checker before it tells of one.
#pragma once

#include <cstdint>
#include <optional>

#include "evenkeel/clock.h"
#include "evenkeel/state.h"

namespace evenkeel::checker {

class EventLimit {
 public:
  struct Suppressed {
    std::uint32_t up = 0;
    std::uint32_t down = 0;
    bool operator==(const Suppressed&) const = default;
  };
  enum class Verdict : std::uint8_t { tell, suppress };

  EventLimit(std::uint32_t burst, std::uint32_t per_second)
      : burst_(burst), per_second_(per_second), tokens_(burst) {}

  Verdict admit(Health health, TimePoint now);
  // What was swallowed since the last call; nothing when nothing was.
  std::optional<Suppressed> take_suppressed();

 private:
  std::uint32_t burst_;
  std::uint32_t per_second_;
  std::uint32_t tokens_;
  std::optional<TimePoint> refilled_;
  Suppressed suppressed_;
};

}  // namespace evenkeel::checker
