// A configuration that says everything the language can say; used by print_test. A new member of
// the model is said here.
#pragma once

namespace evenkeel {

// Every member set, every list filled, every kind of check there.
inline constexpr const char* kFull = R"(
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
  nftables_priority -1
  nftables_counters
  nftables_ifindex
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
  vrrp_startup_delay 5.5
  vmac_prefix vm
  vmac_addr_prefix ad
  vrrp_delay_after_boot 60
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
  192.0.2.20/24 brd + dev eth1 scope link label eth1:1 preferred_lft 5 track_group all
  192.0.2.22 dev eth1 peer 192.0.2.21/24
}
static_routes {
  10.1.0.0/16 from 10.2.0.0/16 src 192.0.2.1 via 192.0.2.2 dev eth0 tos 4 table 7 scope link metric 3 realms 1/2 mtu lock 1400 congctl lock cubic expires 9 pref low ttl-propagate enabled vrf red track_group all encap mpls 1/2
  10.4.0.0/16 dev eth0 protocol 7 no_track encap ip id 7 src 192.0.2.1 dst 192.0.2.9 tos 1 ttl 2 flags 3
  10.3.0.0/16 src 192.0.2.1 from 10.2.0.0/16 scope link metric 3 mtu 1400 congctl cubic expires 9 pref low ttl-propagate enabled vrf red track_group all no_track nexthop via 192.0.2.2 dev eth0 weight 3 onlink realms 5 encap ip id 7 src 192.0.2.1 dst 192.0.2.9 tos 1 ttl 2 flags 3 nexthop via 192.0.2.3 dev eth1 encap mpls 3
}
static_rules {
  from 10.0.0.0/8 to 10.1.0.0/16 preference 100 table 7 tos 4 fwmark 1/2 realms 3 suppress_prefixlength 8 suppress_ifgroup 4 iif eth0 oif eth1 tunnel-id 9 uidrange 1-5 ipproto 6 sport 1-2 dport 3-4 track_group all
  preference 101 goto 200
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
vrrp_track_process p {
  process "/bin/a b" c
  delay 3
}
vrrp_track_process q {
  process a
  quorum 2
  quorum_max 3
}
interface_up_down_delays {
  eth0 5 7.5
}
vrrp_sync_group g {
  group {
    web
    other
  }
  track_interface {
    eth7 weight 3
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
    192.0.2.10/24 brd + dev eth1 scope link label eth1:1 preferred_lft 5
    192.0.2.12 dev eth1 peer 192.0.2.21/24
  }
  virtual_ipaddress_excluded {
    192.0.2.11/24 brd + dev eth1 scope link label eth1:2 preferred_lft 5
    192.0.2.13 dev eth1 peer 192.0.2.21/24
  }
  virtual_routes {
    10.1.0.0/16 from 10.2.0.0/16 src 192.0.2.1 dev eth0 scope link metric 3 mtu 1400 congctl lock cubic expires 9 pref low ttl-propagate enabled encap mpls 1
    10.4.0.0/16 dev eth0 encap ip id 7 src 192.0.2.1 dst 192.0.2.9 tos 1 ttl 2 flags 3
    10.3.0.0/16 nexthop via 192.0.2.2 dev eth0 weight 3 onlink realms 5 encap ip id 7 src 192.0.2.1 dst 192.0.2.9 tos 1 ttl 2 flags 3 nexthop via 192.0.2.3 dev eth1 encap mpls 3 no_track
  }
  virtual_rules {
    from 10.0.0.0/8 to 10.1.0.0/16 preference 100 table 7 fwmark 1/2 suppress_prefixlength 8 suppress_ifgroup 4 tunnel-id 9 uidrange 1-5 sport 1-2 dport 3-4
    preference 101 goto 200
  }
  promote_secondaries
  no_accept
  use_vmac name vmac1 02:00:00:00:00:01 group 4
  use_vmac_addr
  auth_hmac {
    key 1 secret
  }
  track_script {
    s weight 3 reverse
  }
  track_process {
    p weight 3 reverse
  }
  notify_master_rx_lower_pri "/bin/a b" nobody daemon
  notify_deleted "/bin/a b" nobody daemon
  notify_master "/bin/a b" nobody daemon
  notify_backup "/bin/a b" nobody daemon
  notify_fault "/bin/a b" nobody daemon
  notify_stop "/bin/a b" nobody daemon
  notify "/bin/a b" nobody daemon
}
vrrp_instance other {
  interface eth1
  virtual_router_id 52
  no_virtual_ipaddress
  notify_deleted
  use_ipvlan ipvl1 192.0.2.77/24 vepa
}
vrrp_instance far {
  vrf red
  virtual_router_id 53
  unicast_src_ip 192.0.2.3
  unicast_peer {
    192.0.2.4
  }
  virtual_ipaddress {
    192.0.2.61 dev eth1
  }
}
virtual_server 192.0.2.10 53 {
  protocol UDP
  lb_algo mh
  lb_kind NAT
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
      name b
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

}  // namespace evenkeel
