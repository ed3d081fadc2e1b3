// The configuration language: files in, a validated Config and findings out. Used by the supervisor
// and by --check. Total: any bytes give a result, in time and memory linear in the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/config/finding.h"
#include "daemon/config/limits.h"
#include "daemon/config/source_reader.h"
#include "evenkeel/config.h"

namespace evenkeel {

struct ParseOptions {
  std::string config_id;          // what @ID compares with; empty: the short host name
  std::string instance_name;      // ${_INSTANCE}
  std::uint32_t random_seed = 1;  // of ${_RANDOM}
  std::size_t most_generated_lines = config::kMaxGeneratedLines;  // by ~SEQ, ~LST and definitions
};

struct Parsed {
  Config config;                  // what is usable
  std::vector<Finding> findings;  // in the order of the source, each once
  std::string hash;               // SHA-256, hexadecimal, of all bytes as read
  bool readable = true;           // the main file could be read
};

Parsed parse_config(const std::string& path, SourceReader& reader, const ParseOptions& options);

// 0 clean (warnings allowed), 5 usable with errors, 4 unreadable.
int exit_code(const Parsed& parsed);

}  // namespace evenkeel
