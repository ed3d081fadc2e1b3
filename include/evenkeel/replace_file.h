// Records in the runtime directory: replaced whole, so that nobody ever reads half of one.
#pragma once

#include <string>
#include <string_view>

#include "evenkeel/result.h"

namespace evenkeel {

// Writes another file beside it, and renames that.
Result<void> replace_file(const std::string& path, std::string_view text);

}  // namespace evenkeel
