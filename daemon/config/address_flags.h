// The flags of an address that have a word: read by address_line, written by print_link.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace evenkeel::config {

constexpr std::uint32_t kNoDad = 0x02;  // IFA_F_NODAD: what IPv6 has unless "-nodad" is said

struct AddressFlag {
  std::string_view name;
  std::uint32_t flag;  // IFA_F_*, <linux/if_addr.h>
};
constexpr std::array kAddressFlags{AddressFlag{"home", 0x10}, AddressFlag{"mngtmpaddr", 0x100},
                                   AddressFlag{"noprefixroute", 0x200},
                                   AddressFlag{"autojoin", 0x400}};

}  // namespace evenkeel::config
