// use_vmac, use_ipvlan and the keys of auth_hmac: their words to values.
#pragma once

#include "daemon/config/draft.h"

namespace evenkeel::config {

void store_vmac(Draft& draft, const Arguments& arguments);
void store_ipvlan(Draft& draft, const Arguments& arguments);
// The key's text is never repeated in a finding.
void store_hmac_key(Draft& draft, const Arguments& arguments);

// Applied when the whole instance is known.
void apply_link(Draft& draft, const LinkDraft& own, VrrpInstance& instance);

}  // namespace evenkeel::config
