// Script strings: "COMMAND [USER[:] [GROUP]]", where COMMAND is cut to arguments by its own rules
// of quotes and escapes. No shell is involved. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/tokens.h"
#include "evenkeel/config.h"

namespace evenkeel::config {

// True when a single quote begins a word: then the words must be cut anew from the raw line.
bool needs_raw_line(std::span<const Word> words);

// The line after the keyword, cut by blanks, where '…' and "…" hold together.
std::vector<std::string> cut_script_line(std::string_view line);

// The command string to arguments: blanks separate, '…' and "…" group, \n \t \xHH \ooo \cX and so
// on.
std::vector<std::string> cut_command(std::string_view command);

// `words`: the command string, then perhaps user and group ("user group", "user: group",
// "user:group").
Script make_script(const std::vector<std::string>& words);

// The words after the command are its arguments.
Script make_command(const std::vector<std::string>& words);

}  // namespace evenkeel::config
