# alone: floods its kernel
# limit: 300
# Nonsense on every socket: adverts with a mistake each, requests that are too large, broken or
# never finished. It is counted; nobody moves, grows, blocks or dies.
cluster dr
director_conf d1 auth=none
director_conf d2 auth=none
start_pair
nap 2
memory() {
  local pid
  processes_of d1
  for pid in "${PIDS[@]}"; do cat "/proc/$pid/smaps_rollup"; done | awk '/^Pss:/ { sum += $2 } END { print sum }'
}
processes_of d1
before=${PIDS[*]}
warm_up() { noise http "$1" 50 && noise http "$1" 50; }
noise() { ip netns exec d1 "$LAB_BUILD/bin/lab-noise" "$@" >>"$LAB_OUT/noise.log" 2>&1 || fail "lab-noise $*"; }

socket=$LAB_RUN/d1/run/control.sock
exporter=127.0.0.1:9815
warm_up "$socket"
warm_up "$exporter"
base=$(memory)
start_watch
mark begin
start_client
ip netns exec client "$LAB_BUILD/bin/lab-noise" vrrp "$CLIENT" 51 "$VIP" 5000 "${ADDRESS[d1]}" \
  >>"$LAB_OUT/noise.log"
noise http "$socket" 500
noise http "$exporter" 500
for where in "$socket" "$exporter"; do
  ip netns exec d1 "$LAB_BUILD/bin/lab-noise" hold "$where" 200 12 >>"$LAB_OUT/noise.log" 2>&1 &
done
nap 2
expect 'the control socket answers among half-open clients' ctl d1 status
metrics d1 >"$LAB_OUT/metrics.after" || fail 'no metrics among half-open clients'
nap 12
stop_client
expect_no_loss
mark end
stop_watch
expect_one_holder begin end
expect_holders d1

figure memory_growth $(($(memory) - base)) KiB '<=' 1024
processes_of d1
expect 'no process was replaced' test "${PIDS[*]}" = "$before"
metric d1 '^evenkeel_vrrp_.*adverts_dropped_total'
figure counted "$REPLY" adverts '>=' 4500
metric d1 '^evenkeel_vrrp_.*adverts_dropped_total.*bad_destination'
figure unicast "$REPLY" adverts '>=' 300
