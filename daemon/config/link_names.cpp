// Pure. Reference: 4.7.
#include "daemon/config/link_names.h"

#include <algorithm>

#include "daemon/config/values.h"

namespace evenkeel::config {

bool LinkNames::take(const std::string& name, const VrrpInstance& instance) {
  return name != instance.interface && owners_.emplace(name, instance.name).second;
}

// "vrrp.51", of an IPv6 instance beside it "vrrp6.51", of others "vrrp1.51" and so on.
std::string LinkNames::make_up(const std::string& prefix, const VrrpInstance& instance) {
  const std::string end = "." + std::to_string(instance.vrid);
  if (take(prefix + end, instance)) return prefix + end;
  if (instance.family == Family::ipv6 && take(prefix + "6" + end, instance)) {
    return prefix + "6" + end;
  }
  for (unsigned number = 1;; ++number) {
    const std::string name = prefix + std::to_string(number) + end;
    if (take(name, instance)) return name;
  }
}

void LinkNames::name(const LinkDraft& own, VrrpInstance& instance) {
  VirtualLink& link = instance.link;
  if (link.kind == VirtualLinkKind::macvlan) {
    const std::string wanted = link.name;
    if (wanted.empty() || !take(wanted, instance)) {
      link.name = make_up(draft_.global.settings.vmac_prefix, instance);
    }
    if (!wanted.empty() && link.name != wanted) {
      const auto owner = owners_.find(wanted);
      draft_.error(
          *own.link_at,
          quoted(wanted) + " is " +
              (owner == owners_.end() || wanted == instance.interface ? "the instance's own "
                                                                        "interface"
                                                                      : "already the link of " +
                                                                            quoted(owner->second)) +
              "; " + quoted(link.name) + " is used");
    }
  }
  name_others(instance);
}

void LinkNames::name_others(VrrpInstance& instance) {
  const VirtualLink& link = instance.link;
  const auto& settings = draft_.global.settings;
  const auto& prefix =
      settings.vmac_addr_prefix.empty() ? settings.vmac_prefix : settings.vmac_addr_prefix;
  std::vector<OtherLink> others;
  for (const auto* list : {&instance.addresses, &instance.excluded_addresses}) {
    for (const auto& address : *list) {
      const auto& base = address.device.empty() ? instance.interface : address.device;
      const bool is_other = base != instance.interface;
      const bool is_wanted = address.has_virtual_link || (is_other && link.for_other_links);
      const bool is_own = !is_other && link.kind == VirtualLinkKind::macvlan;
      const bool is_known = std::any_of(others.begin(), others.end(),
                                        [&](const OtherLink& other) { return other.base == base; });
      if (!is_wanted || is_own || is_known) continue;
      others.push_back({base, make_up(prefix, instance)});
    }
  }
  instance.link.others = std::move(others);
}

}  // namespace evenkeel::config
