# alone: a restart races with the peer's patience
# Two directors share a virtual MAC (use_vmac). Its client never learns another one, whoever serves;
# nothing but the master is heard with it. All processes of the master die and come back: the link
# is adopted and nothing is lost. An orderly stop leaves neither link nor setting behind.
MAC=00:00:5e:00:01:33
cluster dr
director_conf d1 options=use_vmac
director_conf d2 options=use_vmac

setting() { REPLY=$(ip netns exec "$1" sysctl -n "net.ipv4.conf.$2"); }
expect_setting() {
  setting "$1" "$2"
  [[ $REPLY == "$3" ]] || fail "$2 of $1 is $REPLY, want $3"
}
knows_only_mac() { [[ $(ip -n client neighbor show "$VIP") == *" lladdr $MAC "* ]]; }
link_is() { [[ $(ip -n "$1" -o link show vrrp.51) == *"state $2"* ]]; }

capture wire lan 'proto 112 or arp'
start_pair
for name in d1 d2; do
  ip -n "$name" -d link show vrrp.51 >"$LAB_OUT/$name.link"
  expect "the link of $name is a private macvlan on eth0" \
    grep -q 'macvlan mode private' "$LAB_OUT/$name.link"
  expect "the link of $name is on eth0" grep -q 'vrrp.51@eth0' "$LAB_OUT/$name.link"
  expect "the link of $name has the virtual MAC" grep -q "link/ether $MAC" "$LAB_OUT/$name.link"
  expect_setting "$name" vrrp/51.arp_ignore 1
  expect_setting "$name" vrrp/51.accept_local 1
  expect_setting "$name" vrrp/51.rp_filter 0
  expect_setting "$name" eth0.arp_ignore 1
  expect_setting "$name" eth0.arp_filter 1
  expect_setting "$name" eth0.arp_announce 2
  expect "the link of $name does without IPv6" \
    test "$(ip netns exec "$name" sysctl -n net.ipv6.conf.vrrp/51.disable_ipv6)" = 1
done
expect 'the link of the master is up' link_is d1 UP
expect 'the link of the backup is down' link_is d2 DOWN
expect 'the VIP is on the link' grep -q " $VIP/24 " <(ip -n d1 addr show dev vrrp.51)
expect 'the VIP is not on the interface below' not grep -q " $VIP/" <(ip -n d1 addr show dev eth0)
expect 'the link is told' grep -q '"link":"vrrp.51"' <(ask d1 /v1/vrrp | jq -c .)
metric d1 '^evenkeel_vrrp_link_present.*vrrp.51'
figure link_present "$REPLY" link '>=' 1
run_client 1
expect 'the client knows the virtual MAC' knows_only_mac

# What came with the takeover is over.
nap 6
start_watch
start_client
adopt_link d1
stop_client
expect_undisturbed adoption adoption.end
expect 'd1 has adopted its role' role_is d1 web MASTER

start_client
nap 1
mark stop
stop_director d1
wait_until 3 'd2 holds the VIP' holds d2
nap 3
mark stop.end
stop_client
figure lost_at_stop "$((LOST - CUT))" connections '<=' 100
figure gap_at_stop "$GAP" ms
expect 'no link is left' not ip -n d1 link show vrrp.51
expect_setting d1 eth0.arp_ignore 0
expect_setting d1 eth0.arp_filter 0
expect_setting d1 eth0.arp_announce 0
expect 'the client still knows the virtual MAC' knows_only_mac
expect 'the link of the new master is up' link_is d2 UP
run_client 1
figure lost_on_d2 "$LOST" connections '<=' 0

start_director d1
wait_until 12 'd1 has come back' holds_alone d1
wait_until 3 'the link of d2 is down' link_is d2 DOWN
run_client 1
figure lost_on_return "$LOST" connections '<=' 0
expect 'the client knows the virtual MAC to the end' knows_only_mac
mark end
stop_watch
stop_captures

# No advert and no answer for the VIP ever came from another MAC.
packets wire "proto 112 and not ether src $MAC"
figure adverts_from_other_macs "$REPLY" adverts '<=' 0
packets wire "proto 112 and ether src $MAC"
figure adverts "$REPLY" adverts '>=' 10
packets wire "arp[14:4] = 0x0a000032 and not ether src $MAC"
figure claims_by_other_macs "$REPLY" frames '<=' 0
expect_table d1 s1 s2
