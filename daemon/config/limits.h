// What bounds memory and time on any input, well beyond what people write, and what findings may
// show.
#pragma once

#include <cstddef>
#include <string_view>

namespace evenkeel::config {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;      // all files of one configuration
constexpr std::size_t kMaxFiles = 4096;                        // opened, repeats counted
constexpr std::size_t kMaxDepth = 32;                          // of includes and definitions
constexpr std::size_t kMaxLine = std::size_t{64} << 10U;       // keepalived: 1023
constexpr std::size_t kMaxDefinition = std::size_t{1} << 20U;  // one multi-line value
constexpr std::size_t kMaxReplacements = 10'000;               // of definitions within one line
constexpr std::size_t kMaxGeneratedLines = 1'000'000;          // by ~SEQ, ~LST and definitions
constexpr std::size_t kMaxBraceAlternatives = 256;             // of one include
constexpr std::size_t kMaxGroupServers = 262'144;  // in the services that groups are expanded to
constexpr std::size_t kMaxBlockDepth = 16;
constexpr std::size_t kMaxFindings = 1000;  // of each severity
constexpr std::size_t kMaxQuotedText = 80;  // of the operator's text within a finding

// What follows these words is never repeated in a finding.
constexpr std::string_view kSecretWords = "auth_pass|key|password";

}  // namespace evenkeel::config
