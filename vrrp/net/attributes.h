// Reads and writes the attributes of routing messages: the few forms that route_wire and rule_wire
// share. Reading is total: an attribute of the wrong size is as good as absent.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "evenkeel/address.h"
#include "evenkeel/netlink.h"
#include "vrrp/protocol/wire_bytes.h"

namespace evenkeel::vrrp {

// As netlink counts: in int.
inline int address_size(Family family) { return static_cast<int>(size_of(family)); }

inline void put_address(nl_msg* message, int type, const IpAddress& address) {
  nla_put(message, type, address_size(address.family), address.bytes.data());
}

inline std::optional<IpAddress> get_address(nlattr* attribute, Family family) {
  if (attribute == nullptr || nla_len(attribute) != address_size(family)) return std::nullopt;
  IpAddress address{.family = family};
  std::memcpy(address.bytes.data(), nla_data(attribute),
              static_cast<std::size_t>(address_size(family)));
  return address;
}

template <typename Number>
std::optional<Number> get_number(nlattr* attribute) {
  if (attribute == nullptr || nla_len(attribute) != static_cast<int>(sizeof(Number))) {
    return std::nullopt;
  }
  Number number{};
  std::memcpy(&number, nla_data(attribute), sizeof(number));
  return number;
}

// Null where there is no such attribute, or no nest.
inline nlattr* find_in(nlattr* nest, int type) {
  if (nest == nullptr) return nullptr;
  return nla_find(static_cast<nlattr*>(nla_data(nest)), nla_len(nest), type);
}

inline std::string get_text(nlattr* attribute) {
  if (attribute == nullptr) return {};
  const std::string text(static_cast<const char*>(nla_data(attribute)),
                         static_cast<std::size_t>(nla_len(attribute)));
  return text.substr(0, text.find('\0'));
}

}  // namespace evenkeel::vrrp
