// Lines of the blocks that name what is tracked: "NAME [weight N [reverse|noreverse]]". Used by the
// keyword tables; every finding names the object it is about.
#pragma once

#include <span>
#include <vector>

#include "daemon/config/draft.h"

namespace evenkeel::config {

// The widest a tracker's weight may be; a file's may be one wider.
inline constexpr std::int64_t kMaxWeight = 253;
inline constexpr std::int64_t kMaxFileWeight = 254;

// "N [reverse]" after the word weight.
void read_weight(Draft& draft, const std::string& object, std::span<const Word> words,
                 std::int64_t widest, WeightDraft& weight);

// An entry of track_interface, track_script, …, into the open instance or sync group.
void store_tracker(Draft& draft, const Arguments& arguments, TrackerKind kind);

}  // namespace evenkeel::config
