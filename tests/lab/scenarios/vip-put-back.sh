# alone: bounds how long the VIP is away
# Somebody deletes the VIP on the master, three times. It is back at once and announced; the
# master stays master, and no connection is lost.
cluster dr
director_conf d1
director_conf d2
start_pair
# The second burst of gratuitous ARP after the takeover is over by then.
nap 6
capture wire client 'arp or proto 112'
start_watch
start_client
nap 2

for round in 1 2 3; do
  mark "deleted$round"
  ip -n d1 addr del "$VIP/24" dev eth0
  wait_until 2 'the VIP is back' holds d1
  nap 1
done
mark end
stop_client
stop_watch
stop_captures

for round in 1 2 3; do
  away "deleted$round" d1
  figure put_back "$TOOK" ms '<=' 100
done
expect_no_loss
packets wire 'arp[14:4] = 0x0a000032 and arp[24:4] = 0x0a000032'
figure announcements "$REPLY" frames '>=' 3
packets wire 'proto 112 and ip[22] = 0'
figure resignations "$REPLY" adverts '<=' 0
expect 'the peer never held the VIP' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
expect_holders d1
