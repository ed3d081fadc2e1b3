// Lines of virtual_routes and static_routes. Reference: 1.4.
#pragma once

#include <optional>
#include <span>

#include "daemon/config/draft.h"
#include "evenkeel/config_routes.h"

namespace evenkeel::config {

// Whose line it is: some words are for one of them only.
enum class LineOwner : std::uint8_t { instance, statics };

// Nothing after an error, which has been told.
std::optional<Route> parse_route_line(Draft& draft, std::span<const Word> words, LineOwner owner);

}  // namespace evenkeel::config
