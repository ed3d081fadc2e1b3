// How an instance presents itself.
#include "vrrp/instance.h"

#include <algorithm>

#include "evenkeel/overload.h"

namespace evenkeel::vrrp {

namespace {

// More routers than this share no virtual router; the list is bounded against forgeries.
constexpr std::size_t kMostRouters = 16;

std::optional<ConflictState> describe_conflict(const Instance& instance) {
  const auto& conflict = instance.state.conflict;
  if (!conflict) return std::nullopt;
  return ConflictState{.address = conflict->address,
                       .hardware = conflict->hardware,
                       .priority = conflict->priority,
                       .since = instance.conflict_since};
}

std::vector<RoutingEntry> entries_of(const std::vector<Route>& routes,
                                     const std::vector<Rule>& rules) {
  std::vector<RoutingEntry> entries(routes.begin(), routes.end());
  entries.insert(entries.end(), rules.begin(), rules.end());
  return entries;
}

}  // namespace

bool note_router(Instance& instance, const ReceivedAdvert& received) {
  auto& routers = instance.routers;
  const RouterState router{.address = received.envelope.source,
                           .priority = received.advert.priority,
                           .checksum = received.envelope.checksum};
  const auto known = std::find_if(routers.begin(), routers.end(), [&](const RouterState& other) {
    return other.address == router.address;
  });
  const bool is_news = known == routers.end() || known->checksum != router.checksum;
  if (known != routers.end()) {
    *known = router;
    return is_news;
  }
  if (routers.size() == kMostRouters) routers.erase(routers.begin());
  routers.push_back(router);
  return is_news;
}

InstanceState describe(const Instance& instance, const std::string& sync_group,
                       const std::function<bool(const std::string&, const Prefix&)>& is_present) {
  const VrrpInstance& config = instance.config;
  const State& state = instance.state;
  InstanceState view{.name = config.name,
                     .interface = config.interface,
                     .vrid = config.vrid,
                     .family = config.family,
                     .version = config.version,
                     .role = state.role,
                     .reason = state.reason,
                     .since = instance.since,
                     .priority = config.priority,
                     .effective_priority = effective_priority(instance.settings, state),
                     .trackers = instance.verdict.trackers,
                     .sync_group = sync_group,
                     .resign = instance.resign,
                     .accept_mode = instance.accept_mode,
                     .source = state.source,
                     .master = {},
                     .master_priority = 0,
                     .advert_interval = counted_interval(instance.settings, state),
                     .master_down = master_down_time(instance.settings, state),
                     .addresses = {},
                     .routes = {},
                     .rules = {},
                     .links = {},
                     .routers = instance.routers,
                     .conflict = describe_conflict(instance),
                     .takeover = instance.takeover,
                     .counters = instance.counters};
  if (state.role == Role::master) {
    view.master = state.source;
    view.master_priority = view.effective_priority;
  } else if (state.master) {
    view.master = state.master->address;
    view.master_priority = state.master->priority;
  }
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& address : *list) {
      const std::string& device = device_of(config, address);
      view.addresses.push_back({.prefix = address.prefix,
                                .device = device,
                                .is_present = is_present(device, address.prefix)});
    }
  }
  return view;
}

std::uint64_t total(const InstanceCounters& counters) {
  std::uint64_t sum = 0;
  const auto add = Overload{[&sum](std::uint64_t count) { sum += count; },
                            [&sum](const auto& counts) {
                              for (const std::uint64_t count : counts) sum += count;
                            }};
  const auto visit = [&add](const auto&... members) { (add(members), ...); };
  InstanceCounters::fields(counters, visit);
  return sum;
}

std::string object_name(const Instance& instance) { return "vrrp/" + instance.config.name; }

std::vector<RoutingEntry> routing_of(const VrrpInstance& config) {
  return entries_of(config.routes, config.rules);
}

std::vector<RoutingEntry> routing_of(const StaticNetwork& statics) {
  return entries_of(statics.routes, statics.rules);
}

}  // namespace evenkeel::vrrp
