# needs: own kernel
# alone: bounds the gap of a changed MAC
# Somebody works on the master's interface: its MTU and then its MAC change, and the clock is set
# forward and back. The master stays master, and its neighbours learn the new MAC at once. Then the
# interface is renamed: the instance has none, the peer serves, and all is as before when the name
# is back.
cluster dr
director_conf d1
director_conf d2
start_pair
# What came with the takeover is over: the second burst of gratuitous ARP, too.
nap 6
start_watch
capture wire client arp
start_client
nap 3
mark changes
ip -n d1 link set eth0 mtu 1400
nap 1
ip -n d1 link set eth0 address 02:00:00:00:00:99
nap 3
mark clock
say 'the clock is set'
date -s '+1 hour' >/dev/null
nap 3
date -s '-2 hours' >/dev/null
nap 3
date -s '+1 hour' >/dev/null
nap 1
stop_client
mark changes.end
stop_captures
# A packet of a connection may be on its way to the old MAC; TCP sends it again after 200 ms.
figure lost "$LOST" connections '<=' 0
figure gap "$GAP" ms '<=' 350
packets wire 'arp and ether src 02:00:00:00:00:99 and arp[14:4] = 0x0a000032 and arp[24:4] = 0x0a000032'
figure announcements "$REPLY" frames '>=' 5
expect_one_holder changes changes.end
expect 'd1 is MASTER' role_is d1 web MASTER
expect 'the client knows the new MAC' grep -q '02:00:00:00:00:99' <(ip -n client neighbor show "$VIP")

mark rename
ip -n d1 -batch - <<EOF
link set eth0 down
link set eth0 name eth9
link set eth9 up
EOF
wait_until 5 'd2 holds the VIP' holds d2
wait_until 3 'd1 has let go' holds_alone d2
run_client 2
figure lost_renamed "$LOST" connections '<=' 0
ip -n d1 -batch - <<EOF
link set eth9 down
link set eth9 name eth0
link set eth0 up
EOF
wait_until 12 'd1 has come back' holds_alone d1
expect_table d1 s1 s2
stop_watch
