// Sync groups, tracked objects and garp_group. Reference: 1.6–1.10.
#include "daemon/config/blocks.h"
#include "daemon/config/table_tools.h"

namespace evenkeel::config {
namespace {

constexpr auto kSync = in(Block::sync_group);
constexpr auto kScript = in(Block::vrrp_script);
constexpr auto kProcess = in(Block::track_process);
constexpr auto kFile = in(Block::track_file);
constexpr auto kGarp = in(Block::garp_group);
constexpr auto kTrackers = in(Block::vrrp_instance, Block::sync_group);

constexpr auto kSyncGroups = without_effect("sync groups");
constexpr auto kScriptTracking = without_effect("script tracking");
constexpr auto kProcessTracking = without_effect("process tracking");
constexpr auto kFileTracking = without_effect("file tracking");
constexpr auto kBfdTracking = without_effect("BFD");

constexpr Row kRows[] = {
    {kTrackers,
     "track_interface",
     lines("INTERFACE [weight N [reverse]]"),
     {},
     without_effect("interface tracking")},
    {kTrackers, "track_script", lines("NAME [weight N [reverse|noreverse]]"), {}, kScriptTracking},
    {kTrackers, "track_file", lines("NAME [weight N [reverse|noreverse]]"), {}, kFileTracking},
    {kTrackers,
     "track_process",
     lines("NAME [weight N [reverse|noreverse]]"),
     {},
     kProcessTracking},
    {kTrackers, "track_bfd", lines("NAME [weight N [reverse|noreverse]]"), {}, kBfdTracking},

    {kSync, "group", lines("INSTANCE…"), {}, kSyncGroups},
    {kSync, "notify_master", script(), {}, kSyncGroups},
    {kSync, "notify_backup", script(), {}, kSyncGroups},
    {kSync, "notify_fault", script(), {}, kSyncGroups},
    {kSync, "notify_stop", script(), {}, kSyncGroups},
    {kSync, "notify", script(), {}, kSyncGroups},
    {kSync, "sync_group_tracking_weight", flag(), {}, kSyncGroups},
    {kSync, "global_tracking", flag(), {}, kSyncGroups},

    {kGarp, "garp_interval", seconds(0s, 1000s), "vrrp_garp_interval", kInForce,
     [](Draft& d, const Arguments& a) { d.announce_group.interval = a.time; }},
    {kGarp, "gna_interval", seconds(0s, 1000s), "vrrp_gna_interval", kInForce,
     [](Draft& d, const Arguments& a) { d.announce_group.na_interval = a.time; }},
    {kGarp, "interface", text("INTERFACE"), {}, kInForce, store_group_interfaces},
    {kGarp, "interfaces", lines("INTERFACE…"), {}, kInForce, store_group_interfaces},

    {kScript, "script", script(), {}, kScriptTracking},
    {kScript, "interval", seconds(0s, kDay), "1", kScriptTracking},
    {kScript, "timeout", seconds(0s, kDay), "interval", kScriptTracking},
    {kScript, "weight", text("-253–253 [reverse]", 1, 2), "0", kScriptTracking},
    {kScript, "rise", number(1, kMaxInt32), "1", kScriptTracking},
    {kScript, "fall", number(1, kMaxInt32), "1", kScriptTracking},
    {kScript, "user", text("USER [GROUP]", 1, 2), "script_user", kScriptTracking},
    {kScript, "init_fail", flag(), {}, kScriptTracking},

    {kProcess, "process", text("COMMAND", 1, kAnyWords), {}, kProcessTracking},
    {kProcess, "param_match", choice("initial|partial"), "exact", kProcessTracking},
    {kProcess, "full_command", flag(), {}, kProcessTracking},
    {kProcess, "weight", text("-254–254 [reverse]", 1, 2), "0", kProcessTracking},
    {kProcess, "quorum", number(1, kMaxInt32), "1", kProcessTracking},
    {kProcess, "quorum_max", number(0, kMaxInt32), "unlimited", kProcessTracking},
    {kProcess, "delay", seconds(1us, 3600s), {}, kProcessTracking},
    {kProcess, "fork_delay", seconds(1us, 3600s), {}, kProcessTracking},
    {kProcess, "terminate_delay", seconds(1us, 3600s), {}, kProcessTracking},

    {kFile, "file", text("PATH"), {}, kFileTracking},
    {kFile, "weight", text("-254–254 [reverse]", 1, 2), "1", kFileTracking},
    {kFile, "init_file", text("[VALUE] [overwrite]", 0, 2), {}, kFileTracking},

};

}  // namespace

std::span<const Row> tracking_rows() { return kRows; }

}  // namespace evenkeel::config
