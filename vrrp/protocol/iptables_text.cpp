// Pure.
#include "vrrp/protocol/iptables_text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace evenkeel::vrrp {

namespace {

using Lines = std::vector<std::string>;

constexpr const char* kChain = "evenkeel";

// What is to go, goes at once where all is as it was put: a stop does not wait long for it. A
// kernel without nftables still has the command that speaks to it, which lists chains that are
// not there: the tool is used that can make ours.
constexpr const char* kFunctions = R"sh(export PATH=/usr/sbin:/sbin:/usr/bin:/bin
choose() {
  for tool in "$1" "$1-legacy"; do
    has_chain || "$tool" -w 5 -N evenkeel 2>/dev/null || continue
    return 0
  done
  echo "no $1 works here" >&2
  exit 1
}
has_chain() { "$tool" -w 5 -S evenkeel 2>/dev/null | grep -q '^-N evenkeel'; }
is_there() {
  [ "$("$tool" -w 5 -S evenkeel 2>/dev/null | wc -l)" -eq "$1" ] && has_jump "$2"
}
has_jump() { "$tool" -w 5 -C "$1" -j evenkeel 2>/dev/null; }
jump() { has_jump "$1" || "$tool" -w 5 -I "$1" -j evenkeel || exit 1; }
remove_at_once() {
  "$tool-restore" -w 5 --noflush 2>/dev/null <<END
*filter
-D $1 -j evenkeel
-F evenkeel
-X evenkeel
COMMIT
END
}
has_legacy_table() { { read -r _ <"/proc/net/${1%tables}_tables_names"; } 2>/dev/null; }
remove() {
  tool=$1-legacy
  has_legacy_table "$1" && remove_at_once "$2" && return 0
  tool=$1
  remove_at_once "$2" && return 0
  choose "$1"
  while has_jump "$2"; do "$tool" -w 5 -D "$2" -j evenkeel || exit 1; done
  "$tool" -w 5 -F evenkeel && "$tool" -w 5 -X evenkeel
}
status=0
)sh";

// ICMP errors belong to connections, IPVS's among them, and are never answered; without neighbour
// discovery nobody reaches the address.
constexpr std::array kPassed4{"destination-unreachable", "time-exceeded", "parameter-problem"};
constexpr std::array kPassed6{"destination-unreachable", "packet-too-big",
                              "time-exceeded",           "parameter-problem",
                              "neighbour-solicitation",  "neighbour-advertisement"};

bool is_blocked(const BlockedAddresses& blocked, const IpAddress& address) {
  return std::any_of(blocked.begin(), blocked.end(),
                     [&](const auto& entry) { return entry.address == address; });
}

std::string service_match(const ServiceKey& service) {
  if (service.fwmark != 0) return "-m mark --mark " + std::to_string(service.fwmark);
  const std::string protocol(to_string(service.protocol));
  std::string match = "-d " + to_string(service.endpoint.address) + " -p " + protocol;
  if (service.endpoint.port == 0) return match;
  return match + " -m " + protocol + " --dport " + std::to_string(service.endpoint.port);
}

Lines rules_of(const IptablesRules& rules, Family family) {
  Lines drops;
  for (const auto& entry : rules.blocked) {
    if (entry.address.family != family) continue;
    const std::string device = entry.device.empty() ? "" : " -i " + entry.device;
    drops.push_back("-d " + to_string(entry.address) + device + " -j DROP");
  }
  if (drops.empty()) return drops;
  Lines lines;
  if (family == Family::ipv4) {
    for (const auto* type : kPassed4) {
      lines.push_back(std::string("-p icmp -m icmp --icmp-type ") + type + " -j RETURN");
    }
  } else {
    for (const auto* type : kPassed6) {
      lines.push_back(std::string("-p ipv6-icmp -m icmp6 --icmpv6-type ") + type + " -j RETURN");
    }
  }
  for (const auto& service : rules.services) {
    const IpAddress& address = service.endpoint.address;
    const bool is_met = service.fwmark != 0 || is_blocked(rules.blocked, address);
    if (address.family == family && is_met) lines.push_back(service_match(service) + " -j RETURN");
  }
  lines.insert(lines.end(), drops.begin(), drops.end());
  return lines;
}

// As one word of the shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string put(const Lines& lines, const std::string& parent) {
  std::string text = "\"$tool-restore\" -w 5 --noflush <<'END' || exit 1\n*filter\n:";
  text += std::string(kChain) + " - [0:0]\n";
  for (const auto& line : lines) text += "-A " + std::string(kChain) + " " + line + "\n";
  return text + "COMMIT\nEND\njump " + parent + "\n";
}

}  // namespace

std::string iptables_script(const IptablesRules& rules, IptablesVerb verb) {
  const std::string parent = quoted(rules.parent.empty() ? "INPUT" : rules.parent);
  std::string text = kFunctions;
  for (const Family family : rules.families) {
    const std::string tool = family == Family::ipv6 ? "ip6tables" : "iptables";
    const Lines lines = verb == IptablesVerb::remove ? Lines{} : rules_of(rules, family);
    if (lines.empty()) {
      text += "remove " + tool + " ";
      text += parent + " || exit 1\n";
      continue;
    }
    text += "choose " + tool + "\n";
    if (verb == IptablesVerb::check) {
      // The chain's own line is one of them.
      text += "if ! is_there " + std::to_string(lines.size() + 1) + " " + parent + "; then\n" +
              put(lines, parent) + "status=" + std::to_string(kIptablesRepaired) + "\nfi\n";
    } else {
      text += put(lines, parent);
    }
  }
  return text + "exit $status\n";
}

}  // namespace evenkeel::vrrp
