// vrrp_instances: inheritance, defaults and the rules that need the whole instance. Pure.
#include <algorithm>
#include <map>
#include <tuple>

#include "daemon/config/blocks.h"
#include "daemon/config/instance_rules.h"
#include "daemon/config/link_names.h"
#include "daemon/config/link_values.h"

namespace evenkeel::config {
namespace {

template <typename T>
T first_set(const std::optional<T>& own, const std::optional<T>& global, T fallback) {
  return own ? *own : global.value_or(fallback);
}

AnnounceSettings announce_settings(const GlobalDraft& global, const VrrpOptions& own) {
  const AnnounceSettings none;
  const auto& all = global.vrrp;
  AnnounceSettings settings;
  settings.second_burst_delay =
      first_set(own.second_burst_delay, all.second_burst_delay, none.second_burst_delay);
  settings.burst = first_set(own.burst, all.burst, none.burst);
  if (global.min_garp) {
    if (!own.second_burst_delay) settings.second_burst_delay = Duration{0};
    if (!own.burst) settings.burst = 1;
  }
  settings.lower_priority_delay =
      first_set(own.lower_priority_delay, all.lower_priority_delay, settings.second_burst_delay);
  settings.lower_priority_burst =
      first_set(own.lower_priority_burst, all.lower_priority_burst, settings.burst);
  settings.refresh = first_set(own.refresh, all.refresh, none.refresh);
  settings.refresh_burst = first_set(own.refresh_burst, all.refresh_burst, none.refresh_burst);
  settings.interval = global.garp_interval;
  settings.na_interval = global.na_interval;
  const auto& extra = own.extra ? own : all;
  settings.extra = extra.extra.value_or(none.extra);
  settings.extra_all = extra.extra_all;
  return settings;
}

IpAddress usual_group(Family family) {
  return family == Family::ipv6 ? *parse_address("ff02::12") : make_ipv4(0xe0000012);
}

void inherit(const GlobalDraft& global, const InstanceDraft& draft, VrrpInstance& instance) {
  const auto& own = draft.options;
  const auto& all = global.vrrp;
  const VrrpInstance none;
  instance.name = draft.name;
  instance.vrid = draft.vrid->value;  // is_usable has looked
  instance.interface = draft.interface.empty() ? global.default_interface : draft.interface;
  instance.family = family_of(draft);
  const bool is_ipv6 = instance.family == Family::ipv6;
  // The global version is that of IPv4: no RFC has version 2 over IPv6.
  instance.version =
      is_ipv6 ? own.version.value_or(3) : first_set(own.version, all.version, none.version);
  instance.down_timer_adverts =
      first_set(own.down_timer_adverts, all.down_timer_adverts, none.down_timer_adverts);
  instance.checksum_as_v2 = first_set(own.checksum_as_v2, all.checksum_as_v2, false);
  instance.lower_priority_no_advert =
      first_set(own.lower_priority_no_advert, all.lower_priority_no_advert, false);
  instance.higher_priority_send_advert =
      first_set(own.higher_priority_send_advert, all.higher_priority_send_advert, false);
  instance.owner_ignores_adverts =
      first_set(own.owner_ignores_adverts, all.owner_ignores_adverts, false);
  instance.skip_address_check = first_set(own.skip_address_check, all.skip_address_check, false);
  instance.multicast_group =
      is_ipv6 ? first_set(own.multicast_group6, all.multicast_group6, usual_group(Family::ipv6))
              : first_set(own.multicast_group, all.multicast_group, usual_group(Family::ipv4));
  instance.check_unicast_source =
      first_set(own.check_unicast_source, all.check_unicast_source, false);
  instance.unicast_ttl = draft.unicast_ttl;
  instance.tracks_interface = !draft.ignores_interface;
  instance.needs_peers = draft.needs_peers;
  instance.announce = announce_settings(global, own);
  auto scripts = draft.scripts;
  scripts.do_priority_changes_count |= global.notify_priority_changes.value_or(false);
  instance.scripts = std::move(scripts);
}

// An instance is in FAULT without its interface, whatever else it tracks.
void drop_own_interface(Draft& draft, std::vector<TrackerDraft>& trackers,
                        const std::string& interface) {
  const auto is_own = [&](const TrackerDraft& tracker) {
    return tracker.kind == TrackerKind::interface && tracker.name == interface;
  };
  for (const auto& tracker : trackers) {
    if (!is_own(tracker)) continue;
    draft.error(tracker.at, "'track_interface' " + quoted(interface) +
                                " is the instance's own interface, which always counts");
  }
  std::erase_if(trackers, is_own);
}

// Long enough that a living process always renews in time, whatever the timers.
Duration default_lease(const VrrpInstance& instance) {
  const auto unit = instance.version == 2 ? Duration(1s) : instance.advert_interval;
  const auto skew = unit * (256 - instance.priority) / 256;
  const auto master_down = instance.advert_interval * instance.down_timer_adverts + skew;
  return std::max<Duration>(10s, master_down * 3);
}

void warn_of_idle_weights(Draft& draft, const std::vector<TrackerDraft>& trackers,
                          const VrrpInstance& instance) {
  const auto needed = needed_interfaces(instance);
  for (const auto& tracker : trackers) {
    const bool has_weight = tracker.kind == TrackerKind::interface && tracker.weight.weight &&
                            *tracker.weight.weight != 0;
    if (!has_weight || std::find(needed.begin(), needed.end(), tracker.name) == needed.end()) {
      continue;
    }
    draft.warning(tracker.at, "the weight of " + quoted(tracker.name) +
                                  " does not count: an address, a route or a rule of the instance "
                                  "needs it; write 'no_track' there to go on without it");
  }
}

// The priority of an address owner stays what it is.
void report_owner_weights(Draft& draft, const std::vector<TrackerDraft>& given,
                          const VrrpInstance& instance) {
  constexpr std::uint8_t kOwner = 255;
  if (instance.priority != kOwner) return;
  for (const auto& tracker : instance.trackers) {
    const auto at = std::find_if(given.begin(), given.end(), [&tracker](const auto& one) {
      return one.kind == tracker.kind && one.name == tracker.name;
    });
    if (tracker.weight == 0 || at == given.end()) continue;
    draft.error(at->at, "the weight of " + quoted(tracker.name) +
                            " does not count: the priority of the address owner, 255, is fixed");
  }
}

void report_idle_words(Draft& draft, const InstanceDraft& own, const VrrpInstance& instance) {
  constexpr std::uint8_t kOwner = 255;
  if (own.options.owner_ignores_adverts == true && instance.priority != kOwner) {
    draft.error(own.at, "'owner_ignore_adverts' is for priority 255, the address owner");
  }
  const auto& group = own.options.multicast_group;
  const auto& group6 = own.options.multicast_group6;
  const bool is_ipv6 = instance.family == Family::ipv6;
  if (!own.peers.empty() && (group || group6)) {
    draft.error(own.at, "'mcast_dst_ip' is not used with 'unicast_peer'");
  } else if (is_ipv6 ? group.has_value() : group6.has_value()) {
    draft.error(own.at, std::string("the adverts go by ") + (is_ipv6 ? "IPv6" : "IPv4") +
                            ": 'mcast_dst_ip' is of the other family and is not used");
  }
}

}  // namespace

// Whose own the addresses are, he answers on them (RFC 9568, section 6.4.3).
void apply_accept(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  const bool is_strict = first_set(own.options.strict, draft.global.vrrp.strict, false);
  const bool is_owner = instance.priority == 255;
  instance.accept = is_owner || (own.accept ? own.accept->value : !is_strict);
  if (is_owner && own.accept && !own.accept->value) {
    draft.warning(own.accept->at,
                  "'no_accept' is not used: with priority 255 the addresses are "
                  "the machine's own, on which it answers");
  }
}

VrrpInstance finish_instance(Draft& draft, InstanceDraft& own) {
  VrrpInstance instance;
  inherit(draft.global, own, instance);
  apply_priority(draft, own, instance);
  apply_interval(draft, own, instance);
  apply_authentication(draft, own, instance);
  apply_preemption(draft, own, instance);
  apply_peers(draft, own, instance);
  if (!instance.peers.empty()) instance.multicast_group = usual_group(instance.family);
  apply_addresses(draft, own, instance);
  apply_link(draft, own.link, instance);
  instance.routes = std::move(own.routes);
  instance.rules = std::move(own.rules);
  instance.promote_secondaries = own.promote_secondaries;
  apply_accept(draft, own, instance);
  if (!own.ignores_interface) drop_own_interface(draft, own.trackers, instance.interface);
  instance.trackers = finish_trackers(draft, own.trackers);
  warn_of_idle_weights(draft, own.trackers, instance);
  report_owner_weights(draft, own.trackers, instance);
  if (!instance.preempt) warn_of_unheard_weights(draft, own.trackers, instance.trackers);
  report_idle_words(draft, own, instance);
  const auto& lease = own.options.vip_lease ? own.options.vip_lease : draft.global.vrrp.vip_lease;
  instance.vip_lease = lease ? *lease : default_lease(instance);
  return instance;
}

std::vector<VrrpInstance> finish_instances(Draft& draft) {
  std::vector<VrrpInstance> instances;
  std::map<std::tuple<std::string, unsigned, Family>, Placed<std::string>> router_ids;
  std::map<IpAddress, Placed<std::string>> addresses;
  LinkNames link_names(draft);
  draft.block = Block::vrrp_instance;
  for (auto& own : draft.instances) {
    draft.instance = std::move(own);
    draft.address_places.clear();
    if (!is_usable(draft, draft.instance)) continue;
    auto instance = finish_instance(draft, draft.instance);
    if (!apply_strict(draft, draft.instance, instance)) continue;
    const auto& vrid = *draft.instance.vrid;
    const Placed<std::string> mine{instance.name, vrid.at};
    const auto [known, is_new] = router_ids.emplace(
        std::tuple(instance.interface, unsigned{vrid.value}, instance.family), mine);
    if (!is_new) {
      draft.diagnostics.clash(vrid.at, known->second.at,
                              "virtual_router_id " + std::to_string(vrid.value) + " on " +
                                  instance.interface + " is already that of " +
                                  quoted(known->second.value) + "; vrrp_instance " +
                                  quoted(instance.name) + " is left out");
      continue;
    }
    warn_of_shared_addresses(draft, addresses);
    link_names.take_given(draft.instance.link, instance);
    instances.push_back(std::move(instance));
  }
  link_names.make_up_rest(instances);
  draft.block = Block::root;
  return instances;
}

}  // namespace evenkeel::config
