# Two instances with virtual MACs in a sync group, on two LANs. The one sends its adverts from the
# interface below (vmac_xmit_base) and has an address on the other LAN, which has a link there, too
# (use_vmac_addr): no switch would hear of these links for long, so garp_extra_if repeats one address
# of each. The other sends by its link, which is not repeated. Both move as one.
cluster dr
second_lan
FIRST=00:00:5e:00:01:33
SECOND=00:00:5e:00:01:3d
ACROSS=10.1.0.60
INNER=10.1.0.50
for name in d1 d2; do
  director_conf "$name" options='use_vmac
  use_vmac_addr
  vmac_xmit_base
  garp_master_delay 1
  garp_extra_if 1
  virtual_ipaddress_excluded {
    10.1.0.60/24 dev eth1
  }'
  add_conf "$name" <<EOC
vrrp_instance inner {
  interface eth1
  virtual_router_id 61
  priority $([[ $name == d1 ]] && echo 150 || echo 100)
  use_vmac
  garp_master_delay 1
  garp_extra_if 1
  virtual_ipaddress {
    $INNER/24
  }
}
vrrp_sync_group both {
  group {
    web
    inner
  }
}
EOC
done

on_link() { [[ $(ip -n "$1" -o -4 addr show dev "$2" 2>/dev/null) == *" $3/24 "* ]]; }
holds_all() { on_link "$1" vrrp.51 "$VIP" && on_link "$1" vrrp1.51 "$ACROSS" && on_link "$1" vrrp.61 "$INNER"; }
holds_none() { ! on_link "$1" vrrp.51 "$VIP" && ! on_link "$1" vrrp1.51 "$ACROSS" && ! on_link "$1" vrrp.61 "$INNER"; }
# announced CAPTURE ADDRESS-IN-HEX MAC
announced() { packets "$1" "arp[14:4] = $2 and ether src $3"; }

start_pair
wait_until 5 'd1 holds everything on its links' holds_all d1
expect 'd2 holds nothing' holds_none d2

# What came with the takeover is over.
nap 3
capture outer lan 'proto 112 or arp'
capture inner lan2 'proto 112 or arp'
nap 5
stop_captures
packets outer "ip[21] = 51 and not ether src $FIRST"
figure adverts_from_base "$REPLY" adverts '>=' 4
packets outer "ip[21] = 51 and ether src $FIRST"
figure adverts_from_link "$REPLY" adverts '<=' 0
packets inner "ip[21] = 61 and not ether src $SECOND"
figure inner_adverts_from_base "$REPLY" adverts '<=' 0
packets inner "ip[21] = 61 and ether src $SECOND"
figure inner_adverts_from_link "$REPLY" adverts '>=' 4
announced outer 0x0a000032 "$FIRST"
figure repeated "$REPLY" frames '>=' 4
announced inner 0x0a01003c "$FIRST"
figure repeated_across "$REPLY" frames '>=' 4
announced inner 0x0a010032 "$SECOND"
figure repeated_though_heard "$REPLY" frames '<=' 0

capture outer lan 'proto 112 or arp'
ip -n d1 link set eth1 down
wait_until 6 'd2 holds everything' holds_all d2
expect 'd1 holds nothing' holds_none d1
expect 'web is in FAULT with it' role_is d1 web FAULT
run_client 1
figure lost "$LOST" connections '<=' 0
ip -n d1 link set eth1 up
wait_until 12 'd1 holds everything again' holds_all d1
wait_until 3 'd2 holds nothing' holds_none d2
run_client 1
figure lost_on_return "$LOST" connections '<=' 0
stop_captures
packets outer "arp[14:4] = 0x0a000032 and not ether src $FIRST"
figure claims_by_other_macs "$REPLY" frames '<=' 0
