// Values of the daemon's processes that need more than a range. Handlers of process_table.
// Reference: 1.2.
#pragma once

#include "daemon/config/draft.h"

namespace evenkeel::config {

// A word of at most 15 characters, as the kernel keeps it; empty after an error.
std::string read_title(Draft& draft, const Arguments& arguments);
std::vector<std::uint16_t> read_cpus(Draft& draft, const Arguments& arguments);

void store_main_title(Draft& draft, const Arguments& arguments);
void store_umask(Draft& draft, const Arguments& arguments);
void store_receive_policy(Draft& draft, const Arguments& arguments);
void check_include_options(Draft& draft, const Arguments& arguments);

template <auto Which>
void store_title(Draft& draft, const Arguments& arguments) {
  (draft.global.daemon.processes.*Which).title = read_title(draft, arguments);
}
template <auto Which>
void store_cpus(Draft& draft, const Arguments& arguments) {
  (draft.global.daemon.processes.*Which).cpus = read_cpus(draft, arguments);
}

}  // namespace evenkeel::config
