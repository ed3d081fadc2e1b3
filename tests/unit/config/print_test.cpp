// The printed configuration: nothing is forgotten, everything is read again as it was.
#include "daemon/config/print.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "evenkeel/codec.h"
#include "unit/config/keyword_samples.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

using config::Block;
using config::Secrets;

// Every member set, every list filled, every kind of check there.
const char* const kFull = R"(
global_defs {
  router_id director
  script_user nobody
  enable_script_security
  vip_lease 60
  vrrp_garp_interval 0.5
  notification_email {
    ops@example.org
  }
  notification_email_from lb@example.org
  smtp_server mail.example.org 26
  smtp_helo_name lb
  smtp_alert on
  smtp_alert_vrrp on
  smtp_alert_checker off
  notify_fifo /run/a nobody daemon
  vrrp_notify_fifo /run/b nobody daemon
  lvs_notify_fifo /run/c nobody daemon
  notify_fifo_script "/bin/a b" nobody daemon
  vrrp_notify_fifo_script "/bin/a b" nobody daemon
  lvs_notify_fifo_script "/bin/a b" nobody daemon
  lvs_sync_daemon eth1 web id 7 maxlen 1400 port 8849 ttl 3 group 224.0.0.82
  nftables_ipvs marks
  nftables filter
  vrrp_iptables IN OUT
  vrrp_ipsets a b
  vrrp_process_name v
  vrrp_priority -5
  vrrp_rt_priority 5
  vrrp_cpu_affinity 1 2
  checker_process_name v
  checker_priority -5
  checker_rt_priority 5
  checker_cpu_affinity 1 2
  bfd_process_name v
  bfd_priority -5
  bfd_rt_priority 5
  bfd_cpu_affinity 1 2
  umask 022
  random_seed 7
  startup_script "/bin/a b" nobody daemon
  shutdown_script "/bin/a b" nobody daemon
}
SSL {
  password pass
  ca /etc/ca.pem
  certificate /etc/a.pem
  key /etc/a.key
}
garp_group {
  garp_interval 0.5
  interfaces {
    eth3
  }
}
track_group all {
  group {
    web
  }
}
static_ipaddress {
  192.0.2.20/24 brd + dev eth1 scope link label eth1:1 peer 192.0.2.21/24 preferred_lft 5 track_group all
}
static_routes {
  10.1.0.0/16 from 10.2.0.0/16 src 192.0.2.1 via 192.0.2.2 dev eth0 tos 4 table 7 scope link metric 3 realms 1/2 mtu lock 1400 congctl lock cubic expires 9 pref low ttl-propagate enabled vrf red track_group all encap mpls 1/2
  10.3.0.0/16 src 192.0.2.1 from 10.2.0.0/16 scope link metric 3 mtu 1400 congctl cubic expires 9 pref low ttl-propagate enabled vrf red track_group all no_track nexthop via 192.0.2.2 dev eth0 weight 3 onlink realms 5 encap ip id 7 src 192.0.2.1 dst 192.0.2.9 tos 1 ttl 2 flags 3 nexthop via 192.0.2.3 dev eth1 encap mpls 3
}
static_rules {
  from 10.0.0.0/8 to 10.1.0.0/16 preference 100 table 7 tos 4 fwmark 1/2 realms 3 suppress_prefixlength 8 suppress_ifgroup 4 iif eth0 oif eth1 tunnel-id 9 uidrange 1-5 ipproto 6 sport 1-2 dport 3-4 track_group all
}
linkbeat_use_polling
linkbeat_interfaces {
  eth0 MII
}
bfd_instance b {
  neighbor_ip 192.0.2.9
  source_ip 192.0.2.1
}
vrrp_script s {
  script "/bin/a b" nobody daemon
}
track_file f {
  file /run/f
  init_file 3
}
vrrp_sync_group g {
  group {
    web
  }
  track_interface {
    eth0 weight 3
  }
  sync_group_tracking_weight
  notify_master "/bin/a b" nobody daemon
  notify_backup "/bin/a b" nobody daemon
  notify_fault "/bin/a b" nobody daemon
  notify_stop "/bin/a b" nobody daemon
  notify "/bin/a b" nobody daemon
}
vrrp_instance web {
  interface eth0
  virtual_router_id 51
  priority 90
  advert_int 2
  preempt_delay 7
  authentication {
    auth_type PASS
    auth_pass secret
  }
  unicast_src_ip 192.0.2.1
  unicast_peer {
    192.0.2.2 min_ttl 3 max_ttl 9
  }
  virtual_ipaddress {
    192.0.2.10/24 brd + dev eth1 scope link label eth1:1 peer 192.0.2.21/24 preferred_lft 5
  }
  virtual_ipaddress_excluded {
    192.0.2.11/24 brd + dev eth1 scope link label eth1:2 peer 192.0.2.21/24 preferred_lft 5
  }
  virtual_routes {
    10.1.0.0/16 from 10.2.0.0/16 src 192.0.2.1 dev eth0 scope link metric 3 mtu 1400 expires 9 pref low ttl-propagate enabled encap mpls 1
  }
  virtual_rules {
    from 10.0.0.0/8 to 10.1.0.0/16 preference 100 table 7 fwmark 1/2 suppress_prefixlength 8 suppress_ifgroup 4 tunnel-id 9 uidrange 1-5 sport 1-2 dport 3-4
  }
  use_vmac name vmac1 02:00:00:00:00:01 group 4
  vrf red
  auth_hmac {
    key 1 secret
  }
  track_script {
    s weight 3 reverse
  }
  notify_master_rx_lower_pri "/bin/a b" nobody daemon
  notify_deleted "/bin/a b" nobody daemon
  notify_master "/bin/a b" nobody daemon
  notify_backup "/bin/a b" nobody daemon
  notify_fault "/bin/a b" nobody daemon
  notify_stop "/bin/a b" nobody daemon
  notify "/bin/a b" nobody daemon
}
virtual_server 192.0.2.10 53 {
  protocol UDP
  lb_algo mh
  mh-port
  ops
  persistence_timeout 60
  persistence_engine sip
  quorum_up "/bin/a b" nobody daemon
  quorum_down "/bin/a b" nobody daemon
  sorry_server 10.0.0.9 53
  sorry_server_lvs_method TUN type gue port 7 csum
  real_server 10.0.0.1 53 {
    lvs_method TUN type gue port 7 csum
    snmp_name one
    notify_up "/bin/a b" nobody daemon
    notify_down "/bin/a b" nobody daemon
    TCP_CHECK {
      connect_port 54
      bindto 10.0.0.2
      bind_port 1024
      bind_if eth0
      fwmark 3
    }
    SSL_GET {
      connect_ip 10.0.0.3
      connect_port 54
      bindto 10.0.0.2
      bind_port 1024
      bind_if eth0
      fwmark 3
      virtualhost a.example.org
      sni_name b.example.org
      url {
        path /a
        digest 0123456789abcdef0123456789abcdef
        status_code 200-299
        virtualhost c.example.org
        regex "a b"
        regex_options caseless
        regex_stack 100 200
        regex_min_offset 1
        regex_max_offset 2
      }
    }
    SMTP_CHECK {
      bindto 10.0.0.2
      helo_name lb
    }
    DNS_CHECK {
      bindto 10.0.0.2
      name example.org
    }
    UDP_CHECK {
      bindto 10.0.0.2
      payload 0123
      require_reply 4x
    }
    PING_CHECK {
      bindto 10.0.0.2
    }
  }
  real_server 10.0.0.4 53 {
    snmp_name two
    notify_up "/bin/a b" nobody daemon
    notify_down "/bin/a b" nobody daemon
    MISC_CHECK {
      misc_path "/bin/a b" nobody daemon
    }
  }
  real_server 10.0.0.5 53 {
    snmp_name three
    notify_up "/bin/a b" nobody daemon
    notify_down "/bin/a b" nobody daemon
    BFD_CHECK {
      name bfd1
    }
  }
  real_server 10.0.0.6 53 {
    snmp_name four
    notify_up "/bin/a b" nobody daemon
    notify_down "/bin/a b" nobody daemon
    FILE_CHECK {
      track_file f
      weight 3
    }
  }
}
)";

// Visits each member that is no struct or list, by the codec's ties; a list or option without
// content is a hole of the sample and is told.
class Leaves {
 public:
  Leaves(std::function<bool()> is_changed, std::set<std::string>& forgotten,
         std::set<std::string>& holes)
      : is_changed_(std::move(is_changed)), forgotten_(forgotten), holes_(holes) {}

  void visit(const std::string& path, bool& value) { change(path, value, !value); }
  void visit(const std::string& path, std::string& value) { change(path, value, value + "x"); }
  void visit(const std::string& path, IpAddress& value) {
    auto other = value.is_set() ? value : make_ipv4(0xc0000263);
    other.bytes[3] ^= 1U;
    change(path, value, other);
  }
  template <typename T>
  requires(std::is_integral_v<T>) void visit(const std::string& path, T& value) {
    // Of flags, single bits count.
    change(path, value, static_cast<T>(static_cast<unsigned>(value) ^ 8U),
           static_cast<T>(value + 1));
  }
  template <typename T>
  requires(std::is_enum_v<T>) void visit(const std::string& path, T& value) {
    change(path, value, static_cast<T>(static_cast<int>(value) == 0 ? 1 : 0));
  }
  template <typename Rep, typename Period>
  void visit(const std::string& path, std::chrono::duration<Rep, Period>& value) {
    change(path, value, value + std::chrono::duration<Rep, Period>(1));
  }
  template <typename T>
  void visit(const std::string& path, std::optional<T>& value) {
    if (!value) {
      holes_.insert(path);
      return;
    }
    visit(path, *value);
    change(path + "?", value, std::optional<T>());
  }
  template <typename T>
  void visit(const std::string& path, std::vector<T>& values) {
    if (values.empty()) holes_.insert(path);
    for (std::size_t i = 0; i < values.size(); ++i) visit(path + "[]", values[i]);
    change(path + "[]", values, std::vector<T>());
  }
  template <typename... Ts>
  void visit(const std::string& path, std::variant<Ts...>& value) {
    const auto name = path + "#" + std::to_string(value.index());
    alternatives_.insert(name);
    for (std::size_t i = 0; i < sizeof...(Ts); ++i) wanted_.insert(path + "#" + std::to_string(i));
    std::visit([&](auto& held) { visit(name, held); }, value);
  }
  // Immutable: a changed copy takes its place while the change is looked at.
  template <typename T>
  void visit(const std::string& path, Shared<T>& value) {
    T copy = *value;
    Leaves inner(
        [&] {
          const auto before = value;
          value = Shared<T>(copy);
          const bool is_changed = is_changed_();
          value = before;
          return is_changed;
        },
        forgotten_, holes_);
    inner.visit(path, copy);
    alternatives_.merge(inner.alternatives_);
    wanted_.merge(inner.wanted_);
  }
  template <Fielded T>
  void visit(const std::string& path, T& value) {
    int number = 0;
    std::apply(
        [&](auto&... members) { (visit(path + "." + std::to_string(number++), members), ...); },
        T::fields(value));
  }

  bool has_all_alternatives() const { return alternatives_ == wanted_; }

 private:
  // Some of `others` must be seen.
  template <typename T, typename... Others>
  void change(const std::string& path, T& value, Others... others) {
    bool is_seen = false;
    const auto attempt = [&](T other) {
      std::swap(value, other);
      is_seen = is_seen || is_changed_();
      std::swap(value, other);
    };
    (attempt(others), ...);
    if (!is_seen) forgotten_.insert(path);
  }

  std::function<bool()> is_changed_;
  std::set<std::string>& forgotten_;
  std::set<std::string>& holes_;
  std::set<std::string> alternatives_, wanted_;
};

// Numbers in the path are positions in fields(): ".1[].8" is instances[].auth_pass.
TEST(Print, ForgetsNoMemberOfTheModel) {
  auto parsed = parse_text(kFull);
  ASSERT_FALSE(has_errors(parsed.findings)) << render(parsed.findings, Caret::hidden);
  const auto whole = print(parsed.config, Secrets::shown);
  std::set<std::string> holes, forgotten;
  Leaves leaves([&] { return print(parsed.config, Secrets::shown) != whole; }, forgotten, holes);
  leaves.visit("", parsed.config);
  EXPECT_EQ(forgotten, std::set<std::string>{});
  EXPECT_EQ(holes, std::set<std::string>{}) << "say them in kFull";
  EXPECT_TRUE(leaves.has_all_alternatives()) << "say every kind in kFull";
}

TEST(Print, ConfigTiesEveryMember) {
  Config config;
  const auto& [global, daemon, instances, tracking, services, statics, polling, bfd] = config;
  EXPECT_EQ(std::tuple_size_v<decltype(Config::fields(config))>, 8U);
  EXPECT_EQ(daemon, DaemonSettings{});
  EXPECT_TRUE(tracking.scripts.empty() && statics.routes.empty() && bfd.empty());
  EXPECT_FALSE(polling.all);
  EXPECT_TRUE(instances.empty() && services.empty() && global.router_id.empty());
}

TEST(Print, IsReadAgainAsItWas) {
  const auto parsed = parse_text(kFull);
  const auto text = print(parsed.config, Secrets::shown);
  const auto again = parse_text(text);
  EXPECT_FALSE(has_errors(again.findings)) << render(again.findings, Caret::hidden);
  EXPECT_EQ(again.config, parsed.config) << text;
  EXPECT_EQ(print(again.config, Secrets::shown), text);
}

TEST(Print, HidesPasswordsSoThatNobodyRunsTheText) {
  const auto parsed = parse_text(kFull);
  const auto text = print(parsed.config, Secrets::hidden);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_NE(text.find("auth_pass  # hidden\n"), std::string::npos);
  EXPECT_TRUE(has_errors(parse_text(text).findings));
}

TEST(Print, DefinitionsAndRepetitionsAreExpanded) {
  const auto parsed = parse_text(
      "$NET=192.0.2\n"
      "$ONE= \\\nvrrp_instance v$n {\\\n interface eth0\\\n virtual_router_id $n\\\n}\n"
      "~SEQ(n,1,2) $ONE\nglobal_defs {\n router_id ${NET}.7\n}\n");
  const auto text = print(parsed.config, Secrets::shown);
  EXPECT_NE(text.find("router_id 192.0.2.7\n"), std::string::npos) << text;
  EXPECT_NE(text.find("vrrp_instance v1 {\n"), std::string::npos) << text;
  EXPECT_NE(text.find("vrrp_instance v2 {\n"), std::string::npos) << text;
  EXPECT_EQ(text.find('$'), std::string::npos);
}

TEST(Print, EveryStatementOfEveryKeywordIsReadAgain) {
  std::size_t count = 0;
  for (const auto* row : config::keyword_index().all()) {
    if (row->status.kind == config::Status::Kind::without_effect) continue;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Block::none); ++i) {
      const auto block = static_cast<Block>(i);
      if (!config::contains(row->blocks, block)) continue;
      for (const auto& statement : config::statements(block, *row)) {
        const auto parsed = parse_text(config::sample(block, *row, statement));
        const auto text = print(parsed.config, Secrets::shown);
        EXPECT_EQ(parse_text(text).config, parsed.config) << statement << "\n" << text;
        ++count;
      }
    }
  }
  EXPECT_GT(count, 300U);
}

}  // namespace
}  // namespace evenkeel
