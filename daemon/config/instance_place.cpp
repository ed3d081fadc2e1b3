// Where an instance speaks and hears: on its interface, in its VRF, or by its source address alone.
// Pure.
#include <algorithm>

#include "daemon/config/instance_rules.h"

namespace evenkeel::config {

// Each of the two words also stands in for the other, as both name this router.
const std::optional<Placed<IpAddress>>& own_source(const InstanceDraft& own) {
  const bool prefers_unicast = !own.peers.empty() || !own.multicast_source;
  return prefers_unicast && own.unicast_source ? own.unicast_source : own.multicast_source;
}

namespace {

// Without an interface, its source address says where it speaks and hears.
bool speaks_by_address(const InstanceDraft& own) {
  return !own.link.is_vrf_used && !own.peers.empty() && own_source(own).has_value();
}

bool has_use_for_vrf(Draft& draft, const InstanceDraft& own) {
  const auto& vrf = own.link.vrf;
  if (!vrf) return false;
  if (!own.interface.empty()) {
    draft.error(vrf->at,
                "'vrf' is for an instance without 'interface', and is not used: what is on an "
                "interface is in its VRF anyway");
  } else if (own.peers.empty()) {
    draft.error(vrf->at, "'vrf' is for 'unicast_peer' and is not used: there is none");
  }
  return own.interface.empty() && !own.peers.empty();
}

}  // namespace

std::string interface_of(const GlobalDraft& global, const InstanceDraft& own) {
  if (!own.interface.empty()) return own.interface;
  return speaks_by_address(own) ? std::string() : global.default_interface;
}

bool may_lack_interface(Draft& draft, const InstanceDraft& own, const VrrpInstance& instance) {
  if (!instance.interface.empty()) return true;
  const bool is_near = std::any_of(instance.peers.begin(), instance.peers.end(),
                                   [](const auto& peer) { return is_link_local(peer.address); });
  if (!instance.peers.empty() && instance.source.is_set() && !is_near &&
      !is_link_local(instance.source)) {
    return true;
  }
  draft.error(own.at,
              "'interface' is missing, and without it 'unicast_src_ip' and 'unicast_peer' have to "
              "be of one family and not link-local; the instance is not started");
  return false;
}

void apply_default_device(const GlobalDraft& global, VrrpInstance& instance) {
  const std::string device = global.usual_device();
  for (auto* list : {&instance.addresses, &instance.excluded_addresses}) {
    for (auto& address : *list) {
      if (address.device.empty()) address.device = device;
    }
  }
}

bool is_usable(Draft& draft, InstanceDraft& own) {
  const std::string lost = "; the instance is not started";
  own.link.is_vrf_used = has_use_for_vrf(draft, own);
  if (own.link.is_vrf_used && !own_source(own)) {
    draft.error(own.link.vrf->at, "'vrf' without 'interface' needs 'unicast_src_ip'" + lost);
    return false;
  }
  if (!own.link.is_vrf_used && interface_of(draft.global, own).empty() && !speaks_by_address(own)) {
    draft.error(own.at, "'interface' is missing" + lost,
                own.peers.empty() ? "" : "name it, or write 'unicast_src_ip'");
    return false;
  }
  if (!own.vrid) {
    draft.error(own.at, "'virtual_router_id' is missing" + lost);
    return false;
  }
  return true;
}

}  // namespace evenkeel::config
