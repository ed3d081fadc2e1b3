# The peer is deaf for a while and takes the VIP too. The master shows who it is, keeps the VIP, and
# tells the neighbours again when the other has gone. Then a stranger claims the VIP by ARP alone.
cluster dr
director_conf d1
director_conf d2
start_pair
# The second burst of gratuitous ARP after the takeover is over by then.
nap 6
mac_of() { ip -n "$1" -j link show eth0 | jq -r '.[0].address'; }
conflict() { REPLY=$(ask d1 /v1/vrrp | jq -r ".instances[0].conflict$1"); }
shows_conflict() { conflict "" && [[ $REPLY != null ]]; }
shows_none() { conflict "" && [[ $REPLY == null ]]; }
is_known_by_mac() { conflict .mac && [[ $REPLY == "$(mac_of "$1")" ]]; }

modprobe -qa ip_tables iptable_filter || true
say 'd2 hears nothing any more'
in_ns d2 iptables-legacy -A INPUT -p 112 -j DROP
wait_until 8 'd2 holds the VIP too' holds d2
wait_until 3 'd1 shows the conflict' shows_conflict
wait_until 3 'd1 knows the MAC of d2' is_known_by_mac d2
conflict .address
expect "d1 names d2, not $REPLY" test "$REPLY" = "${ADDRESS[d2]}"
conflict .priority
expect "d1 names priority 100, not $REPLY" test "$REPLY" = 100
expect 'd1 stays MASTER' role_is d1 web MASTER
metric d1 '^evenkeel_vrrp_conflict[{]'
expect 'the metric says so' test "$REPLY" -eq 1

capture wire client 'arp or proto 112'
say 'd2 hears again'
in_ns d2 iptables-legacy -D INPUT -p 112 -j DROP
wait_until 5 'd2 lets go' lacks d2
wait_until 8 'd1 shows no conflict' shows_none
nap 0.5
stop_captures
hardware=$(mac_of d1)
packets wire "ether src $hardware and arp[14:4] = 0x0a000032 and arp[24:4] = 0x0a000032"
figure announcements "$REPLY" frames '>=' 5
metric d1 '^evenkeel_vrrp_conflicts_total'
expect 'one conflict was counted' test "$REPLY" -eq 1
expect_holders d1

say 'a stranger claims the VIP'
# iputils' arping announces an address only where it is.
ip -n client addr add "$VIP/32" dev eth0
in_ns client arping -q -A -c 2 -I eth0 "$VIP" || true
wait_until 3 'd1 shows the stranger' shows_conflict
wait_until 3 'd1 knows its MAC' is_known_by_mac client
expect 'd1 stays MASTER' role_is d1 web MASTER
expect 'an event tells it' grep -q "vrrp/web: a second master: $(mac_of client), which claims $VIP" \
  "$LAB_OUT/d1.log"
