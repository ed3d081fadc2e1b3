# A stranger claims the IPv6 VIP by neighbour discovery. The master says who it is, by its MAC, keeps the
# VIP, and tells the neighbours again.
HELD=fd00::50
cluster dr ipv6=yes
director_conf d1 version=3 family=6 options='garp_master_delay 0'
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
nap 1
conflict() { REPLY=$(ask d1 /v1/vrrp | jq -r ".instances[0].conflict$1"); }
shows_conflict() { conflict "" && [[ $REPLY != null ]]; }
conflict ""
expect 'nobody is in conflict' test "$REPLY" = null

# The kernel announces its addresses when its MAC changes, where it is asked to.
STRANGE=02:00:00:00:00:77
ip -n client addr add "$VIP6/64" dev eth0 nodad
in_ns client sysctl -qw net.ipv6.conf.eth0.ndisc_notify=1
capture wire lan icmp6
say 'a stranger claims the VIP'
ip -n client link set eth0 address "$STRANGE"
wait_until 3 'd1 shows the stranger' shows_conflict
nap 1
stop_captures
conflict .mac
expect "d1 names its MAC, not $REPLY" test "$REPLY" = "$STRANGE"
conflict .address
expect "and what it claims, not $REPLY" test "$REPLY" = "$VIP6"
expect 'd1 stays MASTER' role_is d1 web MASTER
expect 'an event tells it' grep -q "vrrp/web: a second master: $STRANGE, which claims $VIP6" "$LAB_OUT/d1.log"
metric d1 '^evenkeel_vrrp_conflict[{]'
expect 'the metric says so' test "$REPLY" -eq 1
own=$(ip -n d1 -j link show eth0 | jq -r '.[0].address')
claims() { tshark -r "$LAB_OUT/wire.pcap" -Y "icmpv6.nd.na.target_address == $VIP6 && eth.src == $1 && icmpv6.nd.na.flag.o == 1" -T fields -e frame.time_epoch 2>/dev/null; }
claims "$STRANGE" >"$LAB_OUT/claims"
claims "$own" >"$LAB_OUT/answers"
expect 'the stranger did claim it' test -s "$LAB_OUT/claims"
figure answers "$(wc -l <"$LAB_OUT/answers")" frames '>=' 5
