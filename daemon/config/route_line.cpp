// Pure. Reference: 1.4.
#include "daemon/config/route_line.h"

#include <algorithm>
#include <array>

#include "daemon/config/route_hops.h"
#include "daemon/config/values.h"
#include "daemon/config/word_options.h"

namespace evenkeel::config {
namespace {

constexpr std::uint8_t kRttUnits = 8;     // RTAX_RTT counts eighths of a millisecond
constexpr std::uint8_t kRttvarUnits = 4;  // RTAX_RTTVAR quarters

struct MetricName {
  std::string_view name;
  std::uint8_t kind;  // RTAX_*
  std::uint32_t most;
  std::uint8_t units = 0;  // of a millisecond; 0: a plain number
};
constexpr std::array kMetrics{MetricName{"mtu", 2, 65535},
                              MetricName{"window", 3, 0xffffffff},
                              MetricName{"rtt", 4, 0xffffffff, kRttUnits},
                              MetricName{"rttvar", 5, 0xffffffff, kRttvarUnits},
                              MetricName{"ssthresh", 6, 0xffffffff},
                              MetricName{"cwnd", 7, 0xffffffff},
                              MetricName{"advmss", 8, 65535},
                              MetricName{"reordering", 9, 0xffffffff},
                              MetricName{"hoplimit", 10, 255},
                              MetricName{"initcwnd", 11, 0xffffffff},
                              MetricName{"rto_min", 13, 0xffffffff, 1},
                              MetricName{"initrwnd", 14, 0xffffffff},
                              MetricName{"quickack", 15, 1},
                              MetricName{"fastopen_no_cookie", 17, 1}};
constexpr std::uint8_t kFeatures = 12;  // RTAX_FEATURES
constexpr std::uint32_t kEcn = 1;       // RTAX_FEATURE_ECN

struct TypeName {
  std::string_view name;
  RouteType type;
};
constexpr std::array kTypes{TypeName{"unicast", RouteType::unicast},
                            TypeName{"local", RouteType::local},
                            TypeName{"broadcast", RouteType::broadcast},
                            TypeName{"anycast", RouteType::anycast},
                            TypeName{"multicast", RouteType::multicast},
                            TypeName{"blackhole", RouteType::blackhole},
                            TypeName{"unreachable", RouteType::unreachable},
                            TypeName{"prohibit", RouteType::prohibit},
                            TypeName{"throw", RouteType::throws},
                            TypeName{"nat", RouteType::nat}};

class RouteLine {
 public:
  RouteLine(Draft& draft, std::span<const Word> words, LineOwner owner)
      : draft_(draft), words_(draft, words), owner_(owner), first_(words.front()) {}

  std::optional<Route> parse() {
    take_type();
    while (!words_.is_at_end() && !words_.failed()) take_option(words_.take());
    if (!words_.failed()) finish();
    if (words_.failed()) return std::nullopt;
    return std::move(route_);
  }

 private:
  void take_type() {
    for (const auto& known : kTypes) {
      if (words_.take_if(known.name)) {
        route_.type = known.type;
        return;
      }
    }
  }

  void take_option(const Word& word) {
    const std::string_view name(word.text);
    if (take_place(name, word) || take_number(name, word) || take_hop(name, word)) return;
    if (take_flag(name, word) || take_metric(name, word)) return;
    take_destination(word, word);
  }

  void take_destination(const Word& option, const Word& word) {
    if (has_destination_) {
      return words_.error(option, "unknown word " + quoted(word.text) + " in a route");
    }
    has_destination_ = true;
    if (is_one_of(word.text, "default|any|all")) return;
    const auto prefix = parse_prefix(word.text);
    if (!prefix) {
      return words_.error(word, "not a route's destination: " + quoted(word.text),
                          "a route is [TYPE] PREFIX [via IP] [dev INTERFACE] …");
    }
    route_.destination = *prefix;
  }

  bool take_place(std::string_view name, const Word& word) {
    if (name == "to") {
      const auto* value = words_.value(word);
      if (value != nullptr) take_destination(*value, *value);
    } else if (name == "src") {
      route_.preferred_source = words_.address(word).value_or(IpAddress{});
    } else if (name == "from") {
      route_.source = words_.prefix(word).value_or(Prefix{});
    } else if (name == "vrf") {
      route_.vrf = words_.interface(word);
    } else if (name == "scope") {
      const auto* value = words_.value(word);
      if (value == nullptr) return true;
      route_.scope = parse_scope(value->text);
      if (!route_.scope) words_.bad(word, *value, "global, site, link, host, nowhere or 0–255");
    } else {
      return false;
    }
    return true;
  }

  bool take_number(std::string_view name, const Word& word) {
    const auto byte = [](const std::optional<std::uint32_t>& value) {
      return static_cast<std::uint8_t>(value.value_or(0));
    };
    if (is_one_of(name, "tos|dsfield")) {
      route_.tos = byte(words_.named(word, "rt_dsfield", kMaxByte));
    } else if (name == "table") {
      route_.table = words_.named(word, "rt_tables", kMaxNumber).value_or(0);
    } else if (name == "protocol") {
      route_.protocol = byte(words_.named(word, "rt_protos", kMaxByte));
    } else if (is_one_of(name, "metric|priority|preference")) {
      route_.priority = static_cast<std::uint32_t>(words_.number(word, 0, kMaxNumber).value_or(0));
    } else if (name == "realms") {
      route_.realms = words_.realms(word).value_or(0);
    } else if (name == "expires") {
      const auto seconds = words_.number(word, 0, kMaxNumber / 1000);
      route_.expires = std::chrono::seconds(seconds.value_or(0));
    } else if (name == "track_group") {
      const auto* value = words_.value(word);
      if (value == nullptr) return true;
      route_.track_group = value->text;
      if (owner_ == LineOwner::instance) words_.error(word, "'track_group' is for static routes");
      draft_.network.group_uses.push_back({value->text, value->at});
    } else {
      return false;
    }
    return true;
  }

  void report_deprecated(const Word& word, const std::string& successor) {
    const auto text = quoted(word.text) + " is deprecated: write '" + successor + "'";
    draft_.diagnostics.once(FindingSeverity::error, word.at, text, text);
  }

  bool take_hop(std::string_view name, const Word& word) {
    if (is_one_of(name, "via|gw")) {
      if (name == "gw") report_deprecated(word, "via");
      route_.nexthop.via = take_gateway(words_, word).value_or(IpAddress{});
    } else if (name == "or") {
      report_deprecated(word, "nexthop via");
      Nexthop hop;
      hop.via = take_gateway(words_, word).value_or(IpAddress{});
      route_.nexthops.push_back(std::move(hop));
    } else if (is_one_of(name, "dev|oif")) {
      route_.nexthop.device = words_.interface(word);
    } else if (name == "onlink") {
      route_.nexthop.onlink = true;
    } else if (name == "encap") {
      route_.nexthop.encap = take_encap(words_, word);
    } else if (name == "nexthop") {
      route_.nexthops.push_back(take_nexthop(words_));
    } else {
      return false;
    }
    return true;
  }

  bool take_flag(std::string_view name, const Word& word) {
    if (name == "add") {
      route_.insertion = RouteInsertion::add;
    } else if (name == "prepend") {
      route_.insertion = RouteInsertion::prepend;
    } else if (name == "append") {
      route_.insertion = RouteInsertion::append;
    } else if (name == "no_track") {
      route_.tracked = false;
    } else if (name == "ttl-propagate") {
      const auto* value = words_.value(word);
      if (value == nullptr) return true;
      route_.ttl_propagate = value->text == "enabled";
      if (!is_one_of(value->text, "enabled|disabled")) {
        words_.bad(word, *value, "enabled or disabled");
      }
    } else if (name == "pref") {
      take_preference(word);
    } else {
      return false;
    }
    return true;
  }

  void take_preference(const Word& word) {
    const auto* value = words_.value(word);
    if (value == nullptr) return;
    if (!is_one_of(value->text, "low|medium|high")) {
      return words_.bad(word, *value, "low, medium or high");
    }
    route_.preference = value->text == "low"    ? RouterPreference::low
                        : value->text == "high" ? RouterPreference::high
                                                : RouterPreference::medium;
  }

  bool take_metric(std::string_view name, const Word& word) {
    if (name == "features") {
      const auto* value = words_.value(word);
      if (value != nullptr && value->text != "ecn") words_.bad(word, *value, "ecn");
      route_.metrics.push_back({kFeatures, kEcn, false});
      return true;
    }
    if (name == "congctl") {
      route_.congestion_control_locked = words_.take_if("lock");
      const auto* value = words_.value(word);
      if (value != nullptr) route_.congestion_control = value->text;
      return true;
    }
    const auto known = std::find_if(kMetrics.begin(), kMetrics.end(),
                                    [name](const auto& metric) { return metric.name == name; });
    if (known == kMetrics.end()) return false;
    RouteMetric metric{known->kind, 0, words_.take_if("lock")};
    metric.value = metric_value(*known, word);
    route_.metrics.push_back(metric);
    return true;
  }

  std::uint32_t metric_value(const MetricName& metric, const Word& word) {
    const auto* value = words_.value(word);
    if (value == nullptr) return 0;
    std::string_view text(value->text);
    std::uint64_t factor = 1;
    if (metric.units != 0) {
      const bool is_milliseconds = text.ends_with("ms");
      const bool is_seconds = !is_milliseconds && text.ends_with('s');
      text.remove_suffix(is_milliseconds ? 2 : is_seconds ? 1 : 0);
      if (is_seconds) factor = 1000;
      if (is_seconds || is_milliseconds || metric.units == 1) factor *= metric.units;
    }
    const auto boolean = metric.most == 1 ? parse_boolean(text) : std::nullopt;
    const auto number = boolean ? std::optional<std::uint64_t>(*boolean) : parse_unsigned(text);
    if (!number || *number > metric.most / factor) {
      words_.bad(word, *value, "a whole number up to " + std::to_string(metric.most / factor));
      return 0;
    }
    return static_cast<std::uint32_t>(*number * factor);
  }

  void finish() {
    std::sort(route_.metrics.begin(), route_.metrics.end(),
              [](const auto& a, const auto& b) { return a.kind < b.kind; });
    if (!has_destination_) {
      return words_.error(first_, "a route without its destination",
                          "a route is [TYPE] PREFIX [via IP] [dev INTERFACE] …");
    }
    auto& hops = route_.nexthops;
    if (!hops.empty() && route_.nexthop != Nexthop{}) {
      hops.insert(hops.begin(), std::move(route_.nexthop));
      route_.nexthop = {};
    }
    settle_family();
    settle_tracking();
    const bool needs_hop = route_.type == RouteType::unicast && hops.empty() &&
                           !route_.nexthop.via.is_set() && route_.nexthop.device.empty();
    if (needs_hop) {
      words_.error(first_, "a route without 'via' and 'dev' leads nowhere",
                   "name a gateway or an interface, or write 'blackhole' before it");
    }
  }

  // A route without 'dev' keeps its protocol, as keepalived has it, which cannot watch such a one.
  void settle_tracking() {
    constexpr std::uint8_t kOurProtocol = 18;
    const bool is_watched = route_.tracked && !route_.nexthop.device.empty();
    if (!is_watched || route_.protocol == kOurProtocol) return;
    route_.protocol = kOurProtocol;
    draft_.error(first_.at,
                 "a route that is tracked is of the protocol keepalived: 'protocol' is "
                 "not used",
                 "write 'no_track' to keep it");
  }

  // "default" takes the family of what else is said.
  void settle_family() {
    auto& destination = route_.destination.address;
    if (destination.is_set()) {
      const auto& source = route_.preferred_source;
      if (source.is_set() && source.family != destination.family) {
        words_.error(first_, "'src' and the destination are of different families");
      }
      const auto is_ipv4 = [](const Nexthop& hop) { return hop.via.family == Family::ipv4; };
      const auto& hops = route_.nexthops;
      const bool has_ipv4 =
          is_ipv4(route_.nexthop) || std::any_of(hops.begin(), hops.end(), is_ipv4);
      if (destination.family == Family::ipv6 && has_ipv4) {
        words_.error(first_, "an IPv4 gateway leads to no IPv6 destination");
      }
      return;
    }
    destination.family = Family::ipv4;
    for (const auto& address :
         {route_.preferred_source, route_.source.address, route_.nexthop.via,
          route_.nexthops.empty() ? IpAddress{} : route_.nexthops.front().via}) {
      if (!address.is_set()) continue;
      destination.family = address.family;
      return;
    }
  }

  Draft& draft_;
  WordOptions words_;
  LineOwner owner_;
  Word first_;
  Route route_;
  bool has_destination_ = false;
};

}  // namespace

std::optional<Route> parse_route_line(Draft& draft, std::span<const Word> words, LineOwner owner) {
  if (words.empty()) return std::nullopt;
  return RouteLine(draft, words, owner).parse();
}

}  // namespace evenkeel::config
