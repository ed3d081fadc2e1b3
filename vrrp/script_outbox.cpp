// Pure.
#include "vrrp/script_outbox.h"

#include <algorithm>
#include <utility>

namespace evenkeel::vrrp {

std::optional<RunScript> ScriptOutbox::add(RunScript& script) {
  script.id = next_id_++;
  waiting_.emplace(script.id, script);
  if (waiting_.size() <= most_) return std::nullopt;
  auto oldest = waiting_.extract(waiting_.begin());
  return std::move(oldest.mapped());
}

std::size_t ScriptOutbox::count(const std::string& queue, const Script& script) const {
  const auto alike = std::count_if(waiting_.begin(), waiting_.end(), [&](const auto& run) {
    return run.second.queue == queue && run.second.script == script;
  });
  return static_cast<std::size_t>(alike);
}

std::vector<RunScript> ScriptOutbox::all() const {
  std::vector<RunScript> scripts;
  scripts.reserve(waiting_.size());
  for (const auto& [id, script] : waiting_) scripts.push_back(script);
  return scripts;
}

}  // namespace evenkeel::vrrp
