// Takes from the exporter's process what it never needs: it parses bytes of strangers.
#pragma once

#include "evenkeel/result.h"

namespace evenkeel::exporter {

// From here on starting a program, making a process, making, binding or connecting a socket,
// opening a file for writing, signalling or tracing another process fail with EPERM, in this
// process for good. A list of what is denied, not of what is allowed: the libraries stay free to
// change how they read the clock or get memory.
Result<void> confine();

}  // namespace evenkeel::exporter
