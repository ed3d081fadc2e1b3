// Pure.
#include "vrrp/protocol/link_plan.h"

#include <linux/if_link.h>

#include <algorithm>

namespace evenkeel::vrrp {

namespace {

bool has_ipv6(const VrrpInstance& config, const std::string& link) {
  const auto is_here = [&](const VirtualAddress& address) {
    return address.prefix.address.family == Family::ipv6 && device_of(config, address) == link;
  };
  return std::any_of(config.addresses.begin(), config.addresses.end(), is_here) ||
         std::any_of(config.excluded_addresses.begin(), config.excluded_addresses.end(), is_here);
}

LinkWish wish_on(const VrrpInstance& config, const std::string& base, const std::string& name) {
  return {.name = name,
          .base = base,
          .group = config.link.group,
          .family = has_ipv6(config, name) ? Family::ipv6 : config.family,
          .is_told = config.link.announces_itself};
}

LinkWish macvlan_on(const VrrpInstance& config, const std::string& base, const std::string& name) {
  LinkWish wish = wish_on(config, base, name);
  wish.hardware = virtual_mac(config);
  return wish;
}

LinkWish ipvlan_of(const VrrpInstance& config) {
  const VirtualLink& link = config.link;
  LinkWish wish = wish_on(config, config.interface, link.name);
  wish.ipvlan = link.mode;
  const bool has_own =
      std::any_of(link.addresses.begin(), link.addresses.end(),
                  [](const Prefix& prefix) { return prefix.address.family == Family::ipv6; });
  if (has_own) wish.family = Family::ipv6;
  return wish;
}

bool is_as_wished(const LinkWish& wish, const Link& actual, const Link& base) {
  const Link made = made_link(wish, actual.index, base);
  return is_on(actual, base) && actual.kind == made.kind && actual.mode == made.mode &&
         actual.flags == made.flags && actual.group == made.group &&
         (wish.ipvlan || actual.hardware == wish.hardware);
}

}  // namespace

HardwareAddress virtual_mac(const VrrpInstance& config) {
  if (config.link.mac) return *config.link.mac;
  const std::uint8_t family = config.family == Family::ipv6 ? 2 : 1;
  return {0x00, 0x00, 0x5e, 0x00, family, config.vrid};
}

bool has_own_link(const VrrpInstance& config) { return config.link.kind != VirtualLinkKind::none; }

bool has_virtual_mac(const VrrpInstance& config) {
  return config.link.kind == VirtualLinkKind::macvlan || !config.link.others.empty();
}

std::vector<LinkWish> links_of(const VrrpInstance& config) {
  const VirtualLink& link = config.link;
  std::vector<LinkWish> wishes;
  switch (link.kind) {
    case VirtualLinkKind::none:
      break;
    case VirtualLinkKind::macvlan:
      wishes.push_back(macvlan_on(config, config.interface, link.name));
      break;
    case VirtualLinkKind::ipvlan:
      wishes.push_back(ipvlan_of(config));
      break;
  }
  for (const auto& other : link.others) {
    wishes.push_back(macvlan_on(config, other.base, other.name));
  }
  return wishes;
}

const std::string& device_of(const VrrpInstance& config, const VirtualAddress& address) {
  const VirtualLink& link = config.link;
  const std::string& base = address.device.empty() ? config.interface : address.device;
  const bool is_other = base != config.interface;
  if (!is_other && has_own_link(config)) return link.name;
  if (!address.has_virtual_link && !(is_other && link.for_other_links)) return base;
  const auto found = std::find_if(link.others.begin(), link.others.end(),
                                  [&](const OtherLink& other) { return other.base == base; });
  return found == link.others.end() ? base : found->name;
}

bool sends_on_own_link(const VrrpInstance& config) {
  return has_own_link(config) && !config.link.sends_on_base_link;
}

std::vector<std::string> hearing_interfaces(const VrrpInstance& config) {
  const VirtualLink& link = config.link;
  const auto is_source = [&](const Prefix& own) { return own.address == config.source; };
  const bool is_on_link =
      !config.peers.empty() && std::any_of(link.addresses.begin(), link.addresses.end(), is_source);
  switch (link.kind) {
    case VirtualLinkKind::none:
      return {config.interface};
    case VirtualLinkKind::macvlan:
      return {config.interface, link.name};
    case VirtualLinkKind::ipvlan:
      return {is_on_link ? link.name : config.interface};
  }
  return {};
}

VrrpInstance own_addresses(const VrrpInstance& config) {
  VrrpInstance own;
  own.interface = config.link.name;
  own.vip_lease = Duration(0);
  if (config.link.kind != VirtualLinkKind::ipvlan) return own;
  for (const auto& prefix : config.link.addresses) own.addresses.push_back({.prefix = prefix});
  return own;
}

std::vector<std::pair<std::string, IpAddress>> extra_announcements(const VrrpInstance& config) {
  const auto links = links_of(config);
  const auto is_own = [&](const std::string& device) {
    return std::any_of(links.begin(), links.end(),
                       [&](const LinkWish& wish) { return wish.name == device; });
  };
  const std::string& sending = sends_on_own_link(config) ? config.link.name : config.interface;
  std::vector<std::pair<std::string, IpAddress>> extra;
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& address : *list) {
      const std::string& device = device_of(config, address);
      const bool is_known = std::any_of(extra.begin(), extra.end(),
                                        [&](const auto& known) { return known.first == device; });
      const bool is_asked_for = config.announce.extra_all || is_own(device);
      if (is_known || device == sending || !is_asked_for) continue;
      extra.emplace_back(device, address.prefix.address);
    }
  }
  return extra;
}

LinkDecision decide(const LinkWish& wish, LinkStand stand, LinkMaker maker,
                    const LinkTable& links) {
  const Link* base = links.find(wish.base);
  const Link* actual = links.find(wish.name);
  if (actual != nullptr && maker == LinkMaker::foreign) {
    return {.fault = "somebody else made the link " + wish.name + "; it is not touched"};
  }
  // It cannot be made without its base, which is missed by another name.
  if (actual == nullptr) return {.step = base == nullptr ? LinkStep::none : LinkStep::create};
  if (base != nullptr && !is_as_wished(wish, *actual, *base)) return {.step = LinkStep::replace};
  if (base != nullptr && actual->vrf != base->vrf) return {.step = LinkStep::move};
  switch (stand) {
    case LinkStand::as_is:
      return {};
    case LinkStand::down:
      return {.step = actual->is_admin_up ? LinkStep::set_down : LinkStep::none};
    case LinkStand::up:
      return {.step = actual->is_admin_up ? LinkStep::none : LinkStep::set_up};
  }
  return {};
}

bool is_on(const Link& link, const Link& base) {
  const bool is_base_real = base.kind == VirtualLinkKind::none;
  return link.parent == base.index || (!is_base_real && link.parent == base.parent);
}

Link made_link(const LinkWish& wish, int index, const Link& base) {
  return {.index = index,
          .name = wish.name,
          .has_carrier = base.has_carrier,
          .hardware = wish.ipvlan ? base.hardware : wish.hardware,
          .vrf = base.vrf,
          .kind = wish.ipvlan ? VirtualLinkKind::ipvlan : VirtualLinkKind::macvlan,
          .parent = base.kind == VirtualLinkKind::none ? base.index : base.parent,
          .mode = wish.ipvlan ? std::uint32_t{IPVLAN_MODE_L2} : std::uint32_t{MACVLAN_MODE_PRIVATE},
          .flags = wish.ipvlan ? ipvlan_flags(*wish.ipvlan) : 0,
          .group = wish.group.value_or(base.group)};
}

std::string ipvlan_clash(const LinkWish& wish, const LinkTable& links,
                         const std::function<bool(int index)>& is_ours) {
  const Link* base = links.find(wish.base);
  if (!wish.ipvlan || base == nullptr) return {};
  const Link made = made_link(wish, 0, *base);
  for (const auto& [index, link] : links.links()) {
    const bool is_beside = link.kind == VirtualLinkKind::ipvlan && link.parent == made.parent;
    if (!is_beside || is_ours(index)) continue;
    if (link.mode == made.mode && link.flags == made.flags) continue;
    return "the ipvlan " + link.name + " of somebody else on " + wish.base +
           " has another mode, which would change with ours";
  }
  return {};
}

std::uint32_t ipvlan_flags(IpvlanMode mode) {
  switch (mode) {
    case IpvlanMode::bridge:
      return 0;
    case IpvlanMode::isolated:
      return IPVLAN_F_PRIVATE;
    case IpvlanMode::vepa:
      return IPVLAN_F_VEPA;
  }
  return 0;
}

std::string link_place(const Link& link) {
  return "link " + link.name + " " + std::to_string(link.index);
}

std::string setting_place(const Link& link, const std::string& setting) {
  return "setting " + setting + " " + std::to_string(link.index);
}

}  // namespace evenkeel::vrrp
