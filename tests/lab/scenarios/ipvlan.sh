# alone: a restart races with the peer's patience
# Two directors with an ipvlan each (use_ipvlan): the VIP and the adverts' source live on it, and
# the MAC is that of the interface below. By IPv6 the link needs no address of its own, and unicast
# adverts are heard on the link. All processes of the master die and come back: the link is adopted
# and nothing is lost. It is deleted, set down and flushed by somebody else: all is put back and the
# master stays master. An orderly stop leaves nothing behind.
cluster dr ipv6=yes
modprobe -qa ipvlan || true
declare -A OWN=([d1]=10.0.0.21 [d2]=10.0.0.22) NEAR=([d1]=10.0.0.31 [d2]=10.0.0.32)
OTHER=10.0.0.23
DIRECT=10.0.0.70

# ipvlan_conf NAME PEER PRIORITY ADDRESS
ipvlan_conf() {
  director_conf "$1" options="use_ipvlan $4/24"
  add_conf "$1" <<EOC
vrrp_instance six {
  interface eth0
  virtual_router_id 66
  priority $3
  use_ipvlan name six
  virtual_ipaddress {
    fe80::50/64
    $VIP6/64
  }
}
vrrp_instance direct {
  interface eth0
  virtual_router_id 67
  priority $3
  use_ipvlan direct ${NEAR[$1]}/24
  unicast_peer {
    ${NEAR[$2]}
  }
  virtual_ipaddress {
    $DIRECT/24
  }
}
EOC
}
ipvlan_conf d1 d2 150 "${OWN[d1]}"
ipvlan_conf d2 d1 100 "${OWN[d2]}"

index_of() { REPLY=$(ip -n "$1" -o link show vrrp.51 | cut -d: -f1); }
has_direct() { [[ $(ip -n "$1" addr show dev direct) == *" $DIRECT/24 "* ]]; }
link_has() { [[ $(ip -n "$1" addr show dev vrrp.51 2>/dev/null) == *" $2/24 "* ]]; }
link_is_whole() { link_has d1 "$VIP" && link_has d1 "${OWN[d1]}" && link_is d1 UP; }
link_is() { [[ $(ip -n "$1" -o link show vrrp.51) == *",$2"* ]]; }
link_local_of() { ip -n "$1" -j addr show eth0 | jq -r '.[0].addr_info[] | select(.scope == "link").local'; }
answers() { in_ns client ping -nqc 1 -W 1 "$VIP6" >/dev/null 2>&1; }
knows_mac() { [[ $(ip -n client neighbor show "$VIP") == *" lladdr $(mac_on "$1") "* ]]; }
mac_on() { ip -n "$1" -j link show eth0 | jq -r '.[0].address'; }

capture wire lan 'ip proto 112'
capture six lan 'ip6[6] = 112'
start_pair
for name in d1 d2; do
  ip -n "$name" -d link show vrrp.51 >"$LAB_OUT/$name.link"
  expect "the link of $name is an ipvlan on eth0" grep -q 'vrrp.51@eth0' "$LAB_OUT/$name.link"
  expect "it is of the second layer" grep -q 'ipvlan *mode l2 bridge' "$LAB_OUT/$name.link"
  expect "the link of $name is up in any role" link_is "$name" UP
  expect "the link of $name has its own address" link_has "$name" "${OWN[$name]}"
done
expect 'the VIP is on the link' link_has d1 "$VIP"
expect 'the VIP is not on the interface below' not grep -q " $VIP/" <(ip -n d1 addr show dev eth0)
expect 'the interface below keeps its settings' \
  test "$(ip netns exec d1 sysctl -n net.ipv4.conf.eth0.arp_ignore)" = 0
expect 'the link is told' grep -q '"link":"vrrp.51"' <(ask d1 /v1/vrrp | jq -c .)
run_client 1
expect 'the client knows the MAC of d1' knows_mac d1

wait_until 8 'the IPv6 address answers' answers
wait_until 8 'd1 holds the address of the unicast instance' has_direct d1
wait_until 2 'd2, which hears of it on its link, does not' not has_direct d2

# What came with the takeover is over.
nap 6
start_watch
start_client
index_of d1
before=$REPLY
mark adoption
kill_all d1
nap 1
start_director d1
nap 4
mark adoption.end
stop_client
index_of d1
expect 'the link is the same one' test "$REPLY" = "$before"
LEADER=${OWN[d1]} expect_undisturbed adoption adoption.end

mark deleted
ip -n d1 link del vrrp.51
wait_until 1 'link and addresses are back' link_is_whole
ip -n d1 link set vrrp.51 down
wait_until 1 'the link is up again' link_is_whole
ip -n d1 addr flush dev vrrp.51
wait_until 1 'the addresses are back' link_is_whole
expect 'd1 is still MASTER' role_is d1 web MASTER
nap 2
mark deleted.end
away deleted d1
figure put_back "$TOOK" ms '<=' 500
expect_holders d1

say 'a reload gives the link another address of its own, and the first one back'
ipvlan_conf d1 d2 150 "$OTHER"
reload d1
wait_until 3 'the link has the other address' link_has d1 "$OTHER"
wait_until 1 'and no longer the first' not link_has d1 "${OWN[d1]}"
ipvlan_conf d1 d2 150 "${OWN[d1]}"
reload d1
wait_until 3 'the link is as it was' link_is_whole
wait_until 1 'without the other address' not link_has d1 "$OTHER"
expect 'd1 is still MASTER' role_is d1 web MASTER
expect_holders d1

start_client
nap 1
stop_director d1
wait_until 3 'd2 holds the VIP' holds d2
expect 'the VIP is on the link of d2' link_has d2 "$VIP"
nap 1
stop_client
# One is lost now and then when the link changes hands, as none is without such a link.
figure lost_at_stop "$((LOST - CUT))" connections '<=' 5
expect 'no link is left' not ip -n d1 link show vrrp.51
run_client 1
expect 'the client knows the MAC of d2' knows_mac d2
wait_until 2 'the IPv6 address answers there' answers

say 'somebody else has an ipvlan of another mode'
ip -n d1 link add link eth0 name theirs type ipvlan mode l3
start_director d1
wait_until 5 'd1 is in FAULT' role_is d1 web FAULT
expect 'it says why' grep -q 'the ipvlan theirs of somebody else' "$LAB_OUT/d1.log"
expect 'that one is left alone' grep -q 'mode l3' <(ip -n d1 -d link show theirs)
ip -n d1 link del theirs
wait_until 12 'd1 holds the VIP once more' holds_alone d1
mark end
stop_watch
stop_captures
packets wire "ip[21] = 51 and not src host ($OTHER or ${OWN[d1]} or ${OWN[d2]})"
figure adverts_from_other_addresses "$REPLY" adverts '<=' 0
packets six "not src host $(link_local_of d1) and not src host $(link_local_of d2)"
figure six_from_other_addresses "$REPLY" adverts '<=' 0
packets six "src host $(link_local_of d1)"
figure six_adverts "$REPLY" adverts '>=' 10
packets wire "src host ${OWN[d1]}"
figure adverts "$REPLY" adverts '>=' 10
packets wire "src host ${OWN[d1]} and not ether src $(mac_on d1)"
figure adverts_from_other_macs "$REPLY" adverts '<=' 0
for name in d1 d2; do
  metric "$name" '^evenkeel_vrrp_send_errors_total'
  figure "not_sent_by_$name" "$REPLY" adverts '<=' 0
done
expect_table d1 s1 s2
