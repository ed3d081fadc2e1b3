# Somebody deletes an IPv6 VIP on the master. It is back at once, announced by neighbour
# advertisement, and the master stays master.
HELD=$VIP6
cluster dr ipv6=yes
director_conf d1 version=3 family=6
director_conf d2 version=3 family=6
start_pair
nap 6
capture wire client 'icmp6 or proto 112'
start_watch
for round in 1 2 3; do
  mark "deleted$round"
  delete_held d1
  wait_until 2 'the VIP is back' holds d1
  nap 1
done
mark end
stop_watch
stop_captures
for round in 1 2 3; do
  away "deleted$round" d1
  figure put_back "$TOOK" ms '<=' 100
done
# Neighbour advertisements (136) for the VIP with the override flag (0x20), from its own address.
packets wire "src host $VIP6 and ip6[40] = 136 and ip6[44] & 0x20 != 0"
figure announcements "$REPLY" messages '>=' 3
packets wire 'ip6 proto 112 and ip6[42] = 0'
figure resignations "$REPLY" adverts '<=' 0
expect 'the peer never held the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
expect 'the VIP was not probed for duplicates' not grep -q tentative <(ip -n d1 addr show dev eth0)
expect_holders d1
