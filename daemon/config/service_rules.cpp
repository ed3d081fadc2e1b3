// Pure.
#include "daemon/config/service_rules.h"

#include <algorithm>
#include <unordered_map>

#include "daemon/config/blocks.h"
#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

void settle_family(Draft& draft) {
  auto& own = draft.service;
  auto& key = own.service.key;
  auto& address = key.endpoint.address;
  if (key.fwmark == 0) {
    if (own.family && own.family->value != address.family) {
      draft.error(own.family->at, "'ip_family' contradicts the address; the address counts");
    }
    return;
  }
  const auto first =
      own.servers.empty() ? Family::ipv4 : own.servers.front().endpoint.address.family;
  address.family = own.family ? own.family->value : first;
}

bool has_addresses(const Draft& draft, const std::string& group) {
  const auto found = draft.groups.find(group);
  if (found == draft.groups.end()) return false;
  const auto& entries = found->second.entries;
  return std::any_of(entries.begin(), entries.end(),
                     [](const GroupEntry& entry) { return entry.first.fwmark == 0; });
}

void settle_protocol(Draft& draft) {
  auto& own = draft.service;
  auto& key = own.service.key;
  if (key.fwmark != 0) {
    if (own.protocol && !has_addresses(draft, own.group)) {
      draft.error(own.protocol->at, "'protocol' is not used with a firewall mark");
    }
    return;
  }
  if (!own.protocol) draft.error(own.at, "no 'protocol': UDP is used");
  key.protocol = own.protocol ? own.protocol->value : Protocol::udp;
}

void settle_scheduler(Draft& draft) {
  auto& own = draft.service;
  if (own.scheduler) {
    own.service.scheduler = own.scheduler->value;
  } else {
    draft.error(own.at, "no 'lb_algo': " + own.service.scheduler + " is used");
  }
  if (own.scheduler_option && own.scheduler_option->value != own.service.scheduler) {
    draft.error(own.scheduler_option->at, "this flag is for 'lb_algo " +
                                              own.scheduler_option->value + "', not for '" +
                                              own.service.scheduler + "'");
  }
  if (own.service.ha_suspend && own.service.key.fwmark != 0) {
    draft.error(own.at, "'ha_suspend' is not for a firewall mark, which has no address");
    own.service.ha_suspend = false;
  }
  if (!own.one_packet) return;
  own.service.one_packet = own.service.key.fwmark != 0 || own.service.key.protocol == Protocol::udp;
  if (!own.service.one_packet) draft.error(*own.one_packet, "'ops' is for UDP; it is not used");
}

void settle_persistence(Draft& draft) {
  constexpr std::chrono::seconds kUsual{360};
  auto& own = draft.service;
  auto& service = own.service;
  const bool is_ipv6 = service.key.endpoint.address.family == Family::ipv6;
  const std::uint8_t longest = is_ipv6 ? 128 : 32;
  service.persistence_prefix = longest;
  if (own.granularity) {
    const auto prefix = parse_mask(own.granularity->value, longest);
    if (prefix) {
      service.persistence_prefix = *prefix;
    } else {
      draft.error(own.granularity->at, "'persistence_granularity' takes a netmask or a length to " +
                                           std::to_string(longest) + ", not " +
                                           quoted(own.granularity->value));
    }
  }
  const bool is_any_port = service.key.fwmark == 0 && service.key.endpoint.port == 0;
  if (is_any_port && service.persistence.count() == 0) {
    draft.error(own.at, "a virtual_server for every port needs 'persistence_timeout'; 360 is used");
    service.persistence = kUsual;
  }
}

// Tunnels alone carry one family in another.
bool fits_family(const Draft& draft, const ServerDraft& server) {
  const auto family = draft.service.service.key.endpoint.address.family;
  if (server.endpoint.address.family == family) return true;
  const auto& method =
      server.options.forwarding ? server.options.forwarding : draft.service.options.forwarding;
  return method && method->method == Forwarding::tun;
}

void settle_forwarding(Draft& draft) {
  const auto& own = draft.service;
  if (own.options.forwarding) return;
  const bool is_said_by_all =
      std::all_of(own.servers.begin(), own.servers.end(),
                  [](const ServerDraft& server) { return server.options.forwarding.has_value(); });
  const bool is_sorry_said = !own.sorry.given || own.sorry.forwarding;
  if (!is_said_by_all || !is_sorry_said) draft.error(own.at, "no 'lb_kind': NAT is used");
}

// What the kernel wants of a destination's port; the checks keep the port that was written.
// `name` is that of a real_server or the sorry_server.
void settle_port(Draft& draft, const Position& at, const std::string& name, Forwarding method,
                 std::uint16_t& port) {
  const auto& key = draft.service.service.key;
  const auto wanted = key.fwmark != 0 ? std::uint16_t{0} : key.endpoint.port;
  if (method == Forwarding::nat) {
    if (key.fwmark != 0) port = 0;
    return;
  }
  if (port != 0 && port != wanted) {
    draft.error(at,
                name + ": " + std::string(to_string(method)) + " cannot change the port; " +
                    (key.fwmark != 0 ? "it is not used" : "that of the virtual_server is used"));
  }
  port = wanted;
}

bool needs_port(const Probe& probe) {
  return std::holds_alternative<TcpProbe>(probe) || std::holds_alternative<HttpProbe>(probe) ||
         std::holds_alternative<SmtpProbe>(probe) || std::holds_alternative<DnsProbe>(probe) ||
         std::holds_alternative<UdpProbe>(probe);
}

void drop_checks_without_port(Draft& draft, const ServerDraft& own, RealServer& server) {
  const auto lacks_port = [](const Check& check) {
    return check.target.port == 0 && needs_port(*check.probe);
  };
  if (std::none_of(server.checks.begin(), server.checks.end(), lacks_port)) return;
  draft.warning(own.at, "a check of real_server " + to_string(server.endpoint.address) +
                            " has no port and is left out; add 'connect_port'");
  std::erase_if(server.checks, lacks_port);
}

void settle_servers(Draft& draft) {
  auto& own = draft.service;
  std::vector<Placed<RealServer>> servers;
  servers.reserve(own.servers.size());
  for (auto& server : own.servers) {
    if (!fits_family(draft, server)) {
      draft.error(server.at, "real_server " + to_string(server.endpoint.address) +
                                 " is of another family than the service, which only TUN can "
                                 "reach; it is left out");
      continue;
    }
    if (server.endpoint.port == 0) server.endpoint.port = own.service.key.endpoint.port;
    auto finished = finish_server(draft, server);
    settle_port(draft, server.at, "real_server " + to_string(server.endpoint.address),
                finished.forwarding.method, finished.endpoint.port);
    drop_checks_without_port(draft, server, finished);
    servers.push_back({std::move(finished), server.at});
  }
  own.servers.clear();
  std::stable_sort(servers.begin(), servers.end(), [](const auto& a, const auto& b) {
    return a.value.endpoint < b.value.endpoint;
  });
  Position first;
  for (auto& server : servers) {
    auto& kept = own.service.servers;
    if (!kept.empty() && kept.back().endpoint == server.value.endpoint) {
      draft.diagnostics.clash(server.at, first,
                              "a second real_server " + to_string(server.value.endpoint) +
                                  " is left out" + draft.context());
      continue;
    }
    first = server.at;
    kept.push_back(std::move(server.value));
  }
}

void settle_sorry_server(Draft& draft) {
  auto& own = draft.service;
  if (!own.sorry.given) return;
  const auto& key = own.service.key;
  SorryServer sorry;
  sorry.endpoint = own.sorry.endpoint;
  sorry.forwarding = own.sorry.forwarding ? *own.sorry.forwarding
                                          : own.options.forwarding.value_or(ForwardingMethod{});
  sorry.when_unneeded = own.sorry.inhibit ? OnFailure::inhibit : OnFailure::remove;
  if (sorry.endpoint.port == 0) sorry.endpoint.port = key.endpoint.port;
  settle_port(draft, own.sorry.at, "sorry_server " + to_string(sorry.endpoint.address),
              sorry.forwarding.method, sorry.endpoint.port);
  if (sorry.endpoint.address.family != key.endpoint.address.family &&
      sorry.forwarding.method != Forwarding::tun) {
    return draft.error(own.sorry.at,
                       "the sorry_server is of another family than the service; it "
                       "is left out");
  }
  own.service.sorry_server = sorry;
}

void settle_quorum(Draft& draft) {
  auto& own = draft.service;
  auto& service = own.service;
  std::int64_t total = 0;
  for (const auto& server : service.servers) total += server.weight;
  if (total == 0) {
    draft.error(own.at, "all weights are 0: no server gets a connection, and no quorum is reached");
  } else if (service.quorum > total) {
    draft.error(own.quorum_at.value_or(own.at), "'quorum' is more than all weights together; " +
                                                    std::to_string(total) + " is used");
    service.quorum = static_cast<std::uint32_t>(total);
  }
  if (service.hysteresis >= service.quorum) {
    draft.error(own.at, "'hysteresis' must be less than 'quorum'; " +
                            std::to_string(service.quorum - 1) + " is used");
    service.hysteresis = service.quorum - 1;
  }
}

}  // namespace

std::optional<VirtualServer> finish_service(Draft& draft) {
  auto& own = draft.service;
  settle_family(draft);
  settle_protocol(draft);
  settle_scheduler(draft);
  settle_persistence(draft);
  settle_forwarding(draft);
  settle_servers(draft);
  if (own.service.servers.empty()) {
    draft.error(own.at, "no usable 'real_server': the service is not started");
    return std::nullopt;
  }
  settle_sorry_server(draft);
  settle_quorum(draft);
  const auto& mail = draft.global.daemon.mail;
  own.service.sends_mail =
      own.options.smtp_alert.value_or(mail.alert_checker.value_or(mail.alert.value_or(false)));
  return std::move(own.service);
}

namespace {

// Two services of one virtual_server can only clash within its group.
void report_second(Draft& draft, const PlacedService& second, const PlacedService& first) {
  const bool is_within_group = second.at.order == first.at.order;
  draft.diagnostics.clash(
      FindingSeverity::warning, is_within_group ? second.entry : second.at,
      is_within_group ? first.entry : first.at,
      "a second virtual_server " + to_string(second.value.key) + " is left out");
}

}  // namespace

std::vector<VirtualServer> finish_services(Draft& draft) {
  finish_group_services(draft);
  auto& all = draft.services;
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.value.key < b.value.key; });
  std::vector<VirtualServer> services;
  services.reserve(all.size());
  std::unordered_map<std::uint32_t, ServiceKey> asking;
  const PlacedService* first = nullptr;
  for (auto& service : all) {
    if (first != nullptr && first->value.key == service.value.key) {
      report_second(draft, service, *first);
      continue;
    }
    first = &service;
    if (service.asks > 0) {
      const auto [known, is_first] = asking.try_emplace(service.asks, service.value.key);
      if (!is_first) service.value.checked_as = known->second;
    }
    services.push_back(std::move(service.value));
  }
  all = {};
  return services;
}

}  // namespace evenkeel::config
