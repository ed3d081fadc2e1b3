// Values of IPVS as a whole that take several words. Handlers of lvs_table. Reference: 1.2.
#pragma once

#include <string_view>

#include "daemon/config/draft.h"

namespace evenkeel::config {

constexpr std::string_view kSyncDaemonWords =
    "INTERFACE [INSTANCE] [id 0-255] [maxlen 1-65507] [port 1-65535] [ttl 1-255] [group MULTICAST]";
constexpr std::string_view kTimeoutWords = "[tcp S] [tcpfin S] [udp S], each 1 to 2678400 seconds";

void store_sync_daemon(Draft& draft, const Arguments& arguments);
void store_timeouts(Draft& draft, const Arguments& arguments);
void store_flush_on_stop(Draft& draft, const Arguments& arguments);

}  // namespace evenkeel::config
