// What bounds memory and time on any input, well beyond what people write.
#pragma once

#include <cstddef>

namespace evenkeel::config {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;   // all files of one configuration
constexpr std::size_t kMaxFiles = 4096;                     // opened by includes, repeats counted
constexpr std::size_t kMaxIncludeDepth = 32;                // keepalived recurses until it dies
constexpr std::size_t kMaxLine = std::size_t{64} << 10U;    // keepalived: 1023
constexpr std::size_t kMaxExpansion = std::size_t{16} << 20U;  // text made from definitions
constexpr std::size_t kMaxReplacements = 10'000;            // of definitions within one line
constexpr std::size_t kMaxDefinitionDepth = 32;
constexpr std::size_t kMaxRepeats = 1'000'000;  // of ~SEQ and ~LST on one line
constexpr std::size_t kMaxBraceAlternatives = 256;
constexpr std::size_t kMaxBlockDepth = 16;
constexpr std::size_t kMaxFindings = 1000;     // of each severity
constexpr std::size_t kMaxQuotedText = 80;     // of the operator's text within a finding

}  // namespace evenkeel::config
