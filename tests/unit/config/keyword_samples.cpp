// Pure.
#include "unit/config/keyword_samples.h"

#include <array>
#include <map>

#include "daemon/config/values.h"

namespace evenkeel::config {
namespace {

using Texts = std::vector<std::string>;

std::string instance(std::string_view body, std::string_view name = "web", int vrid = 51) {
  const auto id = std::to_string(vrid);
  std::string text = "vrrp_instance " + std::string(name) + " {\n interface eth0\n";
  text += " virtual_router_id " + id + "\n virtual_ipaddress {\n 192.0.2." + id + "/24\n }\n";
  return text + std::string(body) + "\n}\n";
}

std::string server(std::string_view body) {
  return " real_server 10.0.0.1 80 {\n" + std::string(body) + "\n }\n";
}

std::string service(std::string_view body) {
  return "virtual_server 192.0.2.10 80 {\n protocol TCP lb_algo wlc lb_kind NAT\n" +
         std::string(body) + "\n}\n";
}

// Objects that instances and groups may track, and the text that has them.
const std::string kTracked =
    "vrrp_script chk {\n script /bin/true\n}\ntrack_file chk {\n file /run/weight\n}\n"
    "vrrp_track_process chk {\n process sshd\n}\n";

const std::string kUrl = "  url {\n   path /\n  }\n";
const std::string kCheck = "  HTTP_GET {\n" + kUrl + "  }\n";

std::string in_server(std::string_view kind, std::string_view body, std::string_view rest = {}) {
  return service(server("  " + std::string(kind) + " {\n" + std::string(body) + "\n" +
                        std::string(rest) + "  }"));
}

std::string replaced_head(std::string_view head, std::string_view body) {
  return "virtual_server " + std::string(head) + " {\n" + std::string(body) + "\n" + server("") +
         "}\n";
}

std::string everything() { return instance("") + service(server(kCheck)); }

// A tracked object and the instance that tracks it.
std::string tracked(std::string_view block, std::string_view body, std::string_view list) {
  return std::string(block) + " chk {\n" + std::string(body) + "\n}\n" +
         instance(" " + std::string(list) + " {\n  chk\n }");
}

}  // namespace

std::string frame(Block block, std::string_view body) {
  const std::string inner(body);
  switch (block) {
    case Block::root:
      return everything() + inner + "\n";
    case Block::global_defs:
      return "global_defs {\n" + inner + "\n}\n" + everything();
    case Block::ssl:
      return "SSL {\n" + inner + "\n}\n" + everything();
    case Block::track_group:
      return "track_group all {\n" + inner + "\n}\n" + everything() + instance("", "third", 53);
    case Block::sync_group:
      return kTracked + "vrrp_sync_group both {\n group {\n  web\n  other\n }\n" + inner + "\n}\n" +
             everything() + instance("", "other", 52) + instance("", "third", 53);
    case Block::garp_group:
      return "garp_group {\n interface eth0\n" + inner + "\n}\n" + everything();
    case Block::vrrp_script:
      return tracked("vrrp_script", " script /bin/true\n" + inner, "track_script");
    case Block::track_process:
      return tracked("vrrp_track_process", " process sshd\n" + inner, "track_process");
    case Block::track_file:
      return tracked("track_file", " file /run/weight\n" + inner, "track_file");
    case Block::bfd_instance:
      return tracked("bfd_instance", " neighbor_ip 192.0.2.9\n" + inner, "track_bfd");
    case Block::vrrp_instance:
      return kTracked + instance(inner) + service(server(""));
    case Block::authentication:
      return instance(" authentication {\n" + inner + "\n }");
    case Block::auth_hmac:
      return instance(" auth_hmac {\n  key 1 secret\n" + inner + "\n }");
    case Block::virtual_server:
      return service(inner + "\n" + server(kCheck));
    case Block::real_server:
      return service(server(kCheck + inner));
    case Block::tcp_check:
      return in_server("TCP_CHECK", inner);
    case Block::http_check:
      return in_server("HTTP_GET", inner, kUrl);
    case Block::url:
      return in_server("SSL_GET", "  url {\n" + inner + "\n  }");
    case Block::smtp_check:
      return in_server("SMTP_CHECK", inner);
    case Block::smtp_host:
      return in_server("SMTP_CHECK", "  host {\n" + inner + "\n  }");
    case Block::dns_check:
      return in_server("DNS_CHECK", inner);
    case Block::misc_check:
      return in_server("MISC_CHECK", "  misc_path /bin/true\n" + inner);
    case Block::udp_check:
      return in_server("UDP_CHECK", inner);
    case Block::ping_check:
      return in_server("PING_CHECK", inner);
    case Block::bfd_check:
      return "bfd_instance chk {\n neighbor_ip 192.0.2.9\n}\n" +
             in_server("BFD_CHECK", "  name chk\n" + inner);
    case Block::file_check:
      return "track_file chk {\n file /run/weight\n}\n" +
             in_server("FILE_CHECK", "  track_file chk\n" + inner);
    case Block::none:
      break;
  }
  return inner;
}

Surroundings surroundings(Block block, const Row& row) {
  static const std::map<std::string_view, Surroundings> kNeeds{
      {"auth_pass", {"auth_type PASS", {}}},
      {"auth_type", {"auth_pass secret", {}}},
      {"preempt", {"nopreempt", {}}},
      {"accept", {"no_accept", {}}},
      {"check_unicast_src", {"unicast_peer {\n 192.0.2.2\n}", {}}},
      {"unicast_ttl", {"unicast_peer {\n 192.0.2.2\n}", {}}},
      {"ops", {"protocol UDP", {}}},
      {"sh-port", {"lb_algo sh", {}}},
      {"sh-fallback", {"lb_algo sh", {}}},
      {"mh-port", {"lb_algo mh", {}}},
      {"mh-fallback", {"lb_algo mh", {}}},
      {"quorum", {"weight 10", {}}},
      {"hysteresis", {"weight 10\nquorum 5", {}}},
      {"sorry_server_inhibit", {"sorry_server 10.0.0.9 80", {}}},
      {"sorry_server_lvs_method", {"sorry_server 10.0.0.9 80", {}}},
      {"default_interface",
       {{}, "global_defs {\n%\n}\nvrrp_instance web {\n virtual_router_id 51\n}\n"}},
      {"vrrp_mcast_group6",
       {{},
        "global_defs {\n%\n}\nvrrp_instance web {\n interface eth0\n virtual_router_id 51\n"
        " virtual_ipaddress {\n 2001:db8::1/64\n }\n}\n"}},
      {"vrrp_check_unicast_src",
       {{},
        "global_defs {\n%\n}\nvrrp_instance web {\n interface eth0\n virtual_router_id 51\n"
        " virtual_ipaddress {\n 192.0.2.51\n }\n unicast_peer {\n 192.0.2.2\n }\n}\n"}},
      {"track_src_ip", {"mcast_src_ip 192.0.2.9", {}}},
      {"vmac_xmit_base", {"use_vmac", {}}},
      {"vrf",
       {{},
        "vrrp_instance web {\n%\n virtual_router_id 51\n unicast_src_ip 192.0.2.1\n"
        " unicast_peer {\n 192.0.2.2\n }\n virtual_ipaddress {\n 192.0.2.51 dev eth0\n }\n}\n"}},
      {"script", {{}, "vrrp_script chk {\n%\n}\n"}},
      {"ip_family",
       {{},
        "virtual_server fwmark 7 {\n%\n real_server 10.0.0.1 {\n }\n"
        " real_server 2001:db8::1 {\n }\n}\n"}},
  };
  // The same words elsewhere are of other blocks and need nothing.
  const bool is_elsewhere = block != Block::virtual_server && row.name == "quorum";
  const auto found = kNeeds.find(row.name);
  return found == kNeeds.end() || is_elsewhere ? Surroundings{} : found->second;
}

std::string sample(Block block, const Row& row, std::string_view statement) {
  const auto needs = surroundings(block, row);
  if (needs.around.empty()) return frame(block, needs.context + "\n" + std::string(statement));
  auto text = needs.around;
  return text.replace(text.find('%'), 1, statement);
}

namespace {

// What no shape can tell. Some words mean another thing in another block: all are tried.
const std::map<std::string_view, Texts>& own_statements() {
  static const std::map<std::string_view, Texts> kStatements{
      {"global_defs", {"global_defs {\n router_id other\n}"}},
      {"vrrp_instance",
       {"vrrp_instance more {\n interface eth1\n virtual_router_id 9\n no_virtual_ipaddress\n}"}},
      {"virtual_server",
       {"virtual_server fwmark 3 {\n real_server 10.0.0.1 {\n }\n}",
        "virtual_server 2001:db8::10 443 {\n protocol TCP lb_algo wlc lb_kind NAT\n real_server "
        "2001:db8::1 443 {\n }\n}"}},
      {"router_id", {"router_id \"a router\"", "router_id $HOME", "router_id \"${_PWD} \\#!\""}},
      {"script_user", {"script_user nobody", "script_user daemon:daemon"}},
      {"metrics_listen", {"metrics_listen off", "metrics_listen ::1 1234"}},
      {"virtual_server_group",
       {"virtual_server_group g {\n 192.0.2.70 80\n}\n" +
        replaced_head("group g", "protocol TCP")}},
      {"nftables", {"nftables mine"}},
      {"vrrp_iptables", {"vrrp_iptables IN OUT"}},
      {"vrrp_sync_group", {"vrrp_sync_group g {\n group {\n  web\n }\n}"}},
      {"vrrp_script", {"vrrp_script s {\n script /bin/true\n}"}},
      {"track_file", {"track_file f {\n file /run/f\n}", "track_file {\n chk\n}", "track_file f"}},
      {"vrrp_track_file", {"vrrp_track_file f {\n file /run/f\n}"}},
      {"vrrp_track_process", {"vrrp_track_process p {\n process sshd\n}"}},
      {"interface_up_down_delays", {"interface_up_down_delays {\n eth0 5 7.5\n eth1 3\n}"}},
      {"process", {"process nginx", "process \"nginx -g x\"", "process nginx -g \"a b\""}},
      {"notify_fifo", {"notify_fifo /run/f", "notify_fifo /run/f nobody daemon"}},
      {"vrrp_notify_fifo", {"vrrp_notify_fifo /run/f nobody"}},
      {"lvs_notify_fifo", {"lvs_notify_fifo /run/f"}},
      {"garp_group", {"garp_group {\n interface eth7\n}"}},
      {"vrrp_mcast_group6", {"vrrp_mcast_group6 ff02::77"}},
      {"vrrp_garp_extra_if", {"vrrp_garp_extra_if 7", "vrrp_garp_extra_if all 7"}},
      {"garp_extra_if", {"garp_extra_if 7", "garp_extra_if all 7"}},
      {"use_vmac", {"use_vmac", "use_vmac 02:00:00:00:00:01 netlink_notify_msg group 7"}},
      {"vmac_garp_intvl", {"vmac_garp_intvl 7"}},
      {"vrrp_vmac_garp_intvl", {"vrrp_vmac_garp_intvl all 7"}},
      {"vrf", {"vrf red"}},
      {"use_ipvlan",
       {"use_ipvlan 192.0.2.9/24", "use_ipvlan name bridge 192.0.2.9/24 private group 7"}},
      {"vmac_prefix", {"vmac_prefix vm"}},
      {"vmac_addr_prefix", {"vmac_addr_prefix vm"}},
      {"track_interface", {"track_interface {\n eth7 weight 5 reverse\n eth8\n}"}},
      {"track_script", {"track_script {\n chk weight -5\n}"}},
      {"track_process", {"track_process {\n chk weight 5\n}"}},
      {"track_service", {"track_service {\n 192.0.2.10 80 weight 5\n}"}},
      {"group", {"group {\n third\n}"}},
      {"script", {"script \"/bin/x a\" nobody", "script </run/f"}},
      {"weight", {"weight 5", "weight -5 reverse"}},
      {"user", {"user nobody", "user nobody daemon"}},
      {"file", {"file /run/other"}},
      {"init_file", {"init_file 5", "init_file 5 overwrite", "init_file"}},
      {"vip_lease", {"vip_lease 77.5", "vip_lease forever"}},
      {"default_interface", {"default_interface eth7"}},
      {"interface", {"interface eth7"}},
      {"interfaces", {"interfaces {\n eth7\n}"}},
      {"mcast_dst_ip", {"mcast_dst_ip 239.1.2.3"}},
      {"vrrp_mcast_group4", {"vrrp_mcast_group4 239.1.2.3"}},
      {"authentication", {"authentication {\n auth_type PASS\n auth_pass \"a b{#\"\n}"}},
      {"auth_pass", {"auth_pass secret", "auth_pass \"a b\""}},
      {"virtual_ipaddress",
       {"virtual_ipaddress {\n 192.0.2.77/25 brd + dev eth1 scope link label eth1:7\n}"}},
      {"virtual_ipaddress_excluded",
       {"virtual_ipaddress_excluded {\n 192.0.2.78/26 scope 77\n 192.0.2.79 brd 192.0.2.1\n}"}},
      {"virtual_routes",
       {"virtual_routes {\n 192.0.2.128/26 via 192.0.2.9 dev eth0 table 7 mtu lock 1400\n"
        " blackhole 10.9.0.0/16\n}",
        "virtual_routes {\n 10.9.0.0/16 nexthop via 192.0.2.9 weight 2 nexthop via 192.0.2.8\n}"}},
      {"virtual_rules",
       {"virtual_rules {\n not from 10.0.0.0/8 fwmark 1/2 table 7 preference 9\n"
        " inet6 goto 20 preference 10\n}"}},
      {"static_ipaddress", {"static_ipaddress {\n 192.0.2.77/25 brd + dev eth1 label eth1:7\n}"}},
      {"static_routes", {"static_routes {\n default via inet6 fe80::1 dev eth1 metric 5\n}"}},
      {"static_rules", {"static_rules {\n iif eth1 type prohibit preference 11\n}"}},
      {"track_group", {"track_group g {\n group {\n  web\n }\n}"}},
      {"unicast_peer", {"unicast_peer {\n 192.0.2.2\n 192.0.2.3 min_ttl 3 max_ttl 9\n}"}},
      {"lb_kind", {"lb_kind DR", "lb_kind TUN"}},
      {"lvs_method",
       {"lvs_method TUN type gue port 7 remcsum", "lvs_method TUN type gre csum",
        "lvs_method TUN type ipip", "lvs_method DR"}},
      {"sorry_server_lvs_method", {"sorry_server_lvs_method DR"}},
      {"persistence_granularity",
       {"persistence_granularity 24", "persistence_granularity 255.255.0.0"}},
      {"sorry_server", {"sorry_server 10.0.0.9 80", "sorry_server 10.0.0.9"}},
      {"real_server", {"real_server 10.0.0.2 8080 {\n TCP_CHECK {\n }\n}"}},
      {"virtualhost", {"virtualhost www.example.org"}},
      {"TCP_CHECK", {"TCP_CHECK {\n}"}},
      {"HTTP_GET", {"HTTP_GET {\n url {\n path /\n }\n}"}},
      {"SSL_GET", {"SSL_GET {\n url {\n path /\n }\n}"}},
      {"bind_if", {"bind_if eth7"}},
      {"sni_name", {"sni_name www.example.org"}},
      {"url", {"url {\n path /other\n}"}},
      {"path", {"path /a?b=$c", "path \"/{}#\""}},
      {"digest", {"digest 0123456789ABCDEF0123456789abcdef"}},
      {"status_code", {"status_code 404", "status_code 200 300-302"}},
  };
  return kStatements;
}

Texts of_numbers(const Row& row) {
  Texts texts;
  const auto middle = row.shape.least + (row.shape.most - row.shape.least) / 2;
  for (const auto value : {row.shape.least, middle, row.shape.most}) {
    texts.push_back(std::string(row.name) + " " + std::to_string(value));
  }
  if (row.shape.least_words == 0) texts.emplace_back(row.name);
  return texts;
}

Texts of_seconds(const Row& row) {
  Texts texts;
  for (const auto value :
       {row.shape.least, (row.shape.least + row.shape.most) / 2000000 * 1000000, row.shape.most}) {
    texts.push_back(std::string(row.name) + " " + format_seconds(Duration(value)));
  }
  return texts;
}

Texts of_choice(const Row& row) {
  Texts texts;
  auto rest = row.shape.values;
  while (!rest.empty()) {
    const auto bar = std::min(rest.find('|'), rest.size());
    texts.push_back(std::string(row.name) + " " + std::string(rest.substr(0, bar)));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  return texts;
}

}  // namespace

std::vector<std::string> statements(Block, const Row& row) {
  const auto own = own_statements().find(row.name);
  if (own != own_statements().end()) return own->second;
  const std::string name(row.name);
  switch (row.shape.form) {
    case Form::flag:
      return {name};
    case Form::boolean:
      return {name, name + " on", name + " off"};
    case Form::number:
      return of_numbers(row);
    case Form::seconds:
    case Form::whole_seconds:
      return of_seconds(row);
    case Form::choice:
    case Form::choice_in_any_case:
      return of_choice(row);
    case Form::address:
      return {name + " 192.0.2.99"};
    case Form::script:
      return {name + " \"/bin/x a 'b c' \\x22\\\\ \\$d\" nobody", name + " /bin/y nobody daemon",
              name + " \"/bin/z {}#! '' \\n\" :daemon"};
    case Form::text:
    case Form::block:
    case Form::lines:
      break;
  }
  return {};
}

}  // namespace evenkeel::config
