// What happens where a block of the tables begins and ends. Objects are built in the Draft.
#pragma once

#include <vector>

#include "daemon/config/draft.h"

namespace evenkeel::config {

Entered open_instance(Draft& draft, const Arguments& arguments);
void close_instance(Draft& draft);
Entered open_announce_group(Draft& draft, const Arguments& arguments);
void store_group_interfaces(Draft& draft, const Arguments& arguments);
void close_announce_group(Draft& draft);
Entered open_script(Draft& draft, const Arguments& arguments);
void close_script(Draft& draft);
Entered open_track_file(Draft& draft, const Arguments& arguments);
void close_track_file(Draft& draft);
Entered open_track_process(Draft& draft, const Arguments& arguments);
void close_track_process(Draft& draft);
Entered open_sync_group(Draft& draft, const Arguments& arguments);
void close_sync_group(Draft& draft);
Entered open_service(Draft& draft, const Arguments& arguments);
void close_service(Draft& draft);
// virtual_server_group; what becomes of its services is decided at the end of the text.
Entered open_group(Draft& draft, const Arguments& arguments);
void store_group_entry(Draft& draft, const Arguments& arguments);
Entered open_server(Draft& draft, const Arguments& arguments);
void close_server(Draft& draft);
Entered open_check(Draft& draft, const Arguments& arguments);  // of every kind
void close_check(Draft& draft);
Entered open_smtp_host(Draft& draft, const Arguments& arguments);
void close_smtp_host(Draft& draft);
Entered open_url(Draft& draft, const Arguments& arguments);
void close_url(Draft& draft);

// At the end of the text: defaults, inheritance and the rules between objects.
VrrpInstance finish_instance(Draft& draft, InstanceDraft& instance);
std::vector<VrrpInstance> finish_instances(Draft& draft);
// Once all of the text is read: what the names of trackers are looked up in.
void know_tracked_objects(Draft& draft, const std::vector<VirtualServer>& services);
// Looks the names up, among the objects that are known by then. Those of no use are left out.
std::vector<Tracker> finish_trackers(Draft& draft, const std::vector<TrackerDraft>& trackers);
// Those whose weight has no say under nopreempt.
void warn_of_unheard_weights(Draft& draft, const std::vector<TrackerDraft>& given,
                             const std::vector<Tracker>& trackers);
VrrpTracking finish_tracking(Draft& draft, const std::vector<VrrpInstance>& instances);
std::vector<VirtualServer> finish_services(Draft& draft);
StaticNetwork finish_statics(Draft& draft);

}  // namespace evenkeel::config
