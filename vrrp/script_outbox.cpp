// Pure.
#include "vrrp/script_outbox.h"

#include <utility>

namespace evenkeel::vrrp {

std::optional<RunScript> ScriptOutbox::add(RunScript& script) {
  script.id = next_id_++;
  waiting_.emplace(script.id, script);
  if (waiting_.size() <= most_) return std::nullopt;
  auto oldest = waiting_.extract(waiting_.begin());
  return std::move(oldest.mapped());
}

std::vector<RunScript> ScriptOutbox::all() const {
  std::vector<RunScript> scripts;
  scripts.reserve(waiting_.size());
  for (const auto& [id, script] : waiting_) scripts.push_back(script);
  return scripts;
}

}  // namespace evenkeel::vrrp
