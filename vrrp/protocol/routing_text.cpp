// Routes and rules in the words of iproute2, for people. Pure.
#include <array>
#include <string_view>

#include "vrrp/protocol/routing_entry.h"

namespace evenkeel::vrrp {

namespace {

std::string_view word(RouteType type) {
  constexpr std::array<std::string_view, 11> kWords{
      "",          "",           "local ",     "broadcast ",
      "anycast ",  "multicast ", "blackhole ", "unreachable ",
      "prohibit ", "throw ",     "nat "};
  const auto index = static_cast<std::size_t>(type);
  return index < kWords.size() ? kWords.at(index) : "";
}

std::string destination_text(const Prefix& prefix) {
  if (prefix.length > 0) return to_string(prefix);
  return prefix.address.family == Family::ipv6 ? "default (IPv6)" : "default";
}

std::string hop_text(const Nexthop& hop) {
  std::string text;
  if (hop.via.is_set()) text += " via " + to_string(hop.via);
  if (!hop.device.empty()) text += " dev " + hop.device;
  return text;
}

std::string action_text(const Rule& rule) {
  switch (rule.action) {
    case RuleAction::lookup:
      return rule.l3mdev ? " l3mdev" : " table " + std::to_string(rule.table);
    case RuleAction::go_to:
      return " goto " + std::to_string(rule.target);
    case RuleAction::nop:
      return " nop";
    case RuleAction::blackhole:
      return " blackhole";
    case RuleAction::unreachable:
      return " unreachable";
    case RuleAction::prohibit:
      return " prohibit";
  }
  return {};
}

}  // namespace

std::string to_string(const Route& route) {
  std::string text = std::string(word(route.type)) + destination_text(route.destination);
  if (route.source.length > 0) text += " from " + to_string(route.source);
  text += hop_text(route.nexthop);
  for (const auto& hop : route.nexthops) {
    text += " nexthop" + hop_text(hop);
    if (hop.weight != 1) text += " weight " + std::to_string(hop.weight);
  }
  if (route.preferred_source.is_set()) text += " src " + to_string(route.preferred_source);
  if (!route.vrf.empty()) {
    text += " vrf " + route.vrf;
  } else if (route.table != kMainTable) {
    text += " table " + std::to_string(route.table);
  }
  if (route.tos != 0) text += " tos " + std::to_string(route.tos);
  if (route.priority) text += " metric " + std::to_string(*route.priority);
  return text;
}

std::string to_string(const Rule& rule) {
  std::string text = std::to_string(rule.priority) + ":";
  if (rule.family == Family::ipv6) text += " inet6";
  if (rule.inverted) text += " not";
  text += " from " + (rule.from ? to_string(*rule.from) : "all");
  if (rule.to) text += " to " + to_string(*rule.to);
  if (rule.fwmark) text += " fwmark " + std::to_string(*rule.fwmark);
  if (rule.fwmask) text += "/" + std::to_string(*rule.fwmask);
  if (!rule.input_interface.empty()) text += " iif " + rule.input_interface;
  if (!rule.output_interface.empty()) text += " oif " + rule.output_interface;
  return text + action_text(rule);
}

}  // namespace evenkeel::vrrp
