// global_defs: identity, VRRP's defaults, and our own words. Reference: 1.2.
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kGlobal = in(Block::global_defs);
constexpr auto kFirewall = without_effect("VMAC firewall rules");

void store_user(Draft& draft, const Arguments& arguments) {
  auto user = arguments.words.front().text;
  user.erase(std::min(user.find(':'), user.size()));
  if (!draft.reader.has_user(user)) {
    return draft.error(arguments.words.front().at, "there is no user " + quoted(user),
                       "scripts run as keepalived_script or root");
  }
  draft.global.settings.script_user = user;
}

void store_metrics(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  if (words.front().text == "off" && words.size() == 1) {
    draft.global.settings.metrics_listen = {};
    return;
  }
  const auto address = parse_address(words.front().text);
  const auto port = words.size() == 2 ? parse_integer(words[1].text) : 9815;
  if (!address || !port || *port < 1 || *port > 65535) {
    return draft.error(words.front().at, "'metrics_listen' takes ADDRESS [PORT], or off");
  }
  draft.global.settings.metrics_listen = {*address, static_cast<std::uint16_t>(*port)};
}

// A number and a VRID come behind it.
bool is_prefix(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  if (is_interface_name(word.text + "99.255")) return true;
  draft.error(word.at, "not the beginning of an interface's name: " + quoted(word.text),
              "it has at most nine characters");
  return false;
}

void store_vmac_prefix(Draft& draft, const Arguments& arguments) {
  if (!is_prefix(draft, arguments)) return;
  draft.global.settings.vmac_prefix = arguments.words.front().text;
}

void store_vmac_addr_prefix(Draft& draft, const Arguments& arguments) {
  if (!is_prefix(draft, arguments)) return;
  draft.global.settings.vmac_addr_prefix = arguments.words.front().text;
}

void store_lease(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  const auto lease = word.text == "forever" ? Duration{0} : parse_seconds(word.text);
  if (!lease || (word.text != "forever" && (*lease < 1s || *lease > kDay))) {
    return draft.error(word.at, "'vip_lease' takes seconds from 1 to 86400, or forever");
  }
  draft.vrrp_options().vip_lease = *lease;
  if (draft.block == Block::global_defs) draft.global.settings.vip_lease = *lease;
}

// Adverts stay on the link: ff02::, or ff12:: for a group that nobody has assigned.
bool is_link_local_group(const IpAddress& address) {
  return is_multicast(address) && (address.bytes[1] & 0x0fU) == 2;
}

void store_group(Draft& draft, const Arguments& arguments) {
  const bool may_be_ipv4 = arguments.keyword != "vrrp_mcast_group6";
  const bool may_be_ipv6 = arguments.keyword != "vrrp_mcast_group4";
  const IpAddress& group = arguments.address;
  if (may_be_ipv4 && group.family == Family::ipv4 && is_multicast(group)) {
    draft.vrrp_options().multicast_group = group;
  } else if (may_be_ipv6 && group.family == Family::ipv6 && is_link_local_group(group)) {
    draft.vrrp_options().multicast_group6 = group;
  } else {
    const std::string wanted = may_be_ipv4 && may_be_ipv6 ? "an IPv4 or a link-local IPv6"
                               : may_be_ipv4              ? "an IPv4"
                                                          : "a link-local IPv6";
    draft.error(arguments.words.front().at,
                "'" + std::string(arguments.keyword) + "' takes " + wanted + " multicast address");
  }
}

void store_interface(Draft& draft, const Arguments& arguments) {
  const auto& word = arguments.words.front();
  if (!is_interface_name(word.text)) {
    return draft.error(word.at, "not an interface name: " + quoted(word.text));
  }
  draft.global.default_interface = word.text;
}

// keepalived counts the 0 that its old samples say as an error.
void report_no_gap(Draft& draft, const Arguments& arguments) {
  if (arguments.time > Duration{0}) return;
  draft.error(arguments.words.front().at,
              quoted(arguments.keyword) + " 0 is what holds without it; none is used",
              "leave the line out");
}

void store_dynamic(Draft& draft, const Arguments& arguments) {
  if (arguments.words.empty() || arguments.words.front().text == "allow_if_changes") return;
  draft.error(arguments.words.front().at, "'dynamic_interfaces' takes allow_if_changes or nothing");
}

constexpr Row kRows[] = {
    {kGlobal, "router_id", text("TEXT"), "the host's name", kInForce,
     [](Draft& d, const Arguments& a) { d.global.settings.router_id = a.words.front().text; }},
    {kGlobal, "script_user", text("USER [GROUP]", 1, 2),
     "keepalived_script if that user exists, else root", kInForce, store_user},
    {kGlobal,
     "enable_script_security",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.global.settings.script_security = true; }},
    {kGlobal, "metrics_listen", text("ADDRESS [PORT], or off", 1, 2), "127.0.0.1 9815", kOurs,
     store_metrics},
    {in(Block::global_defs, Block::vrrp_instance), "vip_lease", text("SECONDS, or forever"),
     "the larger of 10 s and three master-down times", kOurs, store_lease},
    {kGlobal, "vrrp_version", number(2, 3), "2", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.version = as<std::uint8_t>(a); }},
    {kGlobal, "vrrp_mcast_group4", address(), "224.0.0.18", kInForce, store_group},
    {kGlobal, "vrrp_mcast_group6", address(), "ff02::12", kInForce, store_group},
    {in(Block::vrrp_instance), "mcast_dst_ip", address(), "vrrp_mcast_group4 or vrrp_mcast_group6",
     kInForce, store_group},
    {kGlobal, "default_interface", text("INTERFACE"), "eth0", kInForce, store_interface},
    {kGlobal, "vrrp_garp_master_delay", whole_seconds(0s, kDay), "5", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.second_burst_delay = a.time; }},
    {kGlobal, "vrrp_garp_master_repeat", number(1, 1000), "5", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.burst = as<std::uint32_t>(a); }},
    {kGlobal, "vrrp_garp_lower_prio_delay", whole_seconds(0s, kDay), "vrrp_garp_master_delay",
     kInForce, [](Draft& d, const Arguments& a) { d.global.vrrp.lower_priority_delay = a.time; }},
    {kGlobal, "vrrp_garp_lower_prio_repeat", number(0, 1000), "vrrp_garp_master_repeat", kInForce,
     [](Draft& d, const Arguments& a) {
       d.global.vrrp.lower_priority_burst = as<std::uint32_t>(a);
     }},
    {kGlobal, "vrrp_garp_master_refresh", whole_seconds(0s, kDay), "0", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.refresh = a.time; }},
    {kGlobal, "vrrp_garp_master_refresh_repeat", number(1, 1000), "1", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.refresh_burst = as<std::uint32_t>(a); }},
    {kGlobal, "vrrp_garp_interval", seconds(0s, 1000s), "0", kInForce,
     [](Draft& d, const Arguments& a) {
       d.global.garp_interval = a.time;
       report_no_gap(d, a);
     }},
    {kGlobal, "vrrp_gna_interval", seconds(0s, 1000s), "0", kInForce,
     [](Draft& d, const Arguments& a) {
       d.global.na_interval = a.time;
       report_no_gap(d, a);
     }},
    {kGlobal, "vrrp_min_garp", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.min_garp = a.on; }},
    {kGlobal, "vrrp_down_timer_adverts", number(1, 100), "3", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.down_timer_adverts = as<std::uint8_t>(a); }},
    {kGlobal, "vrrp_lower_prio_no_advert", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.lower_priority_no_advert = a.on; }},
    {kGlobal, "vrrp_higher_prio_send_advert", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.higher_priority_send_advert = a.on; }},
    {kGlobal, "vrrp_owner_ignore_adverts", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.owner_ignores_adverts = a.on; }},
    {kGlobal,
     "v3_checksum_as_v2",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.global.vrrp.checksum_as_v2 = true; }},
    {kGlobal,
     "vrrp_check_unicast_src",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.global.vrrp.check_unicast_source = true; }},
    // An advert with another address list is counted, never dropped.
    {kGlobal, "vrrp_skip_check_adv_addr", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.skip_address_check = a.on; }},
    {kGlobal, "vrrp_strict", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.vrrp.strict = a.on; }},
    {kGlobal, "vrrp_startup_delay", seconds(1ms, 4294s), "none", kInForce,
     [](Draft& d, const Arguments& a) { d.global.settings.start_delay.delay = a.time; }},
    {kGlobal, "vrrp_delay_after_boot", seconds(0s, kDay), "0", kInForce,
     [](Draft& d, const Arguments& a) { d.global.settings.start_delay.after_boot = a.time; }},
    {kGlobal,
     "log_unknown_vrids",
     flag(),
     {},
     kInForce,
     [](Draft& d, const Arguments&) { d.global.settings.log_unknown_vrids = true; }},
    {kGlobal, "disable_local_igmp", flag(), {}, kFirewall},
    {kGlobal, "vmac_prefix", text(), "vrrp", kInForce, store_vmac_prefix},
    {kGlobal, "vmac_addr_prefix", text(), "vmac_prefix", kInForce, store_vmac_addr_prefix},
    // Interfaces may always come and go.
    {kGlobal, "dynamic_interfaces", text("[allow_if_changes]", 0, 1), {}, kInForce, store_dynamic},
    {kGlobal, "checker_log_all_failures", boolean(), "off", kInForce,
     [](Draft& d, const Arguments& a) { d.global.log_all_failures = a.on; }},
};

}  // namespace

std::span<const Row> global_rows() { return kRows; }

}  // namespace evenkeel::config
