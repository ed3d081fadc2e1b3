# The directors' interface is in a VRF. An instance with a virtual MAC has its link there, which
# follows the interface out of the VRF and back; one without is there by its interface; one that has
# no interface speaks by unicast through the VRF itself (vrf). Their addresses and their subnet are
# in the VRF's table, and in no other.
cluster dr
modprobe -qa vrf || true
ALONE=10.0.0.51
FAR=10.0.0.52
CABLE=10.2.0.50

vrf_conf() {
  local name=$1 peer=$2 priority=$3
  conf_of "$name"
  cat >"$REPLY" <<EOC
vrrp_instance web {
  interface eth0
  virtual_router_id 51
  priority $priority
  use_vmac
  virtual_ipaddress {
    $VIP/24
    $CABLE/24
  }
}
vrrp_instance alone {
  interface eth0
  virtual_router_id 52
  priority $priority
  virtual_ipaddress {
    $ALONE/24
  }
}
vrrp_instance far {
  vrf red
  virtual_router_id 53
  priority $priority
  unicast_src_ip ${ADDRESS[$name]}
  unicast_peer {
    ${ADDRESS[$peer]}
  }
  virtual_ipaddress {
    $FAR/24 dev eth0
  }
}
EOC
}
enter_vrf() {
  ip -n "$1" -batch - <<'EOC'
link add red type vrf table 100
link set red up
link set eth0 master red
EOC
}
vips_of() { ip -n "$1" -o -4 addr show | grep -cE " ($VIP|$ALONE|$FAR|$CABLE)/24 "; }
has_all() { [[ $(vips_of "$1") == 4 ]]; }
has_none() { [[ $(vips_of "$1") == 0 ]]; }
is_in_red() { [[ $(ip -n "$1" -o link show vrrp.51) == *' master red '* ]]; }
is_up() { [[ $(ip -n "$1" -o link show vrrp.51) == *',UP'* ]]; }
subnet_is_in() { [[ -n $(ip -n d1 route show table "$1" 10.2.0.0/24) ]]; }
answers() { in_ns client ping -nqc 1 -W 1 "$1" >/dev/null 2>&1; }
all_answer() { answers "$VIP" && answers "$ALONE" && answers "$FAR"; }

for name in d1 d2; do enter_vrf "$name"; done
vrf_conf d1 d2 150
vrf_conf d2 d1 100
capture wire lan 'proto 112'
start_director d1
start_director d2
wait_until 15 'd1 holds all addresses' has_all d1
expect 'd2 holds none' has_none d2
for name in d1 d2; do expect "the link of $name is in the VRF" is_in_red "$name"; done
expect 'the client reaches all of them' all_answer
expect 'the subnet of the link is in the table of the VRF' subnet_is_in 100
expect 'and not in the main one' not subnet_is_in main

say 'somebody takes the link out of the VRF, and deletes its subnet there'
ip -n d1 link set vrrp.51 nomaster
wait_until 2 'it is back' is_in_red d1
wait_until 2 'and up' is_up d1
ip -n d1 route del 10.2.0.0/24 dev vrrp.51 table 100
wait_until 2 'the subnet is back in the table of the VRF' subnet_is_in 100
wait_until 2 'the client reaches all of them' all_answer

say 'the interface leaves the VRF, and comes back'
ip -n d1 link set eth0 nomaster
wait_until 5 'the link has left it' not is_in_red d1
wait_until 12 'the VIP is held' holds d1
wait_until 5 'the subnet is in the main table' subnet_is_in main
expect 'and not in that of the VRF' not subnet_is_in 100
ip -n d1 link set eth0 master red
wait_until 5 'the link has followed' is_in_red d1
wait_until 15 'd1 holds all addresses again' has_all d1
wait_until 5 'the subnet is in the table of the VRF' subnet_is_in 100
expect 'and not in the main one' not subnet_is_in main
wait_until 5 'the client reaches all of them' all_answer

stop_director d1
wait_until 5 'd2 holds all addresses' has_all d2
expect 'd1 holds none' has_none d1
wait_until 2 'the client reaches all of them' all_answer
stop_captures
# The far instance spoke by unicast alone, both ways.
packets wire 'ip[21] = 53 and dst net 224.0.0.0/4'
figure far_multicast "$REPLY" adverts '<=' 0
packets wire "ip[21] = 53 and src host 10.0.0.1 and dst host 10.0.0.2"
figure far_unicast "$REPLY" adverts '>=' 3
