# What is tracked decides who is master. A weighted script moves the VIP and gives it back; one
# without a weight is a FAULT; a script that hangs is a failure, as soon as its time is over, though
# it ignores SIGTERM; a weighted interface counts too; an interface without a weight is a FAULT; a
# file's number is added. The runner reads the files, and its death moves nothing.
# limit: 300
cluster dr

# say_status STATUS: what the script of d1 answers.
script_says() { echo "$1" >"$LAB_RUN/d1/status"; }

priority_is() { [[ $(ask "$1" /v1/vrrp | jq '.instances[0].effective_priority') == "$2" ]]; }
tracker_says() {
  local have
  have=$(ask d1 /v1/vrrp | jq -r --arg kind "$1" \
    '.instances[0].trackers[] | select(.kind == $kind) | "\(.status) \(.contribution)"')
  [[ $have == "$2" ]]
}

cat >"$LAB_RUN/d1/chk" <<END
#!/bin/sh
echo >>$LAB_RUN/d1/runs
read status <$LAB_RUN/d1/status
[ "\$status" != stubborn ] || trap '' TERM
case \$status in hang | stubborn) exec sleep 60 ;; esac
exit \$status
END
chmod 755 "$LAB_RUN/d1/chk"
script_says 0
ip -n d1 link add extra type dummy
ip -n d1 link set extra up

director_conf d1 options="track_script {
    chk
  }
  track_interface {
    extra weight -30
  }
  track_file {
    number
  }"
lead_conf d1 <<END
vrrp_script chk {
  script $LAB_RUN/d1/chk
  interval 0.5
  timeout 2
  weight -60
  rise 2
  fall 2
}
track_file number {
  file $LAB_RUN/d1/number
  init_file 0 overwrite
}
END
director_conf d2
capture adverts lan proto 112
start_pair
expect 'd1 announces its base priority' priority_is d1 150

script_says 1
wait_until 8 'd2 has taken over: the script fails' holds_alone d2
expect 'd1 counts -60' priority_is d1 90
expect 'and says why' tracker_says script 'DOWN -60'
script_says 0
wait_until 10 'd1 has it back: the script passes' holds_alone d1

script_says hang
wait_until 12 'd2 has taken over: the script hangs' holds_alone d2
script_says 0
wait_until 12 'd1 has it back' holds_alone d1

ip -n d1 link set extra down
wait_until 3 'd1 counts -30 for the interface' priority_is d1 120
stays 2 'and stays master with 120 against 100' holds_alone d1
echo -25 >"$LAB_RUN/d1/number"
wait_until 8 'd2 has taken over: the file says -25' holds_alone d2
expect 'd1 counts both' priority_is d1 95
ip -n d1 link set extra up
wait_until 8 'd1 has it back: the interface is up' holds_alone d1
echo -254 >"$LAB_RUN/d1/number"
wait_until 3 'the file says FAULT' role_is d1 web FAULT
wait_until 3 'd2 has taken over' holds_alone d2
rm "$LAB_RUN/d1/number"
wait_until 8 'd1 has it back: there is no file' holds_alone d1

echo 5 >"$LAB_RUN/d1/number"
wait_until 3 'd1 counts the number' priority_is d1 155
kill_worker d1 runner
stays 2 'the death of the runner moves nothing' holds_alone d1
wait_until 8 'a new runner is there' respawned d1 runner
stays 2 'nor does a new one' holds_alone d1
expect 'the number still counts' priority_is d1 155
expect 'nobody has written the file anew' test "$(<"$LAB_RUN/d1/number")" = 5
echo -60 >"$LAB_RUN/d1/number"
wait_until 8 'd2 has taken over: the new runner watches the file' holds_alone d2
kill_worker d1 vrrp
wait_until 8 'a new vrrp is there' respawned d1 vrrp
wait_until 5 'it knows the number' priority_is d1 90
stays 3 'and d2 stays master' holds_alone d2
expect 'it has no file open to watch' not grep -q inotify <(readlink "/proc/$PID/fd/"*)
rm "$LAB_RUN/d1/number"
wait_until 8 'd1 has it back' holds_alone d1

# The same, without weights.
director_conf d1 options="track_script {
    chk weight 0
  }
  track_interface {
    extra
  }"
lead_conf d1 <<END
vrrp_script chk {
  script $LAB_RUN/d1/chk
  timeout 3
}
END
reload d1
stays 2 'the reload moves nothing' holds_alone d1
script_says 3
wait_until 3 'the script is a FAULT' role_is d1 web FAULT
wait_until 3 'd2 has taken over' holds_alone d2
expect 'it says why' grep -q 'FAULT: tracked script chk is DOWN: exit status 3' "$LAB_OUT/d1.log"
script_says 0
wait_until 8 'd1 has it back' holds_alone d1

# An interval until it runs and its timeout, but not the two seconds in which it may end.
runs() { mapfile -t RUNS <"$LAB_RUN/d1/runs" && [[ ${#RUNS[@]} -eq $1 ]]; }
script_says stubborn
wait_until 8 'a script that ignores SIGTERM is a FAULT' role_is d1 web FAULT
figure stubborn "$WAITED" ms '<=' 4800
runs 0 || stays 1 'and no other one runs beside it' runs "${#RUNS[@]}"
script_says 0
wait_until 10 'd1 has it back' holds_alone d1

ip -n d1 link set extra down
wait_until 3 'the interface is a FAULT' role_is d1 web FAULT
ip -n d1 link set extra up
wait_until 8 'd1 has it back' holds_alone d1

stop_captures
# On the wire: what was announced is what was counted, and leaving for FAULT said priority 0.
tshark -r "$LAB_OUT/adverts.pcap" -Y "ip.src == ${ADDRESS[d1]}" -T fields -e vrrp.prio \
  2>/dev/null | sort -n | uniq -c >"$LAB_OUT/priorities"
for priority in 0 120 150; do
  awk -v want="$priority" '$2 == want { found = 1 } END { exit !found }' "$LAB_OUT/priorities" ||
    fail "d1 never announced $priority: $(<"$LAB_OUT/priorities")"
done
metric d1 '^evenkeel_vrrp_tracker_up.*kind="script"'
expect 'the metric has the tracker' test "$REPLY" = 1
