// Pure.
#include "vrrp/protocol/vip_filter.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <tuple>

#include "vrrp/protocol/link_plan.h"
#include "vrrp/protocol/wire_bytes.h"

namespace evenkeel::vrrp {

namespace {

using enum KeyField;
constexpr KeyField kServiceKey[] = {l4_protocol, address, port};
constexpr KeyField kAnyPortKey[] = {l4_protocol, address};
constexpr KeyField kMarkKey[] = {mark};
constexpr KeyField kAddressKey[] = {address};
constexpr KeyField kLinkKey[] = {address, interface};

constexpr std::array<FilterRule, kFilterSetCount> kRules{{
    {"services4", Family::ipv4, FilterVerdict::accept, kServiceKey},
    {"services6", Family::ipv6, FilterVerdict::accept, kServiceKey},
    {"any_port4", Family::ipv4, FilterVerdict::accept, kAnyPortKey},
    {"any_port6", Family::ipv6, FilterVerdict::accept, kAnyPortKey},
    {"marks4", Family::ipv4, FilterVerdict::accept, kMarkKey},
    {"marks6", Family::ipv6, FilterVerdict::accept, kMarkKey},
    {"blocked4", Family::ipv4, FilterVerdict::drop, kAddressKey},
    {"blocked6", Family::ipv6, FilterVerdict::drop, kAddressKey},
    {"blocked6_link", Family::ipv6, FilterVerdict::drop, kLinkKey},
}};

constexpr std::size_t kWord = 4;

void append(std::string& key, std::string_view bytes) {
  key += bytes;
  key.resize((key.size() + kWord - 1) / kWord * kWord);
}

void append(std::string& key, const IpAddress& address) {
  const std::string bytes(address.bytes.begin(), address.bytes.end());
  append(key, bytes.substr(0, size_of(address.family)));
}

// As the kernel has its own numbers: in its registers, in the order of the machine.
void append_native(std::string& key, std::uint32_t number) {
  const auto bytes = std::bit_cast<std::array<char, kWord>>(number);
  append(key, {bytes.data(), bytes.size()});
}

std::set<std::string>& in(FilterKeys& all, FilterSet set) {
  return all[static_cast<std::size_t>(set)];
}

void add_service(FilterKeys& all, const ServiceKey& service) {
  const IpAddress& address = service.endpoint.address;
  const bool is_ipv6 = address.family == Family::ipv6;
  std::string key;
  if (service.fwmark != 0) {
    append_native(key, service.fwmark);
    in(all, is_ipv6 ? FilterSet::marks6 : FilterSet::marks4).insert(key);
    return;
  }
  const std::uint16_t port = service.endpoint.port;
  append(key, std::string(1, static_cast<char>(service.protocol)));
  append(key, address);
  if (port == 0) {
    in(all, is_ipv6 ? FilterSet::any_port6 : FilterSet::any_port4).insert(key);
    return;
  }
  append(key, std::string{static_cast<char>(port >> 8U), static_cast<char>(port & 0xffU)});
  in(all, is_ipv6 ? FilterSet::services6 : FilterSet::services4).insert(key);
}

}  // namespace

std::vector<BlockedAddress> blocked_by(const VrrpInstance& config) {
  std::vector<BlockedAddress> blocked;
  if (config.accept) return blocked;
  for (const auto* list : {&config.addresses, &config.excluded_addresses}) {
    for (const auto& virtual_address : *list) {
      BlockedAddress entry{.address = virtual_address.prefix.address};
      if (entry.address.family == Family::ipv6 && is_link_local(entry.address)) {
        entry.device = device_of(config, virtual_address);
      }
      blocked.push_back(std::move(entry));
    }
  }
  return blocked;
}

BlockedAddresses resolve(const std::vector<BlockedAddress>& addresses, const LinkTable& links) {
  BlockedAddresses resolved;
  for (auto entry : addresses) {
    if (!entry.device.empty()) {
      const Link* link = links.find(entry.device);
      if (link == nullptr) continue;
      entry.interface_index = link->index;
    }
    resolved.insert(std::move(entry));
  }
  return resolved;
}

AcceptMode accept_mode(const VrrpInstance& config, FirewallKind enforcement) {
  if (config.accept) return AcceptMode::accept;
  return enforcement == FirewallKind::unenforced ? AcceptMode::unenforced : AcceptMode::no_accept;
}

const FilterRule& rule_of(FilterSet set) { return kRules[static_cast<std::size_t>(set)]; }

std::size_t size_of(KeyField field, Family family) {
  switch (field) {
    case KeyField::l4_protocol:
      return 1;
    case KeyField::address:
      return size_of(family);
    case KeyField::port:
      return 2;
    case KeyField::mark:
    case KeyField::interface:
      return sizeof(std::uint32_t);
  }
  return 0;
}

FilterKeys keys_of(std::span<const ServiceKey> services) {
  FilterKeys all;
  for (const auto& service : services) add_service(all, service);
  return all;
}

FilterKeys keys_of(const BlockedAddresses& addresses) {
  FilterKeys all;
  for (const auto& entry : addresses) {
    std::string key;
    append(key, entry.address);
    if (entry.address.family == Family::ipv4) {
      in(all, FilterSet::blocked4).insert(key);
    } else if (entry.device.empty()) {
      in(all, FilterSet::blocked6).insert(key);
    } else {
      append_native(key, static_cast<std::uint32_t>(entry.interface_index));
      in(all, FilterSet::blocked6_link).insert(key);
    }
  }
  return all;
}

FilterKeys missing_from(const FilterKeys& others, const FilterKeys& keys) {
  FilterKeys missing;
  for (std::size_t i = 0; i < kFilterSetCount; ++i) {
    std::set_difference(keys[i].begin(), keys[i].end(), others[i].begin(), others[i].end(),
                        std::inserter(missing[i], missing[i].end()));
  }
  return missing;
}

}  // namespace evenkeel::vrrp
