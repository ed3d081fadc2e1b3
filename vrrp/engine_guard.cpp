// no_accept: what the guard needs, and what is told of it.
#include "vrrp/engine.h"

namespace evenkeel::vrrp {

namespace {

std::string told_as(const FirewallState& state) {
  switch (state.kind) {
    case FirewallKind::none:
      return "no_accept is asked for no longer";
    case FirewallKind::nftables:
      return "no_accept is enforced by nftables";
    case FirewallKind::iptables:
      return "no_accept is enforced by iptables (" + state.reason + ")";
    case FirewallKind::unenforced:
      return "no_accept is unenforced, the machine answers on its virtual addresses: " +
             state.reason;
  }
  return {};
}

}  // namespace

void Engine::set_firewall(const Firewall& firewall, const std::vector<VrrpInstance>& instances) {
  std::set<Family> families;
  for (const auto& config : instances) {
    for (const auto& entry : blocked_by(config)) families.insert(entry.address.family);
  }
  guard_.configure(firewall, families);
  guard_.flush();
}

void Engine::run_for_guard(std::uint64_t id, const std::string& text) {
  context_.send(RunScript{
      .id = id,
      .sender = WorkerKind::vrrp,
      .queue = "firewall",
      .script = {.argv = {"/bin/sh", "-c", text}, .user = "root", .group = {}},
      .purpose = ScriptPurpose::track,
  });
}

void Engine::on_firewall(const FirewallState& before) {
  const FirewallState& state = process_.firewall = guard_.state();
  if (state.repairs != before.repairs) {
    context_.tell(Severity::warning, "repair", "process/vrrp",
                  "put the rules of no_accept back: somebody had changed them");
  }
  const bool is_news = state.kind != before.kind || state.reason != before.reason;
  if (!is_news) return;
  const bool is_bad = state.kind == FirewallKind::unenforced;
  context_.tell(is_bad ? Severity::warning : Severity::notice, "firewall", "process/vrrp",
                told_as(state));
  for (auto& [id, instance] : instances_) {
    const AcceptMode mode = accept_mode(instance->config, state.kind);
    if (std::exchange(instance->accept_mode, mode) != mode) reporter_.mark(*instance);
  }
}

}  // namespace evenkeel::vrrp
