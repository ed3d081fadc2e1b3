// What others changed, counted and told.
#include "checker/ipvs/repairs.h"

#include "checker/ipvs/limits.h"

namespace evenkeel::ipvs {

void Repairs::note(Entry& entry, const Drift& drift) {
  if (!drift.is_any()) return;
  const TimePoint now = context_.loop.now();
  const bool is_close = now - entry.last_repair < kFightWindow;
  entry.close_repairs = is_close ? entry.close_repairs + 1 : 1;
  entry.last_repair = now;
  ++entry.repairs;
  model_.state.repairs_services += drift.services;
  model_.state.repairs_servers += drift.servers;
  publisher_.mark_balancer();
  publisher_.mark(entry);
  noted_.emplace_back(entry.pool.key(), drift.text);
  if (entry.close_repairs == kFightRepairs) {
    context_.tell(Severity::warning, "repair", "service/" + to_string(entry.pool.key()),
                  "somebody keeps changing this service: repaired only every few seconds now");
  }
}

bool Repairs::is_damped(const Entry& entry) const {
  return entry.close_repairs >= kFightRepairs &&
         context_.loop.now() - entry.last_repair < kFightPause;
}

void Repairs::tell() {
  const auto repairs = std::exchange(noted_, {});
  if (repairs.size() > kMaxRepairEvents) {
    context_.tell(Severity::warning, "repair", "balancer",
                  std::to_string(repairs.size()) + " services changed by someone: set back");
    return;
  }
  for (const auto& [key, text] : repairs) {
    context_.tell(Severity::warning, "repair", "service/" + to_string(key), text);
  }
}

}  // namespace evenkeel::ipvs
