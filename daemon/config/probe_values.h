// Values of the checks other than HTTP. Handlers of other_check_table. Reference: 1.16.
#pragma once

#include "daemon/config/draft.h"

namespace evenkeel::config {

void store_dns_name(Draft& draft, const Arguments& arguments);
void store_dns_type(Draft& draft, const Arguments& arguments);
void store_misc_path(Draft& draft, const Arguments& arguments);
void store_misc_user(Draft& draft, const Arguments& arguments);
void store_payload(Draft& draft, const Arguments& arguments);
void store_reply(Draft& draft, const Arguments& arguments);
void store_file_weight(Draft& draft, const Arguments& arguments);

}  // namespace evenkeel::config
