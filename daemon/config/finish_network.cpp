// Static objects and the names that they refer to. Pure. Reference: 1.1.
#include <algorithm>

#include "daemon/config/blocks.h"
#include "daemon/config/known_names.h"

namespace evenkeel::config {
namespace {

void settle_groups(Draft& draft) {
  auto& network = draft.network;
  for (const auto& [group, member] : network.group_members) {
    if (!draft.instance_names.contains(member.value)) {
      draft.error(
          member.at,
          "no vrrp_instance named " + quoted(member.value) + " for track_group " + quoted(group),
          advice_on_name(member.value, names_of(draft.instance_names)));
      continue;
    }
    auto& groups = network.statics.groups;
    const auto own = std::find_if(groups.begin(), groups.end(), [&name = group](const auto& known) {
      return known.name == name;
    });
    own->instances.push_back(member.value);
  }
  for (const auto& use : network.group_uses) {
    if (network.group_names.contains(use.value)) continue;
    draft.error(use.at, "no track_group named " + quoted(use.value),
                advice_on_name(use.value, names_of(network.group_names)));
  }
}

}  // namespace

StaticNetwork finish_statics(Draft& draft) {
  settle_groups(draft);
  auto& statics = draft.network.statics;
  const auto& fallback = draft.global.default_interface;
  for (auto& entry : statics.addresses) {
    auto& device = entry.address.device;
    if (device.empty()) device = fallback.empty() ? "eth0" : fallback;
  }
  return std::move(statics);
}

}  // namespace evenkeel::config
