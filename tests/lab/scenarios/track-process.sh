# Processes of the machine decide who is master: too few of them, too many, one with the wrong
# parameters. A process that is replaced within its delay is none that was missing. In a network
# namespace the kernel tells of no process, and that is said, once.
# limit: 300
cluster dr

priority_is() { [[ $(ask "$1" /v1/vrrp | jq '.instances[0].effective_priority') == "$2" ]]; }
tracker_says() {
  local have
  have=$(ask d1 /v1/vrrp | jq -r --arg name "$1" \
    '.instances[0].trackers[] | select(.name == $name) | "\(.status) \(.contribution)"')
  [[ $have == "$2" ]]
}

cp /bin/sleep "$LAB_RUN/lab-worker"
WORKERS=()
start_worker() {
  "$LAB_RUN/lab-worker" "${1:-1000}" &
  WORKERS+=($!)
  wait_until 5 'it has become a worker' is_worker $!
}
is_worker() { [[ $(<"/proc/$1/comm") == lab-worker ]]; }
kill_worker_process() {
  kill -9 "${WORKERS[-1]}"
  wait "${WORKERS[-1]}" 2>/dev/null || true
  unset 'WORKERS[-1]'
}
start_worker
start_worker

director_conf d1 options="track_process {
    workers
  }"
lead_conf d1 <<END
vrrp_track_process workers {
  process lab-worker
  quorum 2
  quorum_max 3
  weight -60
  terminate_delay 7
}
END
director_conf d2
start_pair
expect 'd1 announces its base priority' priority_is d1 150
expect 'the tracker is up' tracker_says workers 'UP 0'
expect 'how they are found is said' \
  test "$(grep -c 'looking for tracked processes once a second' "$LAB_OUT/d1.log")" = 1

kill_worker_process
start_worker
stays 9 'a worker that is replaced at once is none that is missing' holds_alone d1
kill_worker_process
stays 2 'nor is one for less than its delay' priority_is d1 150
wait_until 15 'd2 has taken over: one worker is not enough' holds_alone d2
expect 'd1 counts -60' tracker_says workers 'DOWN -60'
expect 'and says why' grep -q '1 running, at least 2 needed' "$LAB_OUT/d1.log"
kill_worker d1 vrrp
wait_until 8 'a new vrrp is there' respawned d1 vrrp
stays 3 'it knows the count, and d2 stays master' holds_alone d2
start_worker
wait_until 10 'd1 has it back: there are two' holds_alone d1
start_worker
stays 2 'three are none too many' priority_is d1 150
start_worker
wait_until 10 'd2 has taken over: four are too many' holds_alone d2
expect 'd1 says so' grep -q '4 running, at most 3 allowed' "$LAB_OUT/d1.log"
kill_worker_process
kill_worker_process
wait_until 20 'd1 has it back' holds_alone d1

kill_worker d1 runner
stays 2 'the death of the runner moves nothing' holds_alone d1
wait_until 8 'a new runner is there' respawned d1 runner
stays 3 'nor does a new one' holds_alone d1

# By what it was started as, and without a weight.
director_conf d1 options="track_process {
    one
  }"
lead_conf d1 <<END
vrrp_track_process one {
  process $LAB_RUN/lab-worker 2000
}
END
start_worker 2000
reload d1
stays 3 'the reload moves nothing' holds_alone d1
expect 'one with these parameters runs' tracker_says one 'UP 0'
kill_worker_process
wait_until 5 'without it, d1 is at FAULT' role_is d1 web FAULT
start_worker 20000
stays 3 'other parameters are another process' role_is d1 web FAULT
start_worker 2000
wait_until 10 'd1 has it back' holds_alone d1
metric d1 '^evenkeel_vrrp_tracker_up.*kind="process"'
expect 'the metric has the tracker' test "$REPLY" = 1
