// Short hands for the keyword tables. Not for others.
#pragma once

#include <limits>

#include "daemon/config/draft.h"
#include "daemon/config/keyword.h"

namespace evenkeel::config {

// The row's range guarantees that the number fits.
template <typename Number>
Number as(const Arguments& arguments) {
  return static_cast<Number>(arguments.number);
}

constexpr std::int64_t kMaxUint32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kMaxInt32 = std::numeric_limits<std::int32_t>::max();
constexpr Duration kDay = std::chrono::hours(24);

}  // namespace evenkeel::config
