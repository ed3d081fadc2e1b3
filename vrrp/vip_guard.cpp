// Which of the ways is taken, and what is done when it does not work.
#include "vrrp/vip_guard.h"

#include <utility>

#include "vrrp/limits.h"

namespace evenkeel::vrrp {

namespace {

// Tells runs of ours from notify scripts, whose ids count from 1, and from trackers'.
constexpr std::uint64_t kGuardRun = std::uint64_t{1} << 62U;

bool has_done(const ScriptEnded& ended) {
  return ended.end == ScriptEnd::exited && (ended.status == 0 || ended.status == kIptablesRepaired);
}

std::string failure_of(const ScriptEnded& ended) {
  if (ended.end != ScriptEnd::exited) return "iptables: not run to its end";
  return "iptables: exit status " + std::to_string(ended.status);
}

}  // namespace

VipGuard::VipGuard(Timers& timers, const LinkTable& links, FilterTable& table, Callbacks callbacks)
    : timers_(timers),
      links_(links),
      table_(table),
      callbacks_(std::move(callbacks)),
      timer_(timers.make_timer([this] { on_timer(); })) {}

void VipGuard::configure(const Firewall& firewall, const std::set<Family>& families) {
  if (firewall_ == firewall && needed_ == families) return;
  // What was put by other settings may be elsewhere.
  if (!lack_.empty() && firewall_ != firewall) take_away();
  applied_.reset();
  firewall_ = firewall;
  needed_ = families;
  families_.insert(families.begin(), families.end());
  is_dirty_ = true;
}

void VipGuard::want(InstanceId instance, const VrrpInstance& config) {
  auto blocked = blocked_by(config);
  auto& known = wanted_[instance];
  if (known == blocked) return;
  known = std::move(blocked);
  is_dirty_ = true;
}

void VipGuard::change(InstanceId instance, const VrrpInstance& config) {
  if (wanted_.contains(instance)) want(instance, config);
}

void VipGuard::unwant(InstanceId instance) {
  const auto known = wanted_.find(instance);
  if (known == wanted_.end()) return;
  is_dirty_ = is_dirty_ || !known->second.empty();
  wanted_.erase(known);
}

// An interface that came again has another index.
void VipGuard::on_link_changes(const LinkChanges& changes) {
  is_dirty_ = is_dirty_ || (!needed_.empty() && !changes.names.empty());
}

BlockedAddresses VipGuard::desired() const {
  BlockedAddresses all;
  for (const auto& [instance, blocked] : wanted_) all.merge(resolve(blocked, links_));
  return all;
}

void VipGuard::flush() {
  if (is_held_ || !std::exchange(is_dirty_, false)) return;
  const BlockedAddresses blocked = desired();
  if (needed_.empty() && blocked.empty()) {
    take_away();
    return become({.kind = FirewallKind::none, .reason = {}, .repairs = state_.repairs});
  }
  if (lack_.empty()) apply_nftables(blocked);
  if (!lack_.empty()) apply_iptables(blocked);
}

void VipGuard::apply_nftables(const BlockedAddresses& blocked) {
  if (applied_ == blocked) return;
  const auto done = put_table(blocked);
  if (done) {
    applied_ = blocked;
    return become({.kind = FirewallKind::nftables, .reason = {}, .repairs = state_.repairs});
  }
  applied_.reset();
  if (lacks_nftables(done.error())) {
    lack_ = done.error().what;
    return;
  }
  timer_->arm(timers_.now() + kRetryInterval);
  become(
      {.kind = FirewallKind::unenforced, .reason = done.error().what, .repairs = state_.repairs});
}

Result<void> VipGuard::put_table(const BlockedAddresses& blocked) {
  const FilterKeys wanted = keys_of(blocked);
  if (applied_) {
    const FilterKeys there = keys_of(*applied_);
    auto changed = table_.change(missing_from(there, wanted), missing_from(wanted, there));
    if (changed) return changed;
  }
  FilterKeys all = keys_of(firewall_.services);
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    all[i].insert(wanted[i].begin(), wanted[i].end());
  }
  return table_.replace(firewall_.settings, all);
}

// One at a time: the next one depends on what the last one did.
void VipGuard::apply_iptables(const BlockedAddresses& blocked) {
  for (const auto& entry : blocked) families_.insert(entry.address.family);
  if (run_) return;
  const bool is_there = applied_ == blocked;
  if (is_there && (blocked.empty() || !is_check_due_)) return;
  is_check_due_ = false;
  run_ = Run{run_iptables(blocked, is_there ? IptablesVerb::check : IptablesVerb::put), blocked};
}

std::uint64_t VipGuard::run_iptables(const BlockedAddresses& blocked, IptablesVerb verb) {
  const std::uint64_t id = kGuardRun | next_run_++;
  callbacks_.run(id, iptables_script({.blocked = blocked,
                                      .services = firewall_.services,
                                      .parent = firewall_.settings.chain_in,
                                      .families = families_},
                                     verb));
  return id;
}

bool VipGuard::take_end(const ScriptEnded& ended) {
  if ((ended.id & kGuardRun) == 0) return false;
  if (!run_ || run_->id != ended.id) return true;
  const Run run = *std::exchange(run_, std::nullopt);
  FirewallState next{.kind = FirewallKind::iptables, .reason = lack_, .repairs = state_.repairs};
  if (has_done(ended)) {
    applied_ = run.blocked;
    if (ended.status == kIptablesRepaired) ++next.repairs;
  } else {
    applied_.reset();
    next.kind = FirewallKind::unenforced;
    next.reason += "; " + failure_of(ended);
  }
  timer_->arm(timers_.now() + kFirewallCheckInterval);
  become(std::move(next));
  // What was wanted meanwhile; what failed waits for the timer.
  is_dirty_ = applied_.has_value();
  flush();
  return true;
}

void VipGuard::on_runner_started() {
  if (!std::exchange(run_, std::nullopt)) return;
  is_dirty_ = true;
  flush();
}

void VipGuard::take_away() {
  timer_->cancel();
  if (lack_.empty()) {
    table_.remove();
  } else if (!families_.empty()) {
    run_iptables({}, IptablesVerb::remove);
  }
  applied_.reset();
  run_.reset();
  families_.clear();
}

void VipGuard::hold() { is_held_ = true; }

void VipGuard::remove() {
  wanted_.clear();
  needed_.clear();
  is_dirty_ = false;
  take_away();
}

void VipGuard::become(FirewallState next) {
  if (next == state_) return;
  const FirewallState before = std::exchange(state_, std::move(next));
  callbacks_.on_change(before);
}

void VipGuard::on_timer() {
  is_dirty_ = is_check_due_ = true;
  flush();
}

}  // namespace evenkeel::vrrp
