// What is known of one object, and why it is as it is: /v1/explain as a pure function.
#pragma once

#include <optional>
#include <string>

#include "daemon/control/render.h"

namespace evenkeel::control {

// `id` is a state key ("vrrp/web", "server/tcp:192.0.2.10:443/10.0.0.1:80", "process/checker",
// "config") or, for short, what follows its first word. Nothing when no object is called so. The
// explanation points into the store.
std::optional<Explanation> explain(const Store& store, const std::string& id);

}  // namespace evenkeel::control
