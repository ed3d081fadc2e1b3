// What has been read of static addresses, routes and rules, of BFD and of an instance's own link.
// Part of the Draft; written by network_table.cpp and link_table.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/tokens.h"
#include "evenkeel/config.h"

namespace evenkeel::config {

template <typename T>
struct Placed {
  T value{};
  Position at;
};

// Of one vrrp_instance.
struct LinkDraft {
  VirtualLink link;
  std::optional<Position> link_at;  // of use_vmac or use_ipvlan
  std::optional<Position> base_at;  // of vmac_xmit_base
  std::optional<Placed<std::string>> vrf;
  bool is_vrf_used = false;       // there is no interface
  bool ends_mac_in_vrid = false;  // of the MAC, five bytes are given
  HmacSettings hmac;
  std::optional<Position> hmac_at;
  std::optional<Placed<std::uint8_t>> active_key;
  std::map<std::uint8_t, Position> keys;
};

struct BfdDraft {
  BfdInstance value;
  Position at;
  std::optional<std::uint8_t> ttl;
  bool only_vrrp = false;
  bool only_checks = false;
};

struct NetworkDraft {
  StaticNetwork statics;
  LinkPolling polling;
  std::vector<BfdInstance> bfd_instances;
  BfdDraft bfd;  // being read
  std::map<std::string, Position> bfd_names;
  std::map<std::string, Position> group_names;
  std::vector<Placed<std::string>> group_uses;                             // "track_group NAME"
  std::vector<std::pair<std::string, Placed<std::string>>> group_members;  // group, instance
  // Who names a bfd_instance or a track_file that may stand further down.
  std::vector<Placed<std::string>> bfd_uses;
  std::vector<Placed<std::string>> file_uses;
  // Rules without a preference get the next one, downwards.
  std::uint32_t next_rule_preference = 16384;
  // iproute2's names, by file, once they have been asked for.
  std::map<std::string, std::map<std::string, std::uint32_t, std::less<>>, std::less<>>
      routing_names;
};

}  // namespace evenkeel::config
