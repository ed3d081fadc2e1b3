// Cuts the validated model into what each worker gets, encoded once and kept for its successors.
// Pure. A secret reaches only the worker that needs it.
#pragma once

#include <string>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel {

// Messages from ConfigBegin to ConfigEnd, in order; empty for a worker without configuration.
std::vector<std::string> make_slice(const Config& config, WorkerKind kind,
                                    std::uint64_t generation);

}  // namespace evenkeel
