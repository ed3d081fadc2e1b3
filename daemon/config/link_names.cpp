// Pure. Reference: 4.7.
#include "daemon/config/link_names.h"

#include <algorithm>
#include <tuple>

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
    std::string name = prefix;
    name += std::to_string(number) + end;
    if (take(name, instance)) return name;
  }
}

void LinkNames::agree(const LinkDraft& own, VrrpInstance& instance) {
  auto& link = instance.link;
  if (link.kind == VirtualLinkKind::none) return;
  const auto [found, is_first] =
      bases_.try_emplace(instance.interface, Base{instance.name, link.kind, link.mode});
  if (is_first) return;
  const Base& base = found->second;
  const std::string first = quoted(base.instance);
  if (base.kind != link.kind) {
    draft_.error(*own.link_at,
                 "an interface cannot have links for both 'use_vmac' and 'use_ipvlan': " + first +
                     " is the first on " + instance.interface + ", this instance goes without");
    link = {};
  } else if (link.kind == VirtualLinkKind::ipvlan && base.mode != link.mode) {
    draft_.error(*own.link_at, "all ipvlans of an interface have one mode: that of " + first +
                                   " is used on " + instance.interface);
    link.mode = base.mode;
  }
}

void LinkNames::take_given(const LinkDraft& own, VrrpInstance& instance) {
  agree(own, instance);
  auto& name = instance.link.name;
  const bool is_given = instance.link.kind != VirtualLinkKind::none && !name.empty();
  if (!is_given || take(name, instance)) return;
  const std::string whose =
      name == instance.interface ? "the instance's own interface"
                                 : "already the link of " + quoted(owners_.at(name));
  draft_.error(*own.link_at, quoted(name) + " is " + whose + "; another name is made up");
  name.clear();
}

void LinkNames::make_up_rest(std::vector<VrrpInstance>& instances) {
  std::vector<VrrpInstance*> ordered;
  ordered.reserve(instances.size());
  for (auto& instance : instances) ordered.push_back(&instance);
  std::sort(ordered.begin(), ordered.end(), [](const auto* left, const auto* right) {
    return std::tie(left->interface, left->vrid, left->family) <
           std::tie(right->interface, right->vrid, right->family);
  });
  for (auto* instance : ordered) {
    const bool is_nameless =
        instance->link.kind != VirtualLinkKind::none && instance->link.name.empty();
    if (is_nameless) {
      instance->link.name = make_up(draft_.global.settings.vmac_prefix, *instance);
    }
  }
  for (auto* instance : ordered) name_others(*instance);
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
      const bool is_own = !is_other && link.kind != VirtualLinkKind::none;
      const bool is_known = std::any_of(others.begin(), others.end(),
                                        [&](const OtherLink& other) { return other.base == base; });
      if (!is_wanted || is_own || is_known) continue;
      others.push_back({base, make_up(prefix, instance)});
    }
  }
  instance.link.others = std::move(others);
}

}  // namespace evenkeel::config
