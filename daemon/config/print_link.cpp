// An instance's addresses, its own link, keyed authentication and trackers as statements. Pure.
#include "daemon/config/address_flags.h"
#include "daemon/config/print_network.h"

namespace evenkeel::config {
namespace {

std::string flag_words(const VirtualAddress& address) {
  const bool is_ipv6 = address.prefix.address.family == Family::ipv6;
  const bool has_no_dad = (address.flags & kNoDad) != 0;
  std::string words;
  if (has_no_dad != is_ipv6) words += has_no_dad ? " nodad" : " -nodad";
  for (const auto& known : kAddressFlags) {
    if ((address.flags & known.flag) != 0) words += " " + std::string(known.name);
  }
  if (!address.tracked) words += " no_track";
  if (address.has_virtual_link) words += " use_vmac";
  return words;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string words;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    words += kDigits[byte >> 4U];
    words += kDigits[byte & 15U];
  }
  return words;
}

std::string mac_word(const std::array<std::uint8_t, 6>& mac) {
  std::string words;
  for (const auto byte : mac) {
    words += (words.empty() ? "" : ":") + hexadecimal(std::string(1, static_cast<char>(byte)));
  }
  return words;
}

std::string_view mode_word(IpvlanMode mode) {
  switch (mode) {
    case IpvlanMode::bridge:
      return "bridge";
    case IpvlanMode::isolated:
      return "private";
    case IpvlanMode::vepa:
      return "vepa";
  }
  return "?";
}

std::string_view mode_word(HmacMode mode) {
  switch (mode) {
    case HmacMode::enforce:
      return "enforce";
    case HmacMode::permissive:
      return "permissive";
    case HmacMode::receive_only:
      return "receive-only";
  }
  return "?";
}

std::string_view list_word(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::interface:
      return "track_interface";
    case TrackerKind::script:
      return "track_script";
    case TrackerKind::file:
      return "track_file";
    case TrackerKind::process:
      return "track_process";
    case TrackerKind::service:
      return "track_service";
  }
  return "?";
}

}  // namespace

std::string address_words(const VirtualAddress& address) {
  auto words = address.peer ? to_string(address.prefix.address) : to_string(address.prefix);
  if (address.peer) words += " peer " + to_string(Prefix{*address.peer, address.prefix.length});
  if (address.broadcast) words += " brd " + to_string(*address.broadcast);
  if (!address.device.empty()) words += " dev " + word(address.device);
  if (address.scope != 0) words += " scope " + number(address.scope);
  if (!address.label.empty()) words += " label " + word(address.label);
  if (address.preferred) {
    words += " preferred_lft " + number(address.preferred->count() / 1'000'000);
  } else if (address.prefix.address.family == Family::ipv6) {
    words += " preferred_lft forever";
  }
  return words + flag_words(address);
}

void put_link(PrintedBlock& block, const VrrpInstance& instance) {
  const auto& link = instance.link;
  std::string words;
  if (!link.name.empty()) words += " name " + word(link.name);
  if (link.mac) words += " " + mac_word(*link.mac);
  for (const auto& prefix : link.addresses) words += " " + to_string(prefix);
  if (link.kind == VirtualLinkKind::ipvlan) words += " " + std::string(mode_word(link.mode));
  if (link.announces_itself) words += " netlink_notify_msg";
  if (link.group) words += " group " + number(*link.group);
  if (!words.empty()) words.erase(0, 1);
  if (link.kind != VirtualLinkKind::none) {
    put(block, link.kind == VirtualLinkKind::macvlan ? "use_vmac" : "use_ipvlan", words);
  }
  if (link.for_other_links) put(block, "use_vmac_addr");
  if (link.sends_on_base_link) put(block, "vmac_xmit_base");
  put_text(block, "vrf", instance.vrf);
}

void put_hmac(PrintedBlock& block, const HmacSettings& hmac) {
  if (hmac.keys.empty()) return;
  auto& entries = open(block, "auth_hmac");
  for (const auto& key : hmac.keys) {
    const auto value = key.file.empty() ? "hex:" + hexadecimal(key.secret) : "file:" + key.file;
    put(entries, "key", number(key.id) + " " + word(value));
  }
  put(entries, "active_key", number(hmac.active_key));
  put(entries, "anti_replay", hmac.replay_guard == ReplayGuard::time ? "time" : "monotonic");
  // Beyond it is the default of an instance whose adverts are far apart.
  constexpr Duration kLongest = 300s;
  if (hmac.time_window <= kLongest) put_time(entries, "time_window", hmac.time_window);
  put(entries, "mode", std::string(mode_word(hmac.mode)));
}

void put_trackers(PrintedBlock& block, const std::vector<Tracker>& trackers) {
  PrintedBlock* run = nullptr;
  for (std::size_t i = 0; i < trackers.size(); ++i) {
    const auto& tracker = trackers[i];
    if (i == 0 || trackers[i - 1].kind != tracker.kind) {
      run = &open(block, list_word(tracker.kind));
    }
    put(*run, {},
        word(tracker.name) + " weight " + number(tracker.weight) +
            (tracker.is_reversed ? " reverse" : " noreverse"));
  }
}

}  // namespace evenkeel::config
