// fib_rule_hdr and its attributes.
#include "vrrp/net/rule_wire.h"

#include <endian.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>

#include "vrrp/net/attributes.h"

namespace evenkeel::vrrp {

namespace {

constexpr std::uint32_t kUnset = 0xffffffff;

void put_selectors(nl_msg* message, const Rule& rule) {
  if (rule.from) put_address(message, FRA_SRC, rule.from->address);
  if (rule.to) put_address(message, FRA_DST, rule.to->address);
  if (rule.fwmark) nla_put_u32(message, FRA_FWMARK, *rule.fwmark);
  if (rule.fwmask) nla_put_u32(message, FRA_FWMASK, *rule.fwmask);
  if (!rule.input_interface.empty()) {
    nla_put_string(message, FRA_IIFNAME, rule.input_interface.c_str());
  }
  if (!rule.output_interface.empty()) {
    nla_put_string(message, FRA_OIFNAME, rule.output_interface.c_str());
  }
  if (rule.tunnel_id) nla_put_u64(message, FRA_TUN_ID, htobe64(*rule.tunnel_id));
  if (rule.uids) {
    const fib_rule_uid_range range{.start = rule.uids->first, .end = rule.uids->last};
    nla_put(message, FRA_UID_RANGE, sizeof(range), &range);
  }
  if (rule.l3mdev) nla_put_u8(message, FRA_L3MDEV, 1);
  if (rule.ip_protocol != 0) nla_put_u8(message, FRA_IP_PROTO, rule.ip_protocol);
  const auto put_ports = [message](int type, const auto& ports) {
    if (!ports) return;
    const fib_rule_port_range range{.start = ports->first, .end = ports->last};
    nla_put(message, type, sizeof(range), &range);
  };
  put_ports(FRA_SPORT_RANGE, rule.source_ports);
  put_ports(FRA_DPORT_RANGE, rule.destination_ports);
}

using RuleAttributes = std::array<nlattr*, FRA_MAX + 1>;

void get_ranges(const RuleAttributes& attributes, Rule& rule) {
  if (const auto uids = get_number<fib_rule_uid_range>(attributes[FRA_UID_RANGE])) {
    rule.uids = {uids->start, uids->end};
  }
  const auto ports = [&](int type) -> std::optional<NumberRange<std::uint16_t>> {
    const auto range = get_number<fib_rule_port_range>(attributes.at(static_cast<unsigned>(type)));
    if (!range) return std::nullopt;
    return NumberRange<std::uint16_t>{range->start, range->end};
  };
  rule.source_ports = ports(FRA_SPORT_RANGE);
  rule.destination_ports = ports(FRA_DPORT_RANGE);
}

void get_selectors(const RuleAttributes& attributes, const fib_rule_hdr& header, Rule& rule) {
  if (const auto from = get_address(attributes[FRA_SRC], rule.family)) {
    rule.from = Prefix{*from, header.src_len};
  }
  if (const auto to = get_address(attributes[FRA_DST], rule.family)) {
    rule.to = Prefix{*to, header.dst_len};
  }
  rule.fwmask = get_number<std::uint32_t>(attributes[FRA_FWMASK]);
  if (rule.fwmask) rule.fwmark = get_number<std::uint32_t>(attributes[FRA_FWMARK]).value_or(0);
  rule.input_interface = get_text(attributes[FRA_IIFNAME]);
  rule.output_interface = get_text(attributes[FRA_OIFNAME]);
  if (const auto id = get_number<std::uint64_t>(attributes[FRA_TUN_ID])) {
    rule.tunnel_id = be64toh(*id);
  }
  rule.l3mdev = get_number<std::uint8_t>(attributes[FRA_L3MDEV]).value_or(0) != 0;
  rule.ip_protocol = get_number<std::uint8_t>(attributes[FRA_IP_PROTO]).value_or(0);
  get_ranges(attributes, rule);
}

}  // namespace

netlink::NetlinkMessage encode_rule(const Rule& rule, WireVerb verb) {
  const bool is_put = verb == WireVerb::put;
  netlink::NetlinkMessage owned(nlmsg_alloc_size(512));
  nl_msg* message = owned.get();
  const int flags = NLM_F_REQUEST | (is_put ? NLM_F_CREATE | NLM_F_EXCL : 0);
  nlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, is_put ? RTM_NEWRULE : RTM_DELRULE, 0, flags);
  fib_rule_hdr header{};
  header.family = rule.family == Family::ipv6 ? AF_INET6 : AF_INET;
  header.src_len = rule.from ? rule.from->length : 0;
  header.dst_len = rule.to ? rule.to->length : 0;
  header.tos = rule.tos;
  header.table = rule.table < 256 ? static_cast<std::uint8_t>(rule.table) : std::uint8_t{0};
  header.action = static_cast<std::uint8_t>(rule.action);
  header.flags = rule.inverted ? FIB_RULE_INVERT : 0;
  nlmsg_append(message, &header, sizeof(header), NLMSG_ALIGNTO);
  nla_put_u32(message, FRA_PRIORITY, rule.priority);
  nla_put_u8(message, FRA_PROTOCOL, rule.protocol);
  if (rule.table != 0) nla_put_u32(message, FRA_TABLE, rule.table);
  if (rule.action == RuleAction::go_to) nla_put_u32(message, FRA_GOTO, rule.target);
  if (rule.realms != 0) nla_put_u32(message, FRA_FLOW, rule.realms);
  if (rule.suppress_prefix_length) {
    nla_put_u32(message, FRA_SUPPRESS_PREFIXLEN, *rule.suppress_prefix_length);
  }
  if (rule.suppress_group) nla_put_u32(message, FRA_SUPPRESS_IFGROUP, *rule.suppress_group);
  put_selectors(message, rule);
  return owned;
}

std::optional<Rule> decode_rule(nlmsghdr* message) {
  RuleAttributes attributes{};
  fib_rule_hdr header{};
  if (nlmsg_parse(message, sizeof(header), attributes.data(), FRA_MAX, nullptr) < 0) {
    return std::nullopt;
  }
  std::memcpy(&header, nlmsg_data(message), sizeof(header));
  if (header.family != AF_INET && header.family != AF_INET6) return std::nullopt;
  Rule rule;
  rule.family = header.family == AF_INET6 ? Family::ipv6 : Family::ipv4;
  rule.inverted = (header.flags & FIB_RULE_INVERT) != 0;
  rule.tos = header.tos;
  rule.action = static_cast<RuleAction>(header.action);
  rule.table = get_number<std::uint32_t>(attributes[FRA_TABLE]).value_or(header.table);
  rule.priority = get_number<std::uint32_t>(attributes[FRA_PRIORITY]).value_or(0);
  rule.protocol = get_number<std::uint8_t>(attributes[FRA_PROTOCOL]).value_or(0);
  if (rule.action == RuleAction::go_to) {
    rule.target = get_number<std::uint32_t>(attributes[FRA_GOTO]).value_or(0);
  }
  rule.realms = get_number<std::uint32_t>(attributes[FRA_FLOW]).value_or(0);
  const auto length = get_number<std::uint32_t>(attributes[FRA_SUPPRESS_PREFIXLEN]);
  if (length && *length != kUnset) {
    rule.suppress_prefix_length = static_cast<std::uint8_t>(*length);
  }
  const auto group = get_number<std::uint32_t>(attributes[FRA_SUPPRESS_IFGROUP]);
  if (group && *group != kUnset) rule.suppress_group = group;
  get_selectors(attributes, header, rule);
  return rule;
}

}  // namespace evenkeel::vrrp
