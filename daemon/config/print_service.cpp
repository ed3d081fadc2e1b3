// A virtual_server and its real servers as statements. Pure.
#include "daemon/config/print.h"

namespace evenkeel::config {
namespace {

std::string_view checksum_word(TunnelChecksum checksum) {
  switch (checksum) {
    case TunnelChecksum::none:
      return "nocsum";
    case TunnelChecksum::full:
      return "csum";
    case TunnelChecksum::remote:
      return "remcsum";
  }
  return "?";
}

std::string forwarding_words(const ForwardingMethod& method) {
  std::string words(to_string(method.method));
  if (method.method != Forwarding::tun) return words;
  const auto checksum = " " + std::string(checksum_word(method.tunnel_checksum));
  switch (method.tunnel) {
    case TunnelType::ipip:
      return words + " type ipip";
    case TunnelType::gue:
      return words + " type gue port " + number(method.tunnel_port) + checksum;
    case TunnelType::gre:
      return words + " type gre" + checksum;
  }
  return words;
}

// A port of 0 is the service's own, or any.
std::string endpoint_words(const Endpoint& endpoint) {
  const auto address = to_string(endpoint.address);
  return endpoint.port == 0 ? address : address + " " + number(endpoint.port);
}

std::string_view protocol_word(Protocol protocol) {
  switch (protocol) {
    case Protocol::tcp:
      return "TCP";
    case Protocol::udp:
      return "UDP";
    case Protocol::sctp:
      return "SCTP";
    case Protocol::none:
      break;
  }
  return "?";
}

void put_key(PrintedBlock& block, const ServiceKey& key) {
  if (key.fwmark == 0) return put(block, "protocol", std::string(protocol_word(key.protocol)));
  const bool is_ipv6 = key.endpoint.address.family == Family::ipv6;
  put(block, "ip_family", is_ipv6 ? "inet6" : "inet");
}

void put_scheduling(PrintedBlock& block, const VirtualServer& service) {
  put(block, "lb_algo", service.scheduler);
  // Linux, include/uapi/linux/ip_vs.h: IP_VS_SVC_F_SCHED1 to 3.
  if ((service.scheduler_flags & 0x0008U) != 0) put(block, "flag-1");
  if ((service.scheduler_flags & 0x0010U) != 0) put(block, "flag-2");
  if ((service.scheduler_flags & 0x0020U) != 0) put(block, "flag-3");
  if (service.one_packet) put(block, "ops");
  if (service.persistence.count() != 0) {
    put(block, "persistence_timeout", number(service.persistence.count()));
  }
  put(block, "persistence_granularity", number(service.persistence_prefix));
  put_text(block, "persistence_engine", service.persistence_engine);
}

void put_quorum(PrintedBlock& block, const VirtualServer& service) {
  put(block, "quorum", number(service.quorum));
  put(block, "hysteresis", number(service.hysteresis));
  if (service.omega) put(block, "omega");
  put_script(block, "quorum_up", *service.quorum_up);
  put_script(block, "quorum_down", *service.quorum_down);
  if (!service.sorry_server) return;
  const auto& sorry = *service.sorry_server;
  put(block, "sorry_server", endpoint_words(sorry.endpoint));
  put(block, "sorry_server_lvs_method", forwarding_words(sorry.forwarding));
  if (sorry.when_unneeded == OnFailure::inhibit) put(block, "sorry_server_inhibit");
}

}  // namespace

namespace {

// MISC_CHECK, BFD_CHECK and FILE_CHECK have no words of their own for these: they are their
// server's, which the other checks do not mind, as each says its own.
void put_inherited(PrintedBlock& block, const RealServer& server) {
  for (const auto& check : server.checks) {
    if (is_connecting(*check.probe)) continue;
    put_time(block, "connect_timeout", check.connect_timeout);
    put_time(block, "delay_loop", check.delay_loop);
    put_time(block, "delay_before_retry", check.delay_before_retry);
    put_time(block, "warmup", check.warmup);
    // What MISC_CHECK does by itself, and a server may not say.
    if (check.retry != 0) put(block, "retry", number(check.retry));
    return;
  }
}

}  // namespace

std::uint16_t written_port(const RealServer& server) {
  for (const auto& check : server.checks) {
    if (!is_connecting(*check.probe)) return check.target.port;
  }
  return server.endpoint.port;
}

PrintedBlock print_server(const RealServer& server, MailDefaults mail) {
  PrintedBlock block;
  put(block, "weight", number(server.weight));
  put(block, "lvs_method", forwarding_words(server.forwarding));
  put(block, "uthreshold", number(server.upper_threshold));
  put(block, "lthreshold", number(server.lower_threshold));
  put(block, "inhibit_on_failure", on_off(server.on_failure == OnFailure::inhibit));
  put(block, "alpha", on_off(server.alpha));
  if (server.sends_mail != mail.of_server) put(block, "smtp_alert", on_off(server.sends_mail));
  put_text(block, "snmp_name", *server.snmp_name);
  put_script(block, "notify_up", *server.notify_up);
  put_script(block, "notify_down", *server.notify_down);
  put_inherited(block, server);
  const Endpoint written{server.endpoint.address, written_port(server)};
  for (const auto& check : server.checks) block.push_back(print_check(check, written));
  return block;
}

PrintedBlock print_service(const VirtualServer& service, Servers servers, MailDefaults mail) {
  PrintedBlock block;
  put_key(block, service.key);
  put_scheduling(block, service);
  put_quorum(block, service);
  if (service.ha_suspend) put(block, "ha_suspend");
  put_text(block, "snmp_name", service.snmp_name);
  if (service.sends_mail != mail.of_service) {
    put(block, "smtp_alert", on_off(service.sends_mail));
    mail.of_server = service.sends_mail;
  }
  if (servers == Servers::left_out) return block;
  for (const auto& server : service.servers) {
    const Endpoint written{server.endpoint.address, written_port(server)};
    open(block, "real_server", endpoint_words(written)) = print_server(server, mail);
  }
  return block;
}

}  // namespace evenkeel::config
