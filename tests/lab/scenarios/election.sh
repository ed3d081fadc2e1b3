# Who becomes MASTER, and why the VIP stays where it is: vrrp_startup_delay, the owner of the
# addresses, two owners, equal priorities, preempt_delay, nopreempt, down_timer_adverts, a sync group
# that waits. Each word shows in what it changes, against the same pair without it.
# limit: 300
cluster dr servers=1

# pair_conf NAME PRIORITY ADVERT [WORD]: the VIP alone.
pair_conf() {
  director_conf "$1" priority="$2" advert="$3" version=3 options="${4:-}"
  sed -i '/^virtual_server/,$d' "$REPLY"
}
start_pair_of() { # FIRST SECOND: the second listens to the first
  start_director "$1"
  wait_until 20 "$1 holds the VIP" holds "$1"
  start_director "$2"
  wait_until 10 "$2 is there" role_is "$2" web BACKUP
}
end_pair() {
  stop_director d1
  stop_director d2
}
explains() { ctl "$1" explain "vrrp/${3:-web}" | grep -qF "$2"; }
why_not() { [[ $(ask "$1" /v1/vrrp | jq -r '.instances[0].why_not_master') == "$2" ]]; }
priority_heard() { [[ $(in_ns client timeout 4 tcpdump -Z root -nlc 1 -i eth0 "src ${ADDRESS[$1]} and ip proto 112" 2>/dev/null) == *"prio $2,"* ]]; }

say 'vrrp_startup_delay: what a reload adds meanwhile waits as well, the owner too'
LATE=10.0.0.51
pair_conf d1 150 0.5
sed -i 's/^  dynamic_interfaces/&\n  vrrp_startup_delay 8/' "$REPLY"
start_director d1
wait_until 5 'd1 waits' explains d1 'later: vrrp_startup_delay'
add_conf d1 <<END
vrrp_instance late {
  interface eth0
  virtual_router_id 53
  priority 255
  virtual_ipaddress {
    $LATE/24
  }
}
END
reload d1
wait_until 3 'so does what was added' explains d1 'later: vrrp_startup_delay' late
stays 2 'it holds nothing' lacks d1 "$LATE"
wait_until 10 'its time comes' holds d1 "$LATE"
wait_until 5 'that of the first, too' holds d1
stop_director d1

say 'the owner listens for nobody'
pair_conf d1 255 3
pair_conf d2 100 3
start_director d2
wait_until 20 'd2 holds the VIP' holds d2
start_director d1
wait_until 8 'd1 holds the VIP' holds_alone d1
figure owner "$WAITED" ms
end_pair

say 'two owners: the lower address steps aside, and counts as 254 from then on'
pair_conf d1 255 0.5
pair_conf d2 255 0.5
capture owners lan "ip proto 112 and src ${ADDRESS[d1]}"
start_director d1
start_director d2
wait_until 10 'd2 holds the VIP' holds_alone d2
stays 3 'it stays there' holds_alone d2
stop_captures
expect 'd1 began as the owner' grep -q 'prio 255,' <(tcpdump -nr "$LAB_OUT/owners.pcap" 2>/dev/null)
expect 'd2 is the owner' priority_heard d2 255
kill_all d2
wait_until 10 'd1 holds the VIP' holds d1
expect 'd1 is no owner any more' priority_heard d1 254
wait_until 20 'the lease of d2 ends' lacks d2
stop_director d1

say 'equal priorities: who is MASTER stays it, and of two the higher address does'
pair_conf d1 100 0.5
pair_conf d2 100 0.5
start_pair_of d1 d2
stays 3 'd1 keeps the VIP' holds_alone d1
unplug_behind_switch d1
wait_until 5 'd2 holds it too' holds d2
plug_behind_switch d1
wait_until 5 'd2 alone holds it' holds_alone d2
stays 2 'it stays there' holds_alone d2
end_pair

say 'preempt_delay'
pair_conf d1 150 0.5 'preempt_delay 10'
pair_conf d2 100 0.5
start_pair_of d2 d1
wait_until 2 'explain counts what is left' explains d1 's left'
explains d1 'not preempting 10.0.0.2 (priority 100): preempt_delay, ' || fail 'explain does not say why'
stays 4 'd2 keeps the VIP' holds_alone d2
wait_until 10 'd1 holds the VIP' holds_alone d1
wait_until 2 'nothing is left to explain' why_not d1 ''
end_pair

say 'nopreempt, with a weight that has no say'
printf '0' >"$LAB_RUN/weight"
pair_conf d1 100 0.5 "nopreempt
  track_file {
    weight weight 1
  }"
lead_conf d1 <<END
track_file weight {
  file "$LAB_RUN/weight"
}
END
pair_conf d2 120 0.5
conf_of d1
expect 'the check warns' grep -q "warning: the weight of 'weight' does not bring the addresses here" \
  <("$LAB_BUILD/bin/evenkeeld" --check --config "$REPLY" 2>&1)
start_pair_of d2 d1
wait_until 2 'nothing is to be explained' why_not d1 ''
printf '50' >"$LAB_RUN/weight"
wait_until 5 'explain says why' explains d1 'not preempting 10.0.0.2 (priority 120): nopreempt'
expect 'the JSON too' why_not d1 'not preempting 10.0.0.2 (priority 120): nopreempt'
stays 4 'd2 keeps the VIP' holds_alone d2
conf_of d1
sed -i 's/^  nopreempt$//' "$REPLY"
reload d1
wait_until 5 'without the word d1 takes it' holds_alone d1
end_pair

say 'down_timer_adverts'
pair_conf d1 150 0.5
pair_conf d2 100 0.5 'down_timer_adverts 10'
start_pair_of d1 d2
kill_all d1
wait_until 10 'd2 holds the VIP' holds d2
figure patient_takeover "$WAITED" ms '>=' 4500
wait_until 20 'the lease of d1 ends' lacks d1
stop_director d2

say 'a sync group that waits for a member'
second_lan
pair_conf d1 150 0.5
sed -i "s/eth0/eth1/g; s/virtual_router_id 51/virtual_router_id 52/; s/$VIP/$INNER/" "$REPLY"
pair_conf d2 100 0.5
group_conf d2 advert=0.5
start_director d1
wait_until 10 'd1 holds the other address' holds d1 "$INNER"
start_director d2
wait_until 8 'explain says why' explains d2 'waiting for its sync group'
expect 'd2 holds nothing' lacks d2
stop_director d1
wait_until 10 'd2 takes all' group_moved_to d2
wait_until 2 'nothing is left to explain' why_not d2 ''
