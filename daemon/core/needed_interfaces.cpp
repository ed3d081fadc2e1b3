// Pure.
#include <algorithm>
#include <string>
#include <vector>

#include "evenkeel/config.h"

namespace evenkeel {

std::vector<std::string> needed_interfaces(const VrrpInstance& instance) {
  std::vector<std::string> needed;
  const auto add = [&](const std::string& interface) {
    const bool is_known = interface.empty() || interface == instance.interface ||
                          std::find(needed.begin(), needed.end(), interface) != needed.end();
    if (!is_known) needed.push_back(interface);
  };
  for (const auto* addresses : {&instance.addresses, &instance.excluded_addresses}) {
    for (const auto& address : *addresses) {
      if (address.tracked) add(address.device);
    }
  }
  for (const auto& route : instance.routes) {
    if (!route.tracked) continue;
    for (const auto& hop : route.nexthops) add(hop.device);
  }
  for (const auto& rule : instance.rules) {
    if (!rule.tracked) continue;
    add(rule.input_interface);
    add(rule.output_interface);
  }
  return needed;
}

}  // namespace evenkeel
