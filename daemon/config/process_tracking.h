// Values of vrrp_track_process and of interface_up_down_delays. Handlers of tracking_table and
// root_table. Reference: 1.1, 1.9.
#pragma once

#include "daemon/config/draft.h"

namespace evenkeel::config {

void store_process(Draft& draft, const Arguments& arguments);
void store_param_match(Draft& draft, const Arguments& arguments);

// Once the whole block has been read: how the process is recognised, and whether it can be up.
void settle_process(Draft& draft);

void store_link_delay(Draft& draft, const Arguments& arguments);

}  // namespace evenkeel::config
