// global_defs: the daemon's processes, files, reload, buffers and agents. Reference: 1.2.
#include "daemon/config/table_tools.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

constexpr auto kGlobal = in(Block::global_defs);
constexpr auto kTitles = without_effect("process titles");
constexpr auto kFiles = without_effect("dump files; see keelctl");
constexpr auto kNames = without_effect("names of routes and rules");
constexpr auto kReload = without_effect("reload by file; evenkeel always checks before a reload");
constexpr auto kStart = without_effect("startup and shutdown scripts");
constexpr auto kScheduling = without_effect("scheduling; see evenkeel.service");
constexpr auto kBuffers = without_effect("socket buffers");
constexpr auto kSnmp = without_effect("SNMP");
constexpr auto kDbus = without_effect("D-Bus");

// The line reader has acted on it before the next line was read.
void check_include_options(Draft& draft, const Arguments& arguments) {
  for (const auto& word : arguments.words) {
    std::string_view name(word.text);
    if (name.starts_with('+') || name.starts_with('-')) name.remove_prefix(1);
    if (is_one_of(name, "readable|match|wildcard_match|brace_match")) continue;
    draft.error(word.at,
                "'include_check' takes readable, match, wildcard_match and brace_match, "
                "not " +
                    quoted(word.text));
  }
}

constexpr Row kRows[] = {
    {kGlobal, "process_names", flag(), {}, kTitles},
    {kGlobal, "process_name", text(), {}, kTitles},
    {kGlobal, "vrrp_process_name", text(), {}, kTitles},
    {kGlobal, "checker_process_name", text(), {}, kTitles},
    {kGlobal, "lvs_process_name", text(), {}, kTitles},
    {kGlobal, "bfd_process_name", text(), {}, kTitles},
    {kGlobal, "config_save_dir", text("DIRECTORY"), {}, kFiles},
    {kGlobal, "tmp_config_directory", text("DIRECTORY"), {}, kFiles},
    {kGlobal, "use_symlink_paths", boolean(), {}, without_effect("resolving of symbolic links")},
    {kGlobal,
     "set_supplementary_groups",
     boolean(),
     {},
     without_effect("supplementary groups of scripts")},
    {kGlobal, "startup_script", script(), {}, kStart},
    {kGlobal, "shutdown_script", script(), {}, kStart},
    {kGlobal, "startup_script_timeout", seconds(1s, 1000s), "10", kStart},
    {kGlobal, "shutdown_script_timeout", seconds(1s, 1000s), "10", kStart},
    {kGlobal, "umask", text("BITS"), {}, without_effect("the umask")},
    {kGlobal, "random_seed", number(0, kMaxUint32), {}, kInForce},
    {kGlobal, "data_use_instance", boolean(), {}, kFiles},
    {kGlobal, "state_dump_file", text("PATH"), {}, kFiles},
    {kGlobal, "stats_dump_file", text("PATH"), {}, kFiles},
    {kGlobal, "json_dump_file", text("PATH"), {}, kFiles},
    {kGlobal, "json_version", number(1, 2), "1", kFiles},
    {kGlobal, "iproute_usr_dir", text("DIRECTORY"), {}, kNames},
    {kGlobal, "iproute_etc_dir", text("DIRECTORY"), {}, kNames},
    {kGlobal, "reload_check_config", text("[LOGFILE]", 0, 1), {}, kReload},
    {kGlobal, "reload_time_file", text("PATH"), {}, kReload},
    {kGlobal, "reload_repeat", flag(), {}, kReload},
    {kGlobal, "reload_file", text("[PATH]", 0, 1), {}, kReload},
    {kGlobal, "include_check", text("[+|-]OPTION…", 0, 4), {}, kInForce, check_include_options},
    {kGlobal, "max_auto_priority", number(-1, 99), "0", kScheduling},
    {kGlobal, "min_auto_priority_delay", number(0, kMaxUint32, "µs"), "1000000", kScheduling},
    {kGlobal, "vrrp_priority", number(-20, 19), {}, kScheduling},
    {kGlobal, "checker_priority", number(-20, 19), {}, kScheduling},
    {kGlobal, "bfd_priority", number(-20, 19), {}, kScheduling},
    {kGlobal, "vrrp_rt_priority", number(1, 99), {}, kScheduling},
    {kGlobal, "checker_rt_priority", number(1, 99), {}, kScheduling},
    {kGlobal, "bfd_rt_priority", number(1, 99), {}, kScheduling},
    {kGlobal, "vrrp_rlimit_rttime", number(1, kMaxUint32, "µs"), "10000", kScheduling},
    {kGlobal, "checker_rlimit_rttime", number(1, kMaxUint32, "µs"), "10000", kScheduling},
    {kGlobal, "bfd_rlimit_rttime", number(1, kMaxUint32, "µs"), "10000", kScheduling},
    {kGlobal, "vrrp_rlimit_rtime", number(1, kMaxUint32, "µs"), {}, kScheduling},
    {kGlobal, "checker_rlimit_rtime", number(1, kMaxUint32, "µs"), {}, kScheduling},
    {kGlobal, "bfd_rlimit_rtime", number(1, kMaxUint32, "µs"), {}, kScheduling},
    {kGlobal, "vrrp_no_swap", flag(), {}, kScheduling},
    {kGlobal, "checker_no_swap", flag(), {}, kScheduling},
    {kGlobal, "bfd_no_swap", flag(), {}, kScheduling},
    {kGlobal, "vrrp_cpu_affinity", text("CPU…", 1, kAnyWords), {}, kScheduling},
    {kGlobal, "checker_cpu_affinity", text("CPU…", 1, kAnyWords), {}, kScheduling},
    {kGlobal, "bfd_cpu_affinity", text("CPU…", 1, kAnyWords), {}, kScheduling},
    {kGlobal, "vrrp_netlink_cmd_rcv_bufs", number(1, kMaxUint32, "bytes"), {}, kBuffers},
    {kGlobal, "vrrp_netlink_cmd_rcv_bufs_force", boolean(), {}, kBuffers},
    {kGlobal, "vrrp_netlink_monitor_rcv_bufs", number(1, kMaxUint32, "bytes"), {}, kBuffers},
    {kGlobal, "vrrp_netlink_monitor_rcv_bufs_force", boolean(), {}, kBuffers},
    {kGlobal, "lvs_netlink_cmd_rcv_bufs", number(1, kMaxUint32, "bytes"), {}, kBuffers},
    {kGlobal, "lvs_netlink_cmd_rcv_bufs_force", boolean(), {}, kBuffers},
    {kGlobal, "lvs_netlink_monitor_rcv_bufs", number(1, kMaxUint32, "bytes"), {}, kBuffers},
    {kGlobal, "lvs_netlink_monitor_rcv_bufs_force", boolean(), {}, kBuffers},
    {kGlobal, "process_monitor_rcv_bufs", number(1, kMaxUint32, "bytes"), {}, kBuffers},
    {kGlobal, "process_monitor_rcv_bufs_force", boolean(), {}, kBuffers},
    {kGlobal, "vrrp_rx_bufs_policy", text("MTU, ADVERT or bytes"), {}, kBuffers},
    {kGlobal, "vrrp_rx_bufs_multiplier", number(1, kMaxUint32), "3", kBuffers},
    {kGlobal, "snmp_socket", text("ADDRESS"), {}, kSnmp},
    {kGlobal, "enable_snmp_vrrp", flag(), {}, kSnmp},
    {kGlobal, "enable_snmp_keepalived", flag(), {}, kSnmp},
    {kGlobal, "enable_snmp_checker", flag(), {}, kSnmp},
    {kGlobal, "enable_snmp_rfc", flag(), {}, kSnmp},
    {kGlobal, "enable_snmp_rfcv2", flag(), {}, kSnmp},
    {kGlobal, "enable_snmp_rfcv3", flag(), {}, kSnmp},
    {kGlobal, "enable_traps", flag(), {}, kSnmp},
    {kGlobal, "snmp_vs_stats_update_interval", seconds(1ms, 30s), "5", kSnmp},
    {kGlobal, "snmp_rs_stats_update_interval", seconds(1ms, 30s), {}, kSnmp},
    {in(Block::virtual_server, Block::real_server), "snmp_name", text(), {}, kSnmp},
    {kGlobal, "enable_dbus", flag(), {}, kDbus},
    {kGlobal, "dbus_service_name", text(), {}, kDbus},
    {kGlobal, "dbus_no_interface_name", text(), {}, kDbus},
};

}  // namespace

std::span<const Row> process_rows() { return kRows; }

}  // namespace evenkeel::config
