// Keeps the machine itself from answering on the addresses of MASTERs with no_accept: by a table of
// nftables that is there only while we are, else by iptables through the runner, else visibly not
// at all. Whatever happens here, the instance goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/event_loop.h"
#include "evenkeel/messages.h"
#include "evenkeel/state.h"
#include "vrrp/net/filter_table.h"
#include "vrrp/net/link_monitor.h"
#include "vrrp/protocol/announce.h"
#include "vrrp/protocol/iptables_text.h"
#include "vrrp/protocol/vip_filter.h"

namespace evenkeel::vrrp {

class VipGuard {
 public:
  struct Callbacks {
    // For /bin/sh, as root, in order; its end comes to on_script_ended.
    std::function<void(std::uint64_t id, const std::string& text)> run;
    std::function<void(const FirewallState& before)> on_change;
  };

  VipGuard(Timers& timers, const LinkTable& links, FilterTable& table, Callbacks callbacks);

  // Of which families the addresses of instances with no_accept are.
  void configure(const Firewall& firewall, const std::set<Family>& families);
  // The instance is MASTER, or no longer; change() while it may be either.
  void want(InstanceId instance, const VrrpInstance& config);
  void change(InstanceId instance, const VrrpInstance& config);
  void unwant(InstanceId instance);
  void on_link_changes(const LinkChanges& changes);
  // Brings the kernel in line for whatever changed since the last flush.
  void flush();

  // False for a script that is none of ours.
  bool take_end(const ScriptEnded& ended);
  // What was asked of an earlier one is lost.
  void on_runner_started();

  // Orderly stop: nothing is written until remove(), which is then all that there is to do.
  void hold();
  void remove();

  const FirewallState& state() const { return state_; }

 private:
  struct Run {
    std::uint64_t id = 0;
    BlockedAddresses blocked;
  };

  BlockedAddresses desired() const;
  void apply_nftables(const BlockedAddresses& blocked);
  Result<void> put_table(const BlockedAddresses& blocked);
  void apply_iptables(const BlockedAddresses& blocked);
  std::uint64_t run_iptables(const BlockedAddresses& blocked, IptablesVerb verb);
  void take_away();
  void become(FirewallState next);
  void on_timer();

  Timers& timers_;
  const LinkTable& links_;
  FilterTable& table_;
  Callbacks callbacks_;
  Firewall firewall_;
  std::set<Family> needed_;
  std::set<Family> families_;  // those, and where iptables may have something of ours
  std::map<InstanceId, std::vector<BlockedAddress>> wanted_;
  bool is_dirty_ = false;
  bool is_held_ = false;
  std::optional<BlockedAddresses> applied_;  // unset: what is there is not as it should be
  std::string lack_;                         // why there is no nftables; empty: there may be
  std::optional<Run> run_;                   // of the shell, at present
  std::uint64_t next_run_ = 1;
  bool is_check_due_ = false;
  FirewallState state_;
  std::unique_ptr<Timer> timer_;
};

}  // namespace evenkeel::vrrp
