// A vrrp_instance as statements. Pure.
#include "daemon/config/print.h"
#include "daemon/config/print_network.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

template <typename T>
void put_entries(PrintedBlock& block, std::string_view keyword, const std::vector<T>& values,
                 std::string (*words)(const T&)) {
  if (values.empty()) return;
  auto& entries = open(block, keyword);
  for (const auto& value : values) put(entries, {}, words(value));
}

void put_source(PrintedBlock& block, const VrrpInstance& instance) {
  const bool is_unicast = !instance.peers.empty();
  if (instance.source.is_set()) {
    put(block, is_unicast ? "unicast_src_ip" : "mcast_src_ip", to_string(instance.source));
  }
  if (!is_unicast) put(block, "mcast_dst_ip", to_string(instance.multicast_group));
  if (!instance.tracks_interface) put(block, "dont_track_primary");
  if (instance.tracks_source) put(block, "track_src_ip");
  if (instance.needs_peers) put(block, "unicast_fault_no_peer");
  if (!is_unicast) return;
  put(block, "unicast_ttl", number(instance.unicast_ttl));
  put(block, "check_unicast_src", on_off(instance.check_unicast_source));
  auto& entries = open(block, "unicast_peer");
  for (const auto& peer : instance.peers) {
    put(entries, {},
        to_string(peer.address) + " min_ttl " + number(peer.min_ttl) + " max_ttl " +
            number(peer.max_ttl));
  }
}

void put_announcing(PrintedBlock& block, const AnnounceSettings& announce) {
  put_time(block, "garp_master_delay", announce.second_burst_delay);
  put(block, "garp_master_repeat", number(announce.burst));
  put_time(block, "garp_lower_prio_delay", announce.lower_priority_delay);
  put(block, "garp_lower_prio_repeat", number(announce.lower_priority_burst));
  put_time(block, "garp_master_refresh", announce.refresh);
  put(block, "garp_master_refresh_repeat", number(announce.refresh_burst));
  if (announce.extra != Duration{0} || announce.extra_all) {
    put(block, "garp_extra_if", (announce.extra_all ? "all " : "") + seconds_word(announce.extra));
  }
}

void put_election(PrintedBlock& block, const VrrpInstance& instance) {
  put(block, "state", instance.initial_state == InitialState::master ? "MASTER" : "BACKUP");
  put(block, "priority", number(instance.priority));
  put_time(block, "advert_int", instance.advert_interval);
  put(block, "down_timer_adverts", number(instance.down_timer_adverts));
  if (!instance.preempt) put(block, "nopreempt");
  if (instance.preempt_delay != Duration{0}) {
    put_time(block, "preempt_delay", instance.preempt_delay);
  }
  put(block, "lower_prio_no_advert", on_off(instance.lower_priority_no_advert));
  put(block, "higher_prio_send_advert", on_off(instance.higher_priority_send_advert));
  put(block, "v3_checksum_as_v2", on_off(instance.checksum_as_v2));
  put(block, "owner_ignore_adverts", on_off(instance.owner_ignores_adverts));
  put(block, "skip_check_adv_addr", on_off(instance.skip_address_check));
  put_hmac(block, instance.hmac);
  if (instance.authentication == Authentication::none) return;
  auto& authentication = open(block, "authentication");
  put(authentication, "auth_type", instance.authentication == Authentication::ah ? "AH" : "PASS");
  put(authentication, "auth_pass", word(instance.auth_pass));
}

void put_scripts(PrintedBlock& block, const VrrpScripts& scripts) {
  put_script(block, "notify_master", scripts.master);
  put_script(block, "notify_backup", scripts.backup);
  put_script(block, "notify_fault", scripts.fault);
  put_script(block, "notify_stop", scripts.stop);
  put_script(block, "notify", scripts.any);
  put_script(block, "notify_master_rx_lower_pri", scripts.lower_priority);
  if (scripts.is_removal_deleted && !scripts.deleted.is_set()) put(block, "notify_deleted");
  put_script(block, "notify_deleted", scripts.deleted);
  if (scripts.do_priority_changes_count) put(block, "notify_priority_changes", "on");
}

}  // namespace

PrintedBlock print_instance(const VrrpInstance& instance) {
  PrintedBlock block;
  if (instance.vrf.empty()) put(block, "interface", word(instance.interface));
  put(block, "virtual_router_id", number(instance.vrid));
  put(block, "version", number(instance.version));
  put_election(block, instance);
  put_source(block, instance);
  put(block, "vip_lease",
      instance.vip_lease == Duration{0} ? "forever" : format_seconds(instance.vip_lease));
  put_announcing(block, instance.announce);
  put_entries(block, "virtual_ipaddress", instance.addresses, address_words);
  if (instance.addresses.empty()) put(block, "no_virtual_ipaddress");
  put_entries(block, "virtual_ipaddress_excluded", instance.excluded_addresses, address_words);
  put_entries(block, "virtual_routes", instance.routes, route_words);
  put_entries(block, "virtual_rules", instance.rules, rule_words);
  if (instance.promote_secondaries) put(block, "promote_secondaries");
  put(block, instance.accept ? "accept" : "no_accept");
  put_link(block, instance);
  put_trackers(block, instance.trackers);
  put_scripts(block, *instance.scripts);
  return block;
}

}  // namespace evenkeel::config
