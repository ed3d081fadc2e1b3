// Pure.
#include "daemon/config/address_line.h"

#include <array>
#include <limits>

#include "daemon/config/address_flags.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

std::uint32_t host_bits(std::uint8_t length) { return length >= 32 ? 0 : 0xffffffffU >> length; }

constexpr std::string_view kFlagWords =
    "home|-nodad|nodad|mngtmpaddr|noprefixroute|autojoin|no_track|use_vmac";
constexpr std::string_view kValueWords =
    "brd|broadcast|dev|scope|label|peer|preferred_lft|track_group";

// Takes the options of one address off the front of `words`.
class AddressOptions {
 public:
  AddressOptions(Draft& draft, StaticAddress& entry, LineOwner owner)
      : draft_(draft), entry_(entry), address_(entry.address), owner_(owner) {
    const bool is_ipv6 = address_.prefix.address.family == Family::ipv6;
    if (is_ipv6) address_.flags = kNoDad;
    // A host's address is no source for what this host begins.
    constexpr std::uint8_t kHost = 128;
    if (is_ipv6 && address_.prefix.length == kHost) address_.preferred = Duration{0};
  }

  // What needs all options, whatever their order.
  void settle(const Word& first) {
    const bool is_ipv6 = address_.prefix.address.family == Family::ipv6;
    if (is_ipv6 && address_.scope != 0) {
      draft_.error(first.at,
                   "an IPv6 address has the scope that it begins with; 'scope' is not used");
      address_.scope = 0;
    }
    if (is_ipv6 && !address_.label.empty()) {
      draft_.error(first.at, "an IPv6 address has no label; it is not used");
      address_.label.clear();
    }
    if (!broadcast_) return;
    constexpr std::uint8_t kLongest = 30;
    if (address_.peer) {
      draft_.error(broadcast_->at, "an address with a peer has no broadcast; it is not used");
      address_.broadcast.reset();
    } else if (is_one_of(broadcast_->text, "+|-") && address_.prefix.length > kLongest) {
      draft_.error(broadcast_->at,
                   "no broadcast address fits a length of " +
                       std::to_string(address_.prefix.length) + "; none is used",
                   "write the length with the address, IP/LEN");
      address_.broadcast.reset();
    }
  }

  // False at a word that is no option: perhaps the next address.
  bool take(std::span<const Word>& words) {
    const Word& option = words.front();
    if (is_one_of(option.text, kFlagWords)) {
      store_flag(option);
      words = words.subspan(1);
      return true;
    }
    if (!is_one_of(option.text, kValueWords)) return false;
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
  void store_flag(const Word& option) {
    for (const auto& known : kAddressFlags) {
      if (known.name == option.text) address_.flags |= known.flag;
    }
    if (option.text == "nodad") address_.flags |= kNoDad;
    if (option.text == "-nodad") address_.flags &= ~kNoDad;
    if (!is_one_of(option.text, "no_track|use_vmac")) return;
    if (owner_ == LineOwner::statics) {
      return draft_.error(option.at, quoted(option.text) + " is not for a static address");
    }
    if (option.text == "no_track") address_.tracked = false;
    if (option.text == "use_vmac") address_.has_virtual_link = true;
  }

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
      store_lifetime(option, value);
    } else {
      store_group(option, value);
    }
  }

  void store_peer(const Word& option, const Word& value) {
    const auto peer = parse_prefix(value.text);
    if (!peer || peer->address.family != address_.prefix.address.family) {
      return bad(option, value, "an address of the same family, with its length");
    }
    const std::uint8_t whole = peer->address.family == Family::ipv6 ? 128 : 32;
    if (address_.prefix.length != whole) {
      draft_.error(value.at,
                   "with 'peer' the length is the peer's: that of the address is not used",
                   "write peer IP/LEN");
    }
    address_.peer = peer->address;
    address_.prefix.length = peer->length;
  }

  void store_lifetime(const Word& option, const Word& value) {
    if (value.text == "forever") {
      address_.preferred.reset();
      return;
    }
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    const auto seconds = parse_integer(value.text);
    if (!seconds || *seconds < 0 || *seconds >= kMost) {
      return bad(option, value, "whole seconds, or forever");
    }
    address_.preferred = std::chrono::seconds(*seconds);
  }

  void store_group(const Word& option, const Word& value) {
    if (owner_ != LineOwner::statics) {
      return draft_.error(option.at, "'track_group' is for static addresses");
    }
    entry_.track_group = value.text;
    draft_.network.group_uses.push_back({value.text, value.at});
  }

  static bool is_interface_label(std::string_view text) {
    return !text.empty() && text.size() <= 15;
  }

  void store_broadcast(const Word& option, const Word& value) {
    if (address_.prefix.address.family != Family::ipv4) {
      return bad(option, value, "IPv4 addresses only");
    }
    broadcast_ = value;
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

  Draft& draft_;
  StaticAddress& entry_;
  VirtualAddress& address_;
  std::optional<Word> broadcast_;
  LineOwner owner_;
};

// A length that is none counts as the whole address, as keepalived has it, and is an error.
std::optional<Prefix> read_prefix(Draft& draft, const Word& word) {
  auto prefix = parse_prefix(word.text);
  const auto slash = word.text.find('/');
  if (prefix || slash == std::string::npos) return prefix;
  prefix = parse_prefix(word.text.substr(0, slash));
  if (!prefix) return prefix;
  const auto mask = parse_mask(word.text.substr(slash + 1), prefix->length);
  draft.error(word.at,
              "the length of " + quoted(word.text) + " is not from 0 to " +
                  std::to_string(prefix->length) + ": " + std::to_string(prefix->length) +
                  " is used",
              mask                       ? "write /" + std::to_string(*mask)
              : word.text.ends_with(';') ? "a statement ends with its line, without ';'"
                                         : "");
  return prefix;
}

template <typename Take>
void take_addresses(Draft& draft, std::span<const Word> words, LineOwner owner, Take take) {
  while (!words.empty()) {
    const Word first = words.front();
    const auto prefix = read_prefix(draft, first);
    if (!prefix) {
      return draft.error(first.at, "not an IP address: " + quoted(first.text),
                         "an entry is IP[/LEN] [brd IP] [dev INTERFACE] [scope S] [label L]");
    }
    words = words.subspan(1);
    StaticAddress entry;
    entry.address.prefix = *prefix;
    AddressOptions options(draft, entry, owner);
    while (!words.empty() && options.take(words)) {
    }
    options.settle(first);
    take(std::move(entry), first.at);
  }
}

}  // namespace

void parse_address_line(Draft& draft, std::span<const Word> words,
                        std::vector<Placed<VirtualAddress>>& addresses) {
  take_addresses(draft, words, LineOwner::instance,
                 [&addresses](StaticAddress entry, const Position& at) {
                   addresses.push_back({std::move(entry.address), at});
                 });
}

void parse_static_address_line(Draft& draft, std::span<const Word> words,
                               std::vector<StaticAddress>& addresses) {
  take_addresses(draft, words, LineOwner::statics,
                 [&addresses](StaticAddress entry, const Position& /*at*/) {
                   addresses.push_back(std::move(entry));
                 });
}

namespace {

// False when the words are no TTL option.
bool take_ttl(Draft& draft, std::span<const Word>& words, UnicastPeer& peer) {
  if (words.size() < 2 || !is_one_of(words.front().text, "min_ttl|max_ttl")) return false;
  const auto ttl = parse_integer(words[1].text);
  if (!ttl || *ttl < 0 || *ttl > 255) {
    draft.error(words[1].at, quoted(words.front().text) + " takes a whole number from 0 to 255, " +
                                 "not " + quoted(words[1].text));
    words = words.subspan(2);
    return true;
  }
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
    while (take_ttl(draft, words, peer)) {
    }
    if (peer.min_ttl > peer.max_ttl) {
      draft.error(first.at, "'min_ttl' is more than 'max_ttl': no advert of this peer is accepted");
    }
    peers.push_back({peer, first.at});
  }
}

}  // namespace evenkeel::config
