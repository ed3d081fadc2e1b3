# alone: nothing may be lost in its restarts
# limit: 240
# Each process of the master is killed at random moments while a client looks on. It is back at
# once; nothing is lost, and the peer never takes over.
seed "${LAB_SEED:-6}"
cluster dr
# Without a script there is no runner.
director_conf d1 options='notify_master /bin/true'
director_conf d2 options='notify_master /bin/true'
start_pair
start_watch
mark begin
start_client
client=kept start_client --keep 5
nap 2

for round in 1 2; do
  for role in vrrp balancer checker runner exporter; do
    nap "0.$((RANDOM % 900 + 100))"
    kill_worker d1 "$role"
    wait_until 8 "$role is back" respawned d1 "$role"
    figure "${role}_back" "$WAITED" ms
  done
  kill_worker d1 supervisor
  nap 1
  processes_of d1
  expect 'no worker outlives its supervisor by a second' test "${#PIDS[@]}" -eq 0
  start_director d1
  wait_until 8 'the daemon is back' worker_of d1 vrrp
  nap 2
done

expect_unnoticed begin end
expect_table d1 s1 s2
metric d1 process_restarts_total
figure restarts "$REPLY" processes
