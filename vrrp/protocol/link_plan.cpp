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

LinkWish macvlan_on(const VrrpInstance& config, const std::string& base, const std::string& name) {
  return {.name = name,
          .base = base,
          .hardware = virtual_mac(config),
          .group = config.link.group.value_or(0),
          .family = has_ipv6(config, name) ? Family::ipv6 : config.family};
}

bool is_as_wished(const LinkWish& wish, const Link& actual, const Link& base) {
  return actual.is_macvlan && actual.parent == base.index && actual.mode == MACVLAN_MODE_PRIVATE &&
         actual.group == wish.group && actual.hardware == wish.hardware;
}

}  // namespace

HardwareAddress virtual_mac(const VrrpInstance& config) {
  if (config.link.mac) return *config.link.mac;
  const std::uint8_t family = config.family == Family::ipv6 ? 2 : 1;
  return {0x00, 0x00, 0x5e, 0x00, family, config.vrid};
}

bool has_own_link(const VrrpInstance& config) {
  return config.link.kind == VirtualLinkKind::macvlan;
}

bool has_virtual_mac(const VrrpInstance& config) {
  return has_own_link(config) || !config.link.others.empty();
}

std::vector<LinkWish> links_of(const VrrpInstance& config) {
  const VirtualLink& link = config.link;
  std::vector<LinkWish> wishes;
  if (has_own_link(config)) wishes.push_back(macvlan_on(config, config.interface, link.name));
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

std::string link_place(const Link& link) {
  return "link " + link.name + " " + std::to_string(link.index);
}

std::string setting_place(const Link& link, const std::string& setting) {
  return "setting " + setting + " " + std::to_string(link.index);
}

}  // namespace evenkeel::vrrp
