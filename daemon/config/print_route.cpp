// Routes and rules as the entries of their blocks. Numbers stand for the names of iproute2. Pure.
#include <algorithm>
#include <array>
#include <charconv>

#include "daemon/config/print_network.h"

namespace evenkeel::config {
namespace {

constexpr std::uint8_t kOurProtocol = 18;  // RTPROT_KEEPALIVED
constexpr std::uint32_t kMainTable = 254;

void add(std::string& words, std::string_view text) {
  if (!words.empty()) words += ' ';
  words += text;
}
void add(std::string& words, std::string_view name, const std::string& value) {
  add(words, name);
  add(words, value);
}

std::string_view type_word(RouteType type) {
  constexpr std::array<std::string_view, 11> kTypes{
      "unicast",   "unicast",     "local",    "broadcast", "anycast", "multicast",
      "blackhole", "unreachable", "prohibit", "throw",     "nat"};
  const auto index = static_cast<std::size_t>(type);
  return index < kTypes.size() ? kTypes[index] : "?";
}

// RTAX_*.
std::string_view metric_word(std::uint8_t kind) {
  constexpr std::array<std::string_view, 18> kMetrics{
      "?",        "?",       "mtu",      "window",     "rtt",      "rttvar",
      "ssthresh", "cwnd",    "advmss",   "reordering", "hoplimit", "initcwnd",
      "features", "rto_min", "initrwnd", "quickack",   "?",        "fastopen_no_cookie"};
  return kind < kMetrics.size() ? kMetrics[kind] : "?";
}

std::string realm_words(std::uint32_t realms) {
  const auto second = number(realms & 0xffffU);
  return realms >> 16U == 0 ? second : number(realms >> 16U) + "/" + second;
}

std::string hexadecimal(std::uint64_t value) {
  std::array<char, 16> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return {digits.data(), written.ptr};
}

std::string locator(std::uint64_t id) {
  std::string words;
  for (unsigned shift = 48;; shift -= 16) {
    words += hexadecimal(id >> shift & 0xffffU);
    if (shift == 0) return words;
    words += ':';
  }
}

// Last of its hop, for it takes every word that it knows.
void add_encap(std::string& words, const RouteEncap& encap) {
  switch (encap.kind) {
    case EncapKind::none:
      return;
    case EncapKind::mpls: {
      std::string labels;
      for (const auto label : encap.labels) labels += (labels.empty() ? "" : "/") + number(label);
      return add(words, "encap mpls", labels);
    }
    case EncapKind::ila:
      return add(words, "encap ila", locator(encap.id));
    case EncapKind::ip:
    case EncapKind::ip6:
      break;
  }
  add(words, encap.kind == EncapKind::ip ? "encap ip id" : "encap ip6 id",
      std::to_string(encap.id));
  if (encap.source.is_set()) add(words, "src", to_string(encap.source));
  if (encap.destination.is_set()) add(words, "dst", to_string(encap.destination));
  add(words, "tos", number(encap.traffic_class));
  add(words, "ttl", number(encap.hop_limit));
  add(words, "flags", number(encap.flags));
}

void add_hop(std::string& words, const Nexthop& hop) {
  if (hop.via.is_set()) add(words, "via", to_string(hop.via));
  if (!hop.device.empty()) add(words, "dev", word(hop.device));
  if (hop.onlink) add(words, "onlink");
}

void add_metrics(std::string& words, const Route& route) {
  for (const auto& metric : route.metrics) {
    constexpr std::uint8_t kFeatures = 12;
    add(words, metric_word(metric.kind));
    if (metric.locked) add(words, "lock");
    add(words, metric.kind == kFeatures && metric.value == 1 ? "ecn" : number(metric.value));
  }
  if (route.congestion_control.empty()) return;
  add(words, route.congestion_control_locked ? "congctl lock" : "congctl",
      word(route.congestion_control));
}

void add_life(std::string& words, const Route& route) {
  if (route.expires) add(words, "expires", number(route.expires->count() / 1'000'000));
  if (route.preference) {
    const auto preference = *route.preference;
    add(words, "pref",
        preference == RouterPreference::low    ? "low"
        : preference == RouterPreference::high ? "high"
                                               : "medium");
  }
  if (route.ttl_propagate)
    add(words, "ttl-propagate", *route.ttl_propagate ? "enabled" : "disabled");
  switch (route.insertion) {
    case RouteInsertion::replace:
      break;
    case RouteInsertion::add:
      add(words, "add");
      break;
    case RouteInsertion::prepend:
      add(words, "prepend");
      break;
    case RouteInsertion::append:
      add(words, "append");
      break;
  }
}

}  // namespace

std::string route_words(const Route& route) {
  std::string words;
  if (route.type != RouteType::unicast) add(words, type_word(route.type));
  add(words, to_string(route.destination));
  if (route.source.address.is_set()) add(words, "from", to_string(route.source));
  if (route.preferred_source.is_set()) add(words, "src", to_string(route.preferred_source));
  if (route.tos != 0) add(words, "tos", number(route.tos));
  if (route.table != kMainTable) add(words, "table", number(route.table));
  if (route.protocol != kOurProtocol) add(words, "protocol", number(route.protocol));
  if (route.scope) add(words, "scope", number(*route.scope));
  if (route.priority) add(words, "metric", number(*route.priority));
  if (route.realms != 0) add(words, "realms", realm_words(route.realms));
  add_metrics(words, route);
  add_life(words, route);
  if (!route.vrf.empty()) add(words, "vrf", word(route.vrf));
  if (!route.tracked) add(words, "no_track");
  if (!route.track_group.empty()) add(words, "track_group", word(route.track_group));
  add_hop(words, route.nexthop);
  add_encap(words, route.nexthop.encap);
  for (const auto& hop : route.nexthops) {
    add(words, "nexthop");
    add_hop(words, hop);
    add(words, "weight", number(hop.weight));
    if (hop.realms != 0) add(words, "realms", realm_words(hop.realms));
    add_encap(words, hop.encap);
  }
  return words;
}

namespace {

void add_action(std::string& words, const Rule& rule) {
  const bool is_plain = rule.action == RuleAction::lookup && !rule.l3mdev;
  if (rule.table != kMainTable || is_plain) add(words, "table", number(rule.table));
  if (rule.l3mdev) add(words, "l3mdev");
  switch (rule.action) {
    case RuleAction::lookup:
      break;
    case RuleAction::go_to:
      return add(words, "goto", number(rule.target));
    case RuleAction::nop:
      return add(words, "type nop");
    case RuleAction::blackhole:
      return add(words, "type blackhole");
    case RuleAction::unreachable:
      return add(words, "type unreachable");
    case RuleAction::prohibit:
      return add(words, "type prohibit");
  }
}

template <typename Number>
void add_range(std::string& words, std::string_view name,
               const std::optional<NumberRange<Number>>& range) {
  if (range) add(words, name, number(range->first) + "-" + number(range->last));
}

void add_selectors(std::string& words, const Rule& rule) {
  if (rule.inverted) add(words, "not");
  if (rule.from) add(words, "from", to_string(*rule.from));
  if (rule.to) add(words, "to", to_string(*rule.to));
  if (rule.tos != 0) add(words, "tos", number(rule.tos));
  if (rule.fwmark) {
    add(words, "fwmark", number(*rule.fwmark) + (rule.fwmask ? "/" + number(*rule.fwmask) : ""));
  }
  if (!rule.input_interface.empty()) add(words, "iif", word(rule.input_interface));
  if (!rule.output_interface.empty()) add(words, "oif", word(rule.output_interface));
  if (rule.tunnel_id) add(words, "tunnel-id", std::to_string(*rule.tunnel_id));
  add_range(words, "uidrange", rule.uids);
  if (rule.ip_protocol != 0) add(words, "ipproto", number(rule.ip_protocol));
  add_range(words, "sport", rule.source_ports);
  add_range(words, "dport", rule.destination_ports);
}

}  // namespace

std::string rule_words(const Rule& rule) {
  std::string words = rule.family == Family::ipv6 ? "inet6" : "inet";
  add_selectors(words, rule);
  add(words, "preference", number(rule.priority));
  if (rule.realms != 0) add(words, "realms", realm_words(rule.realms));
  if (rule.suppress_prefix_length) {
    add(words, "suppress_prefixlength", number(*rule.suppress_prefix_length));
  }
  if (rule.suppress_group) add(words, "suppress_ifgroup", number(*rule.suppress_group));
  if (rule.protocol != kOurProtocol) add(words, "protocol", number(rule.protocol));
  if (!rule.tracked) add(words, "no_track");
  if (!rule.track_group.empty()) add(words, "track_group", word(rule.track_group));
  add_action(words, rule);
  return words;
}

}  // namespace evenkeel::config
