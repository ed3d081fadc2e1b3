// `evenkeeld --check`: the configuration's findings for people or programs, and the configuration
// as understood. Used by main.cpp; nothing is started.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/config/config_parser.h"
#include "daemon/config/printed.h"

namespace evenkeel {

enum class FindingsAs : std::uint8_t { text, json };
enum class ConfigAs : std::uint8_t { not_printed, printed, printed_with_secrets };

struct CheckOptions {
  std::string config_file;
  std::string config_id;  // as for the supervisor
  FindingsAs findings = FindingsAs::text;
  ConfigAs config = ConfigAs::not_printed;
};

// Findings go to standard error, JSON and the configuration to standard output. The exit code is
// that of the configuration.
int run_check(const CheckOptions& options);

// The answer of --check --json, one object and a line end:
//   {"file":…,"verdict":"clean|usable|unusable","exit_code":0|5|4,"errors":N,"warnings":N,
//    "hash":…,"findings":[{"file":…,"line":N,"column":N,"severity":"error|warning","message":…,
//    "suggestion":…,"first_at":"FILE:LINE:COLUMN"}…],"configuration":"text of --print"}
// line and column count from 1 and are 0 for a file as a whole; suggestion and first_at stand only
// where there is one, configuration only with --print. Members may be added, never changed.
std::string check_report(const std::string& file, const Parsed& parsed,
                         const std::optional<std::string>& printed);

}  // namespace evenkeel
