// Pure.
#include "daemon/config/address_line.h"

#include <linux/if_addr.h>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::uint32_t host_bits(std::uint8_t length) { return length >= 32 ? 0 : 0xffffffffU >> length; }

constexpr std::uint8_t kHostLength = 128;

// Takes the options of one address off the front of `words`.
class AddressOptions {
 public:
  AddressOptions(Draft& draft, VirtualAddress& address) : draft_(draft), address_(address) {}

  // False at a word that is no option: perhaps the next address.
  bool take(std::span<const Word>& words) {
    const Word& option = words.front();
    if (is_one_of(option.text, "home|-nodad|mngtmpaddr|noprefixroute|autojoin|no_track|use_vmac")) {
      store_flag(option);
      words = words.subspan(1);
      return true;
    }
    if (!is_one_of(option.text, "brd|broadcast|dev|scope|label|peer|preferred_lft|track_group")) {
      return false;
    }
    if (words.size() < 2) {
      draft_.error(option.at, quoted(option.text) + " needs a value");
      words = {};
      return true;
    }
    store(option, words[1]);
    words = words.subspan(2);
    return true;
  }

 private:
  void store(const Word& option, const Word& value) {
    if (option.text == "dev") {
      if (!is_interface_name(value.text)) return bad(option, value, "an interface name");
      address_.device = value.text;
    } else if (option.text == "label") {
      if (!is_interface_label(value.text)) return bad(option, value, "at most 15 characters");
      address_.label = value.text;
    } else if (option.text == "scope") {
      const auto scope = parse_scope(value.text);
      if (!scope) return bad(option, value, "global, site, link, host, nowhere or 0–255");
      address_.scope = *scope;
    } else if (option.text.starts_with("br")) {
      store_broadcast(option, value);
    } else if (option.text == "peer") {
      store_peer(option, value);
    } else if (option.text == "preferred_lft") {
      store_preferred(option, value);
    } else {
      unsupported(option);
    }
  }

  void store_flag(const Word& option) {
    if (option.text == "no_track" || option.text == "use_vmac") return unsupported(option);
    if (option.text == "-nodad") {
      address_.flags &= ~std::uint32_t{IFA_F_NODAD};
    } else if (option.text == "home") {
      address_.flags |= IFA_F_HOMEADDRESS;
    } else if (option.text == "mngtmpaddr") {
      address_.flags |= IFA_F_MANAGETEMPADDR;
    } else if (option.text == "noprefixroute") {
      address_.flags |= IFA_F_NOPREFIXROUTE;
    } else {
      address_.flags |= IFA_F_MCAUTOJOIN;
    }
  }

  // The kernel keeps one length for the two ends: the peer's.
  void store_peer(const Word& option, const Word& value) {
    const auto peer = parse_prefix(value.text);
    if (!peer || peer->address.family != address_.prefix.address.family) {
      return bad(option, value, "an IP address of the same family");
    }
    address_.peer = peer->address;
    address_.prefix.length = peer->length;
  }

  void store_preferred(const Word& option, const Word& value) {
    if (value.text == "forever") {
      address_.preferred.reset();
      return;
    }
    const auto seconds = parse_integer(value.text);
    if (!seconds || *seconds < 0 || *seconds > std::int64_t{0xfffffffe}) {
      return bad(option, value, "seconds, or forever");
    }
    address_.preferred = std::chrono::seconds(*seconds);
  }

  static bool is_interface_label(std::string_view text) {
    return !text.empty() && text.size() <= 15;
  }

  void store_broadcast(const Word& option, const Word& value) {
    if (address_.prefix.address.family != Family::ipv4) {
      return bad(option, value, "IPv4 addresses only");
    }
    const auto bits = host_bits(address_.prefix.length);
    const auto own = ipv4_value(address_.prefix.address);
    if (value.text == "+") {
      address_.broadcast = make_ipv4(own | bits);
    } else if (value.text == "-") {
      address_.broadcast = make_ipv4(own & ~bits);
    } else if (const auto given = parse_address(value.text);
               given && given->family == Family::ipv4) {
      address_.broadcast = given;
    } else {
      bad(option, value, "an IPv4 address, + or -");
    }
  }

  void bad(const Word& option, const Word& value, const std::string& wanted) {
    draft_.error(value.at,
                 quoted(option.text) + " takes " + wanted + ", not " + quoted(value.text));
  }

  void unsupported(const Word& option) {
    draft_.diagnostics.warn_once(option.at, quoted(option.text) +
                                                " of an address is accepted, without effect yet "
                                                "(further address options)");
  }

  Draft& draft_;
  VirtualAddress& address_;
};

}  // namespace

void parse_address_line(Draft& draft, std::span<const Word> words,
                        std::vector<Placed<VirtualAddress>>& addresses) {
  while (!words.empty()) {
    const Word first = words.front();
    const auto prefix = parse_prefix(first.text);
    if (!prefix) {
      return draft.error(first.at, "not an IP address: " + quoted(first.text),
                         "an entry is IP[/LEN] [brd IP] [dev INTERFACE] [scope S] [label L]");
    }
    words = words.subspan(1);
    VirtualAddress address;
    address.prefix = *prefix;
    if (prefix->address.family == Family::ipv6) {
      address.flags = IFA_F_NODAD;
      // Never the source of the host's own connections, unless it is asked for.
      if (prefix->length == kHostLength) address.preferred = Duration(0);
    }
    AddressOptions options(draft, address);
    while (!words.empty() && options.take(words)) {
    }
    addresses.push_back({std::move(address), first.at});
  }
}

namespace {

// False when the words are no TTL option.
bool take_ttl(std::span<const Word>& words, UnicastPeer& peer) {
  if (words.size() < 2 || !is_one_of(words.front().text, "min_ttl|max_ttl")) return false;
  const auto ttl = parse_integer(words[1].text);
  if (!ttl || *ttl < 0 || *ttl > 255) return false;
  (words.front().text == "min_ttl" ? peer.min_ttl : peer.max_ttl) = static_cast<std::uint8_t>(*ttl);
  words = words.subspan(2);
  return true;
}

}  // namespace

void parse_peer_line(Draft& draft, std::span<const Word> words,
                     std::vector<Placed<UnicastPeer>>& peers) {
  while (!words.empty()) {
    const auto& first = words.front();
    const auto address = parse_address(first.text);
    if (!address) {
      return draft.error(first.at, "not a peer's IP address: " + quoted(first.text),
                         "an entry is IP [min_ttl 0–255] [max_ttl 0–255]");
    }
    words = words.subspan(1);
    UnicastPeer peer;
    peer.address = *address;
    while (take_ttl(words, peer)) {
    }
    peers.push_back({peer, first.at});
  }
}

}  // namespace evenkeel::config
