// Families about VRRP instances. Pure.
#include <array>

#include "daemon/exporter/families.h"

namespace evenkeel::exporter {

namespace {

void add_by_reason(Samples& out, const std::array<std::uint64_t, kAdvertErrorCount>& dropped) {
  for (std::size_t i = 0; i < dropped.size(); ++i) {
    out.add({{"reason", std::string(to_string(static_cast<AdvertError>(i)))}},
            to_number(dropped[i]));
  }
}

template <typename Value>
void add_by_tracker(const InstanceState& state, Samples& out, Value value) {
  for (const auto& tracker : state.trackers) {
    out.add({{"kind", std::string(to_string(tracker.kind))}, {"name", tracker.name}},
            value(tracker));
  }
}

void role(const InstanceState& state, Samples& out) {
  constexpr Role kRoles[] = {Role::init, Role::backup, Role::master, Role::fault};
  for (const auto candidate : kRoles) {
    out.add({{"interface", state.interface},
             {"vrid", std::to_string(state.vrid)},
             {"role", std::string(to_string(candidate))}},
            candidate == state.role ? 1 : 0);
  }
}

void accept_mode(const InstanceState& state, Samples& out) {
  for (std::size_t i = 0; i < kAcceptModeCount; ++i) {
    const auto candidate = static_cast<AcceptMode>(i);
    out.add({{"accept_mode", std::string(to_string(candidate))}},
            candidate == state.accept_mode ? 1 : 0);
  }
}

void firewall(const World& world, Samples& out) {
  for (std::size_t i = 0; i < kFirewallKindCount; ++i) {
    const auto candidate = static_cast<FirewallKind>(i);
    out.add({{"kind", std::string(to_string(candidate))}},
            candidate == world.store.vrrp().firewall.kind ? 1 : 0);
  }
}

void address_present(const InstanceState& state, Samples& out) {
  for (const auto& address : state.addresses) {
    out.add({{"address", to_string(address.prefix)}, {"device", address.device}},
            address.is_present ? 1 : 0);
  }
}

void route_present(const InstanceState& state, Samples& out) {
  for (const auto& route : state.routes) {
    out.add({{"route", route.text}}, route.is_present ? 1 : 0);
  }
}

void rule_present(const InstanceState& state, Samples& out) {
  for (const auto& rule : state.rules) out.add({{"rule", rule.text}}, rule.is_present ? 1 : 0);
}

void link_present(const InstanceState& state, Samples& out) {
  for (const auto& link : state.links) {
    out.add({{"link", link.name}, {"interface", link.base}}, link.is_present ? 1 : 0);
  }
}

// Addresses, routes and rules alike: what each is, its kind says.
void static_present(const World& world, Samples& out) {
  const StaticState& statics = world.store.vrrp().statics;
  const auto add = [&](const char* kind, const std::string& name, bool is_present) {
    out.add({{"kind", kind}, {"name", name}}, is_present ? 1 : 0);
  };
  for (const auto& address : statics.addresses) {
    add("address", to_string(address.prefix) + " dev " + address.device, address.is_present);
  }
  for (const auto& route : statics.routes) add("route", route.text, route.is_present);
  for (const auto& rule : statics.rules) add("rule", rule.text, rule.is_present);
}

void checksum(const InstanceState& state, Samples& out) {
  for (const auto& router : state.routers) {
    out.add({{"router", to_string(router.address)},
             {"checksum", std::string(to_string(router.checksum))}},
            1);
  }
}

void conflict(const InstanceState& state, Samples& out) { out.add(state.conflict ? 1 : 0); }

// A stage that was not reached is absent.
void takeover(const InstanceState& state, Samples& out) {
  if (!state.takeover) return;
  const auto& stages = *state.takeover;
  const auto add = [&](const char* stage, WallTime from, WallTime to) {
    if (from != WallTime{} && to != WallTime{}) out.add({{"stage", stage}}, to_seconds(to - from));
  };
  add("decided", stages.last_advert, stages.decided);
  add("address", stages.decided, stages.address);
  add("announced", stages.decided, stages.announced);
}

template <std::uint64_t InstanceCounters::*Member>
void counter(const InstanceState& state, Samples& out) {
  out.add(to_number(state.counters.*Member));
}

constexpr std::array kVrrpFamilies{
    Family{"vrrp_role", kGauge, "State set: 1 for the instance's present role.", role},
    Family{"vrrp_priority", kGauge, "Priority as configured.",
           [](const InstanceState& state, Samples& out) { out.add(state.priority); }},
    Family{"vrrp_effective_priority", kGauge,
           "Priority the instance announces: with what its trackers contribute.",
           [](const InstanceState& state, Samples& out) { out.add(state.effective_priority); }},
    Family{"vrrp_tracker_up", kGauge, "1 when the tracked object is UP.",
           [](const InstanceState& state, Samples& out) {
             add_by_tracker(state, out, [](const TrackerState& tracker) {
               return tracker.health == Health::up ? 1 : 0;
             });
           }},
    Family{"vrrp_tracker_contribution", kGauge,
           "What the tracked object adds to the effective priority.",
           [](const InstanceState& state, Samples& out) {
             add_by_tracker(state, out,
                            [](const TrackerState& tracker) { return tracker.contribution; });
           }},
    Family{"vrrp_tracker_fault", kGauge, "1 when the tracked object keeps the instance in FAULT.",
           [](const InstanceState& state, Samples& out) {
             add_by_tracker(state, out,
                            [](const TrackerState& tracker) { return tracker.is_fault ? 1 : 0; });
           }},
    Family{"vrrp_resigned", kGauge, "1 while an operator has the instance resigned.",
           [](const InstanceState& state, Samples& out) {
             out.add(state.resign.status == ResignStatus::resigned ? 1 : 0);
           }},
    Family{"vrrp_accept_mode", kGauge,
           "State set: whether the machine answers on the instance's addresses; unenforced: though "
           "it is not to.",
           accept_mode},
    Family{"vrrp_firewall", kGauge, "State set: 1 for what enforces no_accept.", firewall},
    Family{"vrrp_master_priority", kGauge, "Priority heard of the MASTER; 0 when none is heard.",
           [](const InstanceState& state, Samples& out) { out.add(state.master_priority); }},
    Family{"vrrp_advert_interval_seconds", kGauge, "Time between two adverts.",
           [](const InstanceState& state, Samples& out) {
             out.add(to_seconds(state.advert_interval));
           }},
    Family{"vrrp_last_transition_timestamp_seconds", kGauge, "When the role changed last.",
           [](const InstanceState& state, Samples& out) {
             out.add(to_seconds(state.since.time_since_epoch()));
           }},
    Family{"vrrp_address_present", kGauge, "1 when the virtual address is on its device.",
           address_present},
    Family{"vrrp_route_present", kGauge, "1 when the virtual route is in the kernel.",
           route_present},
    Family{"vrrp_rule_present", kGauge, "1 when the virtual rule is in the kernel.", rule_present},
    Family{"vrrp_link_present", kGauge, "1 when the instance's own link is there.", link_present},
    Family{"vrrp_static_present", kGauge,
           "1 when the static address, route or rule is in the kernel.", static_present},
    Family{"vrrp_adverts_sent_total", kCounter, "Adverts sent.",
           counter<&InstanceCounters::adverts_sent>},
    Family{"vrrp_adverts_received_total", kCounter, "Valid adverts received.",
           counter<&InstanceCounters::adverts_received>},
    Family{"vrrp_priority_zero_sent_total", kCounter, "Adverts of priority 0 sent on resigning.",
           counter<&InstanceCounters::priority_zero_sent>},
    Family{"vrrp_priority_zero_received_total", kCounter, "Adverts of priority 0 received.",
           counter<&InstanceCounters::priority_zero_received>},
    Family{"vrrp_adverts_dropped_total", kCounter, "Adverts for this instance dropped, by reason.",
           [](const InstanceState& state, Samples& out) {
             add_by_reason(out, state.counters.dropped);
           }},
    Family{
        "vrrp_unattributed_adverts_dropped_total", kCounter,
        "Adverts dropped before an instance was known, by reason.",
        [](const World& world, Samples& out) { add_by_reason(out, world.store.vrrp().dropped); }},
    Family{"vrrp_became_master_total", kCounter, "Times the instance became MASTER.",
           counter<&InstanceCounters::became_master>},
    Family{"vrrp_released_master_total", kCounter, "Times the instance ceased to be MASTER.",
           counter<&InstanceCounters::released_master>},
    Family{"vrrp_announcements_sent_total", kCounter, "Gratuitous ARP and ND frames sent.",
           counter<&InstanceCounters::announcements_sent>},
    Family{"vrrp_send_errors_total", kCounter, "Adverts and frames the kernel refused to send.",
           counter<&InstanceCounters::send_errors>},
    Family{"vrrp_address_repairs_total", kCounter,
           "Virtual addresses put back after somebody else removed them.",
           counter<&InstanceCounters::repairs>},
    Family{"vrrp_route_repairs_total", kCounter,
           "Virtual routes put back after somebody else removed them.",
           counter<&InstanceCounters::route_repairs>},
    Family{"vrrp_rule_repairs_total", kCounter,
           "Virtual rules put back after somebody else removed them.",
           counter<&InstanceCounters::rule_repairs>},
    Family{"vrrp_link_repairs_total", kCounter,
           "Own links of the instance put right after somebody else removed or changed them.",
           counter<&InstanceCounters::link_repairs>},
    Family{"vrrp_conflict", kGauge, "1 while another router acts as MASTER beside this one.",
           conflict},
    Family{"vrrp_conflicts_total", kCounter,
           "Times another router acted as MASTER beside this one.",
           counter<&InstanceCounters::conflicts>},
    Family{"vrrp_stalls_total", kCounter,
           "Times the process stood still for a master-down time and listened first.",
           counter<&InstanceCounters::stalls>},
    Family{"vrrp_checksum", kGauge, "1 for the form of checksum that each router heard sends.",
           checksum},
    Family{"vrrp_takeover_seconds", kGauge,
           "Last takeover: from the last advert heard to the decision, from there to the addresses "
           "in place and to their announcement.",
           takeover},
    Family{"vrrp_netlink_resyncs_total", kCounter,
           "Times the view of links and addresses was read anew after an overflow.",
           [](const World& world, Samples& out) {
             out.add(to_number(world.store.vrrp().netlink_resyncs));
           }},
    Family{
        "vrrp_loop_lag_seconds", kGauge, "Worst delay of a due timer of the vrrp process.",
        [](const World& world, Samples& out) { out.add(to_seconds(world.store.vrrp().loop_lag)); }},
};

}  // namespace

std::span<const Family> vrrp_families() { return kVrrpFamilies; }

std::vector<Label> labels_of(const InstanceState& state) { return {{"vrrp_instance", state.name}}; }

}  // namespace evenkeel::exporter
