// global_defs: IPVS as a whole, and the firewall. Reference: 1.2.
#include "daemon/config/lvs_values.h"
#include "daemon/config/table_tools.h"

namespace evenkeel::config {
namespace {

constexpr auto kGlobal = in(Block::global_defs);
constexpr auto kLvs = without_effect("IPVS timeouts, flush and connection sync");
constexpr auto kMarks = without_effect("marks by nftables; a group is a service an address");
constexpr auto kLvsPart = &DaemonSettings::lvs;
constexpr auto kFirewallPart = &DaemonSettings::firewall;

void store_sets(Draft& draft, const Arguments& arguments) {
  auto& sets = draft.global.daemon.firewall.sets.emplace();
  for (const auto& word : arguments.words) sets.push_back(word.text);
}

void store_chains(Draft& draft, const Arguments& arguments) {
  auto& firewall = draft.global.daemon.firewall;
  const auto& words = arguments.words;
  firewall.chain_in = words.empty() ? "INPUT" : words.front().text;
  firewall.chain_out = words.size() < 2 ? (words.empty() ? "OUTPUT" : "") : words[1].text;
}

template <auto Which>
void store_table(Draft& draft, const Arguments& arguments, std::string_view usual) {
  part<Which>(draft).nftables =
      arguments.words.empty() ? std::string(usual) : arguments.words.front().text;
}

constexpr Row kRows[] = {
    {kGlobal, "nftables", text("[TABLE]", 0, 1), "evenkeel", kInForce,
     [](Draft& d, const Arguments& a) { store_table<kFirewallPart>(d, a, "evenkeel"); }},
    {kGlobal, "nftables_priority", number(-kMaxInt32, kMaxInt32), "110", kInForce,
     set_number<kFirewallPart, &FirewallSettings::nftables_priority>},
    {kGlobal,
     "nftables_counters",
     flag(),
     {},
     kInForce,
     set_on<kFirewallPart, &FirewallSettings::has_counters>},
    {kGlobal,
     "nftables_ifindex",
     flag(),
     {},
     kInForce,
     set_on<kFirewallPart, &FirewallSettings::matches_index>},
    {kGlobal, "vrrp_iptables", text("[IN [OUT]]", 0, 2), "INPUT", kInForce, store_chains},
    {kGlobal, "vrrp_ipsets", text("[NAME…]", 0, 6), {}, without_effect("ipsets"), store_sets},
    {kGlobal, "nftables_ipvs", text("[TABLE]", 0, 1), "keepalived_ipvs", kMarks,
     [](Draft& d, const Arguments& a) { store_table<kLvsPart>(d, a, "keepalived_ipvs"); }},
    {kGlobal, "nftables_ipvs_priority", number(-kMaxInt32, kMaxInt32), "-1", kMarks,
     set_number<kLvsPart, &LvsSettings::nftables_priority>},
    {kGlobal, "nftables_ipvs_start_fwmark", number(1, kMaxUint32), "1000", kMarks,
     set_number<kLvsPart, &LvsSettings::nftables_first_mark>},
    {kGlobal,
     "lvs_sync_daemon",
     text(kSyncDaemonWords, 1, 12),
     {},
     kLvs,
     store_sync_daemon,
     nullptr,
     nullptr,
     Repeats::first_counts},
    {kGlobal, "lvs_timeouts", text(kTimeoutWords, 2, 6), "the kernel's", kLvs, store_timeouts,
     nullptr, nullptr, Repeats::yes},
    {kGlobal, "lvs_flush", flag(), {}, kLvs, set_on<kLvsPart, &LvsSettings::flush_on_start>},
    {kGlobal, "lvs_flush_on_stop", text("[VS]", 0, 1), {}, kLvs, store_flush_on_stop},
    {kGlobal,
     "lvs_flush_onstop",
     text("[VS]", 0, 1),
     {},
     without_effect("IPVS timeouts, flush and connection sync", "lvs_flush_on_stop"),
     store_flush_on_stop},
};

}  // namespace

std::span<const Row> lvs_rows() { return kRows; }

}  // namespace evenkeel::config
