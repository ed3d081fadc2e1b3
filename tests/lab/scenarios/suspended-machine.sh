# A director is suspended to RAM, as its processes see it: CLOCK_MONOTONIC stands still with them and
# CLOCK_BOOTTIME goes on (tools/sleep.cpp). Its timers are not late, and yet its peer has waited too
# long: the master listens before it sends another advert.
cluster dr
director_conf d1 version=3
director_conf d2 version=3
slept=$LAB_RUN/slept
printf '\0\0\0\0\0\0\0\0' >"$slept"
LAB_SLEPT=$slept LD_PRELOAD=$LAB_BUILD/bin/lab-sleep.so start_director d1
start_director d2
settle
start_watch
capture wire d1 'arp or proto 112'
hardware=$(ip -n d1 -j link show eth0 | jq -r '.[0].address')
says_master="ether src $hardware and (proto 112 or arp[14:4] = 0x0a000032)"
# first_word_after MICROSECONDS: sets REPLY to the milliseconds until d1 called itself MASTER.
first_word_after() {
  REPLY=$(tcpdump -ttnr "$LAB_OUT/wire.pcap" "$says_master" 2>/dev/null |
    awk -v from="$1" '$1 * 1000000 > from { printf "%d\n", $1 * 1000 - from / 1000; exit }')
}
# sleep_until BYTES: how long it has slept in all, as the library reads it.
sleep_until() {
  processes_of d1
  kill -STOP "${PIDS[@]}"
  printf '%b' "$1" 1<>"$slept"
  microseconds
  awake=$REPLY
  kill -CONT "${PIDS[@]}"
}

nap 2
say 'd1 is suspended for 1 s'
sleep_until '\x00\xca\x9a\x3b\x00\x00\x00\x00'
short=$awake
stays 3 'it is MASTER as before' holds_alone d1

say 'd1 is suspended for 5 s more'
mark suspended
sleep_until '\x00\xbc\xa0\x65\x01\x00\x00\x00'
long=$awake
wait_until 2 'd1 lets go of the VIP' lacks d1
figure let_go "$WAITED" ms '<=' 500
wait_until 8 'd1 is back as the higher priority' holds_alone d1
mark settled
nap 2
mark end
stop_watch
stop_captures
expect_one_holder settled end
first_word_after "$short"
figure first_word_short "$REPLY" ms '<=' 1100
first_word_after "$long"
figure first_word "$REPLY" ms '>=' 3300
metric d1 '^evenkeel_vrrp_stalls_total'
expect 'one stall was counted' test "$REPLY" -eq 1
metric d1 '^evenkeel_vrrp_loop_lag_seconds'
expect "the sleep is the lag: $REPLY" awk "BEGIN { exit !($REPLY >= 4.9 && $REPLY < 6) }"
expect 'an event tells the sleep' grep -q 'process/vrrp: the machine was suspended for 5' \
  "$LAB_OUT/d1.log"
expect 'and the role its reason' grep -q 'BACKUP: the machine was suspended for 5' "$LAB_OUT/d1.log"
