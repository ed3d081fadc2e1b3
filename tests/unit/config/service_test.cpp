// virtual_server and real_server to VirtualServer.
#include <gtest/gtest.h>

#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

VirtualServer service(const std::string& body, const std::string& server = {}) {
  const auto parsed = parse_service(body, server);
  EXPECT_EQ(lines_of(parsed), Lines{}) << body << server;
  return parsed.config.services.empty() ? VirtualServer{} : parsed.config.services[0];
}

Lines findings(const std::string& body, const std::string& server = {}) {
  return lines_of(parse_service(body, server));
}

TEST(Service, DefaultsAreKeepaliveds) {
  const auto made = service("");
  EXPECT_EQ(to_string(made.key), "tcp:192.0.2.10:80");
  EXPECT_EQ(made.scheduler, "wlc");
  EXPECT_EQ(made.persistence.count(), 0);
  EXPECT_EQ(made.persistence_prefix, 32);
  EXPECT_EQ(made.quorum, 1U);
  EXPECT_EQ(made.hysteresis, 0U);
  EXPECT_FALSE(made.sorry_server);
  const auto& server = made.servers.at(0);
  EXPECT_EQ(server.weight, 1);
  EXPECT_EQ(server.forwarding, ForwardingMethod{});
  EXPECT_EQ(server.on_failure, OnFailure::remove);
  EXPECT_TRUE(server.checks.empty());
}

TEST(Service, EverySchedulerOfTheKernelIsTaken) {
  for (const auto* name : {"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf",
                           "sed", "nq", "twos"}) {
    EXPECT_EQ(service(std::string(" lb_algo ") + name).scheduler, name);
    EXPECT_EQ(service(std::string(" lvs_sched ") + name).scheduler, name);
  }
  EXPECT_EQ(findings(" lb_algo random").size(), 2U);
}

TEST(Service, SchedulerFlags) {
  EXPECT_EQ(service(" flag-1\n flag-2\n flag-3").scheduler_flags, 0x38U);
  EXPECT_EQ(service(" lb_algo sh\n sh-fallback\n sh-port\n hashed").scheduler_flags, 0x18U);
  EXPECT_EQ(findings(" lb_algo rr\n mh-port"),
            (Lines{"4: error: this flag is for 'lb_algo mh', not for 'rr' (virtual_server "
                   "192.0.2.10 80)"}));
}

TEST(Service, PersistenceInItsForms) {
  EXPECT_EQ(service(" persistence_timeout").persistence.count(), 360);
  EXPECT_EQ(service(" persistence_timeout 50").persistence.count(), 50);
  EXPECT_EQ(service(" persistence_granularity 255.255.255.0").persistence_prefix, 24);
  EXPECT_EQ(service(" persistence_granularity 16").persistence_prefix, 16);
  EXPECT_EQ(service(" persistence_engine sip").persistence_engine, "sip");
  EXPECT_EQ(findings(" persistence_granularity 255.0.255.0").size(), 1U);
  EXPECT_EQ(findings(" persistence_timeout 2678401").size(), 1U);
}

TEST(Service, ForwardingInItsForms) {
  const auto method = [](const std::string& words) {
    return service(" lb_kind " + words).servers.at(0).forwarding;
  };
  EXPECT_EQ(method("NAT").method, Forwarding::nat);
  EXPECT_EQ(method("DR").method, Forwarding::dr);
  EXPECT_EQ(method("TUN").tunnel, TunnelType::ipip);
  EXPECT_EQ(method("TUN type ipip").tunnel, TunnelType::ipip);
  const auto gue = method("TUN type gue port 6080 remcsum");
  EXPECT_EQ(gue.tunnel, TunnelType::gue);
  EXPECT_EQ(gue.tunnel_port, 6080);
  EXPECT_EQ(gue.tunnel_checksum, TunnelChecksum::remote);
  EXPECT_EQ(method("TUN type gre csum").tunnel_checksum, TunnelChecksum::full);
  for (const auto* bad : {"nat", "DR x", "TUN type", "TUN type ipip csum", "TUN type gre remcsum",
                          "TUN type gue", "TUN type gue port 0", "TUN kind gre"}) {
    EXPECT_EQ(findings(std::string(" lb_kind ") + bad).size(), 2U) << bad;
  }
}

TEST(Service, ServersInheritAndOverride) {
  const auto made = service(" weight 3\n inhibit_on_failure\n alpha\n lvs_method TUN",
                            " weight 9\n inhibit_on_failure off\n uthreshold 100\n lthreshold 50\n"
                            " notify_up /u\n notify_down \"/d x\" joe\n lvs_method NAT\n alpha no");
  const auto& server = made.servers.at(0);
  EXPECT_EQ(server.weight, 9);
  EXPECT_EQ(server.on_failure, OnFailure::remove);
  EXPECT_EQ(server.upper_threshold, 100U);
  EXPECT_EQ(server.lower_threshold, 50U);
  EXPECT_EQ(server.notify_up->argv.at(0), "/u");
  EXPECT_EQ(server.notify_down->argv.at(1), "x");
  EXPECT_EQ(server.notify_down->user, "joe");
  EXPECT_EQ(server.forwarding.method, Forwarding::nat);
  EXPECT_FALSE(server.alpha);
  const auto plain = service(" weight 3\n inhibit_on_failure\n alpha\n lvs_method TUN").servers[0];
  EXPECT_EQ(plain.weight, 3);
  EXPECT_EQ(plain.on_failure, OnFailure::inhibit);
  EXPECT_TRUE(plain.alpha);
  EXPECT_EQ(plain.forwarding.method, Forwarding::tun);
}

TEST(Service, QuorumAndItsScripts) {
  const auto made =
      service(" weight 10\n quorum 5\n hysteresis 2\n omega\n quorum_up /u\n quorum_down /d");
  EXPECT_EQ(made.quorum, 5U);
  EXPECT_EQ(made.hysteresis, 2U);
  EXPECT_TRUE(made.omega);
  EXPECT_EQ(made.quorum_up->argv.at(0), "/u");
  EXPECT_EQ(made.quorum_down->argv.at(0), "/d");
  EXPECT_EQ(parse_service(" quorum 5").config.services.at(0).quorum, 1U);
  EXPECT_EQ(findings(" quorum 5"),
            (Lines{"3: error: 'quorum' is more than all weights together; 1 is used "
                   "(virtual_server 192.0.2.10 80)"}));
  EXPECT_EQ(parse_service(" weight 9\n quorum 3\n hysteresis 3").config.services.at(0).hysteresis,
            2U);
}

TEST(Service, SorryServer) {
  const auto made = service(
      " sorry_server 10.0.0.9 8080\n sorry_server_inhibit\n sorry_server_lvs_method NAT\n"
      " lb_kind DR");
  ASSERT_TRUE(made.sorry_server);
  EXPECT_EQ(to_string(made.sorry_server->endpoint), "10.0.0.9:8080");
  EXPECT_EQ(made.sorry_server->when_unneeded, OnFailure::inhibit);
  EXPECT_EQ(made.sorry_server->forwarding.method, Forwarding::nat);
  EXPECT_EQ(service(" sorry_server 10.0.0.9").sorry_server->endpoint.port, 80);
}

TEST(Service, PortsFollowTheKernel) {
  EXPECT_EQ(parse_text("virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc\n lb_kind DR\n"
                       " real_server 10.0.0.1 {\n TCP_CHECK {\n }\n }\n}\n")
                .config.services.at(0)
                .servers.at(0)
                .endpoint.port,
            80);
  const auto forced = parse_text(
      "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc\n lb_kind DR\n"
      " real_server 10.0.0.1 8080 {\n TCP_CHECK {\n }\n }\n}\n");
  EXPECT_EQ(lines_of(forced),
            (Lines{"4: error: real_server 10.0.0.1: DR cannot change the port; that of the "
                   "virtual_server is used (virtual_server 192.0.2.1 80)"}));
  EXPECT_EQ(forced.config.services.at(0).servers.at(0).endpoint.port, 80);
  EXPECT_EQ(forced.config.services.at(0).servers.at(0).checks.at(0).target.port, 8080);
}

TEST(Service, AFirewallMarkHasNoPorts) {
  const auto parsed = parse_text(
      "virtual_server fwmark 7 { lb_algo wlc lb_kind NAT\n real_server 10.0.0.1 80 {\n TCP_CHECK "
      "{\n }\n }\n"
      " real_server 10.0.0.2 {\n TCP_CHECK {\n connect_port 81\n }\n }\n}\n");
  EXPECT_EQ(lines_of(parsed), Lines{});
  const auto& made = parsed.config.services.at(0);
  EXPECT_EQ(to_string(made.key), "fwmark:7");
  EXPECT_EQ(made.servers.at(0).endpoint.port, 0);
  EXPECT_EQ(made.servers.at(0).checks.at(0).target.port, 80);
  EXPECT_EQ(made.servers.at(1).checks.at(0).target.port, 81);
  EXPECT_EQ(parse_text("virtual_server fwmark 0 {\n}\n").findings.size(), 1U);
  EXPECT_EQ(to_string(parse_text("virtual_server fwmark 7 {\n ip_family inet6\n"
                                 " real_server 2001:db8::1 {\n }\n}\n")
                          .config.services.at(0)
                          .key),
            "fwmark6:7");
}

TEST(Service, AFirewallMarkIgnoresThePortsOfDirectRouting) {
  const auto parsed = parse_text(
      "virtual_server fwmark 7 { lb_algo wlc lb_kind DR\n sorry_server 10.0.0.9 80\n"
      " real_server 10.0.0.1 80 {\n }\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"2: error: sorry_server 10.0.0.9: DR cannot change the port; it is not used "
                   "(virtual_server fwmark 7)",
                   "3: error: real_server 10.0.0.1: DR cannot change the port; it is not used "
                   "(virtual_server fwmark 7)"}));
  EXPECT_EQ(parsed.config.services.at(0).sorry_server->endpoint.port, 0);
}

TEST(Service, WeightsThatAreAllZeroAreAnError) {
  EXPECT_EQ(findings("", " weight 0"),
            (Lines{"1: error: all weights are 0: no server gets a connection, and no quorum is "
                   "reached (virtual_server 192.0.2.10 80)"}));
}

TEST(Service, AnInhibitedSorryServerMustExist) {
  EXPECT_EQ(findings(" sorry_server_inhibit"),
            (Lines{"3: error: 'sorry_server_inhibit' has no 'sorry_server' before it, and "
                   "keepalived does not use it (virtual_server 192.0.2.10 80)"}));
}

TEST(Service, ACheckWithoutAnyPortIsLeftOut) {
  const auto parsed = parse_text(
      "virtual_server fwmark 7 { lb_algo wlc lb_kind NAT\n real_server 10.0.0.1 {\n TCP_CHECK {\n "
      "}\n }\n}\n");
  EXPECT_EQ(lines_of(parsed),
            (Lines{"2: warning: a check of real_server 10.0.0.1 has no port and is left out; add "
                   "'connect_port' (virtual_server fwmark 7)"}));
}

TEST(Service, ProtocolRules) {
  EXPECT_EQ(lines_of(parse_text(
                "virtual_server 192.0.2.1 53 {\n ops\n real_server 10.0.0.1 53 { }\n}\n")),
            (Lines{"1: error: no 'protocol': UDP is used (virtual_server 192.0.2.1 53)",
                   "1: error: no 'lb_algo': wlc is used (virtual_server 192.0.2.1 53)",
                   "1: error: no 'lb_kind': NAT is used (virtual_server 192.0.2.1 53)"}));
  EXPECT_EQ(findings(" ops"),
            (Lines{"3: error: 'ops' is for UDP; it is not used (virtual_server 192.0.2.10 80)"}));
  const auto any = parse_text(
      "virtual_server 192.0.2.1 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server 10.0.0.1 { "
      "}\n}\n");
  EXPECT_EQ(any.findings.size(), 1U);
  EXPECT_EQ(any.config.services.at(0).persistence.count(), 360);
}

TEST(Service, WhatCannotRunIsLeftOut) {
  EXPECT_EQ(lines_of(parse_text(
                "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n}\n")),
            (Lines{"1: error: no usable 'real_server': the service is not started (virtual_server "
                   "192.0.2.1 80)"}));
  EXPECT_EQ(
      lines_of(
          parse_text(
              "virtual_server example.net 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n foo\n}\n"))
          .size(),
      1U);
}

TEST(Service, MixedFamiliesNeedATunnel) {
  const std::string head = "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n";
  const std::string tail = " real_server 2001:db8::1 80 { }\n}\n";
  EXPECT_TRUE(parse_text(head + tail).config.services.empty());
  EXPECT_EQ(parse_text(head + " lb_kind TUN\n" + tail).config.services.size(), 1U);
}

TEST(Service, DuplicatesPointAtTheFirstAndAreLeftOut) {
  const std::string server = " real_server 10.0.0.1 80 { }\n";
  const auto servers =
      parse_text("virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n" + server +
                 " real_server 10.0.0.2 80 { weight 7 }\n" + server + "}\n");
  ASSERT_EQ(servers.findings.size(), 1U);
  EXPECT_EQ(to_string(servers.findings[0]),
            "conf:5:14: error: a second real_server 10.0.0.1:80 is left out (virtual_server "
            "192.0.2.1 80) (first at conf:3:14)");
  EXPECT_EQ(servers.config.services.at(0).servers.size(), 2U);
  const std::string one =
      "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n" + server + "}\n";
  const auto services = parse_text(one + one);
  ASSERT_EQ(services.findings.size(), 1U);
  EXPECT_EQ(services.findings[0].other_place, "conf:1:1");
  EXPECT_EQ(services.config.services.size(), 1U);
}

TEST(Service, ServicesAndServersAreSorted) {
  const auto parsed = parse_text(
      "virtual_server 192.0.2.9 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server 10.0.0.2 "
      "80 { }\n"
      " real_server 10.0.0.1 80 { }\n}\n"
      "virtual_server 192.0.2.1 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server 10.0.0.1 "
      "80 { }\n}\n");
  ASSERT_EQ(parsed.config.services.size(), 2U);
  EXPECT_LT(parsed.config.services[0].key, parsed.config.services[1].key);
  EXPECT_LT(parsed.config.services[1].servers[0].endpoint,
            parsed.config.services[1].servers[1].endpoint);
}

}  // namespace
}  // namespace evenkeel
