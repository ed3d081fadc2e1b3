// Reads and writes the attributes of routing messages: the few forms that route_wire and rule_wire
// share. Reading is total: an attribute of the wrong size is as good as absent.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "evenkeel/address.h"
#include "evenkeel/netlink.h"

namespace evenkeel::vrrp {

inline int size_of(Family family) { return family == Family::ipv6 ? 16 : 4; }

inline void put_address(nl_msg* message, int type, const IpAddress& address) {
  nla_put(message, type, size_of(address.family), address.bytes.data());
}

inline std::optional<IpAddress> get_address(nlattr* attribute, Family family) {
  if (attribute == nullptr || nla_len(attribute) != size_of(family)) return std::nullopt;
  IpAddress address{.family = family};
  std::memcpy(address.bytes.data(), nla_data(attribute), static_cast<std::size_t>(size_of(family)));
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

inline std::string get_text(nlattr* attribute) {
  if (attribute == nullptr) return {};
  const std::string text(static_cast<const char*>(nla_data(attribute)),
                         static_cast<std::size_t>(nla_len(attribute)));
  return text.substr(0, text.find('\0'));
}

}  // namespace evenkeel::vrrp
