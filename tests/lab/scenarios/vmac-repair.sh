# Somebody works on the link with the virtual MAC: it is deleted, set down, and made by somebody
# else; its interface goes, and a reload drops it. The master stays master wherever it can, and what
# is there in the end is what is configured.
cluster dr
director_conf d1 options=use_vmac
director_conf d2 options=use_vmac
add_conf d1 <<'EOC'
vrrp_instance late {
  state BACKUP
  interface eth1
  virtual_router_id 51
  priority 100
  advert_int 1
  use_vmac
  virtual_ipaddress {
    10.1.0.50/24
  }
}
EOC

has_vip() { grep -q " $2/24 " <(ip -n "$1" addr show dev "$3" 2>/dev/null); }
has_link() { ip -n "$1" link show "$2" >"$LAB_RUN/link" 2>/dev/null; }
link_is_up() { grep -q ',UP' <(ip -n d1 link show vrrp.51); }
lacks_link() { ! has_link "$@"; }
plug() {
  ip -n d1 -batch - <<'EOC'
link add eth1 type dummy
link set eth1 up
addr add 10.1.0.1/24 dev eth1
EOC
}

start_pair
nap 6
capture wire lan 'proto 112'
start_watch
start_client
nap 1

mark deleted
ip -n d1 link del vrrp.51
wait_until 1 'link and VIP are back' has_vip d1 "$VIP" vrrp.51
nap 2
ip -n d1 link set vrrp.51 down
wait_until 1 'the link is up again' link_is_up
nap 2
mark deleted.end
stop_client
figure lost "$((LOST - CUT))" connections '<=' 0
stop_captures
packets wire 'ip[22] = 0'
figure resignations "$REPLY" adverts '<=' 0
expect 'the peer never held the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
expect 'd1 is MASTER' role_is d1 web MASTER
expect 'it is told' grep -q 'put the link vrrp.51' "$LAB_OUT/d1.log"
metric d1 '^evenkeel_vrrp_link_repairs_total'
figure repairs "$REPLY" links '>=' 2

say 'the interface below comes and goes'
expect 'the late instance is in FAULT' role_is d1 late FAULT
plug
wait_until 10 'the late instance holds its address' has_vip d1 10.1.0.50 vrrp1.51
ip -n d1 link del eth1
wait_until 3 'the late instance lost its interface' role_is d1 late FAULT
plug
wait_until 10 'it holds its address again' has_vip d1 10.1.0.50 vrrp1.51

say 'a reload takes the virtual MAC away, and gives it back'
director_conf d1
reload d1
wait_until 5 'the VIP is on the interface' has_vip d1 "$VIP" eth0
wait_until 2 'the links are gone' lacks_link d1 vrrp.51
wait_until 2 'the other, too' lacks_link d1 vrrp1.51
expect 'the interface answers as before' \
  test "$(ip netns exec d1 sysctl -n net.ipv4.conf.eth0.arp_ignore)" = 0
director_conf d1 options=use_vmac
reload d1
wait_until 5 'the VIP is on the link' has_vip d1 "$VIP" vrrp.51
expect 'the VIP has left the interface' not has_vip d1 "$VIP" eth0
expect 'd1 is still MASTER' role_is d1 web MASTER

say 'somebody else has a link of this name'
stop_director d1
wait_until 3 'd2 holds the VIP' holds d2
ip -n d1 link add vrrp.51 type dummy
start_director d1
wait_until 5 'd1 is in FAULT' role_is d1 web FAULT
expect 'it says why' grep -q 'somebody else made the link vrrp.51' "$LAB_OUT/d1.log"
nap 3
expect 'the foreign link is left alone' grep -q dummy <(ip -n d1 -d link show vrrp.51)
expect_holders d2
ip -n d1 link del vrrp.51
wait_until 12 'd1 holds the VIP once more' holds_alone d1
expect 'the VIP is on the link again' has_vip d1 "$VIP" vrrp.51
mark end
stop_watch
away deleted d1
figure put_back "$TOOK" ms '<=' 500
