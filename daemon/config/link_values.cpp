// Pure. Reference: 1.12.
#include "daemon/config/link_values.h"

#include <algorithm>
#include <charconv>

#include "daemon/config/known_names.h"
#include "daemon/config/values.h"
#include "daemon/config/word_options.h"

namespace evenkeel::config {
namespace {

constexpr std::uint64_t kMaxGroup = std::numeric_limits<std::uint32_t>::max();

std::optional<std::uint8_t> parse_hex_byte(std::string_view text) {
  unsigned value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value, 16);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value > 0xff) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

struct GivenMac {
  std::array<std::uint8_t, 6> bytes{};
  bool ends_in_vrid = false;  // the last byte is not given
};

// "02:00:5e:00:01:33", or with "-"; "02:00:5e:00:01" or "02:00:5e:00:01:", whose last byte is the
// VRID.
std::optional<GivenMac> parse_mac(std::string_view text) {
  GivenMac mac;
  const std::size_t without_last = mac.bytes.size() - 1;
  std::size_t count = 0;
  while (!text.empty() && count < mac.bytes.size()) {
    const auto end = std::min(text.find_first_of(":-"), text.size());
    const auto byte = parse_hex_byte(text.substr(0, end));
    if (!byte || end > 2) return std::nullopt;
    mac.bytes.at(count++) = *byte;
    const bool is_separated = end < text.size();
    text.remove_prefix(is_separated ? end + 1 : end);
    if (is_separated && text.empty() && count != without_last) return std::nullopt;
  }
  if (!text.empty() || count < without_last) return std::nullopt;
  mac.ends_in_vrid = count == without_last;
  return mac;
}

// False, with an error, when the instance has a link already.
bool begin_link(Draft& draft, const Arguments& arguments, VirtualLinkKind kind) {
  auto& own = draft.instance.link;
  if (own.link_at && own.link.kind != kind) {
    draft.diagnostics.clash(
        arguments.at, *own.link_at,
        "'use_vmac' and 'use_ipvlan' exclude each other; the first one counts" + draft.context());
    return false;
  }
  own.link_at = arguments.at;
  own.link.kind = kind;
  return true;
}

// The words that both kinds of link know. False at any other.
bool take_common(WordOptions& words, const Word& word, VirtualLink& link) {
  if (word.text == "netlink_notify_msg") {
    link.announces_itself = true;
  } else if (word.text == "group" && !words.is_at_end()) {
    const auto group = words.named(word, "group", static_cast<std::uint32_t>(kMaxGroup));
    if (group) link.group = *group;
  } else if (word.text == "name" && !words.is_at_end()) {
    link.name = words.interface(word);
  } else {
    return false;
  }
  return true;
}

// The addresses of RFC 9568 belong to the virtual routers themselves, by their number.
void store_mac(WordOptions& words, const Word& word, const GivenMac& given, LinkDraft& own) {
  const auto& mac = given.bytes;
  constexpr std::array<std::uint8_t, 4> kVrrpPrefix{0x00, 0x00, 0x5e, 0x00};
  const bool is_multicast = (mac[0] & 1U) != 0;
  if (is_multicast || std::equal(kVrrpPrefix.begin(), kVrrpPrefix.end(), mac.begin())) {
    return words.error(word, "the address " + quoted(word.text) +
                                 " is a multicast one or one of VRRP's own, and is not used");
  }
  own.link.mac = mac;
  own.ends_mac_in_vrid = given.ends_in_vrid;
}

void take_name(WordOptions& words, const Word& word, VirtualLink& link) {
  if (link.name.empty() && is_interface_name(word.text)) {
    link.name = word.text;
  } else {
    words.error(word, "unknown word " + quoted(word.text) + " for the instance's own link");
  }
}

}  // namespace

void store_vmac(Draft& draft, const Arguments& arguments) {
  if (!begin_link(draft, arguments, VirtualLinkKind::macvlan)) return;
  auto& link = draft.instance.link.link;
  WordOptions words(draft, arguments.words);
  while (!words.is_at_end()) {
    const Word& word = words.take();
    if (take_common(words, word, link)) continue;
    if (const auto mac = parse_mac(word.text)) {
      store_mac(words, word, *mac, draft.instance.link);
    } else {
      take_name(words, word, link);
    }
  }
}

void store_ipvlan(Draft& draft, const Arguments& arguments) {
  if (!begin_link(draft, arguments, VirtualLinkKind::ipvlan)) return;
  auto& link = draft.instance.link.link;
  WordOptions words(draft, arguments.words);
  while (!words.is_at_end()) {
    const Word& word = words.take();
    if (take_common(words, word, link)) continue;
    if (is_one_of(word.text, "bridge|private|vepa")) {
      link.mode = word.text == "bridge"    ? IpvlanMode::bridge
                  : word.text == "private" ? IpvlanMode::isolated
                                           : IpvlanMode::vepa;
    } else if (const auto prefix = parse_prefix(word.text)) {
      link.addresses.push_back(*prefix);
    } else {
      take_name(words, word, link);
    }
  }
}

namespace {

std::optional<std::string> parse_hex_bytes(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto byte = parse_hex_byte(text.substr(i, 2));
    if (!byte) return std::nullopt;
    bytes += static_cast<char>(*byte);
  }
  return bytes;
}

}  // namespace

void store_hmac_key(Draft& draft, const Arguments& arguments) {
  constexpr std::int64_t kMostKeys = 255;
  const auto id = parse_integer(arguments.words[0].text);
  const auto& value = arguments.words[1];
  if (!id || *id < 0 || *id > kMostKeys) {
    return draft.error(arguments.words[0].at, "'key' takes an ID from 0 to 255, then its value");
  }
  HmacKey key;
  key.id = static_cast<std::uint8_t>(*id);
  if (value.text.starts_with("hex:")) {
    const auto bytes = parse_hex_bytes(std::string_view(value.text).substr(4));
    if (!bytes)
      return draft.error(value.at, "'key': after 'hex:' come pairs of hexadecimal digits");
    key.secret = *bytes;
  } else if (value.text.starts_with("file:")) {
    key.file = value.text.substr(5);
    if (!key.file.starts_with('/')) {
      return draft.error(value.at, "'key': after 'file:' comes an absolute path");
    }
  } else if (value.text.empty()) {
    return draft.error(value.at, "'key' is empty");
  } else {
    key.secret = value.text;
  }
  auto& own = draft.instance.link;
  const auto [known, is_new] = own.keys.emplace(key.id, arguments.at);
  if (!is_new) {
    return draft.diagnostics.clash(
        arguments.at, known->second,
        "a second key " + std::to_string(key.id) + " is left out" + draft.context());
  }
  own.hmac.keys.push_back(std::move(key));
}

namespace {

void apply_hmac(Draft& draft, const LinkDraft& own, VrrpInstance& instance) {
  if (!own.hmac_at) return;
  instance.hmac = own.hmac;
  auto& hmac = instance.hmac;
  std::sort(hmac.keys.begin(), hmac.keys.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  if (hmac.keys.empty()) {
    draft.error(*own.hmac_at, "'auth_hmac' without a key: no authentication");
    instance.hmac = {};
    return;
  }
  hmac.active_key = hmac.keys.front().id;
  if (own.active_key && own.keys.contains(own.active_key->value)) {
    hmac.active_key = own.active_key->value;
  } else if (own.active_key) {
    std::vector<std::string> known;
    for (const auto& key : hmac.keys) known.push_back(std::to_string(key.id));
    const auto name = std::to_string(own.active_key->value);
    draft.error(own.active_key->at, "'active_key': there is no key " + name + " in this auth_hmac",
                advice_on_name(name, known));
  }
  if (hmac.time_window == Duration{0}) {
    hmac.time_window = std::max<Duration>(instance.advert_interval * 3, 5s);
  }
}

// keepalived's word for an instance that has no interface: its unicast adverts go through the VRF.
// It hears and sends on the VRF's own interface, which is therefore that of the instance.
void apply_vrf(Draft& draft, const LinkDraft& own, VrrpInstance& instance) {
  if (!own.vrf || !own.is_vrf_used) return;
  instance.vrf = instance.interface = own.vrf->value;
  for (auto* list : {&instance.addresses, &instance.excluded_addresses}) {
    std::erase_if(*list, [&](const VirtualAddress& address) {
      if (!address.device.empty()) return false;
      draft.error(own.vrf->at, "the address " + to_string(address.prefix.address) +
                                   " is left out: without 'interface' it needs 'dev'");
      return true;
    });
  }
}

// What it sends from is on the link itself.
void apply_ipvlan(Draft& draft, const LinkDraft& own, VrrpInstance& instance) {
  auto& link = instance.link;
  if (link.kind != VirtualLinkKind::ipvlan) return;
  std::erase_if(link.addresses, [&](const Prefix& prefix) {
    if (prefix.address.family == instance.family) return false;
    draft.error(*own.link_at, "'use_ipvlan': the address " + to_string(prefix.address) +
                                  " is left out, for it is not of the adverts' family");
    return true;
  });
  if (instance.source.is_set()) return;
  if (!link.addresses.empty()) {
    instance.source = link.addresses.front().address;
  } else if (instance.family == Family::ipv4) {
    draft.error(*own.link_at,
                "'use_ipvlan' has no IPv4 address to send from; that of the interface is used");
  }
}

}  // namespace

void apply_link(Draft& draft, const LinkDraft& own, VrrpInstance& instance) {
  instance.link = own.link;
  if (own.ends_mac_in_vrid && instance.link.mac) instance.link.mac->back() = instance.vrid;
  if (own.link_at && (own.is_vrf_used || instance.interface.empty())) {
    draft.error(*own.link_at, "a link of the instance's own needs 'interface'; there is none");
    instance.link = {};
  }
  apply_vrf(draft, own, instance);
  apply_ipvlan(draft, own, instance);
  const auto kind = instance.link.kind;
  if (own.base_at && kind != VirtualLinkKind::macvlan) {
    draft.error(*own.base_at, "'vmac_xmit_base' without 'use_vmac' means nothing");
    instance.link.sends_on_base_link = false;
  }
  if (kind == VirtualLinkKind::macvlan && !instance.peers.empty() &&
      !instance.link.sends_on_base_link) {
    draft.warning(*own.link_at,
                  "unicast adverts leave by the instance's interface, not by the 'use_vmac' link; "
                  "'vmac_xmit_base' says so");
    instance.link.sends_on_base_link = true;
  }
  apply_hmac(draft, own, instance);
}

}  // namespace evenkeel::config
