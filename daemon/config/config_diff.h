// What a second configuration changes of a first, as a function of both models. Used by the
// supervisor for `keelctl config diff`.
#pragma once

#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/config_change.h"

namespace evenkeel {

// In the order of the models: the globals, instances, services and each service's servers.
std::vector<ObjectChange> changes(const Config& from, const Config& to);

}  // namespace evenkeel
