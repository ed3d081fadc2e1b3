// A configuration without the marks of virtual_server_group: its services as the printed text has
// them, each on its own. For what compares a configuration with its printed text.
#pragma once

#include <utility>

#include "evenkeel/config.h"

namespace evenkeel {

inline Config ungrouped(Config config) {
  for (auto& service : config.services) {
    service.group.clear();
    service.checked_as.reset();
  }
  return config;
}

}  // namespace evenkeel
