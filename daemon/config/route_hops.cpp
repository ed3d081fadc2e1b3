// Pure. Reference: 1.4.
#include "daemon/config/route_hops.h"

#include "daemon/config/values.h"

namespace evenkeel::config {

std::optional<IpAddress> take_gateway(WordOptions& words, const Word& option) {
  const bool names_family = !words.is_at_end() && is_one_of(words.peek().text, "inet|inet6");
  const auto family = !names_family                  ? Family::none
                      : words.take().text == "inet6" ? Family::ipv6
                                                     : Family::ipv4;
  const auto gateway = words.address(option);
  if (gateway && names_family && gateway->family != family) {
    words.error(option, "the gateway " + to_string(*gateway) + " is not of the family before it");
  }
  return gateway;
}

namespace {

void take_labels(WordOptions& words, const Word& option, RouteEncap& encap) {
  constexpr std::uint64_t kLargestLabel = (1U << 20U) - 1;
  const auto* word = words.value(option);
  if (word == nullptr) return;
  std::string_view rest(word->text);
  while (true) {
    const auto slash = rest.find('/');
    const auto label = parse_unsigned(rest.substr(0, slash));
    if (!label || *label > kLargestLabel) return words.bad(option, *word, "labels, N/N/N");
    encap.labels.push_back(static_cast<std::uint32_t>(*label));
    if (slash == std::string_view::npos) return;
    rest.remove_prefix(slash + 1);
  }
}

// False at a word that is no option of the tunnel.
bool take_tunnel_option(WordOptions& words, RouteEncap& encap) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  constexpr std::uint64_t kMaxFlags = 0xffff;
  if (words.is_at_end() || !is_one_of(words.peek().text, "id|dst|src|tos|tc|ttl|hoplimit|flags")) {
    return false;
  }
  const Word& option = words.take();
  if (option.text == "id") encap.id = words.number(option, 0, kMost).value_or(0);
  if (option.text == "dst") encap.destination = words.address(option).value_or(IpAddress{});
  if (option.text == "src") encap.source = words.address(option).value_or(IpAddress{});
  if (is_one_of(option.text, "tos|tc")) {
    encap.traffic_class = static_cast<std::uint8_t>(words.number(option, 0, kMaxByte).value_or(0));
  }
  if (is_one_of(option.text, "ttl|hoplimit")) {
    encap.hop_limit = static_cast<std::uint8_t>(words.number(option, 0, kMaxByte).value_or(0));
  }
  if (option.text == "flags") {
    encap.flags = static_cast<std::uint16_t>(words.number(option, 0, kMaxFlags).value_or(0));
  }
  return true;
}

}  // namespace

RouteEncap take_encap(WordOptions& words, const Word& option) {
  RouteEncap encap;
  const auto* kind = words.value(option);
  if (kind == nullptr) return encap;
  if (kind->text == "mpls") {
    encap.kind = EncapKind::mpls;
    take_labels(words, option, encap);
  } else if (kind->text == "ila") {
    encap.kind = EncapKind::ila;
    const auto* locator = words.value(option);
    const auto address = locator == nullptr ? std::nullopt : parse_address(locator->text + "::");
    if (address) {
      for (std::size_t i = 0; i < 8; ++i) encap.id = encap.id << 8U | address->bytes.at(i);
    } else if (locator != nullptr) {
      words.bad(option, *locator, "a locator of four groups, N:N:N:N");
    }
  } else if (is_one_of(kind->text, "ip|ip6")) {
    encap.kind = kind->text == "ip" ? EncapKind::ip : EncapKind::ip6;
    while (take_tunnel_option(words, encap)) {
    }
  } else {
    words.bad(option, *kind, "one of ip, ip6, mpls and ila");
  }
  return encap;
}

Nexthop take_nexthop(WordOptions& words) {
  constexpr std::uint64_t kMostWeight = 256;
  constexpr std::string_view kOptions = "via|gw|dev|oif|weight|onlink|realms|encap|as";
  Nexthop hop;
  while (!words.is_at_end() && is_one_of(words.peek().text, kOptions)) {
    const Word& option = words.take();
    if (is_one_of(option.text, "via|gw")) {
      hop.via = take_gateway(words, option).value_or(IpAddress{});
    } else if (is_one_of(option.text, "dev|oif")) {
      hop.device = words.interface(option);
    } else if (option.text == "weight") {
      hop.weight = static_cast<std::uint16_t>(words.number(option, 1, kMostWeight).value_or(1));
    } else if (option.text == "realms") {
      hop.realms = words.realms(option).value_or(0);
    } else if (option.text == "encap") {
      hop.encap = take_encap(words, option);
    } else if (option.text == "onlink") {
      hop.onlink = true;
    }
  }
  return hop;
}

}  // namespace evenkeel::config
