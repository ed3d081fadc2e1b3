# alone: bounds the gap of a takeover
# A whole director stands still, as a virtual machine that is paused: all its processes stop, and its
# cable carries nothing, though it has a carrier. The peer takes over, and the lease of the VIP ends
# meanwhile. Then the network is back, and after it the processes: they listen before they act.
cluster dr
director_conf d1 version=3
director_conf d2 version=3
start_pair
start_watch
start_client
capture wire d1 'arp or proto 112'
processes_of d1
before="${PIDS[*]}"
hardware=$(ip -n d1 -j link show eth0 | jq -r '.[0].address')
nap 2

say 'd1 is suspended'
mark suspended
kill -STOP "${PIDS[@]}"
unplug_behind_switch d1
wait_until 8 'd2 holds the VIP' holds d2
wait_until 20 'the lease of d1 ends' holds_alone d2
expect 'd1 has its carrier' grep -q LOWER_UP <(ip -n d1 link show eth0)
stop_client
figure gap_suspended "$GAP" ms
client=resumed start_client
nap 1

say 'd1 is resumed'
mark resumed
microseconds
resumed=$REPLY
plug_behind_switch d1
kill -CONT "${PIDS[@]}"
wait_until 10 'd1 is back as the higher priority' holds_alone d1
mark settled
nap 3
mark end
client=resumed stop_client
stop_watch
stop_captures

figure gap_resumed "$GAP" ms '<=' 300
figure lost_resumed "$LOST" connections '<=' 0
expect_one_holder settled end
# 3 s and a skew of 106/256 s; nobody is to have the VIP twice in between.
since resumed 'back d1'
figure listened "$TOOK" ms '>=' 3300
expect 'd2 alone had it until then' awk '
  $3 == "resumed" { start = $1; bad = holders != "1 d2" }
  $2 == "holders" { holders = $3 " " $4; if (start && $1 < start + 3.3) bad = 1 }
  END { exit bad }' "$LAB_OUT/timeline"
# As MASTER it says so by its adverts and by ARP: neither before it had listened.
says_master="ether src $hardware and (proto 112 or arp[14:4] = 0x0a000032)"
first=$(tcpdump -ttnr "$LAB_OUT/wire.pcap" "$says_master" 2>/dev/null |
  awk -v from="$resumed" '$1 * 1000000 > from { printf "%d\n", $1 * 1000 - from / 1000; exit }')
figure first_word "$first" ms '>=' 3300

processes_of d1
expect "its processes are those of before: $before, ${PIDS[*]}" test "$before" = "${PIDS[*]}"
metric d1 '^evenkeel_process_restarts_total'
expect 'no worker was restarted' test "$REPLY" -eq 0
metric d1 '^evenkeel_vrrp_stalls_total'
expect 'the stall was counted' test "$REPLY" -ge 1
metric d1 '^evenkeel_vrrp_loop_lag_seconds'
figure lag "$REPLY" s '>=' 9
expect 'the status tells the lag' \
  jq -e '.loop_lag_seconds >= 9' <(ask d1 /v1/vrrp)
expect 'an event tells the lag' grep -q 'the loop ran .* late' "$LAB_OUT/d1.log"
expect 'an event tells the stall' grep -q 'was not scheduled for' "$LAB_OUT/d1.log"
expect 'nothing was put back' not grep -q 'somebody had deleted it' "$LAB_OUT/d1.log"
wait_until 10 'd1 has all servers' table_is d1 s1 s2
