// Pure.
#include "daemon/config/forwarding.h"

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

using Words = std::span<const Word>;

// "port N", wanted by GUE alone.
bool take_port(Words& words, ForwardingMethod& method) {
  if (words.size() < 2 || words.front().text != "port") return false;
  const auto port = parse_integer(words[1].text);
  if (!port || *port < 1 || *port > 65535) return false;
  method.tunnel_port = static_cast<std::uint16_t>(*port);
  words = words.subspan(2);
  return true;
}

bool take_checksum(Words& words, ForwardingMethod& method) {
  if (words.empty()) return true;
  const auto& word = words.front().text;
  if (word == "nocsum") {
    method.tunnel_checksum = TunnelChecksum::none;
  } else if (word == "csum") {
    method.tunnel_checksum = TunnelChecksum::full;
  } else if (word == "remcsum" && method.tunnel == TunnelType::gue) {
    method.tunnel_checksum = TunnelChecksum::remote;
  } else {
    return false;
  }
  words = words.subspan(1);
  return true;
}

bool take_tunnel(Words& words, ForwardingMethod& method) {
  if (words.empty()) return true;
  if (words.size() < 2 || words.front().text != "type") return false;
  const auto type = words[1].text;
  words = words.subspan(2);
  if (type == "ipip") return true;
  if (type == "gre") {
    method.tunnel = TunnelType::gre;
    return take_checksum(words, method);
  }
  method.tunnel = TunnelType::gue;
  return type == "gue" && take_port(words, method) && take_checksum(words, method);
}

}  // namespace

std::optional<ForwardingMethod> parse_forwarding(Draft& draft, const Arguments& arguments) {
  ForwardingMethod method;
  auto words = arguments.words.subspan(1);
  const auto& kind = arguments.words.front().text;
  bool is_good = true;
  if (kind == "DR") {
    method.method = Forwarding::dr;
  } else if (kind == "TUN") {
    method.method = Forwarding::tun;
    is_good = take_tunnel(words, method);
  } else {
    is_good = kind == "NAT";
  }
  if (is_good && words.empty()) return method;
  const auto& culprit = words.empty() || kind != "TUN" ? arguments.words.front() : words.front();
  draft.error(culprit.at, "'" + std::string(arguments.keyword) + "' takes " +
                              std::string(kForwardingWords) + ", not " + quoted(culprit.text));
  return std::nullopt;
}

std::optional<Endpoint> parse_endpoint_words(Draft& draft, const Arguments& arguments) {
  const auto& words = arguments.words;
  const auto address = parse_address(words.front().text);
  if (!address) {
    draft.error(words.front().at,
                "'" + std::string(arguments.keyword) +
                    "' takes IP [PORT]; not an IP address: " + quoted(words.front().text));
    return std::nullopt;
  }
  if (words.size() < 2) return Endpoint{*address, 0};
  const auto port = parse_integer(words[1].text);
  if (!port || *port < 0 || *port > 65535) {
    draft.error(words[1].at, "not a port from 0 to 65535: " + quoted(words[1].text));
    return std::nullopt;
  }
  return Endpoint{*address, static_cast<std::uint16_t>(*port)};
}

}  // namespace evenkeel::config
