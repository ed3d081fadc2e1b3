// Pure.
#include "daemon/config/instance_rules.h"

#include <algorithm>
#include <set>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr std::uint8_t kOwner = 255;

}  // namespace

Family family_of(const InstanceDraft& own) {
  if (!own.addresses.empty()) return own.addresses.front().value.prefix.address.family;
  if (!own.peers.empty()) return own.peers.front().value.address.family;
  const auto& source = own_source(own);
  return source ? source->value.family : Family::ipv4;
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

namespace {

// The sequence number of the header has to be heard before it can be sent.
void begin_as_backup(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  const bool wants_master = own.state && own.state->value == InitialState::master;
  if (!wants_master || instance.priority == kOwner) return;
  draft.error(own.state->at, "'state MASTER' does not go with 'auth_type AH': it starts as BACKUP");
  instance.initial_state = InitialState::backup;
}

}  // namespace

void apply_authentication(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  if (!own.auth_type) {
    if (!own.auth_pass.empty()) {
      draft.warning(own.at, "'auth_pass' without 'auth_type' is not used");
    }
    return;
  }
  if (instance.version == 3) {
    draft.error(own.auth_type->at, "VRRP version 3 has no authentication; it is not used");
  } else if (instance.family == Family::ipv6) {
    draft.warning(own.auth_type->at, "VRRP over IPv6 has no authentication; it is not used");
  } else if (own.auth_pass.empty()) {
    draft.error(own.auth_type->at, "'auth_type' without 'auth_pass': no authentication");
  } else {
    const bool is_header = own.auth_type->value == "AH";
    instance.authentication = is_header ? Authentication::ah : Authentication::pass;
    instance.auth_pass = own.auth_pass;
    if (is_header) begin_as_backup(draft, own, instance);
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
  if (own.gives_way_late && instance.preempt) {
    draft.error(*own.gives_way_late, "'timer_expired_backup' needs 'nopreempt'; it is not used");
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
  if (own.unicast_source && own.peers.empty()) {
    draft.error(own.unicast_source->at,
                "'unicast_src_ip' without 'unicast_peer': adverts go to the multicast group",
                "name the peers, or write 'mcast_src_ip'");
  } else if (own.unicast_word && own.peers.empty() && !own.needs_peers) {
    draft.error(*own.unicast_word,
                "a word for unicast without 'unicast_peer': adverts go to the multicast group",
                "name the peers");
  }
  const auto is_foreign = [&](const IpAddress& address) {
    return address.family != instance.family;
  };
  const std::string other = instance.family == Family::ipv6 ? "IPv6" : "IPv4";
  if (source && is_foreign(source->value)) {
    draft.error(source->at, "the adverts go by " + other + ": the source address is not used");
  } else if (source) {
    instance.source = source->value;
  }
  instance.tracks_source = own.tracks_source && instance.source.is_set();
  if (own.tracks_source && !instance.tracks_source) {
    draft.warning(*own.tracks_source,
                  "'track_src_ip' is not used without a source address, by 'unicast_src_ip' or "
                  "'mcast_src_ip'");
  }
  std::set<IpAddress> known;
  for (const auto& peer : own.peers) {
    const auto& address = peer.value.address;
    if (is_foreign(address)) {
      draft.error(peer.at, "the adverts go by " + other + ": the peer " + to_string(address) +
                               " is left out");
    } else if (address == instance.source) {
      draft.warning(peer.at, "the peer " + to_string(address) + " is this router; it is left out");
    } else if (!known.insert(address).second) {
      draft.error(peer.at, "the peer " + to_string(address) + " is named twice");
    } else {
      instance.peers.push_back(peer.value);
    }
  }
  if (instance.peers.empty()) {
    instance.unicast_ttl = VrrpInstance().unicast_ttl;
    instance.check_unicast_source = false;
  }
}

namespace {

// `family`: of an advert, which holds one alone; none for those that it does not announce.
void take_addresses(Draft& draft, std::vector<Placed<VirtualAddress>>& from, Family family,
                    std::map<IpAddress, Position>& known, std::vector<VirtualAddress>& to) {
  for (auto& entry : from) {
    const auto& address = entry.value.prefix.address;
    const auto [first, is_new] = known.emplace(address, entry.at);
    if (!is_new) {
      draft.diagnostics.clash(
          entry.at, first->second,
          "the address " + to_string(address) + " is named twice" + draft.context());
    } else if (family != Family::none && address.family != family) {
      draft.error(entry.at,
                  "the address " + to_string(address) +
                      " is left out: one advert holds one family, its first address's",
                  "move it to virtual_ipaddress_excluded");
    } else {
      to.push_back(std::move(entry.value));
    }
  }
}

}  // namespace

void apply_addresses(Draft& draft, InstanceDraft& own, VrrpInstance& instance) {
  // The count is one byte of the advert; by IPv6 an Ethernet packet holds fewer.
  const std::size_t most = instance.family == Family::ipv6 ? 90 : 255;
  std::map<IpAddress, Position> known;
  take_addresses(draft, own.addresses, instance.family, known, instance.addresses);
  take_addresses(draft, own.excluded_addresses, Family::none, known, instance.excluded_addresses);
  // Their places are wanted once more by warn_of_shared_addresses.
  for (const auto& [address, at] : known) draft.address_places.emplace_back(address, at);
  if (own.addresses.empty() && !own.may_lack_addresses) {
    draft.error(own.at, "'virtual_ipaddress' is missing or empty: nothing is announced",
                "write 'no_virtual_ipaddress' when that is meant");
  }
  if (own.native_ipv6 && instance.family == Family::ipv4) {
    draft.error(*own.native_ipv6, "'native_ipv6' with IPv4 addresses is not used");
  }
  if (instance.addresses.size() <= most) return;
  draft.error(own.addresses[most].at, "an advert holds " + std::to_string(most) +
                                          " addresses: the rest are treated as "
                                          "virtual_ipaddress_excluded");
  const auto surplus = instance.addresses.begin() + static_cast<std::ptrdiff_t>(most);
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
