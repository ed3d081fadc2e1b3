// Notify scripts that were asked for and have not ended: what a new runner must be told again. A
// pure value; the order of asking is kept, and the number is bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/messages.h"

namespace evenkeel::vrrp {

class ScriptOutbox {
 public:
  explicit ScriptOutbox(std::size_t most) : most_(most) {}

  // Gives it an id. Above the bound the oldest is forgotten, and returned.
  std::optional<RunScript> add(RunScript& script);
  // It has ended, however.
  void end(std::uint64_t id) { waiting_.erase(id); }
  // How often that script has not ended.
  std::size_t count(const std::string& queue, const Script& script) const;
  // All of them, oldest first.
  std::vector<RunScript> all() const;

 private:
  std::size_t most_;
  std::map<std::uint64_t, RunScript> waiting_;
  std::uint64_t next_id_ = 1;
};

}  // namespace evenkeel::vrrp
