// Static addresses, routes and rules, polled links and BFD. Reference: 1.1, 1.3–1.5, 1.11.
#include <algorithm>

#include "daemon/config/address_line.h"
#include "daemon/config/blocks.h"
#include "daemon/config/rule_line.h"
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kRoot = in(Block::root);
constexpr auto kBfd = in(Block::bfd_instance);
constexpr auto kLinks = without_effect("link polling");
constexpr auto kSessions = without_effect("BFD");

void store_address(Draft& draft, const Arguments& arguments) {
  parse_static_address_line(draft, arguments.words, draft.network.statics.addresses);
}

void store_route(Draft& draft, const Arguments& arguments) {
  auto route = parse_route_line(draft, arguments.words, LineOwner::statics);
  if (route) draft.network.statics.routes.push_back(std::move(*route));
}

void store_rule(Draft& draft, const Arguments& arguments) {
  auto rule = parse_rule_line(draft, arguments.words, LineOwner::statics);
  if (rule) draft.network.statics.rules.push_back(std::move(*rule));
}

Entered open_track_group(Draft& draft, const Arguments& arguments) {
  const auto& name = arguments.words.front();
  const auto [known, is_new] = draft.network.group_names.emplace(name.text, name.at);
  if (!is_new) {
    draft.diagnostics.clash(name.at, known->second,
                            "a second track_group named " + quoted(name.text) + " is left out");
    return Entered::no;
  }
  draft.network.statics.groups.push_back({name.text, {}});
  return Entered::yes;
}

void store_members(Draft& draft, const Arguments& arguments) {
  auto& group = draft.network.statics.groups.back();
  for (const auto& word : arguments.words) {
    draft.network.group_members.push_back({group.name, {word.text, word.at}});
  }
}

void store_polled_link(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  if (!is_interface_name(words.front().text)) {
    return draft.error(words.front().at, "not an interface name: " + quoted(words.front().text));
  }
  PolledLink link{words.front().text};
  if (words.size() > 1) {
    const auto& method = words[1].text;
    if (words.size() > 2 || !is_one_of(method, "MII|ETHTOOL|IOCTL")) {
      return draft.error(words[1].at,
                         "an entry of 'linkbeat_interfaces' is INTERFACE "
                         "[MII|ETHTOOL|IOCTL]");
    }
    link.method = method == "MII"       ? LinkPollMethod::mii
                  : method == "ETHTOOL" ? LinkPollMethod::ethtool
                                        : LinkPollMethod::ioctl;
  }
  draft.network.polling.links.push_back(std::move(link));
}

Entered open_bfd(Draft& draft, const Arguments& arguments) {
  constexpr std::size_t kLongestName = 31;
  const auto& name = arguments.words.front();
  const auto [known, is_new] = draft.network.bfd_names.emplace(name.text, name.at);
  if (!is_new) {
    draft.diagnostics.clash(name.at, known->second,
                            "a second bfd_instance named " + quoted(name.text) + " is left out");
    return Entered::no;
  }
  draft.network.bfd = {};
  draft.network.bfd.value.name = name.text;
  draft.network.bfd.at = name.at;
  if (name.text.size() <= kLongestName) return Entered::yes;
  draft.error(name.at, "the name of a bfd_instance has at most 31 characters; it is left out");
  draft.network.bfd_names.erase(name.text);
  return Entered::no;
}

void close_bfd(Draft& draft) {
  constexpr std::uint8_t kFarTtl = 64;
  auto& own = draft.network.bfd;
  auto& session = own.value;
  if (!session.neighbor.is_set()) {
    draft.network.bfd_names.erase(session.name);
    return draft.error(own.at, "'neighbor_ip' is missing; the bfd_instance " +
                                   quoted(session.name) + " is left out");
  }
  if (session.source.is_set() && session.source.family != session.neighbor.family) {
    draft.error(own.at, "'source_ip' and 'neighbor_ip' of the bfd_instance " +
                            quoted(session.name) + " are of different families");
    session.source = {};
  }
  session.ttl = own.ttl.value_or(session.multihop ? kFarTtl : session.ttl);
  session.for_vrrp = own.only_vrrp || !own.only_checks;
  session.for_checks = own.only_checks || !own.only_vrrp;
  draft.network.bfd_instances.push_back(session);
}

void store_weight(Draft& draft, const Arguments& arguments) {
  constexpr std::int64_t kMost = 253;
  const auto& words = arguments.words;
  const auto weight = parse_integer(words.front().text);
  const bool has_other = words.size() == 2 && !is_one_of(words[1].text, "reverse|noreverse");
  if (!weight || *weight < -kMost || *weight > kMost || has_other) {
    return draft.error(words.front().at,
                       "'weight' takes a whole number from -253 to 253, then "
                       "perhaps 'reverse'");
  }
  draft.network.bfd.value.weight = static_cast<std::int16_t>(*weight);
  draft.network.bfd.value.reversed = words.size() == 2 && words[1].text == "reverse";
}

constexpr std::int64_t kMostMilliseconds = kMaxUint32 / 1000;

constexpr Row kRows[] = {
    {kRoot,
     "track_group",
     block(Block::track_group, "NAME", 1, 1),
     {},
     kInForce,
     nullptr,
     open_track_group},
    {in(Block::track_group), "group", lines("INSTANCE…"), {}, kInForce, store_members},
    {kRoot, "static_ipaddress", lines("IP[/LEN] [dev INTERFACE] …"), {}, kInForce, store_address},
    {kRoot,
     "static_routes",
     lines("[TYPE] PREFIX [via IP] [dev INTERFACE] …"),
     {},
     kInForce,
     store_route},
    {kRoot,
     "static_rules",
     lines("[from PREFIX] [to PREFIX] table ID preference N …"),
     {},
     kInForce,
     store_rule},
    {kRoot,
     "linkbeat_use_polling",
     flag(),
     {},
     kLinks,
     [](Draft& d, const Arguments&) { d.network.polling.all = true; }},
    {kRoot,
     "linkbeat_interfaces",
     lines("INTERFACE [MII|ETHTOOL|IOCTL]"),
     {},
     kLinks,
     store_polled_link},
    {kRoot,
     "bfd_instance",
     block(Block::bfd_instance, "NAME", 1, 1),
     {},
     kSessions,
     nullptr,
     open_bfd,
     close_bfd},
    {kBfd,
     "neighbor_ip",
     address(),
     {},
     kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.value.neighbor = a.address; }},
    {kBfd,
     "neighbour_ip",
     address(),
     {},
     kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.value.neighbor = a.address; }},
    {kBfd,
     "source_ip",
     address(),
     {},
     kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.value.source = a.address; }},
    {kBfd, "min_rx", number(1, kMostMilliseconds, "ms"), "10", kSessions,
     [](Draft& d, const Arguments& a) {
       d.network.bfd.value.receive_interval = std::chrono::milliseconds(a.number);
     }},
    {kBfd, "min_tx", number(1, kMostMilliseconds, "ms"), "10", kSessions,
     [](Draft& d, const Arguments& a) {
       d.network.bfd.value.transmit_interval = std::chrono::milliseconds(a.number);
     }},
    {kBfd, "idle_tx", number(1, kMostMilliseconds, "ms"), "1000", kSessions,
     [](Draft& d, const Arguments& a) {
       d.network.bfd.value.idle_interval = std::chrono::milliseconds(a.number);
     }},
    {kBfd, "multiplier", number(1, 255), "5", kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.value.multiplier = as<std::uint8_t>(a); }},
    {kBfd,
     "passive",
     flag(),
     {},
     kSessions,
     [](Draft& d, const Arguments&) { d.network.bfd.value.passive = true; }},
    {kBfd, "ttl", number(1, 255), "255, or 64 with multihop", kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.ttl = as<std::uint8_t>(a); }},
    {kBfd, "hoplimit", number(1, 255), "255, or 64 with multihop", kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.ttl = as<std::uint8_t>(a); }},
    {kBfd, "max_hops", number(-1, 255), "0", kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.value.max_hops = as<std::int16_t>(a); }},
    {kBfd, "multihop", boolean(), "off", kSessions,
     [](Draft& d, const Arguments& a) { d.network.bfd.value.multihop = a.on; }},
    {kBfd, "weight", text("-253–253 [reverse]", 1, 2), "0", kSessions, store_weight},
    {kBfd,
     "vrrp",
     flag(),
     {},
     kSessions,
     [](Draft& d, const Arguments&) { d.network.bfd.only_vrrp = true; }},
    {kBfd,
     "checker",
     flag(),
     {},
     kSessions,
     [](Draft& d, const Arguments&) { d.network.bfd.only_checks = true; }},
};

}  // namespace

std::span<const Row> network_rows() { return kRows; }

}  // namespace evenkeel::config
