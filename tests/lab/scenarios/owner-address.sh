# The owner of the VIP (priority 255) has it as its machine's own, permanent address. It stays that:
# no lease, and what is flushed is back for ever, as it was. It is there after an orderly stop. So it
# is where the machine gets it only after the daemon has begun to serve.
cluster dr
director_conf d1 version=3 priority=255 options='vip_lease 2'
director_conf d2 version=3
# The address as ip tells it: who owns it for how long, and its broadcast.
address() { REPLY=$(ip -n d1 -j addr show dev eth0 | jq -r ".[0].addr_info[] | select(.local == \"$VIP\") | $1"); }
is_permanent() { address .valid_life_time && [[ $REPLY == 4294967295 ]]; }
is_leased() { address .valid_life_time && [[ $REPLY -le 2 ]]; }
has_broadcast() { address .broadcast && [[ $REPLY == 10.0.0.255 ]]; }

ip -n d1 addr add "$VIP/24" broadcast 10.0.0.255 dev eth0
start_pair
start_watch
nap 3
expect 'the address is permanent' is_permanent
expect 'and as it was' has_broadcast

mark flushed
ip -n d1 addr flush dev eth0
wait_until 2 'the address is back' holds d1
expect 'it is permanent again' is_permanent
expect 'and as it was' has_broadcast
nap 3
expect 'for ever' is_permanent
say 'the network manager is back'
ip -n d1 addr add "${ADDRESS[d1]}/24" dev eth0
ip -n d1 addr replace "$VIP/24" broadcast 10.0.0.255 dev eth0
nap 3
expect 'it is permanent' is_permanent
mark end
stop_watch
# A flush deletes in rounds.
TOOK=$(awk '$2 == "gone" && !gone { gone = $1 } $2 == "back" { back = $1 } END { printf "%d\n", (back - gone) * 1000 }' "$LAB_OUT/timeline")
figure put_back "$TOOK" ms '<=' 100
expect 'd1 is MASTER' role_is d1 web MASTER
expect 'it was so all the time' not grep -q 'holders.*d2' "$LAB_OUT/timeline"
expect 'the repair was told' grep -q "put $VIP/24 back on eth0: somebody had deleted it" "$LAB_OUT/d1.log"
stop_director d1
stays 3 'its machine keeps the address' is_permanent

say 'the machine gets its address late'
ip -n d1 addr del "$VIP/24" dev eth0
# Which was a secondary one by then.
ip -n d1 addr replace "${ADDRESS[d1]}/24" dev eth0
start_director d1
wait_until 10 'd1 serves' holds_alone d1
expect 'what it made has a lease' is_leased
ip -n d1 addr replace "$VIP/24" broadcast 10.0.0.255 dev eth0
nap 3
expect 'what its machine made has none' is_permanent
kill_all d1
start_director d1
wait_until 10 'd1 is MASTER again' role_is d1 web MASTER
nap 3
expect 'nor after a crash' is_permanent
stop_director d1
stays 3 'its machine keeps the address' is_permanent
