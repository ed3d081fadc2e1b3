// global_defs: the daemon's processes, files, reload and buffers. Reference: 1.2.
#include "daemon/config/process_values.h"
#include "daemon/config/table_tools.h"

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

constexpr auto kProcesses = &DaemonSettings::processes;
constexpr auto kFilePart = &DaemonSettings::files;
constexpr auto kVrrp = &ProcessSettings::vrrp;
constexpr auto kChecker = &ProcessSettings::checker;
constexpr auto kBfd = &ProcessSettings::bfd;

constexpr Row file_row(std::string_view name, std::string_view what, std::uint8_t least,
                       Status status, void (*store)(Draft&, const Arguments&)) {
  return {kGlobal, name, text(what, least, 1), {}, status, store};
}

template <auto Which>
constexpr Row title_row(std::string_view name, Status status = kTitles) {
  return {kGlobal, name, text("NAME, at most 15 characters"), {}, status, store_title<Which>};
}

template <auto Which>
constexpr Row nice_row(std::string_view name) {
  return {kGlobal, name,        number(-20, 19),
          {},      kScheduling, set_number<kProcesses, Which, &SchedulingSettings::nice>};
}

template <auto Which>
constexpr Row realtime_row(std::string_view name) {
  return {kGlobal, name,        number(1, 99),
          {},      kScheduling, set_number<kProcesses, Which, &SchedulingSettings::realtime>};
}

template <auto Which>
constexpr Row limit_row(std::string_view name, Status status = kScheduling) {
  return {
      kGlobal, name,   number(1, kMaxUint32, "µs"),
      "10000", status, set_microseconds<kProcesses, Which, &SchedulingSettings::realtime_limit>};
}

template <auto Which>
constexpr Row lock_row(std::string_view name) {
  return {kGlobal, name,        flag(),
          {},      kScheduling, set_on<kProcesses, Which, &SchedulingSettings::locks_memory>};
}

template <auto Which>
constexpr Row cpus_row(std::string_view name) {
  return {kGlobal, name, text("CPU…", 1, kAnyWords), {}, kScheduling, store_cpus<Which>};
}

template <auto Which>
constexpr Row bytes_row(std::string_view name) {
  return {kGlobal,        name,     number(1, kMaxUint32, "bytes"),
          "the kernel's", kBuffers, set_number<kProcesses, Which, &BufferSettings::bytes>};
}

template <auto Which>
constexpr Row force_row(std::string_view name) {
  return {kGlobal, name,     boolean(),
          "off",   kBuffers, set_on<kProcesses, Which, &BufferSettings::force>};
}

constexpr Row kRows[] = {
    // Each process is called by its role already.
    {kGlobal, "process_names", flag(), {}, kTitles},
    {kGlobal, "process_name", text("NAME, at most 15 characters"), {}, kTitles, store_main_title},
    title_row<&ProcessSettings::vrrp>("vrrp_process_name"),
    title_row<&ProcessSettings::checker>("checker_process_name"),
    title_row<&ProcessSettings::checker>("lvs_process_name",
                                         without_effect("process titles", "checker_process_name")),
    title_row<&ProcessSettings::bfd>("bfd_process_name"),
    file_row("config_save_dir", "DIRECTORY", 1, kFiles,
             set_text<kFilePart, &FileSettings::save_dir>),
    file_row("tmp_config_directory", "DIRECTORY", 1, kFiles,
             set_text<kFilePart, &FileSettings::temporary_dir>),
    {kGlobal, "use_symlink_paths", boolean(), "off", without_effect("resolving of symbolic links"),
     set_on<&DaemonSettings::keeps_symlinks>},
    {kGlobal, "set_supplementary_groups", boolean(), "off",
     without_effect("supplementary groups of scripts"),
     set_on<&DaemonSettings::supplementary_groups>},
    {kGlobal, "startup_script", script(), {}, kStart, set_script<&DaemonSettings::startup>},
    {kGlobal, "shutdown_script", script(), {}, kStart, set_script<&DaemonSettings::shutdown>},
    {kGlobal, "startup_script_timeout", whole_seconds(1s, 1000s), "10", kStart,
     set_time<&DaemonSettings::startup_timeout>},
    {kGlobal, "shutdown_script_timeout", whole_seconds(1s, 1000s), "10", kStart,
     set_time<&DaemonSettings::shutdown_timeout>},
    {kGlobal,
     "umask",
     text("an octal number to 777, or IRUSR|IWGRP|…"),
     {},
     without_effect("the umask"),
     store_umask},
    {kGlobal, "random_seed", number(0, kMaxUint32), "the time", kInForce,
     set_number<kProcesses, &ProcessSettings::random_seed>},
    {kGlobal, "data_use_instance", boolean(), "off", kFiles,
     set_on<kFilePart, &FileSettings::names_instance>},
    file_row("state_dump_file", "PATH", 1, kFiles, set_text<kFilePart, &FileSettings::state_dump>),
    file_row("stats_dump_file", "PATH", 1, kFiles, set_text<kFilePart, &FileSettings::stats_dump>),
    file_row("json_dump_file", "PATH", 1, kFiles, set_text<kFilePart, &FileSettings::json_dump>),
    {kGlobal, "json_version", number(1, 2), "1", kFiles,
     set_number<kFilePart, &FileSettings::json_version>},
    file_row("iproute_usr_dir", "DIRECTORY", 1, kNames,
             set_text<kFilePart, &FileSettings::iproute_usr_dir>),
    file_row("iproute_etc_dir", "DIRECTORY", 1, kNames,
             set_text<kFilePart, &FileSettings::iproute_etc_dir>),
    // A reload with an error is always refused; its findings are in the log and in keelctl.
    {kGlobal, "reload_check_config", text("[LOGFILE]", 0, 1), {}, kReload},
    file_row("reload_time_file", "PATH", 1, kReload,
             set_text<kFilePart, &FileSettings::reload_time_file>),
    {kGlobal,
     "reload_repeat",
     flag(),
     {},
     kReload,
     set_on<kFilePart, &FileSettings::repeats_reload>},
    file_row("reload_file", "[PATH]", 0, kReload, set_text<kFilePart, &FileSettings::reload_file>),
    {kGlobal, "include_check", text("[+|-]OPTION…", 0, 4), {}, kInForce, check_include_options},
    {kGlobal, "max_auto_priority", maybe_number(-1, 99), "0", kScheduling,
     set_number<kProcesses, &ProcessSettings::most_auto_priority>},
    {kGlobal, "min_auto_priority_delay", number(0, kMaxUint32, "µs"), "1000000", kScheduling,
     set_microseconds<kProcesses, &ProcessSettings::auto_priority_delay>},
    nice_row<kVrrp>("vrrp_priority"),
    nice_row<kChecker>("checker_priority"),
    nice_row<kBfd>("bfd_priority"),
    realtime_row<kVrrp>("vrrp_rt_priority"),
    realtime_row<kChecker>("checker_rt_priority"),
    realtime_row<kBfd>("bfd_rt_priority"),
    limit_row<kVrrp>("vrrp_rlimit_rttime"),
    limit_row<kChecker>("checker_rlimit_rttime"),
    limit_row<kBfd>("bfd_rlimit_rttime"),
    limit_row<kVrrp>("vrrp_rlimit_rtime",
                     without_effect("scheduling; see evenkeel.service", "vrrp_rlimit_rttime")),
    limit_row<kChecker>("checker_rlimit_rtime", without_effect("scheduling; see evenkeel.service",
                                                               "checker_rlimit_rttime")),
    limit_row<kBfd>("bfd_rlimit_rtime",
                    without_effect("scheduling; see evenkeel.service", "bfd_rlimit_rttime")),
    lock_row<kVrrp>("vrrp_no_swap"),
    lock_row<kChecker>("checker_no_swap"),
    lock_row<kBfd>("bfd_no_swap"),
    cpus_row<kVrrp>("vrrp_cpu_affinity"),
    cpus_row<kChecker>("checker_cpu_affinity"),
    cpus_row<kBfd>("bfd_cpu_affinity"),
    bytes_row<&ProcessSettings::vrrp_commands>("vrrp_netlink_cmd_rcv_bufs"),
    force_row<&ProcessSettings::vrrp_commands>("vrrp_netlink_cmd_rcv_bufs_force"),
    bytes_row<&ProcessSettings::vrrp_monitor>("vrrp_netlink_monitor_rcv_bufs"),
    force_row<&ProcessSettings::vrrp_monitor>("vrrp_netlink_monitor_rcv_bufs_force"),
    bytes_row<&ProcessSettings::lvs_commands>("lvs_netlink_cmd_rcv_bufs"),
    force_row<&ProcessSettings::lvs_commands>("lvs_netlink_cmd_rcv_bufs_force"),
    bytes_row<&ProcessSettings::lvs_monitor>("lvs_netlink_monitor_rcv_bufs"),
    force_row<&ProcessSettings::lvs_monitor>("lvs_netlink_monitor_rcv_bufs_force"),
    bytes_row<&ProcessSettings::process_monitor>("process_monitor_rcv_bufs"),
    force_row<&ProcessSettings::process_monitor>("process_monitor_rcv_bufs_force"),
    {kGlobal, "vrrp_rx_bufs_policy", text("MTU, ADVERT or bytes"), "the system's", kBuffers,
     store_receive_policy},
    {kGlobal, "vrrp_rx_bufs_multiplier", number(1, kMaxUint32), "3", kBuffers,
     set_number<kProcesses, &ProcessSettings::receive_multiplier>},
};

}  // namespace

std::span<const Row> process_rows() { return kRows; }

}  // namespace evenkeel::config
