// Reads all links and addresses from the kernel.
#pragma once

#include "evenkeel/result.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

// An error when the reading cannot be whole, as when the kernel was changed meanwhile again and
// again.
Result<LinkTable> read_links();

}  // namespace evenkeel::vrrp
