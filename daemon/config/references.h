// $NAME and ${NAME} within a line. Pure: what a name stands for is asked of the caller.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/config/diagnostics.h"
#include "daemon/config/lexer.h"

namespace evenkeel::config {

struct Reference {
  std::string_view name;
  std::string_view arguments;  // "${_ENV HOME}": "HOME"
  std::size_t length = 0;      // with "$" and braces
  bool braced = false;
};

// The reference that begins at the "$" at `offset`. "$NAME" counts only before a blank, ",", ")"
// or the end of the line; "${NAME}" anywhere.
std::optional<Reference> reference_at(std::string_view text, std::size_t offset);

bool is_definition_name(std::string_view name);

using Lookup = std::function<std::optional<std::string>(const Reference&)>;

// Replaces all references, and those within their values. An unknown ${NAME} outside quotes is an
// error and loses its braces, so that it does not break the blocks around it.
PlainLine expand(PlainLine line, const Position& at, const Lookup& lookup,
                 Diagnostics& diagnostics);

}  // namespace evenkeel::config
