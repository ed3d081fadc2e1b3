// What an instance may have beside the protocol as values: a link of its own, and the keyed
// authentication of its adverts. Included through config_vrrp.h; the rules of config.h hold here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"

namespace evenkeel {

enum class VirtualLinkKind : std::uint8_t { none, macvlan, ipvlan };
enum class IpvlanMode : std::uint8_t { bridge, isolated, vepa };

// The link of the addresses that are on another interface than their instance.
struct OtherLink {
  std::string base;
  std::string name;
  bool operator==(const OtherLink&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.base, self.name);
  }
};

// use_vmac and use_ipvlan: the addresses live on a link made for them.
struct VirtualLink {
  VirtualLinkKind kind = VirtualLinkKind::none;
  std::string name;                                // empty: there is none
  std::optional<std::array<std::uint8_t, 6>> mac;  // unset: by family and VRID
  bool announces_itself = false;                   // netlink_notify_msg
  std::optional<std::uint32_t> group;              // of the link; unset: that of its base
  std::vector<Prefix> addresses;                   // ipvlan's own
  IpvlanMode mode = IpvlanMode::bridge;
  bool for_other_links = false;     // use_vmac_addr
  bool sends_on_base_link = false;  // vmac_xmit_base
  std::vector<OtherLink> others;    // by base
  bool operator==(const VirtualLink&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.kind, self.name, self.mac, self.announces_itself, self.group, self.addresses,
          self.mode, self.for_other_links, self.sends_on_base_link, self.others);
  }
};

struct HmacKey {
  std::uint8_t id = 0;
  std::string secret;  // bytes; empty: read from `file`
  std::string file;
  bool operator==(const HmacKey&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.id, self.secret, self.file);
  }
};

enum class ReplayGuard : std::uint8_t { time, monotonic };
enum class HmacMode : std::uint8_t { enforce, permissive, receive_only };

// auth_hmac; without keys there is none.
struct HmacSettings {
  std::vector<HmacKey> keys;  // by id, unique
  std::uint8_t active_key = 0;
  ReplayGuard replay_guard = ReplayGuard::time;
  Duration time_window{0};
  HmacMode mode = HmacMode::enforce;
  bool operator==(const HmacSettings&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.keys, self.active_key, self.replay_guard, self.time_window, self.mode);
  }
};

}  // namespace evenkeel
