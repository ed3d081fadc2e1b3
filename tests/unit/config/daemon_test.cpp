// global_defs and SSL to DaemonSettings: words without effect yet are read and held to their
// ranges.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

Parsed global(const std::string& body) { return parse_text("global_defs {\n" + body + "\n}\n"); }

DaemonSettings settings(const std::string& body) {
  const auto parsed = global(body);
  EXPECT_FALSE(has_errors(parsed.findings)) << render(parsed.findings, Caret::hidden);
  return parsed.config.daemon;
}

// The one error of that line.
std::string complaint(const std::string& line) {
  Lines errors;
  for (const auto& finding : global(line).findings) {
    if (finding.severity == FindingSeverity::error) errors.push_back(finding.text);
  }
  EXPECT_EQ(errors.size(), 1U) << line;
  return errors.empty() ? "" : errors.front();
}

TEST(Daemon, Mail) {
  const auto mail =
      settings(
          "notification_email {\n a@example b@example\n c@example\n}\n"
          "notification_email_from d@example\nsmtp_server mx.example 587\nsmtp_helo_name me\n"
          "smtp_connect_timeout 25\nsmtp_alert\nsmtp_alert_vrrp off\nno_email_faults\n"
          "no_checker_emails")
          .mail;
  EXPECT_EQ(mail.recipients, (std::vector<std::string>{"a@example", "b@example", "c@example"}));
  EXPECT_EQ(mail.sender, "d@example");
  EXPECT_EQ(mail.server, "mx.example");
  EXPECT_EQ(mail.port, 587);
  EXPECT_EQ(mail.helo_name, "me");
  EXPECT_EQ(mail.connect_timeout, 25s);
  EXPECT_EQ(mail.alert, true);
  EXPECT_EQ(mail.alert_vrrp, false);
  EXPECT_EQ(mail.alert_checker, std::nullopt);
  EXPECT_FALSE(mail.tells_faults);
  EXPECT_FALSE(mail.tells_checks);
  EXPECT_EQ(complaint("smtp_server mx.example 0"), "not a port from 1 to 65535: '0'");
}

TEST(Daemon, WhoSendsMailFollowsTheInnermost) {
  const auto servers = [](const std::string& before, const std::string& service,
                          const std::string& server) {
    const auto parsed = parse_text(
        before + "virtual_server 192.0.2.10 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n" +
        service + "\n real_server 10.0.0.1 80 {\n" + server + "\n }\n}\n");
    const auto& made = parsed.config.services.at(0);
    return std::pair(made.sends_mail, made.servers.at(0).sends_mail);
  };
  EXPECT_EQ(servers("", "", ""), std::pair(false, true));
  EXPECT_EQ(servers("global_defs {\n smtp_alert off\n}\n", "", ""), std::pair(false, false));
  EXPECT_EQ(servers("global_defs {\n smtp_alert off\n smtp_alert_checker\n}\n", "", ""),
            std::pair(true, true));
  EXPECT_EQ(servers("", " smtp_alert off", " smtp_alert"), std::pair(false, true));
  EXPECT_EQ(servers("", " smtp_alert", " smtp_alert off"), std::pair(true, false));
}

TEST(Daemon, Fifos) {
  const auto notify = settings(
                          "notify_fifo /run/a joe staff\nlvs_notify_fifo /run/b\n"
                          "lvs_notify_fifo_script /bin/reader\nvrrp_notify_fifo /run/c\n"
                          "fifo_write_vrrp_states_on_reload\nrs_init_notifies")
                          .notify;
  EXPECT_EQ(notify.all.path, "/run/a");
  EXPECT_EQ(notify.all.user, "joe");
  EXPECT_EQ(notify.all.group, "staff");
  EXPECT_EQ(notify.lvs.path, "/run/b");
  EXPECT_EQ(notify.lvs.script.argv.at(0), "/bin/reader");
  EXPECT_EQ(notify.vrrp.path, "/run/c");
  EXPECT_TRUE(notify.repeats_states_on_reload);
  EXPECT_TRUE(notify.tells_first_servers);
  EXPECT_EQ(complaint("notify_fifo fifo"), "'notify_fifo' takes an absolute path, not 'fifo'");
}

TEST(Daemon, Ipvs) {
  const auto lvs = settings(
                       "lvs_sync_daemon eth0 VI_1 id 7 maxlen 1000 port 8849 ttl 3 "
                       "group 224.0.0.82\nlvs_timeouts tcp 7200 tcpfin 30 udp 60\nlvs_flush\n"
                       "lvs_flush_on_stop VS\nnftables_ipvs mine\nnftables_ipvs_priority 3\n"
                       "nftables_ipvs_start_fwmark 2000")
                       .lvs;
  ASSERT_TRUE(lvs.sync);
  EXPECT_EQ(*lvs.sync, (SyncDaemon{.interface = "eth0",
                                   .instance = "VI_1",
                                   .id = 7,
                                   .most_bytes = 1000,
                                   .port = 8849,
                                   .ttl = 3,
                                   .group = *parse_address("224.0.0.82")}));
  EXPECT_EQ(lvs.tcp, 7200s);
  EXPECT_EQ(lvs.tcp_fin, 30s);
  EXPECT_EQ(lvs.udp, 60s);
  EXPECT_TRUE(lvs.flush_on_start);
  EXPECT_EQ(lvs.flush_on_stop, FlushOnStop::services);
  EXPECT_EQ(lvs.nftables, "mine");
  EXPECT_EQ(lvs.nftables_priority, 3);
  EXPECT_EQ(lvs.nftables_first_mark, 2000U);
  EXPECT_EQ(settings("lvs_flush_on_stop").lvs.flush_on_stop, FlushOnStop::everything);
  EXPECT_TRUE(settings("lvs_sync_daemon eth0 port 9000").lvs.sync->instance.empty());
  for (const auto* line : {"lvs_sync_daemon eth0 id 256", "lvs_sync_daemon eth0 VI_1 port 0",
                           "lvs_sync_daemon eth0 group 192.0.2.1", "lvs_sync_daemon eth0 ttl",
                           "lvs_timeouts tcp 2678401", "lvs_timeouts icmp 3",
                           "lvs_flush_on_stop RS", "lvs_sync_daemon eth/0"}) {
    complaint(line);
  }
}

TEST(Daemon, ProcessesAndTheirBuffers) {
  const auto processes =
      settings(
          "process_name main\nvrrp_process_name v\nvrrp_priority -20\nchecker_rt_priority 99\n"
          "bfd_rlimit_rttime 5000\nvrrp_no_swap\nchecker_cpu_affinity 0 3\n"
          "max_auto_priority -1\nmin_auto_priority_delay 500\nlvs_netlink_cmd_rcv_bufs 65536\n"
          "lvs_netlink_cmd_rcv_bufs_force\nvrrp_rx_bufs_policy ADVERT\n"
          "vrrp_rx_bufs_multiplier 4\numask IWGRP|IWOTH\nrandom_seed 9")
          .processes;
  EXPECT_EQ(processes.title, "main");
  EXPECT_EQ(processes.vrrp.title, "v");
  EXPECT_EQ(processes.vrrp.nice, -20);
  EXPECT_EQ(processes.checker.realtime, 99);
  EXPECT_EQ(processes.bfd.realtime_limit, 5ms);
  EXPECT_TRUE(processes.vrrp.locks_memory);
  EXPECT_EQ(processes.checker.cpus, (std::vector<std::uint16_t>{0, 3}));
  EXPECT_EQ(processes.most_auto_priority, -1);
  EXPECT_EQ(processes.auto_priority_delay, 500us);
  EXPECT_EQ(processes.lvs_commands, (BufferSettings{.bytes = 65536, .force = true}));
  EXPECT_EQ(processes.receive_policy, "ADVERT");
  EXPECT_EQ(processes.receive_multiplier, 4U);
  EXPECT_EQ(processes.umask, 0022U);
  EXPECT_EQ(processes.random_seed, 9U);
  EXPECT_EQ(settings("umask 027").processes.umask, 027U);
  for (const auto* line :
       {"process_name sixteencharacters", "vrrp_priority 20", "vrrp_rt_priority 0",
        "bfd_cpu_affinity 0 x", "umask 1000", "umask IRWX", "vrrp_rx_bufs_policy mtu",
        "json_version 3", "startup_script_timeout 1001", "include_check all",
        "vrrp_netlink_cmd_rcv_bufs 0", "snmp_vs_stats_update_interval 31"}) {
    complaint(line);
  }
}

TEST(Daemon, FilesScriptsAndAgents) {
  const auto made = settings(
      "reload_time_file /run/t\nreload_repeat\nreload_file\njson_version 2\n"
      "startup_script /bin/up\nshutdown_script \"/bin/down now\"\n"
      "shutdown_script_timeout 3\nenable_snmp_rfc\nenable_traps\n"
      "snmp_vs_stats_update_interval 2\nenable_dbus\n"
      "dbus_service_name org.example");
  EXPECT_EQ(made.files.reload_time_file, "/run/t");
  EXPECT_TRUE(made.files.repeats_reload);
  EXPECT_EQ(made.files.json_version, 2);
  EXPECT_EQ(made.startup.argv.at(0), "/bin/up");
  EXPECT_EQ(made.shutdown.argv.at(1), "now");
  EXPECT_EQ(made.shutdown_timeout, 3s);
  EXPECT_TRUE(made.agents.snmp_rfc2 && made.agents.snmp_rfc3 && made.agents.traps);
  EXPECT_EQ(made.agents.service_interval, 2s);
  EXPECT_EQ(made.agents.server_interval, 2s);
  EXPECT_EQ(made.agents.dbus_name, "org.example");
}

TEST(Daemon, ClientTls) {
  const auto parsed = parse_text("SSL {\n password x\n ca /a\n certificate /c\n key /k\n}\n");
  EXPECT_EQ(parsed.config.daemon.tls,
            (ClientTls{.password = "x", .ca = "/a", .certificate = "/c", .key = "/k"}));
  EXPECT_EQ(lines_of(parsed), (Lines{"1: warning: 'SSL' is accepted, without effect yet (client "
                                     "certificates for SSL_GET)"}));
}

}  // namespace
}  // namespace evenkeel
