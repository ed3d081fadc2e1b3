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
}

template <typename Map>
void look_up(Draft& draft, const std::vector<Placed<std::string>>& uses, const Map& known,
             const std::string& block) {
  for (const auto& use : uses) {
    if (known.contains(use.value)) continue;
    draft.error(use.at, "no " + block + " named " + quoted(use.value),
                advice_on_name(use.value, names_of(known)));
  }
}

}  // namespace

StaticNetwork finish_statics(Draft& draft) {
  settle_groups(draft);
  look_up(draft, draft.network.group_uses, draft.network.group_names, "track_group");
  look_up(draft, draft.network.bfd_uses, draft.network.bfd_names, "bfd_instance");
  look_up(draft, draft.network.file_uses, draft.tracking.objects.at(TrackerKind::file),
          "track_file");
  auto& statics = draft.network.statics;
  for (auto& entry : statics.addresses) {
    auto& device = entry.address.device;
    if (device.empty()) device = draft.global.usual_device();
  }
  return std::move(statics);
}

}  // namespace evenkeel::config
