# Two directors share the virtual MAC of an IPv6 instance: adverts, announcements and answers have
# it and no other, whoever serves; the master's addresses survive the death of all its processes.
MAC=00:00:5e:00:02:33
HELD=$VIP6
cluster dr ipv6=yes
director_conf d1 version=3 family=6 options=use_vmac
director_conf d2 version=3 family=6 options=use_vmac

# A refused connection has asked for the neighbour all the same.
client_learns() {
  ip -n client neighbor flush dev eth0
  ip netns exec client bash -c "</dev/tcp/$VIP6/9" 2>/dev/null || true
  ip -n client neighbor show "$VIP6" >"$LAB_RUN/neighbour"
  grep -q "lladdr $MAC " "$LAB_RUN/neighbour"
}

capture wire lan 'ip6 and (ip6[6] = 112 or ip6[6] = 58)'
start_pair
expect 'the VIP is on the link' grep -q " $VIP6/64 " <(ip -n d1 addr show dev vrrp.51)
expect 'the link has no address of its own' \
  not grep -q 'inet6 fe80' <(ip -n d1 addr show dev vrrp.51)
expect 'the client learns the virtual MAC' client_learns
nap 6
metric d1 '^evenkeel_vrrp_send_errors_total'
figure not_sent "$REPLY" adverts '<=' 0
start_watch
adopt_link d1
grep -q 'MASTER: no advert from ' "$LAB_OUT/d2.log" || expect_one_holder adoption adoption.end
wait_until 8 'd1 holds the VIP' holds_alone d1
stop_director d1
wait_until 3 'd2 holds the VIP' holds d2
expect 'the client learns the same MAC from d2' client_learns
expect 'no link is left' not ip -n d1 link show vrrp.51
mark end
stop_watch
stop_captures
packets wire "ip6[6] = 112 and not ether src $MAC"
figure adverts_from_other_macs "$REPLY" adverts '<=' 0
packets wire "ip6[6] = 112 and ether src $MAC"
figure adverts "$REPLY" adverts '>=' 10
# Neighbour advertisements whose target is the VIP.
packets wire "ip6[40] = 136 and ip6[48:4] = 0xfd000000 and ip6[60:4] = 0x50 and not ether src $MAC"
figure claims_by_other_macs "$REPLY" frames '<=' 0
