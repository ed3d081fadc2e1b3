// Pure.
#include "daemon/config/instance_rules.h"

#include <algorithm>
#include <set>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr std::uint8_t kOwner = 255;

bool is_ipv6(const std::optional<Placed<IpAddress>>& address) {
  return address && address->value.family == Family::ipv6;
}

// Each of the two words also stands in for the other, as both name this router.
const std::optional<Placed<IpAddress>>& own_source(const InstanceDraft& own) {
  const bool prefers_unicast = !own.peers.empty() || !own.multicast_source;
  return prefers_unicast && own.unicast_source ? own.unicast_source : own.multicast_source;
}

}  // namespace

bool is_usable(Draft& draft, const InstanceDraft& own) {
  const std::string lost = "; the instance is not started";
  if (own.interface.empty() && draft.global.default_interface.empty()) {
    draft.error(own.at, "'interface' is missing" + lost);
    return false;
  }
  if (!own.vrid) {
    draft.error(own.at, "'virtual_router_id' is missing" + lost);
    return false;
  }
  const bool starts_with_ipv6 =
      !own.addresses.empty() && own.addresses.front().value.prefix.address.family == Family::ipv6;
  if (starts_with_ipv6) {
    draft.error(own.addresses.front().at, "VRRP over IPv6: not yet" + lost);
    return false;
  }
  const auto& source = own_source(own);
  if (is_ipv6(source)) {
    draft.error(source->at, "VRRP over IPv6: not yet" + lost);
    return false;
  }
  const auto version = own.options.version.value_or(draft.global.vrrp.version.value_or(2));
  if (version == 2 && own.auth_type && own.auth_type->value == "AH") {
    draft.error(own.auth_type->at, "'auth_type AH' is not supported" + lost,
                "use PASS, on all routers of this virtual_router_id");
    return false;
  }
  return true;
}

void apply_priority(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  const bool wants_master = own.state && own.state->value == InitialState::master;
  instance.priority = own.priority.value_or(wants_master ? kOwner : 100);
  const bool is_owner = instance.priority == kOwner;
  instance.initial_state = wants_master || is_owner ? InitialState::master : InitialState::backup;
  if (is_owner && own.state && !wants_master) {
    draft.warning(own.state->at,
                  "'state BACKUP' with priority 255, the address owner: it starts "
                  "as MASTER");
  }
}

void apply_interval(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  if (!own.advert_interval) return;
  const auto [interval, at] = *own.advert_interval;
  const auto unit = instance.version == 2 ? Duration(1s) : Duration(10ms);
  const auto most = instance.version == 2 ? Duration(255s) : Duration(40950ms);
  if (interval > most || interval < unit / 2) {
    const bool is_v2 = instance.version == 2;
    draft.error(at, std::string("'advert_int' of VRRP version ") + (is_v2 ? "2" : "3") +
                        " takes seconds from " + format_seconds(unit) + " to " +
                        format_seconds(most) + "; 1 is used");
    return;
  }
  instance.advert_interval = std::max(unit, (interval + unit / 2) / unit * unit);
  if (instance.advert_interval != interval) {
    draft.error(at, "'advert_int' of VRRP version " + std::to_string(instance.version) +
                        " is a multiple of " + format_seconds(unit) + " seconds; " +
                        format_seconds(instance.advert_interval) + " is used");
  }
}

void apply_authentication(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  if (!own.auth_type) {
    if (!own.auth_pass.empty()) {
      draft.warning(own.at, "'auth_pass' without 'auth_type' is not used");
    }
    return;
  }
  if (instance.version == 3) {
    draft.error(own.auth_type->at, "VRRP version 3 has no authentication; it is not used");
  } else if (own.auth_pass.empty()) {
    draft.error(own.auth_type->at, "'auth_type' without 'auth_pass': no authentication");
  } else {
    instance.auth_pass = own.auth_pass;
  }
}

void apply_preemption(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  const bool wants_master = own.state && own.state->value == InitialState::master;
  const bool may = !wants_master && instance.priority != kOwner;
  const std::string_view why = wants_master ? "'state MASTER'" : "priority 255";
  if (own.nopreempt && may) instance.preempt = false;
  if (own.nopreempt && !may) {
    draft.error(*own.nopreempt,
                "'nopreempt' does not go with " + std::string(why) + " and is not used");
  }
  if (!own.preempt_delay || own.preempt_delay->value == Duration{0}) return;
  const auto& delay = *own.preempt_delay;
  if (!may) {
    draft.error(delay.at,
                "'preempt_delay' does not go with " + std::string(why) + " and is not used");
  } else if (!instance.preempt) {
    draft.error(delay.at, "'preempt_delay' does not go with 'nopreempt' and is not used");
  } else {
    instance.preempt_delay = delay.value;
  }
}

void apply_peers(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  const auto& source = own_source(own);
  if (source) instance.source = source->value;
  if (own.unicast_source && own.peers.empty()) {
    draft.error(own.unicast_source->at,
                "'unicast_src_ip' without 'unicast_peer': adverts go to the multicast group",
                "name the peers, or write 'mcast_src_ip'");
  }
  std::set<IpAddress> known;
  for (const auto& peer : own.peers) {
    const auto& address = peer.value.address;
    if (address.family == Family::ipv6) {
      draft.error(peer.at, "a peer by IPv6: not yet; it is left out");
    } else if (address == instance.source) {
      draft.warning(peer.at, "the peer " + to_string(address) + " is this router; it is left out");
    } else if (!known.insert(address).second) {
      draft.warning(peer.at, "the peer " + to_string(address) + " is named twice");
    } else {
      instance.peers.push_back(peer.value);
    }
  }
}

namespace {

void take_addresses(Draft& draft, std::vector<Placed<VirtualAddress>>& from,
                    std::map<IpAddress, Position>& known, std::vector<VirtualAddress>& to) {
  for (auto& entry : from) {
    const auto& address = entry.value.prefix.address;
    const auto [first, is_new] = known.emplace(address, entry.at);
    if (!is_new) {
      draft.diagnostics.clash(
          FindingSeverity::warning, entry.at, first->second,
          "the address " + to_string(address) + " is named twice" + draft.context());
    } else if (address.family == Family::ipv6) {
      draft.diagnostics.warn_once(entry.at,
                                  "an IPv6 address beside IPv4 ones is accepted, without effect "
                                  "yet (VRRP over IPv6)");
    } else {
      to.push_back(std::move(entry.value));
    }
  }
}

}  // namespace

void apply_addresses(Draft& draft, InstanceDraft& own, VrrpInstance& instance) {
  constexpr std::size_t kMostAnnounced = 255;  // the count is one byte of the advert
  std::map<IpAddress, Position> known;
  take_addresses(draft, own.addresses, known, instance.addresses);
  take_addresses(draft, own.excluded_addresses, known, instance.excluded_addresses);
  // Their places are wanted once more by warn_of_shared_addresses.
  for (const auto& [address, at] : known) draft.address_places.emplace_back(address, at);
  if (own.addresses.empty() && !own.may_lack_addresses) {
    draft.error(own.at, "'virtual_ipaddress' is missing or empty: nothing is announced",
                "write 'no_virtual_ipaddress' when that is meant");
  }
  if (instance.addresses.size() <= kMostAnnounced) return;
  draft.warning(own.addresses[kMostAnnounced].at,
                "an advert holds 255 addresses: the rest are treated as "
                "virtual_ipaddress_excluded");
  const auto surplus = instance.addresses.begin() + kMostAnnounced;
  instance.excluded_addresses.insert(instance.excluded_addresses.begin(), surplus,
                                     instance.addresses.end());
  instance.addresses.erase(surplus, instance.addresses.end());
}

void warn_of_shared_addresses(Draft& draft, std::map<IpAddress, Placed<std::string>>& known) {
  for (const auto& [address, at] : draft.address_places) {
    const auto [first, is_new] =
        known.emplace(address, Placed<std::string>{draft.instance.name, at});
    if (is_new) continue;
    draft.warning(at, "the address " + to_string(address) + " is also one of vrrp_instance " +
                          quoted(first->second.value));
  }
  draft.address_places.clear();
}

}  // namespace evenkeel::config
