# alone: the restart races with the peer's patience
# limit: 300
# At twenty random moments every process of the master is killed, and the daemon is started again
# a second later. A server died before: it must never come back into the table. Nothing is lost, no
# connection breaks, and there is one holder. A server that dies while nobody looks is found out.
seed "${LAB_SEED:-20}"
cluster dr servers=3
director_conf d1
director_conf d2
start_pair
kill_server s3
wait_until 5 's3 is out' table_is d1 s1 s2
wait_until 5 's3 is out on d2' table_is d2 s1 s2
start_watch
mark begin
start_client
client=kept start_client --keep 5

for ((round = 1; round <= 20; round++)); do
  nap "$((RANDOM % 2)).$((RANDOM % 90 + 10))"
  kill_all d1
  stays 1 's3 stays out' table_is d1 s1 s2
  start_director d1
  stays 2 's3 stays out' table_is d1 s1 s2
done
stays 4 's3 stays out' table_is d1 s1 s2
wait_until 10 'd1 holds the VIP at the end' holds_alone d1
stop_client
mark end
stop_watch
expect_undisturbed begin end
client=kept stop_client
grep -q 'holders 1 d2' "$LAB_OUT/timeline" || expect 'no connection breaks' test "$LOST" -eq 0
expect_holders d1

kill_all d1
kill_server s2
nap 1
start_director d1
wait_until 8 'the server that died unseen is out' table_is d1 s1
