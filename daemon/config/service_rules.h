// A virtual_server that has been read: inheritance, defaults and the rules of the kernel's IPVS.
// Reference: 4.10–4.12.
#pragma once

#include <optional>

#include "daemon/config/draft.h"

namespace evenkeel::config {

// Of draft.service; nothing, after an error, when it cannot run.
std::optional<VirtualServer> finish_service(Draft& draft);

// Those of groups, one for each entry: at the end of the text, when every group is known.
void finish_group_services(Draft& draft);

// One of its servers, with its checks.
RealServer finish_server(Draft& draft, ServerDraft& own);

}  // namespace evenkeel::config
