// What concerns the daemon as a whole, as statements: only what is not the default, for most of it
// has no effect yet. Pure.
#include <array>
#include <charconv>

#include "daemon/config/print.h"

namespace evenkeel::config {
namespace {

const DaemonSettings kUsual;

// Texts, numbers and switches that differ from the default.
void put_changed(PrintedBlock& block, std::string_view keyword, const std::string& value,
                 const std::string& usual = {}) {
  if (value != usual) put(block, keyword, word(value));
}
template <typename Number>
void put_number(PrintedBlock& block, std::string_view keyword, Number value, Number usual) {
  if (value != usual) put(block, keyword, number(static_cast<std::int64_t>(value)));
}
template <typename Number>
void put_number(PrintedBlock& block, std::string_view keyword, const std::optional<Number>& value) {
  if (value) put(block, keyword, number(static_cast<std::int64_t>(*value)));
}
void put_changed_time(PrintedBlock& block, std::string_view keyword, Duration value,
                      Duration usual) {
  if (value != usual) put_time(block, keyword, value);
}
void put_switch(PrintedBlock& block, std::string_view keyword, const std::optional<bool>& value) {
  if (value) put(block, keyword, on_off(*value));
}

std::string words_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : " ") + word(text);
  return out;
}

std::string octal(std::uint32_t value) {
  std::array<char, 16> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value, 8);
  return {digits.data(), written.ptr};
}

void put_mail(PrintedBlock& block, const MailSettings& mail) {
  if (!mail.recipients.empty()) {
    auto& entries = open(block, "notification_email");
    for (const auto& recipient : mail.recipients) put(entries, {}, word(recipient));
  }
  put_changed(block, "notification_email_from", mail.sender);
  if (!mail.server.empty()) put(block, "smtp_server", word(mail.server) + " " + number(mail.port));
  put_changed(block, "smtp_helo_name", mail.helo_name);
  put_changed_time(block, "smtp_connect_timeout", mail.connect_timeout,
                   kUsual.mail.connect_timeout);
  put_switch(block, "smtp_alert", mail.alert);
  put_switch(block, "smtp_alert_vrrp", mail.alert_vrrp);
  put_switch(block, "smtp_alert_checker", mail.alert_checker);
  if (!mail.tells_faults) put(block, "no_email_faults");
  if (!mail.tells_checks) put(block, "no_checker_emails");
}

void put_fifo(PrintedBlock& block, const std::string& keyword, const NotifyFifo& fifo) {
  if (!fifo.path.empty()) {
    auto words = word(fifo.path);
    if (!fifo.user.empty() || !fifo.group.empty()) words += " " + word(fifo.user);
    if (!fifo.group.empty()) words += " " + word(fifo.group);
    put(block, keyword, std::move(words));
  }
  put_script(block, keyword + "_script", fifo.script);
}

void put_notify(PrintedBlock& block, const NotifySettings& notify) {
  put_fifo(block, "notify_fifo", notify.all);
  put_fifo(block, "vrrp_notify_fifo", notify.vrrp);
  put_fifo(block, "lvs_notify_fifo", notify.lvs);
  if (notify.repeats_states_on_reload) put(block, "fifo_write_vrrp_states_on_reload");
  if (notify.tells_priorities) put(block, "vrrp_notify_priority_changes", "on");
  if (notify.tells_first_servers) put(block, "rs_init_notifies", "on");
}

std::string sync_words(const SyncDaemon& sync) {
  auto words = word(sync.interface);
  if (!sync.instance.empty()) words += " " + word(sync.instance);
  if (sync.id) words += " id " + number(*sync.id);
  if (sync.most_bytes != 0) words += " maxlen " + number(sync.most_bytes);
  words += " port " + number(sync.port) + " ttl " + number(sync.ttl);
  return sync.group.is_set() ? words + " group " + to_string(sync.group) : words;
}

void put_lvs(PrintedBlock& block, const LvsSettings& lvs) {
  if (lvs.sync) put(block, "lvs_sync_daemon", sync_words(*lvs.sync));
  std::string timeouts;
  const auto add = [&](const char* name, std::chrono::seconds value) {
    if (value.count() == 0) return;
    timeouts += (timeouts.empty() ? "" : " ") + std::string(name) + " " + number(value.count());
  };
  add("tcp", lvs.tcp);
  add("tcpfin", lvs.tcp_fin);
  add("udp", lvs.udp);
  if (!timeouts.empty()) put(block, "lvs_timeouts", timeouts);
  if (lvs.flush_on_start) put(block, "lvs_flush");
  if (lvs.flush_on_stop != FlushOnStop::no) {
    put(block, "lvs_flush_on_stop", lvs.flush_on_stop == FlushOnStop::services ? "VS" : "");
  }
  if (lvs.nftables) put(block, "nftables_ipvs", word(*lvs.nftables));
  put_number(block, "nftables_ipvs_priority", lvs.nftables_priority, kUsual.lvs.nftables_priority);
  put_number(block, "nftables_ipvs_start_fwmark", lvs.nftables_first_mark,
             kUsual.lvs.nftables_first_mark);
}

void put_firewall(PrintedBlock& block, const FirewallSettings& firewall) {
  if (firewall.nftables) put(block, "nftables", word(*firewall.nftables));
  put_number(block, "nftables_priority", firewall.nftables_priority,
             kUsual.firewall.nftables_priority);
  if (firewall.has_counters) put(block, "nftables_counters");
  if (firewall.matches_index) put(block, "nftables_ifindex");
  if (!firewall.chain_in.empty() || !firewall.chain_out.empty()) {
    const auto out = firewall.chain_out.empty() ? "" : " " + word(firewall.chain_out);
    put(block, "vrrp_iptables", word(firewall.chain_in) + out);
  }
  if (firewall.sets) put(block, "vrrp_ipsets", words_of(*firewall.sets));
}

void put_scheduling(PrintedBlock& block, const std::string& process,
                    const SchedulingSettings& settings) {
  put_changed(block, process + "_process_name", settings.title);
  put_number(block, process + "_priority", settings.nice);
  put_number(block, process + "_rt_priority", settings.realtime);
  if (settings.realtime_limit != kUsual.processes.vrrp.realtime_limit) {
    put(block, process + "_rlimit_rttime", number(settings.realtime_limit.count()));
  }
  if (settings.locks_memory) put(block, process + "_no_swap");
  std::string cpus;
  for (const auto cpu : settings.cpus) cpus += (cpus.empty() ? "" : " ") + number(cpu);
  if (!cpus.empty()) put(block, process + "_cpu_affinity", cpus);
}

void put_buffer(PrintedBlock& block, const std::string& keyword, const BufferSettings& buffer) {
  put_number(block, keyword, buffer.bytes, 0U);
  if (buffer.force) put(block, keyword + "_force", "on");
}

void put_processes(PrintedBlock& block, const ProcessSettings& processes) {
  put_changed(block, "process_name", processes.title);
  put_scheduling(block, "vrrp", processes.vrrp);
  put_scheduling(block, "checker", processes.checker);
  put_scheduling(block, "bfd", processes.bfd);
  put_number(block, "max_auto_priority", processes.most_auto_priority,
             kUsual.processes.most_auto_priority);
  put_number(block, "min_auto_priority_delay", processes.auto_priority_delay.count(),
             kUsual.processes.auto_priority_delay.count());
  put_buffer(block, "vrrp_netlink_cmd_rcv_bufs", processes.vrrp_commands);
  put_buffer(block, "vrrp_netlink_monitor_rcv_bufs", processes.vrrp_monitor);
  put_buffer(block, "lvs_netlink_cmd_rcv_bufs", processes.lvs_commands);
  put_buffer(block, "lvs_netlink_monitor_rcv_bufs", processes.lvs_monitor);
  put_buffer(block, "process_monitor_rcv_bufs", processes.process_monitor);
  put_changed(block, "vrrp_rx_bufs_policy", processes.receive_policy);
  put_number(block, "vrrp_rx_bufs_multiplier", processes.receive_multiplier,
             kUsual.processes.receive_multiplier);
  if (processes.umask) put(block, "umask", octal(*processes.umask));
  put_number(block, "random_seed", processes.random_seed);
}

void put_files(PrintedBlock& block, const FileSettings& files) {
  put_changed(block, "config_save_dir", files.save_dir);
  put_changed(block, "tmp_config_directory", files.temporary_dir);
  put_changed(block, "state_dump_file", files.state_dump);
  put_changed(block, "stats_dump_file", files.stats_dump);
  put_changed(block, "json_dump_file", files.json_dump);
  put_number(block, "json_version", files.json_version, kUsual.files.json_version);
  if (files.names_instance) put(block, "data_use_instance", "on");
  put_changed(block, "iproute_usr_dir", files.iproute_usr_dir);
  put_changed(block, "iproute_etc_dir", files.iproute_etc_dir);
  put_changed(block, "reload_time_file", files.reload_time_file);
  put_changed(block, "reload_file", files.reload_file);
  if (files.repeats_reload) put(block, "reload_repeat");
}

void put_agents(PrintedBlock& block, const AgentSettings& agents) {
  const auto& usual = kUsual.agents;
  put_changed(block, "snmp_socket", agents.snmp_socket, usual.snmp_socket);
  if (agents.snmp_vrrp) put(block, "enable_snmp_vrrp");
  if (agents.snmp_checker) put(block, "enable_snmp_checker");
  if (agents.snmp_rfc2) put(block, "enable_snmp_rfcv2");
  if (agents.snmp_rfc3) put(block, "enable_snmp_rfcv3");
  if (agents.traps) put(block, "enable_traps");
  put_changed_time(block, "snmp_vs_stats_update_interval", agents.service_interval,
                   usual.service_interval);
  // It follows the services' unless it is said.
  put_changed_time(block, "snmp_rs_stats_update_interval", agents.server_interval,
                   agents.service_interval);
  if (agents.dbus) put(block, "enable_dbus");
  put_changed(block, "dbus_service_name", agents.dbus_name, usual.dbus_name);
  put_changed(block, "dbus_no_interface_name", agents.dbus_no_interface);
}

}  // namespace

void put_daemon(PrintedBlock& block, const DaemonSettings& daemon) {
  put_mail(block, daemon.mail);
  put_notify(block, daemon.notify);
  put_lvs(block, daemon.lvs);
  put_firewall(block, daemon.firewall);
  put_processes(block, daemon.processes);
  put_files(block, daemon.files);
  put_agents(block, daemon.agents);
  put_script(block, "startup_script", daemon.startup);
  put_script(block, "shutdown_script", daemon.shutdown);
  put_changed_time(block, "startup_script_timeout", daemon.startup_timeout, kUsual.startup_timeout);
  put_changed_time(block, "shutdown_script_timeout", daemon.shutdown_timeout,
                   kUsual.shutdown_timeout);
  if (daemon.keeps_symlinks) put(block, "use_symlink_paths", "on");
  if (daemon.supplementary_groups) put(block, "set_supplementary_groups", "on");
}

PrintedBlock print_tls(const ClientTls& tls) {
  PrintedBlock block;
  put_changed(block, "password", tls.password);
  put_changed(block, "ca", tls.ca);
  put_changed(block, "certificate", tls.certificate);
  put_changed(block, "key", tls.key);
  return block;
}

}  // namespace evenkeel::config
