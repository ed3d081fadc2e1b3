// vrrp_instance. Reference: 1.12.
#include "daemon/config/address_line.h"
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kVrrp = in(Block::vrrp_instance);

// Of several, MASTER counts.
void store_state(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  const auto wanted = word.text == "MASTER" ? InitialState::master : InitialState::backup;
  auto& state = draft.instance.state;
  if (state) {
    const bool is_lost = state->value == InitialState::master && wanted != state->value;
    const auto severity = is_lost ? FindingSeverity::error : FindingSeverity::warning;
    draft.diagnostics.clash(severity, word.at, state->at,
                            "'state' is given twice" + draft.context() +
                                (is_lost ? "; MASTER counts" : "; this one counts"));
    if (is_lost) return;
  }
  state = {wanted, word.at};
}

void store_interface(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  if (!is_interface_name(word.text)) {
    return draft.error(word.at, "not an interface name: " + quoted(word.text));
  }
  draft.instance.interface = word.text;
}

void store_password(Draft& draft, const Arguments& arguments) {
  constexpr std::size_t kLongest = 8;  // bytes of the field, RFC 2338
  const auto& word = arguments.words.front();
  draft.instance.auth_pass = word.text.substr(0, kLongest);
  if (word.text.size() > kLongest) {
    draft.error(word.at, "'auth_pass' is cut to its first 8 characters");
  }
}

void store_preempt_delay(Draft& draft, const Arguments& arguments) {
  draft.instance.preempt_delay = {arguments.time, arguments.at};
}

Entered open_peers(Draft& draft, const Arguments& arguments) {
  draft.instance.unicast_word = arguments.at;
  return Entered::yes;
}

void store_peer(Draft& draft, const Arguments& arguments) {
  parse_peer_line(draft, arguments.words, draft.instance.peers);
}

void store_extra(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  const bool is_all = words.front().text == "all";
  const auto interval = parse_seconds(words.back().text);
  if (words.size() != (is_all ? 2U : 1U) || !interval || *interval > kDay) {
    return draft.error(words.front().at,
                       "'" + std::string(arguments.keyword) + "' takes [all] SECONDS, 0–86400");
  }
  draft.vrrp_options().extra = *interval;
  draft.vrrp_options().extra_all = is_all;
}

void store_addresses(Draft& draft, const Arguments& arguments) {
  parse_address_line(draft, arguments.words, draft.instance.addresses);
}

void store_excluded(Draft& draft, const Arguments& arguments) {
  parse_address_line(draft, arguments.words, draft.instance.excluded_addresses);
}

constexpr Row kIdentity[] = {
    {kVrrp, "state", choice("MASTER|BACKUP"), "by priority", kInForce, store_state, nullptr,
     nullptr, Repeats::yes},
    {kVrrp, "interface", text("INTERFACE"), "default_interface, or none by unicast_src_ip",
     kInForce, store_interface},
    {kVrrp,
     "virtual_router_id",
     number(1, 255),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.vrid = {as<std::uint8_t>(a), a.words.front().at};
     }},
    {kVrrp, "priority", number(1, 255), "100, or 255 with state MASTER", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.priority = as<std::uint8_t>(a); }},
    {kVrrp, "advert_int", seconds(10ms, 255s), "1", kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.advert_interval = {a.time, a.words.front().at};
     }},
    {kVrrp, "version", number(2, 3), "vrrp_version", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.version = as<std::uint8_t>(a); },
     nullptr, nullptr, Repeats::first_counts},
    {kVrrp, "authentication", block(Block::authentication)},
    {in(Block::authentication),
     "auth_type",
     choice("PASS|AH"),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.auth_type = {a.words.front().text, a.words.front().at};
     }},
    {in(Block::authentication), "auth_pass", text("TEXT"), {}, kInForce, store_password},
    {kVrrp, "virtual_ipaddress", lines("IP[/LEN] …"), {}, kInForce, store_addresses},
    {kVrrp, "virtual_ipaddress_excluded", lines("IP[/LEN] …"), {}, kInForce, store_excluded},
    {kVrrp,
     "no_virtual_ipaddress",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.instance.may_lack_addresses = true; }},
    {kVrrp,
     "promote_secondaries",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.instance.promote_secondaries = true; }},
    {kVrrp,
     "nopreempt",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.nopreempt = a.at; }},
    {kVrrp,
     "preempt",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.instance.nopreempt.reset(); }},
    {kVrrp, "preempt_delay", seconds(0s, 1000s), "0", kInForce, store_preempt_delay},
    {kVrrp, "accept", flag(), "strict_mode: no_accept", kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.accept = {true, a.at};
     }},
    {kVrrp,
     "no_accept",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.accept = {false, a.at};
     }},
    {kVrrp,
     "unicast_src_ip",
     address(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.unicast_source = {a.address, a.words.front().at};
     }},
    {kVrrp,
     "mcast_src_ip",
     address(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.multicast_source = {a.address, a.words.front().at};
     }},
    {kVrrp,
     "unicast_peer",
     lines("IP [min_ttl N] [max_ttl N]"),
     {},
     kInForce,
     store_peer,
     open_peers},
    {kVrrp, "unicast_ttl", number(0, 255), "255", kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.unicast_word = a.at;
       d.instance.unicast_ttl = as<std::uint8_t>(a);
     }},
    {kVrrp,
     "unicast_fault_no_peer",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.instance.needs_peers = true; }},
    {kVrrp, "check_unicast_src", boolean(), "vrrp_check_unicast_src", kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.unicast_word = a.at;
       d.instance.options.check_unicast_source = a.on;
     }},
    {kVrrp,
     "old_unicast_checksum",
     text("[never]", 0, 1),
     {},
     without_effect("checksums of keepalived 1.3.6"),
     [](Draft& d, const Arguments& a) { d.instance.unicast_word = a.at; }},
    {kVrrp,
     "track_src_ip",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.tracks_source = a.at; }},
    {kVrrp, "v3_checksum_as_v2", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.checksum_as_v2 = a.on; }},
};

constexpr Row kTimers[] = {
    {kVrrp, "garp_master_delay", whole_seconds(0s, kDay), "vrrp_garp_master_delay", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.second_burst_delay = a.time; }},
    {kVrrp, "garp_master_repeat", number(1, 1000), "vrrp_garp_master_repeat", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.burst = as<std::uint32_t>(a); }},
    {kVrrp, "garp_lower_prio_delay", whole_seconds(0s, kDay), "vrrp_garp_lower_prio_delay",
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.lower_priority_delay = a.time; }},
    {kVrrp, "garp_lower_prio_repeat", number(0, 1000), "vrrp_garp_lower_prio_repeat", kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.options.lower_priority_burst = as<std::uint32_t>(a);
     }},
    {kVrrp, "garp_master_refresh", whole_seconds(0s, kDay), "vrrp_garp_master_refresh", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.refresh = a.time; }},
    {kVrrp, "garp_master_refresh_repeat", number(1, 1000), "vrrp_garp_master_refresh_repeat",
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.refresh_burst = as<std::uint32_t>(a); }},
    {in(Block::global_defs), "vrrp_garp_extra_if", text("[all] SECONDS", 1, 2), "0", kInForce,
     store_extra},
    {in(Block::global_defs),
     "vrrp_vmac_garp_intvl",
     text("[all] SECONDS", 1, 2),
     {},
     as_error(deprecated("vrrp_garp_extra_if")),
     store_extra},
    {kVrrp, "garp_extra_if", text("[all] SECONDS", 1, 2), "vrrp_garp_extra_if", kInForce,
     store_extra},
    {kVrrp,
     "vmac_garp_intvl",
     text("[all] SECONDS", 1, 2),
     {},
     as_error(deprecated("garp_extra_if")),
     store_extra},
    {kVrrp, "down_timer_adverts", number(1, 100), "vrrp_down_timer_adverts", kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.options.down_timer_adverts = as<std::uint8_t>(a);
     }},
    {kVrrp,
     "timer_expired_backup",
     maybe_number(1, 254, "priority"),
     {},
     without_effect("giving way when scheduled late"),
     [](Draft& d, const Arguments& a) { d.instance.gives_way_late = a.at; }},
    {kVrrp,
     "thread_timer_expired",
     maybe_number(1, 254, "priority"),
     {},
     as_error(without_effect("giving way when scheduled late", "timer_expired_backup")),
     [](Draft& d, const Arguments& a) { d.instance.gives_way_late = a.at; }},
    {kVrrp, "lower_prio_no_advert", boolean(), "vrrp_lower_prio_no_advert", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.lower_priority_no_advert = a.on; }},
    {kVrrp, "higher_prio_send_advert", boolean(), "vrrp_higher_prio_send_advert", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.higher_priority_send_advert = a.on; }},
    {kVrrp, "owner_ignore_adverts", boolean(), "vrrp_owner_ignore_adverts", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.owner_ignores_adverts = a.on; }},
    {kVrrp, "skip_check_adv_addr", boolean(), "vrrp_skip_check_adv_addr", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.skip_address_check = a.on; }},
    {kVrrp, "strict_mode", boolean(), "vrrp_strict", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.options.strict = a.on; }},
    {kVrrp,
     "notify_master",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.master = a.script; }},
    {kVrrp,
     "notify_backup",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.backup = a.script; }},
    {kVrrp,
     "notify_fault",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.fault = a.script; }},
    {kVrrp,
     "notify_stop",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.stop = a.script; }},
    {kVrrp,
     "notify",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.any = a.script; }},
    {kVrrp,
     "notify_deleted",
     maybe_script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) {
       d.instance.scripts.is_removal_deleted = true;
       d.instance.scripts.deleted = a.script;
     }},
    {kVrrp,
     "notify_master_rx_lower_pri",
     script(),
     {},
     kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.lower_priority = a.script; }},
    {kVrrp, "notify_priority_changes", boolean(), "vrrp_notify_priority_changes", kInForce,
     [](Draft& d, const Arguments& a) { d.instance.scripts.do_priority_changes_count = a.on; }},
    {in(Block::sync_group),
     "notify_priority_changes",
     boolean(),
     {},
     without_effect("a group has no priority")},
    {kVrrp,
     "dont_track_primary",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.instance.ignores_interface = true; }},
    {kVrrp,
     "kernel_rx_buf_size",
     number(1, kMaxUint32, "bytes"),
     {},
     without_effect("socket buffers")},
    {kVrrp, "debug", maybe_number(0, 4, "level"), {}, without_effect("debug; see --log-level")},
    {kVrrp,
     "native_ipv6",
     flag(),
     {},
     deprecated("an IPv6 address in virtual_ipaddress"),
     [](Draft& d, const Arguments& a) { d.instance.native_ipv6 = a.at; }},
    {kVrrp,
     "linkbeat_use_polling",
     flag(),
     {},
     as_error(without_effect("link polling", "linkbeat_interfaces"))},
    {kVrrp,
     "lvs_sync_daemon_interface",
     text("INTERFACE"),
     {},
     as_error(without_effect("IPVS timeouts, flush and connection sync", "lvs_sync_daemon"))},
};

}  // namespace

std::span<const Row> vrrp_rows() { return kIdentity; }
std::span<const Row> vrrp_timer_rows() { return kTimers; }

}  // namespace evenkeel::config
