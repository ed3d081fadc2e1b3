# The vrrp process of the master stands still for longer than the peer waits. When it runs again it
# listens before it acts: not one advert of a master that it no longer is. Then the same for hardly
# longer than the least patient peer waits, whose priority is the highest.
cluster dr
director_conf d1 version=3
director_conf d2 version=3
start_pair
start_watch
capture adverts lan 'proto 112'
nap 2
worker_of d1 vrrp
stalled=$PID
say 'the vrrp process of d1 stands still'
kill -STOP "$stalled"
wait_until 8 'd2 holds the VIP' holds d2
nap 1
mark awake
kill -CONT "$stalled"
wait_until 2 'd1 lets go of the VIP' lacks d1
figure let_go "$WAITED" ms '<=' 500
mark alone
wait_until 8 'd1 is back as the higher priority' holds_alone d1
mark end
nap 2
stop_watch
stop_captures
since awake 'holders 1 d2'
figure alone "$TOOK" ms '<=' 500
metric d1 '^evenkeel_vrrp_stalls_total'
expect 'the stall was counted' test "$REPLY" -ge 1
metric d1 '^evenkeel_vrrp_loop_lag_seconds'
expect "the lag is known: $REPLY" awk "BEGIN { exit !($REPLY >= 3) }"
expect 'events name both' grep -q 'the loop ran .* late' "$LAB_OUT/d1.log"
expect 'events name both' grep -q 'was not scheduled for' "$LAB_OUT/d1.log"
# Between waking and its own takeover d1 is silent: d1, then d2, then d1 again, and no mixture.
tshark -r "$LAB_OUT/adverts.pcap" -T fields -e ip.src 2>/dev/null | uniq >"$LAB_OUT/senders"
expect "senders in turn: $(xargs <"$LAB_OUT/senders")" \
  diff -q "$LAB_OUT/senders" <(printf '%s\n' 10.0.0.1 10.0.0.2 10.0.0.1)

stop_director d1
stop_director d2
director_conf d1 version=3 priority=100 options=nopreempt
director_conf d2 version=3 priority=254 options=nopreempt
start_director d1
wait_until 10 'd1 holds the VIP' holds d1
start_director d2
wait_until 10 'd2 is there' role_is d2 web BACKUP
capture patience lan 'proto 112'
nap 1.5
worker_of d1 vrrp
kill -STOP "$PID"
# What is overdue is decided before any news of the kernel is looked at: these wait the longest.
ip -n d1 addr add 10.9.9.9/32 dev lo
wait_until 8 'd2 holds the VIP' holds d2
kill -CONT "$PID"
wait_until 2 'd1 lets go of the VIP' lacks d1
stays 2 'd2 keeps it' holds_alone d2
stop_captures
tshark -r "$LAB_OUT/patience.pcap" -T fields -e ip.src 2>/dev/null | uniq >"$LAB_OUT/senders"
expect "senders in turn: $(xargs <"$LAB_OUT/senders")" \
  diff -q "$LAB_OUT/senders" <(printf '%s\n' 10.0.0.1 10.0.0.2)
