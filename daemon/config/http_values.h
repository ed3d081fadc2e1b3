// Values of an HTTP check's url. Handlers of check_table.
#pragma once

#include "daemon/config/draft.h"

namespace evenkeel::config {

void store_path(Draft& draft, const Arguments& arguments);
void store_digest(Draft& draft, const Arguments& arguments);
void store_status(Draft& draft, const Arguments& arguments);

}  // namespace evenkeel::config
