// The lines of a virtual_server_group: values only. Reference: 1.13. Used by service_groups.
#pragma once

#include <string>
#include <string_view>

#include "daemon/config/draft.h"
#include "evenkeel/result.h"

namespace evenkeel::config {

constexpr std::uint32_t kMaxGroupRange = 65'536;  // addresses of one line

// "IP", "IP-LASTOCTET", "IP-IP" or "IP/LEN".
struct AddressRange {
  IpAddress first;
  std::uint32_t count = 1;
};
Result<AddressRange> parse_range(std::string_view text);

// The i-th address of a range that begins there; no carry leaves the last 16 bits of IPv6.
IpAddress address_after(const IpAddress& first, std::uint32_t steps);

}  // namespace evenkeel::config
