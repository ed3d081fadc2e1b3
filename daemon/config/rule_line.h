// Lines of virtual_rules and static_rules. Reference: 1.5.
#pragma once

#include <optional>
#include <span>

#include "daemon/config/route_line.h"

namespace evenkeel::config {

// Nothing after an error, which has been told. A rule without a preference gets the next free one,
// downwards, and an error: nobody means that.
std::optional<Rule> parse_rule_line(Draft& draft, std::span<const Word> words, LineOwner owner);

}  // namespace evenkeel::config
